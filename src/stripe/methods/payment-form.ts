/** An open form with Stripe's Payment Element: every method that the request has. Fetched for `fields="payment"` only. */
import type { Stripe, StripeElements, StripePaymentElement } from '@stripe/stripe-js';
import type { Instrument } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import type { CardForm, CardInput, FieldState, FormOptions } from '../../session/form.js';
import { fromStripe } from '../errors.js';
import { Keeper, type PieceEvents } from '../keeper.js';
import { nextAction } from '../pay.js';
import { block, check, confirmationToken, deferredGroup, toAppearance } from './group.js';

const blank: FieldState = { empty: true, complete: false, focused: false, error: null };
const fields: CardInput['fields'] = { number: blank, expiry: blank, cvc: blank };

/** Stripe's Payment Element in one element. */
export class PaymentForm implements CardForm {
  readonly #stripe: Stripe;
  readonly #options: FormOptions;
  readonly #elements: StripeElements;
  readonly #keeper: Keeper<{ element: StripePaymentElement }>;
  #disabled = false;
  #brand = 'unknown';

  /** Mounts it. Throws `misuse` for a token backend, and what `StripeForm` does. */
  constructor(stripe: Stripe, options: FormOptions) {
    if (options.instrument !== 'confirmationToken')
      throw new PaymentError('misuse', 'A token is made of card fields: take fields="card" with this backend.');
    const { request, place, events } = options;
    this.#stripe = stripe;
    this.#options = options;
    this.#elements = deferredGroup(stripe, request, place.appearance());
    this.#keeper = new Keeper({
      stripe,
      place,
      layout: block,
      create: (told) => ({ element: this.#create(told) }),
      submit: () => events.submit(),
      press: () => this.focus(),
      ready: () => events.ready(),
      lost: (error) => events.lost(error),
    });
  }

  async check(): Promise<boolean> {
    try {
      await check(this.#stripe, this.#elements);
      return true;
    } catch (thrown) {
      // What is no matter of the fields, a dead frame for one, is said where the instrument is made.
      const { code } = PaymentError.from(thrown);
      if (code !== 'fields-incomplete' && code !== 'fields-invalid') return true;
      // What is wrong stands in the Element itself.
      this.focus();
      return false;
    }
  }

  async instrument(): Promise<Instrument> {
    this.#keeper.assertAlive();
    return confirmationToken(this.#stripe, this.#elements);
  }

  nextAction(clientSecret: string): Promise<void> {
    return nextAction(this.#stripe, this.#options, clientSecret);
  }

  focus(): void {
    if (!this.#disabled) this.#keeper.each((element) => element.focus());
  }

  setDisabled(disabled: boolean): void {
    this.#disabled = disabled;
    this.#keeper.each((element) => element.update({ readOnly: disabled }));
  }

  restyle(): void {
    const look = this.#options.place.appearance();
    this.#keeper.style(look);
    void this.#elements.update({ appearance: toAppearance(look) });
  }

  moved(): void {
    this.#keeper.moved();
  }

  hold(on: boolean): void {
    this.#keeper.hold(on);
  }

  clear(): void {
    this.#keeper.each((element) => element.clear());
  }

  destroy(): void {
    this.#keeper.destroy();
  }

  #create(told: PieceEvents): StripePaymentElement {
    const { request, events } = this.#options;
    const element = this.#elements.create('payment', {
      business: { name: request.merchant.name },
      readOnly: this.#disabled,
      // A card needs no address; what the request asks for beside it is for the account to say.
      fields: { billingDetails: { address: request.postalCode === 'always' ? 'auto' : 'if_required' } },
      // They open at the press itself, which cannot wait for the host's word; the row of wallets can.
      wallets: { applePay: 'never', googlePay: 'never', link: 'never' },
    });
    let input: CardInput = { complete: false, empty: true, brand: 'unknown', method: '', fields };
    const tell = (known: Partial<CardInput>, edited: boolean): void => {
      input = { ...input, ...known };
      events.input(input, edited);
    };
    element.on('ready', () => told.ready());
    element.on('loaderror', ({ error }) => told.failed(fromStripe(error)));
    element.on('carddetailschange', ({ details }) => {
      this.#brand = details?.brands?.[0] ?? 'unknown';
      tell({ brand: input.method === 'card' ? this.#brand : 'unknown' }, false);
    });
    element.on('change', ({ complete, empty, value: { type } }) => {
      // The first one says what it begins with: nobody has typed yet.
      const edited = input.method !== '';
      tell({ complete, empty, method: type, brand: type === 'card' ? this.#brand : 'unknown' }, edited);
    });
    element.on('escape', () => events.escape());
    return element;
  }
}

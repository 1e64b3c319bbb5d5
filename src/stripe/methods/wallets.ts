/** Express wallets (Apple Pay, Google Pay, Link, …) beside an open form. Fetched where there is a place for them. */
import type {
  Stripe,
  StripeElements,
  StripeExpressCheckoutElement,
  StripeExpressCheckoutElementConfirmEvent,
} from '@stripe/stripe-js';
import type { WalletOptions, WalletRow, WalletSheet } from '../../session/form.js';
import { Keeper, type PieceEvents } from '../keeper.js';
import { nextAction } from '../pay.js';
import { block, confirmationToken, deferredGroup, toAppearance } from './group.js';

/** In px, as the element's own buttons; Stripe takes 40 to 55. */
const HEIGHT = 44;

/**
 * Stripe's Express Checkout Element. It has a group of its own: checking what a wallet holds would else check the card
 * fields, or the Payment Element, of the form too. Where it cannot be had, there are no wallets, and the form is as it is.
 */
export class ExpressWallets implements WalletRow {
  readonly #stripe: Stripe;
  readonly #options: WalletOptions;
  readonly #elements: StripeElements;
  readonly #keeper: Keeper<{ element: StripeExpressCheckoutElement }>;

  /** Mounts them. Throws what `StripeForm` does. */
  constructor(stripe: Stripe, options: WalletOptions) {
    const { request, place, events } = options;
    this.#stripe = stripe;
    this.#options = options;
    this.#elements = deferredGroup(stripe, request, place.appearance());
    this.#keeper = new Keeper({
      stripe,
      place,
      layout: block,
      create: (told) => ({ element: this.#create(told) }),
      submit: () => undefined,
      press: () => undefined,
      ready: () => undefined,
      lost: () => events.shown(false),
    });
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

  destroy(): void {
    this.#keeper.destroy();
  }

  #create(told: PieceEvents): StripeExpressCheckoutElement {
    const { request, events } = this.#options;
    const element = this.#elements.create('expressCheckout', {
      buttonHeight: HEIGHT,
      layout: { maxColumns: 3, maxRows: 1, overflow: 'auto' },
      business: { name: request.merchant.name },
    });
    element.on('ready', ({ availablePaymentMethods: available }) => {
      told.ready();
      events.shown(Object.values(available ?? {}).includes(true));
    });
    element.on('availablepaymentmethodschange', ({ paymentMethods: methods }) => {
      events.shown(Object.values(methods ?? {}).some((method) => method?.available));
    });
    element.on('loaderror', () => told.failed());
    element.on('click', ({ resolve, reject }) => {
      if (events.click()) resolve();
      else reject();
    });
    element.on('confirm', (event) => events.confirm(this.#sheet(event)));
    return element;
  }

  #sheet({ paymentFailed }: StripeExpressCheckoutElementConfirmEvent): WalletSheet {
    let failed = false;
    return {
      instrument: () => confirmationToken(this.#stripe, this.#elements),
      nextAction: (clientSecret) => nextAction(this.#stripe, this.#options, clientSecret),
      fail: () => {
        if (!failed) paymentFailed({ reason: 'fail' });
        failed = true;
      },
    };
  }
}

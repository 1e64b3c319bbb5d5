/** An open card form: Stripe's three card fields over the element's own cells. */
import type { Stripe, StripeElements } from '@stripe/stripe-js';
import type { Instrument } from '../contract/types.js';
import type { CardForm, FieldName, FormOptions } from '../session/form.js';
import { toStyle } from './appearance.js';
import { cells } from './cells.js';
import { createFields, type Fields } from './fields.js';
import { Keeper } from './keeper.js';
import { makeInstrument, nextAction } from './pay.js';

/** Stripe's card fields in one element. */
export class StripeForm implements CardForm {
  readonly #stripe: Stripe;
  readonly #options: FormOptions;
  readonly #elements: StripeElements;
  readonly #keeper: Keeper<Fields>;
  #disabled = false;

  /** Mounts the fields. Throws `fields-lost` if the element is not in the document, `misuse` for what Stripe.js minds. */
  constructor(stripe: Stripe, options: FormOptions) {
    const { place, names, events } = options;
    this.#stripe = stripe;
    this.#options = options;
    this.#elements = stripe.elements();
    this.#keeper = new Keeper({
      stripe,
      place,
      layout: cells,
      create: (told) =>
        createFields(
          this.#elements,
          { names, style: toStyle(place.appearance()), disabled: this.#disabled },
          { ...told, input: (input, edited) => events.input(input, edited), escape: () => events.escape() },
        ),
      submit: () => events.submit(),
      press: (field) => this.focus(field),
      ready: () => events.ready(),
      lost: (error) => events.lost(error),
    });
  }

  async instrument({ postalCode }: { postalCode?: string }): Promise<Instrument> {
    return makeInstrument(this.#stripe, this.#keeper.assertAlive().number, this.#options.instrument, postalCode);
  }

  nextAction(clientSecret: string): Promise<void> {
    return nextAction(this.#stripe, this.#options, clientSecret);
  }

  focus(field: FieldName): void {
    if (!this.#disabled) this.#keeper.each((one) => one.focus(), [field]);
  }

  setDisabled(disabled: boolean): void {
    this.#disabled = disabled;
    this.#keeper.each((field) => field.update({ disabled }));
  }

  restyle(): void {
    const look = this.#options.place.appearance();
    const style = toStyle(look);
    this.#keeper.style(look);
    this.#keeper.each((field) => field.update({ style }));
  }

  moved(): void {
    this.#keeper.moved();
  }

  hold(on: boolean): void {
    this.#keeper.hold(on);
  }

  clear(): void {
    this.#keeper.each((field) => field.clear());
  }

  destroy(): void {
    this.#keeper.destroy();
  }
}

/** An open card form: fields, their home, and what keeps the two together while the page moves around them. */
import type { Stripe, StripeElements } from '@stripe/stripe-js';
import type { Instrument } from '../contract/types.js';
import { config } from '../config.js';
import { PaymentError } from '../errors/index.js';
import type { CardForm, FieldName, FormOptions } from '../session/form.js';
import { toStyle } from './appearance.js';
import { fieldsLost, fromThrown } from './errors.js';
import { createFields, fieldNames, type Fields } from './fields.js';
import { hostsAround, Mount } from './mount.js';
import { makeInstrument, runAction } from './pay.js';

/** A page that undoes our work at once, each time, would keep the browser busy for ever. */
const MOST_REPAIRS = 20;
const REPAIRS_WITHIN_MS = 1_000;
const READY_WITHIN_MS = 12_000;

/** Stripe's card fields in one element. */
export class StripeForm implements CardForm {
  readonly #stripe: Stripe;
  readonly #options: FormOptions;
  readonly #elements: StripeElements;
  #fields: Fields | null = null;
  #mount: Mount | null = null;
  #disabled = false;
  #held = false;
  #over = false;
  #since = 0;
  #repairs = 0;
  #late: ReturnType<typeof setTimeout> | undefined;

  /** Mounts the fields. Throws `fields-lost` if the element is not in the document, `misuse` for what Stripe.js minds. */
  constructor(stripe: Stripe, options: FormOptions) {
    this.#stripe = stripe;
    this.#options = options;
    this.#elements = stripe.elements();
    try {
      this.#open();
    } catch (thrown) {
      this.destroy();
      throw fromThrown(thrown);
    }
  }

  async instrument({ postalCode }: { postalCode?: string }): Promise<Instrument> {
    if (!this.#fields || !this.#mount?.alive) throw fieldsLost('The card fields are no longer in the page.');
    return makeInstrument(this.#stripe, this.#fields.number, this.#options.instrument, postalCode);
  }

  nextAction(clientSecret: string): Promise<void> {
    return runAction(this.#stripe, clientSecret, this.#options.place.host);
  }

  focus(field: FieldName): void {
    if (!this.#disabled) this.#each((one) => one.focus(), [field]);
  }

  setDisabled(disabled: boolean): void {
    this.#disabled = disabled;
    this.#each((field) => field.update({ disabled }));
  }

  restyle(): void {
    const look = this.#options.place.appearance();
    const style = toStyle(look);
    this.#mount?.style(look);
    this.#each((field) => field.update({ style }));
  }

  moved(): void {
    // An element that is moved is out of the page for a moment.
    queueMicrotask(() => this.#check());
  }

  hold(on: boolean): void {
    this.#held = on;
    if (!on) this.moved();
  }

  clear(): void {
    this.#each((field) => field.clear());
  }

  destroy(): void {
    this.#over = true;
    this.#close();
  }

  #open(): void {
    const { place, names, events } = this.#options;
    const hosts = hostsAround(place.host);
    if (!hosts) throw fieldsLost('The element is not in the document.');
    const mount = new Mount(place, hosts, {
      submit: () => events.submit(),
      press: (field) => this.focus(field),
      disturbed: () => this.#check(),
    });
    this.#mount = mount;
    const style = toStyle(place.appearance());
    const fields = createFields(
      this.#elements,
      { names, style, disabled: this.#disabled },
      {
        input: (input, edited) => events.input(input, edited),
        escape: () => events.escape(),
        ready: () => {
          clearTimeout(this.#late);
          mount.remember();
          events.ready();
        },
        failed: () => this.#lose(new PaymentError('script-blocked', 'A frame of Stripe could not be loaded.')),
      },
    );
    this.#fields = fields;
    for (const name of fieldNames) fields[name].mount(mount.containers[name]);
    mount.remember();
    const limit = config().scriptTimeout ?? READY_WITHIN_MS;
    this.#late = setTimeout(() => {
      this.#lose(
        new PaymentError('script-timeout', `No fields within ${limit} ms. Does frame-src allow js.stripe.com?`),
      );
    }, limit);
  }

  #close(): void {
    clearTimeout(this.#late);
    this.#each((field) => field.destroy());
    this.#fields = null;
    this.#mount?.remove();
    this.#mount = null;
  }

  /** Runs on each field; one whose frame is gone may mind, and then there is nothing to be done to it. */
  #each(run: (field: Fields[FieldName]) => void, names = fieldNames): void {
    for (const name of names)
      try {
        if (this.#fields) run(this.#fields[name]);
      } catch {
        // Its death is found out, and told, by the next look at the path.
      }
  }

  #check(): void {
    const path = this.#over ? 'whole' : this.#mount?.repair();
    // Away, it is for the session to say whether the form goes with the element.
    if (path === 'whole' || (path === 'away' && !(this.#held && !this.#mount?.alive))) return;
    if (path !== 'repaired' && this.#held) return this.#lose(fieldsLost('The card fields were taken out of the page.'));
    const now = performance.now();
    if (now - this.#since > REPAIRS_WITHIN_MS) {
      this.#since = now;
      this.#repairs = 0;
    }
    if (++this.#repairs > MOST_REPAIRS)
      return this.#lose(fieldsLost('The page removes the card fields each time they are put back.'));
    if (path === 'repaired') return;
    this.#close();
    try {
      this.#open();
    } catch (thrown) {
      this.#lose(fromThrown(thrown));
    }
  }

  #lose(error: PaymentError): void {
    if (this.#over) return;
    this.destroy();
    this.#options.events.lost(error);
  }
}

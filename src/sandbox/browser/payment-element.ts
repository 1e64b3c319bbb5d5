import { OUTSET } from './frame.js';
import type { ElementHome } from './frame-element.js';
import { FrameElement } from './frame-element.js';
import type { MethodType } from './frames/methods.js';
import { IntegrationError } from './integration-error.js';
import type { PaymentElementOptions } from './payment-options.js';
import { hiddenOf, paymentOptions } from './payment-options.js';
import type { Appearance, FromElement, ToPayment, ValidationError } from './protocol.js';

/** What a Payment Element needs of its group beside what all need. */
export interface PaymentHome extends ElementHome {
  methods(): MethodType[];
  appearance(): Appearance;
}

/** How checking what was typed ended: the method that was chosen, or the first of what is wrong. */
export type Submitted = { selectedPaymentMethod: MethodType } | { error: ValidationError };

/** The Payment Element: every method in one frame, of which the page learns no more than the method and its completeness. */
export class PaymentElement extends FrameElement<ToPayment> {
  readonly #home: PaymentHome;
  readonly #waiting = new Map<number, (submitted: Submitted | null) => void>();
  #options: PaymentElementOptions;
  #chosen: MethodType;
  #asked = 0;

  constructor(options: PaymentElementOptions, home: PaymentHome) {
    super('payment', home, {
      path: '/frames/payment',
      title: 'Secure payment input frame',
      style: OUTSET,
    });
    this.#home = home;
    this.#options = { ...options };
    this.#chosen = paymentOptions(options, home.methods()).methods[0] ?? 'card';
  }

  update(options: PaymentElementOptions): void {
    this.assertUsable();
    this.#options = { ...this.#options, ...options };
    this.refresh();
  }

  /** Folds an accordion up. */
  collapse(): void {
    this.assertMounted('collapse');
    this.send({ type: 'collapse' });
  }

  override refresh(): void {
    this.send({ type: 'update', options: { ...this.#now(), ...this.#home.shared() } });
  }

  /** Has the frame check what was typed; null where there is no frame to ask. */
  submit(): Promise<Submitted | null> {
    if (this.frameId === null) return Promise.resolve(null);
    const id = ++this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.send({ type: 'submit', id });
    });
  }

  /**
   * Holds the page to its word: what it keeps out of the Element, it has to hand in.
   * @throws IntegrationError that names the first it did not
   */
  assertHandedIn(billing: Record<string, unknown>, method: string): void {
    for (const path of hiddenOf(this.#options.fields)) {
      let value: unknown = billing;
      for (const name of path.split('.')) {
        value =
          typeof value === 'object' && value !== null
            ? Object.entries(value).find(([key]) => key === name)?.[1]
            : undefined;
      }
      if (value !== undefined) continue;
      throw new IntegrationError(
        `You specified "never" for fields.billing_details.${path} when creating the payment Element, but did not pass params.payment_method_data.billing_details.${path} when calling ${method}. If you opt out of collecting data via the payment Element using the fields option, the data must be passed in when calling ${method}.`,
      );
    }
  }

  protected override begin(dir: 'ltr' | 'rtl'): ToPayment {
    return { type: 'init', options: { ...this.#now(), ...this.#home.shared(), dir } };
  }

  protected override heard(message: FromElement): void {
    if (message.type === 'hello') this.#abandon();
    if (message.type === 'payment') this.#chosen = message.state.value.type;
    if (message.type === 'cardDetails') {
      this.emit('carddetailschange', { loading: false, details: { brands: [message.brand], funding: null } });
    }
    if (message.type !== 'submitted') return;
    this.#waiting.get(message.id)?.(
      message.error === null ? { selectedPaymentMethod: this.#chosen } : { error: message.error },
    );
    this.#waiting.delete(message.id);
  }

  protected override entered(): void {
    this.emit('loaderstart');
  }

  protected override left(): void {
    this.#abandon();
  }

  #now(): ReturnType<typeof paymentOptions> & { appearance: Appearance } {
    return { ...paymentOptions(this.#options, this.#home.methods()), appearance: this.#home.appearance() };
  }

  /** Whoever waits for a frame that is gone learns it. */
  #abandon(): void {
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }
}

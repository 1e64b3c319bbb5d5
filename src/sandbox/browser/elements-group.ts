import { shown } from '../currencies.js';
import { CardElement } from './card-element.js';
import { Emitter } from './emitter.js';
import { ExpressElement } from './express-element.js';
import type { ElementHome } from './frame-element.js';
import type { GroupOptions } from './group-options.js';
import { checkOptions, isPayments, methodsOf } from './group-options.js';
import { IntegrationError, LOST } from './integration-error.js';
import type { Submitted } from './payment-element.js';
import { PaymentElement } from './payment-element.js';
import type { Appearance, CardType, ElementType, FieldOptions, Source } from './protocol.js';
import { randomId } from './protocol.js';

const OFFERED: readonly ElementType[] = ['card', 'cardNumber', 'cardExpiry', 'cardCvc', 'payment', 'expressCheckout'];

type AnyElement = CardElement | PaymentElement | ExpressElement;

/** The combined field and the separate ones do not go together. */
const excludes = (a: ElementType, b: ElementType): boolean =>
  a !== b && ((a === 'card' && b.startsWith('card')) || (b === 'card' && a.startsWith('card')));

const isCard = (type: ElementType): type is CardType => type !== 'payment' && type !== 'expressCheckout';

/** One `elements()` group: Elements of the same group hold one card together, or make one payment of a deferred intent. */
export class ElementsGroup {
  readonly #origin: string;
  readonly #group = randomId();
  readonly #elements = new Map<ElementType, AnyElement>();
  readonly #events = new Emitter();
  readonly #alive: () => boolean;
  #options: GroupOptions;
  /** Whether `submit()` has found what was typed to be whole, and nothing that it depends on has changed since. */
  #submitted = false;

  /** `alive` tells whether the `Stripe` object that makes the group still has its controller frame. */
  constructor(
    origin: string,
    locale: string | undefined,
    options: GroupOptions = {},
    alive: () => boolean = () => true,
  ) {
    checkOptions(options, 'stripe.elements()');
    this.#origin = origin;
    this.#alive = alive;
    this.#options = { ...(locale !== undefined && { locale }), ...options };
  }

  create(type: unknown, options: object = {}): AnyElement {
    if (type === 'paymentRequestButton') {
      throw new IntegrationError(
        'The paymentRequestButton Element is not available in this version of Stripe.js. Use the expressCheckout Element instead.',
      );
    }
    const offered = OFFERED.find((name) => name === type);
    if (!offered) {
      throw new IntegrationError(
        `A valid Element name must be provided. Valid Elements of the sandbox are: ${OFFERED.join(', ')}; you passed: ${String(type)}.`,
      );
    }
    if (this.#elements.has(offered)) throw new IntegrationError(`Can only create one Element of type ${offered}.`);
    const other = [...this.#elements.keys()].find((present) => excludes(present, offered));
    if (other) {
      throw new IntegrationError(
        `Cannot create an Element of type ${offered} after an Element of type ${other} has already been created.`,
      );
    }
    const element = this.#make(offered, options);
    this.#elements.set(offered, element);
    return element;
  }

  /** The Element of a type: its name, or a component of react-stripe-js, which says it in `__elementType`. */
  getElement(type: unknown): AnyElement | null {
    const named = typeof type === 'function' || (typeof type === 'object' && type !== null);
    const name: unknown = named ? Reflect.get(type, '__elementType') : type;
    return [...this.#elements].find(([known]) => known === name)?.[1] ?? null;
  }

  /** Locale reaches every Element, appearance and amounts those of a deferred intent. */
  async update(options: GroupOptions): Promise<void> {
    const next = { ...this.#options, ...options };
    checkOptions(next, 'elements.update()');
    if (options['clientSecret'] !== undefined) {
      throw new IntegrationError('Invalid elements.update() parameter: clientSecret is not an accepted parameter.');
    }
    this.#options = next;
    if (Object.keys(options).some(isPayments)) this.#submitted = false;
    for (const element of this.#elements.values()) element.refresh();
    await Promise.resolve();
    this.#events.emit('update-end', undefined);
  }

  on(type: string, handler: () => unknown): void {
    this.#events.add(type, handler, false);
  }

  /** Checks what was typed, and shows the payer what is missing. Wallets have checked it in their sheet. */
  async submit(): Promise<Submitted | { selectedPaymentMethod: 'link' }> {
    const { payment, express } = this.#paying('elements.submit()');
    if (express?.confirming) {
      this.#submitted = true;
      return { selectedPaymentMethod: 'link' };
    }
    const submitted = (await payment?.submit()) ?? null;
    if (!submitted) throw new IntegrationError(LOST);
    this.#submitted = !('error' in submitted);
    return submitted;
  }

  fetchUpdates(): never {
    throw new IntegrationError(
      'elements.fetchUpdates() needs a clientSecret; with a mode, use elements.update() instead.',
    );
  }

  /**
   * Where the payment method of a confirmation token is, and what the group adds to it; `done` once it is made.
   * @throws IntegrationError where no Element pays, or none was submitted
   */
  confirmation(
    method: string,
    billing: Record<string, unknown>,
  ): { source: Source; params: Record<string, unknown>; done: () => void } {
    const { payment, express } = this.#paying(method);
    if (!this.#submitted) {
      throw new IntegrationError(
        `elements.submit() must be called before ${method}. Call elements.submit() as soon as your customer presses pay, prior to any asynchronous work. Integration guide: https://stripe.com/docs/payments/accept-a-payment-deferred`,
      );
    }
    const sheet = express?.confirming ?? null;
    const element = sheet ? sheet.element : payment?.frameId;
    if (!element) throw new IntegrationError(LOST);
    if (!sheet) payment?.assertHandedIn(billing, method);
    const usage = this.#options.setupFutureUsage;
    return {
      source: { of: 'method', element },
      params: typeof usage === 'string' ? { setup_future_usage: usage } : {},
      done: () => sheet?.close(),
    };
  }

  #make(type: ElementType, options: object): AnyElement {
    const home: ElementHome = {
      origin: this.#origin,
      group: this.#group,
      alive: this.#alive,
      shared: () => this.#shared(),
      forget: (forgotten) => this.#elements.delete(forgotten),
    };
    if (isCard(type)) return new CardElement(type, options, home);
    if (this.#options.mode === undefined) {
      const name = type === 'payment' ? 'payment' : 'express checkout';
      throw new IntegrationError(
        `In order to create ${type === 'payment' ? 'a' : 'an'} ${name} element, you must pass a clientSecret or mode when creating the Elements group. The sandbox knows the mode only.`,
      );
    }
    const appearance = (): Appearance => this.#options.appearance ?? {};
    const methods = (): ReturnType<typeof methodsOf> => methodsOf(this.#options);
    if (type === 'payment') {
      return new PaymentElement(options, { ...home, methods, appearance });
    }
    return new ExpressElement(options, {
      ...home,
      appearance,
      takesCards: () => methods().includes('card'),
      amount: () => shown(this.#options.amount ?? 0, this.#options.currency ?? 'usd'),
    });
  }

  /** The Elements that can pay, of which one is in the page. */
  #paying(method: string): { payment: PaymentElement | null; express: ExpressElement | null } {
    const [payment, express] = [this.#elements.get('payment'), this.#elements.get('expressCheckout')];
    const paying = {
      payment: payment instanceof PaymentElement && payment.frameId !== null ? payment : null,
      express: express instanceof ExpressElement && express.frameId !== null ? express : null,
    };
    if (paying.payment || paying.express) return paying;
    throw new IntegrationError(
      `Invalid value for ${method}: elements should have a mounted Payment Element or Express Checkout Element.`,
    );
  }

  #shared(): Pick<FieldOptions, 'locale' | 'fonts'> {
    const { locale, fonts } = this.#options;
    return { ...(locale !== undefined && { locale }), ...(fonts && { fonts }) };
  }
}

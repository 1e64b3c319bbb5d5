import type { CardElementOptions } from './card-element.js';
import { CardElement } from './card-element.js';
import { IntegrationError } from './integration-error.js';
import type { ElementType, FieldOptions } from './protocol.js';
import { randomId } from './protocol.js';

const OFFERED: readonly ElementType[] = ['card', 'cardNumber', 'cardExpiry', 'cardCvc'];

/** What `stripe.elements()` takes, as far as the sandbox looks at it. */
export interface GroupOptions {
  locale?: string;
  fonts?: FieldOptions['fonts'];
  [option: string]: unknown;
}

/** The combined field and the separate ones do not go together. */
const excludes = (a: ElementType, b: ElementType): boolean => a !== b && (a === 'card' || b === 'card');

/** One `elements()` group: Elements of the same group hold one card together. */
export class ElementsGroup {
  readonly #origin: string;
  readonly #group = randomId();
  readonly #elements = new Map<ElementType, CardElement>();
  #options: GroupOptions;

  constructor(origin: string, locale: string | undefined, options: GroupOptions = {}) {
    refuseRemoved(options, 'stripe.elements()');
    this.#origin = origin;
    this.#options = { ...(locale !== undefined && { locale }), ...options };
  }

  create(type: unknown, options: CardElementOptions = {}): CardElement {
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
    const element = new CardElement(offered, options, {
      origin: this.#origin,
      group: this.#group,
      shared: () => this.#shared(),
      forget: (forgotten) => this.#elements.delete(forgotten.type),
    });
    this.#elements.set(offered, element);
    return element;
  }

  getElement(type: ElementType): CardElement | null {
    return this.#elements.get(type) ?? null;
  }

  /** Locale reaches the fields; appearance and amounts mean nothing to card Elements, as with Stripe. */
  async update(options: GroupOptions): Promise<void> {
    refuseRemoved(options, 'elements.update()');
    this.#options = { ...this.#options, ...options };
    for (const element of this.#elements.values()) element.refresh();
    return Promise.resolve();
  }

  submit(): never {
    throw new IntegrationError('elements.submit() needs a Payment Element, which the sandbox does not offer.');
  }

  fetchUpdates(): never {
    throw new IntegrationError('elements.fetchUpdates() needs a Payment Element, which the sandbox does not offer.');
  }

  #shared(): FieldOptions {
    const { locale, fonts } = this.#options;
    return { ...(locale !== undefined && { locale }), ...(fonts && { fonts }) };
  }
}

/** Removed on the endive release train (docs.stripe.com/changelog/endive/2026-09-30). */
function refuseRemoved(options: GroupOptions, where: string): void {
  for (const name of ['paymentMethodTypes', 'payment_method_types']) {
    if (options[name] !== undefined) {
      throw new IntegrationError(
        `Invalid ${where} parameter: ${name} is no longer supported. Use allowedPaymentMethodTypes instead.`,
      );
    }
  }
}

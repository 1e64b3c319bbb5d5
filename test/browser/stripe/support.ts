/** Hosts, requests and payers' hands for tests of the card form. */
import type { MoneyRequest, StripeSettings } from '../../../src/contract/types.js';
import type { CardInput, FieldAppearance, FormEvents, FormOptions, FormPlace } from '../../../src/session/form.js';
import type { PaymentError } from '../../../src/errors/index.js';
import { aRequest } from '../../support/money-request.js';
import type { StackUrls } from '../../support/stack.js';

/** Where the runner's sandbox and payment server are. */
export const stack = (globalThis as unknown as { payStack: StackUrls }).payStack;

/**
 * Settings that lead to the sandbox's Stripe.js, by the test page's own host name: a frame of another site is a process
 * of its own, and takes no keys while the tab is behind another test's.
 */
export const sandboxSettings: StripeSettings = {
  publishableKey: 'pk_test_sandbox',
  account: null,
  methods: ['card'],
  scriptUrl: `${stack.sandbox.replace('127.0.0.1', location.hostname)}/stripe.js`,
};

/** An open request with these settings. */
export function moneyRequest(stripe: Partial<StripeSettings> = {}): MoneyRequest {
  return aRequest({ stripe: { ...sandboxSettings, ...stripe } });
}

/** What the fields are told. */
export const look: FieldAppearance = {
  color: 'rgb(10, 20, 30)',
  placeholderColor: 'rgb(90, 90, 90)',
  invalidColor: 'rgb(200, 0, 0)',
  disabledColor: 'rgb(120, 120, 120)',
  accent: 'rgb(0, 0, 200)',
  surface: 'rgb(255, 255, 255)',
  danger: 'rgb(200, 0, 0)',
  radius: '10px',
  fontFamily: 'Georgia, serif',
  fontSize: '16px',
  lineHeight: '24px',
  colorScheme: 'light',
  direction: 'ltr',
  cell: { rowHeight: 56, paddingInline: 12, paddingBlockStart: 24, fieldHeight: 24, endInset: 42, gap: 0 },
};

/** An element of ours, as far as the card form knows one: a shadow root with a slot that is named when it is asked for. */
export class Host {
  readonly element = document.createElement('div');
  readonly slots: string[] = [];
  appearance = look;
  readonly #slot = document.createElement('slot');

  constructor() {
    const root = this.element.attachShadow({ mode: 'open' });
    this.element.style.cssText = 'display: block; width: 340px';
    this.#slot.style.display = 'block';
    root.append(this.#slot);
    this.#slot.name = 'nothing yet';
  }

  get place(): FormPlace {
    return {
      host: this.element,
      useSlot: (name) => {
        this.slots.push(name);
        this.#slot.name = name;
      },
      appearance: () => this.appearance,
    };
  }

  /** What is shown in the slot, through every slot between. */
  get shown(): Element[] {
    return this.#slot.assignedElements({ flatten: true });
  }
}

/** What a form said, and the means to wait for it. */
export class Heard implements FormEvents {
  readonly inputs: CardInput[] = [];
  /** Of each input, whether something was typed. */
  readonly edits: boolean[] = [];
  readonly errors: PaymentError[] = [];
  readonly counts = { ready: 0, submit: 0, escape: 0, lost: 0 };
  readonly #waiting = new Set<() => void>();

  ready(): void {
    this.#count('ready');
  }
  submit(): void {
    this.#count('submit');
  }
  escape(): void {
    this.#count('escape');
  }
  lost(error: PaymentError): void {
    this.errors.push(error);
    this.#count('lost');
  }
  input(input: CardInput, edited: boolean): void {
    this.inputs.push(input);
    this.edits.push(edited);
    this.#tell();
  }

  get last(): CardInput | undefined {
    return this.inputs.at(-1);
  }

  /** Resolves once `condition` holds. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  #count(name: keyof Heard['counts']): void {
    this.counts[name]++;
    this.#tell();
  }

  #tell(): void {
    for (const look of [...this.#waiting]) look();
  }
}

/** Options of `openForm` for a host. */
export function formOptions(host: Host, events: FormEvents, more: Partial<FormOptions> = {}): FormOptions {
  return {
    request: moneyRequest(),
    fields: 'card',
    place: host.place,
    locale: 'en',
    names: {
      number: { label: 'Card number', placeholder: '1234 1234 1234 1234' },
      expiry: { label: 'Expiration', placeholder: 'MM / YY' },
      cvc: { label: 'Security code', placeholder: 'CVC' },
    },
    events,
    instrument: 'paymentMethod',
    signal: new AbortController().signal,
    ...more,
  };
}

/** A Stripe.js of test doubles: frames that are empty, and events that the test sends. */
import type { Stripe } from '@stripe/stripe-js';

type Handler = (event: Readonly<Record<string, unknown>>) => void;

/** A field that does as it is told. */
export class FakeField {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly updates: unknown[] = [];
  focused = 0;
  destroyed = false;
  container: HTMLElement | null = null;
  readonly #handlers = new Map<string, Handler[]>();

  constructor(type: string, options: Readonly<Record<string, unknown>>) {
    this.type = type;
    this.options = options;
  }

  mount(container: HTMLElement): void {
    if (container.getRootNode() !== document)
      throw new Error('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.');
    const frame = document.createElement('iframe');
    frame.style.cssText = 'display: block; border: 0; width: 1px; min-width: 100%; height: 24px';
    container.append(frame);
    this.container = container;
  }

  get frame(): Window | null | undefined {
    return this.container?.querySelector('iframe')?.contentWindow;
  }

  on(type: string, handler: Handler): void {
    this.#handlers.set(type, [...(this.#handlers.get(type) ?? []), handler]);
  }

  emit(type: string, event: Readonly<Record<string, unknown>> = {}): void {
    for (const handler of this.#handlers.get(type) ?? []) handler(event);
  }

  update(options: unknown): void {
    this.updates.push(options);
  }

  focus(): void {
    this.focused++;
  }

  clear(): void {
    this.emit('change', { empty: true, complete: false, error: undefined });
  }

  destroy(): void {
    if (this.destroyed) throw new Error('This Element has already been destroyed. Please create a new one.');
    this.destroyed = true;
    this.container?.replaceChildren();
  }
}

/** A group of Elements. */
export interface FakeGroup {
  readonly options: Readonly<Record<string, unknown>>;
  readonly updates: readonly unknown[];
  create(type: string, options: Readonly<Record<string, unknown>>): FakeField;
  update(change: unknown): Promise<void>;
  submit(): Promise<object>;
}

/** What a test holds of a Stripe object. */
export class FakeStripe {
  readonly fields: FakeField[] = [];
  readonly groups: FakeGroup[] = [];
  readonly names: string[] = [];
  /** What the calls answer. */
  answer: () => Promise<unknown> = () =>
    Promise.resolve({ paymentMethod: { id: 'pm_1' }, token: { id: 'tok_1' }, confirmationToken: { id: 'ctoken_1' } });
  /** What checking a group answers. */
  submitted: () => Promise<object> = () => Promise.resolve({ selectedPaymentMethod: 'card' });
  readonly calls: { method: string; args: unknown[] }[] = [];

  elements(options: Readonly<Record<string, unknown>> = {}): FakeGroup {
    const updates: unknown[] = [];
    const group: FakeGroup = {
      options,
      updates,
      update: (change) => {
        updates.push(change);
        return Promise.resolve();
      },
      submit: () => this.submitted(),
      create: (type, options) => {
        if (this.fields.some((field) => field.type === type && !field.destroyed))
          throw new Error(`Can only create one Element of type ${type}.`);
        const field = new FakeField(type, options);
        this.fields.push(field);
        return field;
      },
    };
    this.groups.push(group);
    return group;
  }

  createPaymentMethod(...args: unknown[]): Promise<unknown> {
    return this.#call('createPaymentMethod', args);
  }
  createConfirmationToken(...args: unknown[]): Promise<unknown> {
    return this.#call('createConfirmationToken', args);
  }
  createToken(...args: unknown[]): Promise<unknown> {
    return this.#call('createToken', args);
  }
  handleNextAction(...args: unknown[]): Promise<unknown> {
    return this.#call('handleNextAction', args);
  }
  registerAppInfo({ name }: { name: string }): void {
    this.names.push(name);
  }

  /** The three that are mounted now. */
  get live(): FakeField[] {
    return this.fields.filter(({ destroyed }) => !destroyed);
  }

  get frames(): (Window | null | undefined)[] {
    return this.live.map(({ frame }) => frame);
  }

  ready(): void {
    for (const field of this.live) field.emit('ready');
  }

  /** As far as the card form looks at it, this is one. */
  get stripe(): Stripe {
    return this as unknown as Stripe;
  }

  #call(method: string, args: unknown[]): Promise<unknown> {
    this.calls.push({ method, args });
    return this.answer();
  }
}

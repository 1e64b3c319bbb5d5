import { LitElement, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Backend } from '../../backend/backend.js';
import type { MoneyRequest } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import { localeFor, type Locale } from '../../i18n/index.js';
import type { FieldName, FormPlace, PayHost, PaymentSession, PaymentState } from '../../session/index.js';
import { Language } from './language.js';
import { SessionLink } from './session-link.js';

/** When an element prepares what it shows after a press: at the press, once it is in view, or at once. */
export type Loading = 'intent' | 'visible' | 'eager';

const busy: ReadonlySet<string> = new Set(['loading', 'opening', 'submitting', 'authenticating']);

/** Reads the JSON attribute; what is not a request counts as none. */
function parseRequest(json: string | null): MoneyRequest | null {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    return isRequest(value) ? value : null;
  } catch {
    return null;
  }
}

function isRequest(value: unknown): value is MoneyRequest {
  return typeof value === 'object' && value !== null && 'id' in value && 'version' in value && 'amount' in value;
}

/** What every payer's element has: the attributes, the state, the methods, and its tie to the session. */
export abstract class PayerElement extends LitElement implements PayHost {
  /** The id of the request to show. */
  @property() request = '';

  /** Who can take the money: a URL against `document.baseURI` or, as a property, a backend object. Without it, `configure()`'s. */
  @property() backend: string | Backend | null = null;

  /** When what the payer needs next is fetched: `intent` (at the press), `visible` or `eager`. */
  @property() loading: Loading = 'intent';

  /** Shows the request, and takes no press. */
  @property({ type: Boolean }) disabled = false;

  /** Shows status only: for the business's own side of a conversation. */
  @property({ type: Boolean }) readonly = false;

  /** Set by an element that renders this one inside itself: what is said once is said by the outer one. @internal */
  @property({ attribute: false }) embedded = false;

  /** What the status region says. */
  @state() protected spoken = '';

  protected readonly link: SessionLink = new SessionLink(this);
  protected readonly internals: ElementInternals = this.attachInternals();
  readonly #language = new Language(this);
  #given: MoneyRequest | null = null;
  #online = true;
  #watching: IntersectionObserver | null = null;

  /** The request as it is known now. Given one, the element shows it without a call. */
  @property({ attribute: 'money-request', converter: parseRequest })
  get moneyRequest(): MoneyRequest | null {
    const known = this.link.session?.state.moneyRequest ?? null;
    return known && (!this.#given || this.#given.id === known.id) ? known : this.#given;
  }
  set moneyRequest(request: MoneyRequest | null) {
    this.#given = request;
  }

  /** Where the payment stands. */
  get state(): PaymentState {
    return this.link.session?.state ?? { status: 'idle', moneyRequest: this.#given };
  }

  /** @internal */
  get requestId(): string {
    return this.request || (this.#given?.id ?? '');
  }

  /** @internal */
  get givenRequest(): MoneyRequest | null {
    return this.#given;
  }

  /** The language in force, BCP 47: the nearest `lang`, through shadow roots. @internal */
  get localeTag(): string {
    return this.#language.tag;
  }

  /** The messages of that language, and the tag to format by. @internal */
  get locale(): Locale {
    return localeFor(this.localeTag);
  }

  /** @internal */
  get messagesForFields(): Readonly<Record<FieldName, { label: string; placeholder: string }>> {
    const { fields, placeholders } = this.locale.messages;
    return {
      number: { label: fields.number, placeholder: placeholders.number },
      expiry: { label: fields.expiry, placeholder: placeholders.expiry },
      cvc: { label: fields.cvc, placeholder: placeholders.cvc },
    };
  }

  /** @internal */
  get postalCodeValue(): string {
    return '';
  }

  /** @internal */
  get place(): FormPlace {
    throw new PaymentError('misuse', `<${this.localName}> has no place for card fields.`);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#anticipate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watching?.disconnect();
    this.#watching = null;
  }

  /** Moved by `moveBefore()`: nothing was torn down. */
  connectedMoveCallback(): void {
    this.link.moved();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Before the first render, so that a request that was given is shown in it.
    this.link.join();
    const { status } = this.state;
    this.toggleState('busy', busy.has(status));
    this.toggleState('paid', status === 'paid' || this.moneyRequest?.status === 'partially_refunded');
    this.toggleState('failed', status === 'failed');
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('loading')) this.#anticipate();
  }

  /** Opens the form, as a press does. Resolves when it can be typed into, or cannot be. */
  async show(): Promise<void> {
    await this.used().show(this);
  }

  /** Closes the form; the request stays payable. Does nothing while a charge runs. */
  close(): void {
    this.link.session?.close(this);
  }

  /** Pays with what was typed. A second call while one runs gets the first one's promise. */
  async submit(): Promise<PaymentState> {
    return this.used().submit(this);
  }

  /** Asks the server how it stands. */
  async refresh(): Promise<void> {
    await this.used().refresh();
  }

  /** Resolves once paid, authorized, refunded, canceled or expired; at once if it is. An abort rejects with the signal's reason. */
  async whenSettled(options: { signal?: AbortSignal } = {}): Promise<PaymentState> {
    return this.used().whenSettled(options);
  }

  /** Called by the session. @internal */
  sessionChanged(previous: PaymentState): void {
    const online = this.link.session?.online ?? true;
    if (this.speaks) void this.#announce(previous, this.state, online === this.#online ? null : online);
    this.#online = online;
    this.requestUpdate();
    this.changed?.(previous);
  }

  /** Whether the status region of this element says what happens: of nested ones the outermost does. */
  protected get speaks(): boolean {
    return !this.embedded;
  }

  /** For what an element does at a change of state beside rendering. */
  protected changed?(previous: PaymentState): void;

  /** Fetches ahead what a press would: at once for `eager`, in view for `visible`. */
  protected anticipate(): void {}

  /** The session, for a method that needs one. Throws `misuse`. */
  protected used(): PaymentSession {
    const session = this.link.join();
    if (!session)
      throw new PaymentError(
        'misuse',
        `<${this.localName}> has no request, or is not in the document. Set request and append it first.`,
      );
    return session;
  }

  protected toggleState(name: 'busy' | 'expanded' | 'paid' | 'failed', on: boolean): void {
    if (on) this.internals.states.add(name);
    else this.internals.states.delete(name);
  }

  async #announce(previous: PaymentState, state: PaymentState, online: boolean | null): Promise<void> {
    const { announcement } = await import('./announcement.js');
    const words = announcement(this, state, previous, online);
    if (words !== null) this.spoken = words;
  }

  #anticipate(): void {
    this.#watching?.disconnect();
    this.#watching = null;
    if (this.loading === 'eager') this.anticipate();
    if (this.loading !== 'visible') return;
    this.#watching = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#watching?.disconnect();
      this.anticipate();
    });
    this.#watching.observe(this);
  }
}

import { adoptStyles, type CSSResult, type ReactiveController, type TemplateResult } from 'lit';
import { follower } from '../../abort.js';
import type { Backend } from '../../backend/backend.js';
import type { MoneyRequest } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import { hasMessages, localeFor, nearestIn, type Locale } from '../../i18n/index.js';
import {
  Changes,
  isLeft,
  sessionFor,
  settled,
  until,
  type FieldsKind,
  type FormPlace,
  type PayHost,
  type PaymentSession,
  type PaymentState,
} from '../../session/index.js';
import { tokens } from '../styles/tokens.js';
import { announcement } from './announcement.js';
import { backendOf } from './backend-of.js';
import { Language, languageOf } from './language.js';
import type { Loading, PayerElement } from './payer-element.js';

const busy: ReadonlySet<string> = new Set(['loading', 'opening', 'submitting', 'authenticating']);

/**
 * What an element does once its code is there: finds the session of its backend and request and lets go of it a
 * microtask after it has left, says what happens, and draws it.
 */
export abstract class ElementView<E extends PayerElement = PayerElement> implements ReactiveController {
  readonly element: E;
  /** Null where the element has no request, or is not in a document. */
  session: PaymentSession | null = null;
  /** What the status region says. */
  protected spoken = '';
  /** Put after those that every element has. */
  protected abstract readonly styles: readonly CSSResult[];

  #detach: (() => void) | null = null;
  #id = '';
  #backend: string | Backend | null = null;
  #given: MoneyRequest | null = null;
  #tag = '';
  #dressed = false;
  #online = true;
  #loading: Loading | null = null;
  #watching: IntersectionObserver | null = null;
  readonly #language: Language;
  readonly #changes = new Changes();

  constructor(element: E) {
    this.element = element;
    this.#language = new Language(element);
    element.addController(this.#language);
  }

  abstract render(): TemplateResult;

  get state(): PaymentState {
    return this.element.state;
  }

  /** The language in force, BCP 47. One that there are no words in keeps the language that was shown. */
  get localeTag(): string {
    const tag = languageOf(this.element, this.#tag);
    const isKnown = hasMessages(tag) || nearestIn(this.state.moneyRequest?.labels ?? null, tag) !== undefined;
    if (isKnown || this.#tag === '') this.#tag = tag;
    return this.#tag;
  }

  /** The messages of that language, and the tag to format by. */
  get locale(): Locale {
    return localeFor(this.localeTag);
  }

  get fieldNames(): PayHost['messagesForFields'] {
    const { fields, placeholders } = this.locale.messages;
    const name = (field: 'number' | 'expiry' | 'cvc'): { label: string; placeholder: string } => ({
      label: fields[field],
      placeholder: placeholders[field],
    });
    return { number: name('number'), expiry: name('expiry'), cvc: name('cvc') };
  }

  get postalCode(): string {
    return '';
  }

  /** Whether what was typed into its own inputs can be sent: see `PayHost`. */
  checkInputs(): boolean {
    return true;
  }

  /** What is typed into: see `PayHost`. */
  get fieldsKind(): FieldsKind {
    return 'card';
  }

  /** Where the express wallets go: see `PayHost`. */
  get walletPlace(): FormPlace | null {
    return null;
  }

  /** Where Stripe is to send the receipt: see `PayHost`. */
  get receiptEmail(): string {
    return '';
  }

  get place(): FormPlace {
    throw new PaymentError('misuse', `<${this.element.localName}> has no place for card fields.`);
  }

  /** The form is open in this element, and not in another one of the same session. */
  get holds(): boolean {
    return (this.session?.holder as HTMLElement | null | undefined) === this.element;
  }

  async show(): Promise<void> {
    await this.used().show(this.element);
  }

  close(): void {
    this.session?.close(this.element);
  }

  /** As the session's. An element that is taken out and put back later has another session, which is listened to then. */
  async whenSettled({ signal }: { signal?: AbortSignal } = {}): Promise<PaymentState> {
    const session = this.used();
    const over = follower(signal);
    const look = (): PaymentState | null =>
      this.session?.id === session.id && settled.has(this.state.status) ? this.state : null;
    try {
      return await Promise.race([
        session.whenSettled({ signal: over.signal }),
        until(this.#changes, look, over.signal),
      ]);
    } finally {
      over.abort();
    }
  }

  async submit(): Promise<PaymentState> {
    return this.used().submit(this.element);
  }

  hostConnected(): void {
    const { renderRoot } = this.element;
    if (!this.#dressed && renderRoot instanceof ShadowRoot) adoptStyles(renderRoot, [tokens, ...this.styles]);
    // Once: a sheet is of one document, and an element may move to another.
    this.#dressed = true;
    // Still attached: it was moved, or its list was rendered anew.
    this.session?.moved();
    this.element.requestUpdate();
  }

  hostDisconnected(): void {
    queueMicrotask(() => {
      // Moved, it is the same to the payer: what has opened by itself does not do so again.
      if (this.element.isConnected) return;
      this.#watching?.disconnect();
      this.#loading = null;
      this.#leave();
    });
  }

  /** Moved within its document, with nothing torn down. */
  moved(): void {
    this.session?.moved();
    this.#language.hostDisconnected();
    this.#language.hostConnected();
    this.element.requestUpdate();
  }

  hostUpdate(): void {
    // Before the first render, so that a request that was given is shown in it.
    this.join();
    const { status, moneyRequest } = this.state;
    this.toggle('busy', busy.has(status) && !isLeft(this.state));
    this.toggle('paid', status === 'paid' || moneyRequest?.status === 'partially_refunded');
    this.toggle('failed', status === 'failed');
  }

  hostUpdated(): void {
    const { loading } = this.element;
    if (loading === this.#loading) return;
    this.#loading = loading;
    this.#watching?.disconnect();
    const { IntersectionObserver: Watch } = globalThis as Partial<typeof globalThis>;
    // A test runner draws nothing, and so nothing comes into view there.
    if (loading === 'eager' || (loading === 'visible' && !Watch)) this.anticipate();
    if (loading !== 'visible' || !Watch) return;
    this.#watching = new Watch((entries, watching) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watching.disconnect();
      this.anticipate();
    });
    this.#watching.observe(this.element);
  }

  sessionChanged(previous: PaymentState): void {
    const online = this.session?.online ?? true;
    const words = this.speaks ? announcement(this, previous, online === this.#online ? null : online) : null;
    this.spoken = words ?? this.spoken;
    this.#online = online;
    this.element.requestUpdate();
    this.changed?.(previous);
    this.#changes.tell();
  }

  /** The session, for a method that needs one. Throws `misuse`. */
  used(): PaymentSession {
    const session = this.join();
    if (session) return session;
    throw new PaymentError('misuse', `<${this.element.localName}> needs a request, and to be in the document.`);
  }

  /** Makes what the element says now count at once, for a method that is called before it has rendered. */
  join(): PaymentSession | null {
    const { requestId, backend, givenRequest, isConnected } = this.element;
    if (!isConnected) return this.session;
    if (requestId !== this.#id || backend !== this.#backend || (requestId && !this.session)) {
      this.#leave();
      // What was said of another request is not so of this one.
      if (this.#id && requestId && requestId !== this.#id) this.spoken = '';
      this.#id = requestId;
      this.#backend = backend;
      if (requestId) {
        this.session = sessionFor(backendOf(backend), requestId);
        this.#detach = this.session.attach(this.element);
        this.#changes.tell();
      }
    }
    if (givenRequest !== this.#given) {
      this.#given = givenRequest;
      if (givenRequest) this.session?.provide(givenRequest);
    }
    return this.session;
  }

  /** Whether the status region of this element says what happens: of nested ones the outermost does. */
  protected get speaks(): boolean {
    return !this.element.embedded;
  }

  /** For what an element does at a change of state beside rendering. */
  protected changed?(previous: PaymentState): void;

  /** Fetches ahead what a press would: at once for `eager`, in view for `visible`. */
  protected anticipate(): void {}

  protected toggle(name: 'busy' | 'expanded' | 'paid' | 'failed', on: boolean): void {
    try {
      this.element.internals.states?.[on ? 'add' : 'delete'](name);
    } catch {
      // Chrome before 125 takes names with two dashes only: styles of the page that go by states do not apply there.
    }
  }

  #leave(): void {
    // The payer did not leave a challenge at the bank: the session lets go of its form.
    if (this.holds && !isLeft(this.state)) this.close();
    this.#detach?.();
    this.#detach = null;
    this.session = null;
    this.#given = null;
  }
}

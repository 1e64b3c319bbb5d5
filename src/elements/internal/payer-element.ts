import {
  html,
  LitElement,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { Backend } from '../../backend/backend.js';
import { fetchBackendFactory, hasBackendFactory } from '../../config.js';
import type { MoneyRequest } from '../../contract/types.js';
import type { FieldsKind, FormPlace, PayHost, PaymentState } from '../../session/index.js';
import { tokens } from '../styles/tokens.js';
import type { ElementView } from './element-view.js';
import { TextKeeper } from './translated.js';
import { takesOver } from './hydration.js';

/** When an element prepares what it shows after a press: at the press, once it is in view, or at once. */
export type Loading = 'intent' | 'visible' | 'eager';

/** Reads the JSON attribute; what is not a request counts as none. */
function parseRequest(json: string | null): MoneyRequest | null {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    return isRequest(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether it has what every element draws. @internal */
export function isRequest(value: unknown): value is MoneyRequest {
  if (typeof value !== 'object' || value === null) return false;
  return ['id', 'version', 'status', 'amount', 'currency', 'merchant', 'stripe'].every((name) => name in value);
}

/**
 * What every payer's element has: attributes, state, methods. It is light, so that a page can register all of them;
 * what an element does and draws is its view, which is fetched when the first one is in a page.
 */
export abstract class PayerElement<V extends ElementView = ElementView> extends LitElement implements PayHost {
  static override styles: CSSResultGroup = tokens;

  static override properties: PropertyDeclarations = {
    request: {},
    backend: {},
    loading: {},
    disabled: { type: Boolean },
    readonly: { type: Boolean },
    moneyRequest: { attribute: 'money-request', converter: parseRequest },
    embedded: { attribute: false },
  };

  /** The id of the request to show. */
  request = '';

  /** Who can take the money: a URL against `document.baseURI` or, as a property, a backend object. Without it, `configure()`'s. */
  backend: string | Backend | null = null;

  /** When what the payer needs next is fetched: `intent` (at the press), `visible` or `eager`. */
  loading: Loading = 'intent';

  /** Shows status only: for the business's own side of a conversation. */
  readonly = false;

  /** Set by an element that renders this one inside itself: what is said once is said by the outer one. @internal */
  embedded = false;

  /** Its view: what it does and draws; null until that is there. Named so that an element can have a `view` attribute. @internal */
  ui: V | null = null;

  /** Fetches what its view is made of. */
  protected abstract fetchView(): Promise<unknown>;

  /** Makes its view; null until that has been fetched. */
  protected abstract createView(): V | null;

  /** Its custom states and, of one that belongs to a form, its value. Test runners' documents have a part of it, or nothing. @internal */
  readonly internals: Partial<ElementInternals> = (this as Partial<HTMLElement>).attachInternals?.() ?? {};

  #given: MoneyRequest | null = null;
  #disabled = false;
  #lost = false;
  #texts: TextKeeper | null = null;
  /** A server has drawn it, which Lit is to take over. */
  #hydrates = false;

  /** Shows the request, and takes no press. */
  get disabled(): boolean {
    return this.#disabled;
  }
  set disabled(off: boolean) {
    this.#disabled = off;
  }

  /** The request as it is known now. Given one, the element shows it without a call. */
  get moneyRequest(): MoneyRequest | null {
    const { moneyRequest: known } = this.state;
    return !known || (this.#given && this.#given.id !== known.id) ? this.#given : known;
  }
  set moneyRequest(request: MoneyRequest | null) {
    this.#given = request;
  }

  /** Where the payment stands. */
  get state(): PaymentState {
    return this.ui?.session?.state ?? { status: 'idle', moneyRequest: this.#given };
  }

  /** As the page gave it. @internal */
  get givenRequest(): MoneyRequest | null {
    return this.#given;
  }

  /** @internal */
  get requestId(): string {
    return this.request || (this.#given?.id ?? '');
  }

  /** The language in force, BCP 47: the nearest `lang`, through shadow roots. @internal */
  get localeTag(): string {
    return this.ui?.localeTag ?? '';
  }

  /** @internal */
  get messagesForFields(): PayHost['messagesForFields'] {
    return this.#held().fieldNames;
  }

  /** @internal */
  get postalCodeValue(): string {
    return this.#held().postalCode;
  }

  /** @internal */
  checkInputs(): boolean {
    return this.#held().checkInputs();
  }

  /** @internal */
  get fieldsKind(): FieldsKind {
    return this.#held().fieldsKind;
  }

  /** @internal */
  get walletPlace(): FormPlace | null {
    return this.#held().walletPlace;
  }

  /** @internal */
  get receiptEmail(): string {
    return this.#held().receiptEmail;
  }

  /** @internal */
  get place(): FormPlace {
    return this.#held().place;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Without its view it is its fallback; a method that needs the view says why there is none.
    this.#loaded().catch(() => {
      this.#lost = true;
      this.requestUpdate();
    });
  }

  /** Moved by `moveBefore()`: nothing was torn down. */
  connectedMoveCallback(): void {
    this.ui?.moved();
  }

  protected override willUpdate(): void {
    this.#begin();
  }

  protected override update(changed: PropertyValues<this>): void {
    this.#texts?.restore();
    super.update(changed);
    this.#texts ??= new TextKeeper(this.renderRoot);
    this.#texts.skip();
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.#hydrates = takesOver(this);
    return super.createRenderRoot();
  }

  /** Without its view the same for a server and for a browser, so that the one can take over from the other. */
  protected override render(): TemplateResult {
    if (this.ui) return this.ui.render();
    return html`<slot><span class=${this.requestId && !this.#lost ? 'bar ghost' : ''}></span></slot>`;
  }

  /** Opens the form, as a press does. Resolves when it can be typed into, or cannot be. */
  async show(): Promise<void> {
    await (await this.#loaded()).show();
  }

  /** Closes the form; the request stays payable. Does nothing while a charge runs. */
  close(): void {
    this.ui?.close();
  }

  /** Pays with what was typed. A second call while one runs gets the first one's promise. */
  async submit(): Promise<PaymentState> {
    return (await this.#loaded()).submit();
  }

  /** Asks the server how it stands. */
  async refresh(): Promise<void> {
    await (await this.#loaded()).used().refresh();
  }

  /** Resolves once paid, authorized, refunded, canceled or expired; at once if it is. An abort rejects with the signal's reason. */
  async whenSettled(options: { signal?: AbortSignal } = {}): Promise<PaymentState> {
    return (await this.#loaded()).whenSettled(options);
  }

  /** Called by the session. @internal */
  sessionChanged(previous: PaymentState): void {
    this.ui?.sessionChanged(previous);
  }

  /** Begins with its view, if that is there. */
  #begin(): void {
    if (this.ui || !hasBackendFactory() || (this.#hydrates && !this.hasUpdated)) return;
    this.ui = this.createView();
    if (this.ui) this.addController(this.ui);
  }

  async #loaded(): Promise<V> {
    if (!this.ui) await Promise.all([this.fetchView(), fetchBackendFactory()]);
    if (this.#hydrates) await this.updateComplete;
    this.#begin();
    return this.#held();
  }

  #held(): V {
    if (this.ui) return this.ui;
    throw new TypeError(`<${this.localName}> is not in use.`);
  }
}

import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { MoneyRequest } from '../contract/types.js';
import type { PaymentState } from '../session/index.js';
import { mayFocus } from './internal/focus.js';
import { icons } from './internal/icons.js';
import { PayerElement } from './internal/payer-element.js';
import { register } from './internal/register.js';
import { amountOf, labelOf, refundedLine } from './internal/words.js';
import type { PayCard } from './pay-card.js';
import { button } from './styles/button.js';
import { pill } from './styles/pill.js';
import { tokens } from './styles/tokens.js';

/** States in which the form is in the page. */
const withForm: ReadonlySet<string> = new Set(['opening', 'ready', 'failed', 'submitting', 'authenticating']);
/** What it says instead of the pill, in words that the card element has. */
const withCard: ReadonlySet<string> = new Set(['processing', 'unknown', 'canceled', 'expired', 'unavailable']);

/** Registers the form at the first need. */
async function loadForm(): Promise<void> {
  if (!customElements.get('pay-card')) register('pay-card', (await import('./pay-card.js')).PayCard);
}

/** Registers the receipt at the first need. */
async function loadReceipt(): Promise<void> {
  if (!customElements.get('pay-receipt')) register('pay-receipt', (await import('./pay-receipt.js')).PayReceipt);
}

/**
 * Asks for money in a chat bubble: a button that becomes the card form, and then the receipt, in place.
 *
 * @slot - The fallback: shown before the request is known, and as a link where the card form cannot be loaded.
 *
 * @fires {PayOpenEvent} pay-open - The payer asks for the form; cancelable.
 * @fires {PayCloseEvent} pay-close - The payer left the form; the request is still payable.
 * @fires {PaySubmitEvent} pay-submit - Before anything is charged; cancelable, and it can be kept waiting.
 * @fires {PayInputEvent} pay-input - Completeness, brand or validity of the fields changed.
 * @fires {PayChangeEvent} pay-change - The state moved.
 * @fires {PaySucceededEvent} pay-succeeded - Paid, or authorized for manual capture.
 * @fires {PayFailedEvent} pay-failed - An attempt failed, and it is certain.
 * @fires {PayCanceledEvent} pay-canceled - The request is dead: canceled or expired.
 * @fires {PayErrorEvent} pay-error - Anything else that stops it.
 *
 * @csspart button - The pill, and every other button but Pay Now.
 * @csspart amount - The amount.
 * @csspart label - The author's label, and the names of the fields.
 * @csspart field - The control around the card fields.
 * @csspart submit - Pay Now.
 * @csspart error - What went wrong.
 * @csspart status - Where it stands, in words.
 *
 * @cssstate busy - Loading, opening, or a charge is under way.
 * @cssstate expanded - The form or the receipt is open in it.
 * @cssstate paid - It was paid; refunded in part still counts.
 * @cssstate failed - The last attempt was refused.
 *
 * @cssproperty [--pay-color-accent=#2f4bd6] - What is filled, and focus.
 * @cssproperty [--pay-color-text=#16181d] - Text.
 * @cssproperty [--pay-color-surface=#fff] - What the element stands on.
 * @cssproperty [--pay-color-muted=#5b6270] - Secondary text.
 * @cssproperty [--pay-color-danger=#b3261e] - Errors.
 * @cssproperty [--pay-color-success=#17734a] - What is paid.
 * @cssproperty [--pay-font=system-ui] - Font families.
 * @cssproperty [--pay-radius=12px] - Roundness; the control's is five sixths of it.
 * @cssproperty [--pay-space=4px] - The grid.
 * @cssproperty --pay-focus-ring - A `box-shadow` around what has the focus.
 */
export class PayRequest extends PayerElement {
  static override styles: CSSResultGroup = [tokens, button, pill];

  /** Where the form opens: in the element's place, or in a dialog. */
  @property() presentation: 'inline' | 'dialog' = 'inline';

  /** Adds the amount to the label on the button. */
  @property({ type: Boolean, attribute: 'show-amount' }) showAmount = false;

  /** The form was asked for, and is not open yet. */
  @state() private asked = false;
  /** The receipt is open. */
  @state() private expanded = false;

  @query('pay-card') private card!: PayCard | null;
  @query('.pill') private pill!: HTMLElement | null;

  #held = false;
  #foreseen = false;

  override async show(): Promise<void> {
    const session = this.used();
    if (this.disabled || this.readonly) return;
    this.asked = true;
    try {
      await loadForm();
      await this.updateComplete;
      await (this.card?.show() ?? session.show(this));
    } finally {
      this.asked = false;
    }
  }

  override close(): void {
    this.card?.close();
  }

  override async submit(): Promise<PaymentState> {
    return this.card?.submit() ?? super.submit();
  }

  protected override anticipate(): void {
    this.#foreseen = true;
    this.#foresee();
  }

  #foresee(): void {
    if (!this.#foreseen || this.state.status !== 'open') return;
    this.#foreseen = false;
    void loadForm();
    // What cannot be fetched ahead is fetched at the press, and said then.
    void this.link.session?.preload().catch(() => undefined);
  }

  protected override changed(previous: PaymentState): void {
    const { status } = this.state;
    if (previous.moneyRequest?.id !== this.moneyRequest?.id) this.expanded = false;
    // The form has left, and with it what had the focus: back to the pill, where it began.
    const left = this.#held && withForm.has(previous.status) && !withForm.has(status) && !withCard.has(status);
    if (left && mayFocus(this)) void this.updateComplete.then(() => this.pill?.focus({ preventScroll: true }));
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { status } = this.state;
    if (this.readonly || withCard.has(status)) void loadForm();
    if (changed.has('request')) this.expanded = false;
    this.toggleState('expanded', this.#open || (this.expanded && this.#settled));
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#held = this.#open;
    queueMicrotask(() => this.#foresee());
  }

  /** The form is open in this element, not in another one of the same session. */
  get #open(): boolean {
    const { holder } = this.link.session ?? {};
    return Boolean(holder && (holder as HTMLElement) === this.card);
  }

  get #settled(): boolean {
    const { status } = this.state;
    return status === 'paid' || status === 'authorized' || status === 'refunded';
  }

  protected override render(): TemplateResult {
    return html`${this.#renderBody()}
      <p class="unseen" role="status">${this.spoken}</p>`;
  }

  /** The card keeps its place in the template, and so its element and what is typed, from opening to the end. */
  #renderBody(): TemplateResult {
    const { status, moneyRequest } = this.state;
    const settled = this.#settled && !this.readonly;
    const stated = (this.readonly && moneyRequest !== null) || withCard.has(status);
    const open = this.#open || (status === 'failed' && this.link.session?.holder === null);
    let first: TemplateResult | typeof nothing = nothing;
    if (moneyRequest === null && !stated)
      first = status === 'loading' ? html`<span class="bar ghost" aria-hidden="true"></span>` : html`<slot></slot>`;
    else if (moneyRequest && settled) first = this.#renderSettled(moneyRequest);
    else if (moneyRequest && !stated && !(open && this.presentation === 'inline'))
      first = this.#renderPill(moneyRequest);
    return html`${first}${!settled && (stated || open || this.asked) ? this.#renderCard() : nothing}`;
  }

  #renderPill(request: MoneyRequest): TemplateResult {
    const busyElsewhere = this.state.status === 'submitting' || this.state.status === 'authenticating';
    const off = this.disabled || (busyElsewhere && !this.#open);
    return html`<div class="row">
      <button
        class="button pill"
        part="button"
        type="button"
        aria-expanded=${this.#open ? 'true' : 'false'}
        aria-haspopup=${this.presentation === 'dialog' ? 'dialog' : nothing}
        aria-disabled=${off ? 'true' : nothing}
        @click=${off ? nothing : this.#onPress}
        @pointerenter=${off ? nothing : this.#onApproach}
      >
        <bdi>${labelOf(request, this.localeTag)}</bdi>${
          this.showAmount ? html`<span class="amount" part="amount">${amountOf(request, this.locale)}</span>` : nothing
        }
      </button>
      ${this.#renderMark(request)}
    </div>`;
  }

  #renderSettled(request: MoneyRequest): TemplateResult {
    const { locale } = this;
    const { messages: m } = locale;
    const reserved = m.reserved(amountOf(request, locale));
    const { status } = request;
    const [icon, words, line] =
      status === 'authorized'
        ? [icons.clock, reserved.title, reserved.text]
        : status === 'refunded'
          ? [icons.back, m.refunded, refundedLine(request, locale)]
          : [icons.check, m.completed, null];
    return html`<div class="row">
        <button
          class="button second pill done"
          part="button"
          type="button"
          aria-expanded=${this.expanded ? 'true' : 'false'}
          @click=${this.#onToggle}
        >
          ${icon}<bdi>${words}</bdi>
        </button>
        ${this.#renderMark(request)}
      </div>
      ${line === null || this.expanded ? nothing : html`<p class="under" part="status">${icons.card}<bdi>${line}</bdi></p>`}
      ${
        this.expanded
          ? html`<pay-receipt
              exportparts="button, amount, status"
              .embedded=${true}
              .request=${this.requestId}
              .backend=${this.link.session?.backend ?? null}
            ></pay-receipt>`
          : nothing
      }`;
  }

  #renderMark(request: MoneyRequest): TemplateResult | typeof nothing {
    // In the dialog it is said again.
    const twice = this.#open && this.presentation === 'dialog';
    return request.mode === 'test'
      ? html`<span class="mark ${twice ? 'hushed' : ''}">${this.locale.messages.testMode}</span>`
      : nothing;
  }

  #renderCard(): TemplateResult {
    return html`<pay-card
      exportparts="button, amount, label, field, submit, error, status"
      .embedded=${true}
      .request=${this.requestId}
      .backend=${this.link.session?.backend ?? null}
      .readonly=${this.readonly}
      .presentation=${this.presentation}
      ><slot></slot
    ></pay-card>`;
  }

  readonly #onPress = (): void => {
    void this.show();
  };

  /** A pointer over the pill is not intent enough to load Stripe, but enough for a file of ours. */
  readonly #onApproach = (): void => {
    void loadForm();
  };

  readonly #onToggle = async (): Promise<void> => {
    if (!this.expanded) await loadReceipt();
    this.expanded = !this.expanded;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-request': PayRequest;
  }
}

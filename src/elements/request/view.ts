import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { isLeft, type PaymentState } from '../../session/index.js';
import { mayFocus } from '../internal/focus.js';
import { renderLost } from '../internal/lost.js';
import { icons } from '../internal/icons.js';
import { OuterView, prefetch } from '../internal/outer-view.js';
import { ghost, renderMark, type Shown } from '../internal/pieces.js';
import { amountOf, keeping, labelOf, refundedLine, reservedOf } from '../internal/words.js';
import { cardView } from '../pay-card.js';
import { receiptView } from '../pay-receipt.js';
import type { PayRequest } from '../pay-request.js';
import { button } from '../styles/button.js';
import { pill } from '../styles/pill.js';

/** States in which the form is in the page. */
const withForm: ReadonlySet<string> = new Set(['opening', 'ready', 'failed', 'submitting', 'authenticating']);
/** What it says instead of the pill, in words that the card element has. */
const withCard: ReadonlySet<string> = new Set(['processing', 'unknown', 'canceled', 'expired', 'unavailable']);

/** `<pay-request>`: the pill, and in its place the card element, and the pill of what became of it. */
export class RequestView extends OuterView<PayRequest> {
  protected override readonly styles: readonly CSSResult[] = [button, pill];
  /** The receipt is open. */
  #expanded = false;
  #request = '';

  override hostUpdate(): void {
    super.hostUpdate();
    const { requestId } = this.element;
    if (this.#request !== requestId) this.#expanded = false;
    this.#request = requestId;
    this.toggle('expanded', this.holds || (this.#expanded && this.#settled));
  }

  protected override changed(previous: PaymentState): void {
    const { element } = this;
    const { status } = this.state;
    // The form has left, and with it what had the focus: back to the pill, where it began.
    const left = this.held && withForm.has(previous.status) && !withForm.has(status) && !withCard.has(status);
    if (left && mayFocus(element))
      void element.updateComplete.then(() => this.#find<HTMLElement>('.pill')?.focus({ preventScroll: true }));
  }

  get #settled(): boolean {
    return ['paid', 'authorized', 'refunded'].includes(this.state.status);
  }

  #find<T extends Element>(selector: string): T | null {
    return this.element.renderRoot.querySelector<T>(selector);
  }

  /** The card keeps its place in the template, and so its element and what is typed, from opening to the end. */
  protected override renderBody(): TemplateResult {
    const { readonly, presentation } = this.element;
    const { status, moneyRequest } = this.state;
    const settled = this.#settled && !readonly;
    const stated = (readonly && moneyRequest !== null) || withCard.has(status) || isLeft(this.state);
    const { isOpen } = this;
    let first: Shown = nothing;
    if (!moneyRequest && !stated) first = status === 'loading' ? ghost : html`<slot></slot>`;
    else if (moneyRequest && settled) first = this.#renderSettled(moneyRequest);
    else if (moneyRequest && !stated && !(isOpen && presentation === 'inline')) first = this.#renderPill(moneyRequest);
    return html`${first}${!settled && (stated || isOpen || this.asked) ? this.#renderCard() : nothing}`;
  }

  #renderPill(request: MoneyRequest): TemplateResult {
    const { disabled, presentation, showAmount } = this.element;
    const { status } = this.state;
    const open = this.holds;
    const busyElsewhere = !open && (status === 'submitting' || status === 'authenticating');
    const off = disabled || busyElsewhere;
    return html`<div class="row">
      <button
        class="button pill"
        part="button"
        type="button"
        aria-expanded=${open}
        aria-haspopup=${presentation === 'dialog' ? 'dialog' : nothing}
        aria-disabled=${off ? 'true' : nothing}
        @click=${off ? nothing : () => void this.show()}
        @pointerenter=${() => {
          // Not intent enough to load Stripe, but enough for a file of ours.
          prefetch(cardView.load());
        }}
      >
        <bdi>${labelOf(request, this.localeTag)}</bdi>${
          showAmount
            ? html`<span class="amount" part="amount" translate="no">${amountOf(request, this.locale)}</span>`
            : nothing
        }
      </button>
      ${
        // In the dialog it is said again.
        renderMark(request, this.locale, open && presentation === 'dialog' ? 'hushed' : '')
      }
    </div>`;
  }

  #renderSettled(request: MoneyRequest): TemplateResult {
    const { locale } = this;
    const { messages: m } = locale;
    const { status } = request;
    const reserved = reservedOf(request, locale);
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
          aria-expanded=${this.#expanded}
          @click=${() => void this.#toggle()}
        >
          ${icon}${keeping(words, amountOf(request, locale))}
        </button>
        ${renderMark(request, locale)}
      </div>
      ${line === null || this.#expanded ? nothing : html`<p class="under" part="status">${icons.card}<bdi>${line}</bdi></p>`}
      ${
        this.#expanded
          ? html`<pay-receipt
              exportparts="button, amount, status"
              .embedded=${true}
              .request=${request.id}
              .backend=${this.session?.backend ?? null}
            ></pay-receipt>`
          : nothing
      }`;
  }

  #renderCard(): TemplateResult {
    const { disabled, presentation, readonly, requestId } = this.element;
    return html`<pay-card
      exportparts="button, amount, label, field, submit, error, status"
      .embedded=${true}
      .request=${requestId}
      .backend=${this.session?.backend ?? null}
      .disabled=${disabled}
      .readonly=${readonly}
      .presentation=${presentation}
      ><slot>${renderLost(this)}</slot></pay-card
    >`;
  }

  async #toggle(): Promise<void> {
    // What could not be fetched is tried again at the next press.
    if (!this.#expanded && !(await receiptView.load().catch(() => null))) return;
    this.#expanded = !this.#expanded;
    this.element.requestUpdate();
  }
}

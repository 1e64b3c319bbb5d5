import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { moreFor } from '../../i18n/index.js';
import { isLeft, type FormPlace, type PaymentState } from '../../session/index.js';
import type { CardOuter } from '../card/outer.js';
import { mayFocus } from '../internal/focus.js';
import { renderLost } from '../internal/lost.js';
import { icons } from '../internal/icons.js';
import { OuterView, prefetch } from '../internal/outer-view.js';
import { ghost, renderMark, type Shown } from '../internal/pieces.js';
import { amountOf, keeping, refundedLine, reservedOf } from '../internal/words.js';
import { cardView } from '../pay-card.js';
import type { PayCheckout } from '../pay-checkout.js';
import { receiptView } from '../pay-receipt.js';
import { button } from '../styles/button.js';
import { additions, checkout } from '../styles/checkout.js';
import { head } from '../styles/head.js';
import { EmailInput, renderEmail, renderWallets } from './additions.js';
import { renderBought, renderSummary } from './summary.js';

/** States that the card element says in words, or has its form in. */
const stated: ReadonlySet<string> = new Set(['processing', 'unknown', 'canceled', 'expired', 'unavailable']);
const settled: ReadonlySet<string> = new Set(['paid', 'authorized', 'refunded']);

/** `<pay-checkout>`: the summary, and beside it the card element, and the receipt in its place. */
export class CheckoutView extends OuterView<PayCheckout> implements CardOuter {
  protected override readonly styles: readonly CSSResult[] = [button, head, checkout];
  readonly formStyles: readonly CSSResult[] = [additions];

  /** It opened by the payer's press: there is a way back. */
  #pressed = false;
  #walletSlot: string | null = null;
  readonly #email = new EmailInput();

  override async show(): Promise<void> {
    this.#pressed = true;
    await this.open();
  }

  override hostUpdate(): void {
    super.hostUpdate();
    this.toggle('expanded', this.holds);
    if (settled.has(this.state.status)) prefetch(receiptView.load());
  }

  get mayCancel(): boolean {
    return this.#pressed || this.element.presentation === 'dialog';
  }

  get takesFocus(): boolean {
    return this.#pressed || this.state.moneyRequest?.lineItems.length === 0;
  }

  override get receiptEmail(): string {
    return this.element.email ? this.#email.value : '';
  }

  override get walletPlace(): FormPlace | null {
    const card = this.card;
    return (
      card && {
        host: card,
        useSlot: (name) => {
          this.#walletSlot = name;
          card.requestUpdate();
        },
        appearance: () => card.place.appearance(),
      }
    );
  }

  /** An address for a receipt never stops a payment: one that is wrong is said beside its input, and not sent. */
  override checkInputs(): boolean {
    if (this.element.email) this.#email.check();
    this.card?.requestUpdate();
    return this.element.mayCharge();
  }

  before(locked: boolean): Shown {
    const { element, localeTag } = this;
    const card = this.card;
    const changed = (): void => card?.requestUpdate();
    const enter = (): void => void card?.submit();
    return this.#walletSlot || element.email
      ? html`<div class="before">
          ${this.#walletSlot ? renderWallets(this.#walletSlot, this.session?.wallets ?? false, locked, localeTag) : nothing}
          ${element.email ? renderEmail(this.#email, { localeTag, locked, changed, enter }) : nothing}
        </div>`
      : nothing;
  }

  protected override changed(previous: PaymentState): void {
    const { element } = this;
    const { status } = this.state;
    if (!this.held || status === previous.status || !mayFocus(element)) return;
    // The form has left, and with it what had the focus.
    const next = settled.has(status) ? '.outcome' : status === 'open' ? '.ask' : null;
    if (next === null) return;
    void element.updateComplete.then(() => {
      element.renderRoot.querySelector<HTMLElement>(next)?.focus({ preventScroll: true });
    });
  }

  protected override prepare(): void {
    this.#pressed = false;
    // A dialog is not opened over a page that nobody has touched.
    if (this.element.presentation === 'inline') void this.open();
    else super.prepare();
  }

  protected override renderBody(): Shown {
    const { status, moneyRequest: request } = this.state;
    if (status === 'idle' && !request) return html`<slot></slot>`;
    if (status === 'loading' && !request) return ghost;
    if (!request || this.element.readonly) return this.#renderCard();
    const lined = request.lineItems.length > 0;
    const ended = settled.has(status);
    return html`<div class="room">
      <div class="checkout ${lined ? 'lined' : 'plain'} ${ended ? 'ended' : ''}">
        ${ended && !lined ? nothing : html`<div class="summary" part="summary">${renderSummary(request, this)}</div>`}
        <section class="pane" part="pane" aria-label=${ended ? nothing : moreFor(this.localeTag).checkout.heading}>
          ${ended ? this.#renderEnd(request) : this.#renderPay(request, lined)}
        </section>
      </div>
    </div>`;
  }

  #renderPay(request: MoneyRequest, lined: boolean): TemplateResult {
    const { presentation } = this.element;
    const { status } = this.state;
    const { isOpen } = this;
    const said = stated.has(status) || isLeft(this.state);
    const inCard = said || isOpen || this.asked;
    const { heading } = moreFor(this.localeTag).checkout;
    return html`${
      lined
        ? html`<div class="head">
            <h2>${heading}</h2>
            ${renderMark(request, this.locale)}
          </div>`
        : nothing
    }
    ${inCard && (presentation === 'inline' || said) ? nothing : this.#renderAsk(request, isOpen)}
    ${inCard ? this.#renderCard() : nothing}`;
  }

  #renderAsk(request: MoneyRequest, open: boolean): TemplateResult {
    const { disabled, presentation } = this.element;
    const { status } = this.state;
    const amount = amountOf(request, this.locale);
    const off = disabled || (!open && (status === 'submitting' || status === 'authenticating'));
    return html`<button
      class="button ask"
      part="submit"
      type="button"
      aria-haspopup=${presentation === 'dialog' ? 'dialog' : nothing}
      aria-expanded=${presentation === 'dialog' ? open : nothing}
      aria-disabled=${off ? 'true' : nothing}
      @click=${off ? nothing : () => void this.show()}
      @pointerenter=${() => {
        // Not intent enough to load Stripe, but enough for a file of ours.
        prefetch(cardView.load());
      }}
    >
      ${keeping(this.locale.messages.payAmount(amount), amount)}
    </button>`;
  }

  #renderEnd(request: MoneyRequest): TemplateResult {
    const { locale } = this;
    const { messages: m } = locale;
    const reserved = reservedOf(request, locale);
    const back = request.payment?.refunded ? refundedLine(request, locale) : null;
    const [icon, words, line] =
      request.status === 'authorized'
        ? [icons.clock, reserved.title, reserved.text]
        : request.status === 'refunded'
          ? [icons.back, m.refunded, back]
          : [icons.check, m.completed, back];
    return html`<div class="head">
        <p class="outcome" part="status" tabindex="-1">
          <span class="seal ${icon === icons.check ? 'sure' : ''}">${icon}</span
          >${keeping(words, amountOf(request, locale))}
        </p>
        ${renderMark(request, locale)}
      </div>
      ${line === null ? nothing : html`<p class="text"><bdi>${line}</bdi></p>`}
      <pay-receipt
        exportparts="button, amount, status"
        .embedded=${true}
        .request=${request.id}
        .backend=${this.session?.backend ?? null}
        .bought=${renderBought(request, this)}
      ></pay-receipt>`;
  }

  #renderCard(): TemplateResult {
    const { fields, presentation, readonly, disabled, requestId } = this.element;
    // In the dialog it is said once more what for.
    const summary = presentation === 'inline' || !this.holds;
    return html`<pay-card
      exportparts="button, amount, label, field, submit, error, status"
      .embedded=${true}
      .outer=${this}
      .summary=${summary && this.state.moneyRequest !== null && !readonly}
      .fields=${fields}
      .request=${requestId}
      .backend=${this.session?.backend ?? null}
      .readonly=${readonly}
      .disabled=${disabled}
      .presentation=${presentation}
      ><slot>${renderLost(this)}</slot></pay-card
    >`;
  }
}

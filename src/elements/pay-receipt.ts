import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import type { MoneyRequest, Payment } from '../contract/types.js';
import { formatDate } from '../i18n/index.js';
import { formatMoney } from '../money/index.js';
import { renderCardFact, renderFact } from './internal/facts.js';
import { formIcons } from './internal/form-icons.js';
import { PayerElement } from './internal/payer-element.js';
import { printAlone } from './internal/print.js';
import { amountOf } from './internal/words.js';
import { button } from './styles/button.js';
import { head } from './styles/head.js';
import { receipt } from './styles/receipt.js';
import { tokens } from './styles/tokens.js';

/**
 * Shows that it was paid, reserved or refunded: amount, who, card, date, reference. Shows nothing but its
 * fallback before that.
 *
 * @slot - The fallback, shown until there is something to be receipted.
 *
 * @fires {PayChangeEvent} pay-change - The state moved.
 * @fires {PaySucceededEvent} pay-succeeded - Paid, or authorized for manual capture.
 * @fires {PayErrorEvent} pay-error - The request could not be shown.
 *
 * @csspart amount - The amount.
 * @csspart status - Who was paid.
 * @csspart button - Print.
 *
 * @cssstate busy - Loading.
 * @cssstate paid - It was paid; refunded in part still counts.
 *
 * The tokens are `<pay-request>`'s.
 */
export class PayReceipt extends PayerElement {
  static override styles: CSSResultGroup = [tokens, button, head, receipt];

  /** Prints the receipt, and nothing of the page around it. */
  print(): void {
    const { moneyRequest } = this;
    if (!moneyRequest?.payment) return;
    printAlone(
      this,
      [tokens, head, receipt],
      this.#renderFacts(moneyRequest, moneyRequest.payment),
      this.#name(moneyRequest),
    );
  }

  protected override render(): TemplateResult {
    const { moneyRequest, status } = this.state;
    return html`${
      moneyRequest?.payment
        ? this.#renderReceipt(moneyRequest, moneyRequest.payment)
        : status === 'loading'
          ? html`<span class="bar ghost" aria-hidden="true"></span>`
          : html`<slot></slot>`
    }
    ${this.embedded ? nothing : html`<p class="unseen" role="status">${this.spoken}</p>`}`;
  }

  #name(request: MoneyRequest): string {
    return this.locale.messages.nameWithAmount(this.#who(request), amountOf(request, this.locale));
  }

  #who({ status, merchant }: MoneyRequest): string {
    const { receipt } = this.locale.messages;
    return status === 'authorized' ? receipt.reservedFor(merchant.name) : receipt.paidTo(merchant.name);
  }

  #renderReceipt(request: MoneyRequest, payment: Payment): TemplateResult {
    const { messages: m } = this.locale;
    const mark = request.mode === 'test' && !this.embedded;
    return html`<div class="receipt" role="group" aria-label=${this.#name(request)}>
      ${this.#renderFacts(request, payment)}
      <div class="foot">
        <button class="button quiet" part="button" type="button" @click=${this.#onPrint}>
          ${formIcons.print}${m.receipt.print}
        </button>
        ${mark ? html`<span class="mark">${m.testMode}</span>` : nothing}
      </div>
    </div>`;
  }

  #renderFacts(request: MoneyRequest, payment: Payment): TemplateResult {
    const { messages, tag } = this.locale;
    const m = messages.receipt;
    const { currency, reference, status } = request;
    const money = (amount: number): TemplateResult => html`<bdi>${formatMoney(amount, currency, tag)}</bdi>`;
    const reserved = status === 'authorized';
    const taken = reserved ? payment.amount : payment.captured;
    const date = payment.paidAt ?? request.updatedAt;
    return html`<p class="amount" part="amount">${money(taken)}</p>
      <p class="who" part="status"><bdi>${this.#who(request)}</bdi></p>
      <dl class="facts">
        ${
          payment.refunded > 0
            ? html`${renderFact(m.refunded, money(-payment.refunded))}
                <div class="total">
                  <dt>${m.youPaid}</dt>
                  <dd>${money(taken - payment.refunded)}</dd>
                </div>`
            : nothing
        }
        ${reserved ? renderFact(m.willBeTaken, m.whenShipped) : nothing}
        ${reserved && payment.captureBefore ? renderFact(m.heldUntil, time(payment.captureBefore, formatDate(payment.captureBefore, tag))) : nothing}
        ${payment.card ? renderCardFact(m.card, payment.card) : nothing}
        ${renderFact(m.date, time(date, formatDate(date, tag, { time: true })))}
        ${reference === null ? nothing : renderFact(m.reference, html`<bdi>${reference}</bdi>`)}
      </dl>`;
  }

  readonly #onPrint = (): void => {
    this.print();
  };
}

function time(iso: string, words: string): TemplateResult {
  return html`<time datetime=${iso}><bdi>${words}</bdi></time>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-receipt': PayReceipt;
  }
}

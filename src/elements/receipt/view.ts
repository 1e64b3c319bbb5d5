import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { MoneyRequest, Payment } from '../../contract/types.js';
import { formatDate } from '../../i18n/index.js';
import { writeMoney } from '../../money/index.js';
import { ElementView } from '../internal/element-view.js';
import { renderCardFact, renderFact } from '../internal/facts.js';
import { icon } from '../internal/icons.js';
import { ghost, renderButton, renderMark, renderSpoken } from '../internal/pieces.js';
import { printAlone } from '../internal/print.js';
import { refundsOf, takenOf } from '../internal/words.js';
import type { PayReceipt } from '../pay-receipt.js';
import { button } from '../styles/button.js';
import { head } from '../styles/head.js';
import { receipt } from '../styles/receipt.js';
import { tokens } from '../styles/tokens.js';

const printer = icon(
  'M6 7.5v-4h8v4M6 14H4.8A1.8 1.8 0 0 1 3 12.2V9.3a1.8 1.8 0 0 1 1.8-1.8h10.4A1.8 1.8 0 0 1 17 9.3v2.9a1.8 1.8 0 0 1-1.8 1.8H14M6 11.5h8v5H6z',
);

/** `<pay-receipt>`: the facts of a payment, and their print. */
export class ReceiptView extends ElementView<PayReceipt> {
  protected override readonly styles: readonly CSSResult[] = [button, head, receipt];

  /** Prints the receipt, and nothing of the page around it. */
  print(): void {
    const { moneyRequest } = this.state;
    if (!moneyRequest?.payment) return;
    // On paper as well, a test is not to be taken for a payment.
    const paper = html`${this.#renderFacts(moneyRequest, moneyRequest.payment)}
      <div class="foot">${renderMark(moneyRequest, this.locale)}</div>`;
    printAlone(this.element, [tokens, button, head, receipt], paper, this.#name(moneyRequest));
  }

  override render(): TemplateResult {
    const { moneyRequest, status } = this.state;
    const before = status === 'loading' ? ghost : html`<slot></slot>`;
    return html`${moneyRequest?.payment ? this.#renderReceipt(moneyRequest, moneyRequest.payment) : before}
    ${this.element.embedded ? nothing : renderSpoken(this.spoken)}`;
  }

  #name(request: MoneyRequest): string {
    return this.locale.messages.nameWithAmount(this.#who(request), takenOf(request, this.locale));
  }

  #who({ status, merchant }: MoneyRequest): string {
    const { receipt } = this.locale.messages;
    return status === 'authorized' ? receipt.reservedFor(merchant.name) : receipt.paidTo(merchant.name);
  }

  #renderReceipt(request: MoneyRequest, payment: Payment): TemplateResult {
    const { locale } = this;
    const words = html`${printer}${locale.messages.receipt.print}`;
    return html`<div class="receipt" role="group" aria-label=${this.#name(request)}>
      ${this.#renderFacts(request, payment)}
      <div class="foot">
        ${renderButton('quiet', words, () => this.print())}
        ${this.element.embedded ? nothing : renderMark(request, locale)}
      </div>
    </div>`;
  }

  #renderFacts(request: MoneyRequest, payment: Payment): TemplateResult {
    const { messages, tag } = this.locale;
    const m = messages.receipt;
    const { currency, reference, status } = request;
    const { captureBefore, card, refunded, withdrawn = 0 } = payment;
    const money = (amount: number): TemplateResult =>
      html`<bdi translate="no">${writeMoney(amount, currency, tag)}</bdi>`;
    const date = (iso: string, time: boolean): TemplateResult =>
      html`<time datetime=${iso}><bdi>${formatDate(iso, tag, { time })}</bdi></time>`;
    const reserved = status === 'authorized';
    const taken = reserved ? payment.amount : payment.captured;
    const returned = refunded > 0 ? refundsOf(request) : [];
    // Less was taken than was held: the rest went free.
    const rest = payment.amount - taken;
    return html`<p class="amount" part="amount">${money(taken)}</p>
      <p class="who" part="status"><bdi>${this.#who(request)}</bdi></p>
      <dl class="facts">
        ${this.element.bought}
        ${rest > 0 ? [renderFact(m.reserved, money(payment.amount)), renderFact(m.released, money(-rest))] : nothing}
        ${returned.map(({ amount, at }) =>
          renderFact(at === null ? m.refunded : html`${m.refunded} ${date(at, false)}`, money(-amount)),
        )}
        ${withdrawn > 0 ? renderFact(m.withdrawn, money(-withdrawn)) : nothing}
        ${
          rest > 0 || refunded > 0 || withdrawn > 0
            ? renderFact(m.youPaid, money(taken - refunded - withdrawn), 'total')
            : nothing
        }
        ${reserved ? renderFact(m.willBeTaken, m.whenShipped) : nothing}
        ${reserved && captureBefore ? renderFact(m.heldUntil, date(captureBefore, false)) : nothing}
        ${card ? renderCardFact(m.card, card) : nothing}
        ${renderFact(m.date, date(payment.paidAt ?? request.updatedAt, true))}
        ${reference === null ? nothing : renderFact(m.reference, html`<bdi translate="no">${reference}</bdi>`)}
      </dl>`;
  }
}

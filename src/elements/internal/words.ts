/** What elements say of a request: its label and amount in the language they stand in. */
import { html, type TemplateResult } from 'lit';
import type { LocalizedLabel, MoneyRequest, PaymentRefund } from '../../contract/types.js';
import { formatDate, nearestIn, type Locale, type Notice, type Sentence } from '../../i18n/index.js';
import { writeAmountWithCode, writeMoney } from '../../money/index.js';

/** The author's label in the language nearest to `tag`; else the label as it was first written. */
export function labelOf(request: MoneyRequest, tag: string): string {
  return localized(request, tag)?.label ?? request.label;
}

/** The short label, for details of an order, found as the label is; null where the author wrote none. */
export function shortLabelOf(request: MoneyRequest, tag: string): string | null {
  return localized(request, tag)?.shortLabel ?? request.shortLabel;
}

function localized({ labels }: MoneyRequest, tag: string): LocalizedLabel | undefined {
  return nearestIn(labels, tag);
}

/** The amount with all its decimals: `$25.00`. */
export function amountOf({ amount, currency }: MoneyRequest, { tag }: Locale): string {
  return writeMoney(amount, currency, tag);
}

/** What was taken, which may be less than was asked for; where nothing was, the amount. */
export function takenOf({ amount, currency, payment }: MoneyRequest, { tag }: Locale): string {
  return writeMoney(payment?.captured || amount, currency, tag);
}

/** The amount as a sentence says it: `$25 USD`. */
export function shortOf({ amount, currency }: MoneyRequest, { tag }: Locale): string {
  return writeAmountWithCode(amount, currency, tag);
}

/** When and how much went back, a sentence for each refund. */
export function refundedLine(request: MoneyRequest, { messages, tag }: Locale): string {
  const { currency, payment } = request;
  return refundsOf(request)
    .map(({ amount, at }) =>
      messages.refundedOn(
        writeMoney(amount, currency, tag),
        formatDate(at ?? request.updatedAt, tag),
        payment?.card != null,
      ),
    )
    .join(' ');
}

/** What went back, oldest first; one for all, without a date, where the backend does not tell them apart. */
export function refundsOf({ amount, payment }: MoneyRequest): Pick<PaymentRefund, 'amount' | 'at'>[] {
  const made = (payment?.refunds ?? []).filter(({ status }) => status === 'succeeded');
  if (made.length > 0) return made;
  const total = payment ? payment.refunded : amount;
  return total > 0 ? [{ amount: total, at: null }] : [];
}

/** The words for what is reserved. */
export function reservedOf(request: MoneyRequest, locale: Locale): Notice {
  return locale.messages.reserved(amountOf(request, locale), request.payment?.card != null);
}

/** A sentence with its stretches set off, each kept to its own direction, as the whole is. */
export function renderSentence(sentence: Sentence): TemplateResult {
  return html`<bdi
    >${sentence.map((part) => (typeof part === 'string' ? part : html`<strong translate="no"><bdi>${part.strong}</bdi></strong>`))}</bdi
  >`;
}

/**
 * Words with a part that is the same in every language, an amount or a reference: a page's translation leaves it as it
 * is. All of it is one element, whose order the layout around it does not change.
 */
export function keeping(words: string, part: string): TemplateResult {
  const at = part === '' ? -1 : words.indexOf(part);
  if (at === -1) return html`<bdi>${words}</bdi>`;
  return html`<bdi>${words.slice(0, at)}<span translate="no">${part}</span>${words.slice(at + part.length)}</bdi>`;
}

/** What elements say of a request: its label and amount in the language they stand in. */
import { html, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { formatDate, type Locale, type Sentence } from '../../i18n/index.js';
import { formatAmountWithCode, formatMoney } from '../../money/index.js';

/** The author's label in the language nearest to `tag`, by truncation; else the label as it was first written. */
export function labelOf({ label, labels }: MoneyRequest, tag: string): string {
  for (let rest = tag; labels && rest; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('-')))) {
    const found = Object.entries(labels).find(([key]) => key.toLowerCase() === rest.toLowerCase());
    if (found) return found[1].label;
  }
  return label;
}

/** The amount with all its decimals: `$25.00`. */
export function amountOf({ amount, currency }: MoneyRequest, { tag }: Locale): string {
  return formatMoney(amount, currency, tag);
}

/** The amount as a sentence says it: `$25 USD`. */
export function shortOf({ amount, currency }: MoneyRequest, { tag }: Locale): string {
  return formatAmountWithCode(amount, currency, tag);
}

/** When and how much went back, in a sentence. */
export function refundedLine(request: MoneyRequest, locale: Locale): string {
  const { refunded = request.amount } = request.payment ?? {};
  return locale.messages.refundedOn(
    formatMoney(refunded, request.currency, locale.tag),
    formatDate(request.updatedAt, locale.tag),
  );
}

/** A sentence with its stretches set off, each kept to its own direction, as the whole is. */
export function renderSentence(sentence: Sentence): TemplateResult {
  return html`<bdi
    >${sentence.map((part) => (typeof part === 'string' ? part : html`<strong><bdi>${part.strong}</bdi></strong>`))}</bdi
  >`;
}

/** What elements say of a request: its label and amount in the language they stand in. */
import { html, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { formatDate, type Locale, type Sentence } from '../../i18n/index.js';
import { writeAmountWithCode, writeMoney } from '../../money/index.js';

/** The author's label in the language nearest to `tag`, by truncation; else the label as it was first written. */
export function labelOf({ label, labels }: MoneyRequest, tag: string): string {
  for (let rest = tag.toLowerCase(); labels && rest; rest = rest.replace(/(^|-)[^-]*$/, '')) {
    const found = Object.entries(labels).find(([key]) => key.toLowerCase() === rest);
    if (found) return found[1].label;
  }
  return label;
}

/** The amount with all its decimals: `$25.00`. */
export function amountOf({ amount, currency }: MoneyRequest, { tag }: Locale): string {
  return writeMoney(amount, currency, tag);
}

/** The amount as a sentence says it: `$25 USD`. */
export function shortOf({ amount, currency }: MoneyRequest, { tag }: Locale): string {
  return writeAmountWithCode(amount, currency, tag);
}

/** When and how much went back, in a sentence. */
export function refundedLine(
  { amount, currency, payment, updatedAt }: MoneyRequest,
  { messages, tag }: Locale,
): string {
  return messages.refundedOn(writeMoney(payment?.refunded ?? amount, currency, tag), formatDate(updatedAt, tag));
}

/** A sentence with its stretches set off, each kept to its own direction, as the whole is. */
export function renderSentence(sentence: Sentence): TemplateResult {
  return html`<bdi
    >${sentence.map((part) => (typeof part === 'string' ? part : html`<strong><bdi>${part.strong}</bdi></strong>`))}</bdi
  >`;
}

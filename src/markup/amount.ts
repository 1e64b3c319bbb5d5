/** The part in parentheses: an amount, perhaps with a sign and a code. */
import { amountProblem, findCurrency, readAmount, signsOf, type AmountProblem } from '../money/index.js';

/** Longer than any amount that can be charged: what is longer is not read. */
const maximumLength = 40;
/** A code after one space; the space may be one that does not break, as Intl and phones write it. */
const withCode = /^(.*)[ \u00A0\u202F]([A-Za-z]{3})$/su;
const spaceBefore = /^[ \u00A0\u202F]/u;
const spaceAfter = /[ \u00A0\u202F]$/u;

/** What an amount in a message says. */
export interface WrittenAmount {
  /** In minor units, within the currency's bounds. */
  amount: number;
  /** Lower case. */
  currency: string;
}

/**
 * Reads `25`, `25.00`, `$25.00`, `25.00 €` (a sign of the currency, before or after, one space between allowed) and any
 * of them with a space and a code after it (`25.00 EUR`), which counts over the default. Nothing else is guessed: the
 * answer is why not. The default must be a known currency.
 */
export function readWrittenAmount(
  text: string,
  defaultCurrency: string,
): WrittenAmount | AmountProblem | 'unknown-currency' {
  if (text.length > maximumLength) return 'invalid-amount';
  const [, before, last = ''] = withCode.exec(text) ?? [];
  // A sign may have three letters too: `25 lei`.
  const named = before !== undefined && !signsOf(defaultCurrency).includes(last);
  const number = named ? before : text;
  if (!/\d/.test(number)) return 'invalid-amount';
  const known = findCurrency(named ? last : defaultCurrency);
  if (!known) return 'unknown-currency';
  const amount = readAmount(withoutSign(number, known.code), known);
  if (typeof amount !== 'number') return amount;
  return amountProblem(amount, known) ?? { amount, currency: known.code };
}

function withoutSign(text: string, code: string): string {
  for (const sign of signsOf(code)) {
    if (text.startsWith(sign)) return text.slice(sign.length).replace(spaceBefore, '');
    if (text.endsWith(sign)) return text.slice(0, -sign.length).replace(spaceAfter, '');
  }
  return text;
}

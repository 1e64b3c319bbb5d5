/** Minor units → text, for a code that may be none. */
import { currency } from './currencies.js';
import { writeAmountWithCode, writeMoney, type FormatMoneyOptions } from './write.js';

/**
 * An amount in minor units as a locale writes it, with the decimals that people write in that currency (with all of
 * Stripe's where dropping them would show another amount); minus is `−`. A locale that Intl does not know counts as `en`.
 * Throws `unknown-currency`.
 */
export function formatMoney(amount: number, code: string, locale: string, options: FormatMoneyOptions = {}): string {
  return writeMoney(amount, currency(code).code, locale, options);
}

/**
 * The amount as a sentence says it, whole amounts trimmed, with the code where the sign alone does not tell the
 * currency: `$25 USD`, `25 US$`, `CHF 25`. Throws `unknown-currency`.
 */
export function formatAmountWithCode(amount: number, code: string, locale: string): string {
  return writeAmountWithCode(amount, currency(code).code, locale);
}

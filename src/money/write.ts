/** Minor units → text, through Intl with our decimals. For codes that were checked: one that is unknown counts as having two decimals. */
import { decimalsOf } from './decimals.js';

/** How an amount is written. */
export interface FormatMoneyOptions {
  /** Whole amounts without decimals: `$25` for `$25.00`. */
  trim?: boolean;
  /** `symbol` as the locale tells currencies apart (`CA$`), `narrow` the bare sign (`$`), `code` the code. Default `symbol`. */
  display?: 'symbol' | 'narrow' | 'code';
}

const displays = { symbol: 'symbol', narrow: 'narrowSymbol', code: 'code' } as const;

/**
 * An amount in minor units as a locale writes it, with the decimals that people write in that currency (with all of
 * Stripe's where dropping them would show another amount); minus is `−`. A locale that Intl does not know counts as `en`.
 */
export function writeMoney(amount: number, code: string, locale: string, options: FormatMoneyOptions = {}): string {
  return parts(amount, code, locale, options)
    .map(({ value }) => value)
    .join('');
}

/**
 * The amount as a sentence says it, whole amounts trimmed, with the code where the sign alone does not tell the
 * currency: `$25 USD`, `25 US$`, `CHF 25`.
 */
export function writeAmountWithCode(amount: number, code: string, locale: string): string {
  const all = parts(amount, code, locale, { trim: true, display: 'narrow' });
  const text = all.map(({ value }) => value).join('');
  const name = code.toUpperCase();
  const sign = all.find(({ type }) => type === 'currency')?.value.toUpperCase() ?? '';
  return sign.includes(name.slice(0, 2)) ? text : `${text} ${name}`;
}

function parts(
  amount: number,
  code: string,
  locale: string,
  { trim, display = 'symbol' }: FormatMoneyOptions,
): Intl.NumberFormatPart[] {
  const [decimals, everyday] = decimalsOf(code.toLowerCase());
  const written = amount % 10 ** (decimals - everyday) === 0 ? everyday : decimals;
  const digits = trim && amount % 10 ** decimals === 0 ? 0 : written;
  const options = {
    style: 'currency',
    currency: code,
    currencyDisplay: displays[display],
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as const;
  // For display only, and exact: a quotient of safe integers is nearer to its own decimals than to any others.
  return formatter(locale, options)
    .formatToParts(amount / 10 ** decimals)
    .map((part) => (part.type === 'minusSign' ? { ...part, value: part.value.replace('-', '−') } : part));
}

function formatter(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, options);
  } catch {
    return new Intl.NumberFormat('en', options); // `lang` holds whatever its author wrote
  }
}

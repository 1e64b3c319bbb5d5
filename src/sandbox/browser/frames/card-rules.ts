import { cardOfNumber, passesLuhn } from '../../cards.js';
import type { Check } from './codes.js';

/** Stripe's names of card brands, as `change.brand` has them. */
export type Brand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay' | 'unknown';

const BRANDS: readonly [Brand, RegExp, lengths: readonly number[]][] = [
  ['visa', /^4/, [16]],
  ['mastercard', /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  ['amex', /^3[47]/, [15]],
  ['discover', /^(6011|64[4-9]|65)/, [16]],
  ['diners', /^(36|38|39)/, [14]],
  ['diners', /^30/, [16]],
  ['jcb', /^35/, [16]],
  ['unionpay', /^(62|81)/, [16, 17, 18, 19]],
];

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** The brand of a card number, or of what is typed of it so far. */
export function brandOf(number: string): Brand {
  const digits = digitsOf(number);
  return BRANDS.find(([, prefix]) => prefix.test(digits))?.[0] ?? 'unknown';
}

function lengthsOf(digits: string): readonly number[] {
  return BRANDS.find(([, prefix]) => prefix.test(digits))?.[2] ?? [16];
}

/** Groups a number as the card has it printed: fours; 4-6-5 for Amex, 4-6-4 for a Diners card of 14. Drops digits too many. */
export function formatNumber(text: string): string {
  const all = digitsOf(text);
  const lengths = lengthsOf(all);
  const digits = all.slice(0, Math.max(...lengths));
  const pattern =
    Math.max(...lengths) < 16 ? /^(\d{1,4})(\d{1,6})?(\d+)?$/ : /^(\d{1,4})(\d{1,4})?(\d{1,4})?(\d{1,4})?(\d+)?$/;
  return (pattern.exec(digits)?.slice(1) ?? []).filter(Boolean).join(' ');
}

/**
 * Checks a number: one of Stripe's published test numbers, and no other, so that nobody can take the sandbox for the real
 * one and leave a real card in it.
 */
export function checkNumber(text: string): Check {
  const digits = digitsOf(text);
  if (cardOfNumber(digits)) return { complete: true, error: null };
  if (digits.length < Math.max(...lengthsOf(digits))) return { complete: false, error: null };
  return { complete: false, error: passesLuhn(digits) ? 'test_number_only' : 'invalid_number' };
}

/** The month and the year (two digits each when complete) of an expiry date as typed, pasted or filled in by a browser. */
export function parseExpiry(text: string): { month: string; year: string } {
  const [before = '', after] = text.replace(/[^\d/]/g, '').split('/');
  if (after !== undefined && before !== '') {
    return { month: before.slice(0, 2).padStart(2, '0'), year: shortYear(after) };
  }
  const digits = digitsOf(text);
  // 4 can only be April, and 13 only January of a year that begins with 3.
  const long = /^([2-9]|1[3-9])/.test(digits) ? `0${digits}` : digits;
  return { month: long.slice(0, 2), year: shortYear(long.slice(2)) };
}

const shortYear = (digits: string): string => (digits.length >= 4 ? digits.slice(2, 4) : digits.slice(0, 2));

/** Writes an expiry date as `MM / YY`, as much of it as there is. */
export function formatExpiry(text: string): string {
  const { month, year } = parseExpiry(text);
  return month.length < 2 ? month : `${month} / ${year}`;
}

/** Checks an expiry date against the month of `now`. More than fifty years ahead is taken for a slip, as Stripe does. */
export function checkExpiry(text: string, now: Date): Check {
  const { month, year } = parseExpiry(text);
  if (month.length === 2 && (Number(month) < 1 || Number(month) > 12)) {
    return { complete: false, error: 'invalid_expiry_month' };
  }
  if (month.length < 2 || year.length < 2) return { complete: false, error: null };
  const ahead = 2000 + Number(year) - now.getFullYear();
  if (ahead > 50) return { complete: false, error: 'invalid_expiry_year' };
  if (ahead < 0) return { complete: false, error: 'invalid_expiry_year_past' };
  if (ahead === 0 && Number(month) <= now.getMonth()) return { complete: false, error: 'invalid_expiry_month_past' };
  return { complete: true, error: null };
}

/** How many digits a security code has: four for Amex, three for the others, either while the brand is unknown. */
function cvcLengths(brand: Brand): readonly number[] {
  return brand === 'amex' ? [4] : brand === 'unknown' ? [3, 4] : [3];
}

/** Keeps the digits of a security code, as many as the brand has. */
export function formatCvc(text: string, brand: Brand): string {
  return digitsOf(text).slice(0, Math.max(...cvcLengths(brand)));
}

/** Checks the length of a security code. */
export function checkCvc(text: string, brand: Brand): Check {
  return { complete: cvcLengths(brand).includes(digitsOf(text).length), error: null };
}

/** Checks a postal code: five digits of a ZIP code, or at least three characters where there are letters. */
export function checkPostal(text: string): Check {
  const code = text.trim();
  return { complete: /^\d+$/.test(code) ? code.length >= 5 : code.length >= 3, error: null };
}

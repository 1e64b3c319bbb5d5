/**
 * Refuses card data (DESIGN §2.1): it belongs into Stripe's own fields, so a body that carries it is a mistake
 * of the page's, and is refused before anything could keep it. What was found is never repeated.
 */
import { PaymentError } from '../errors/index.js';

/** Who sent the body. Operators' references may look like card numbers; a payer sends none. */
export type Sender = 'payer' | 'operator';

/** Names in any body, written without case, `_`, `-` and blanks. */
const NAMES = new Set(['cvc', 'cvv', 'cardnumber', 'expmonth', 'expyear']);

/** Throws `card-data-refused` if there is card data anywhere in it. Depth costs no stack. */
export function refuseCardData(body: unknown, sender: Sender): void {
  const open: { value: unknown; path: readonly string[] }[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'object' && value !== null) {
      const list = Array.isArray(value);
      for (const [name, member] of Object.entries(value)) {
        if (!list && isCardName(name, member, sender)) throw refused();
        // Deeper paths are of no interest: what may hold digits is at the top, or one below.
        open.push({ value: member, path: path.length < 3 ? [...path, name] : path });
      }
    } else if (sender === 'payer' && !mayHoldDigits(path) && looksLikeCard(value)) {
      throw refused();
    }
  }
}

/** Whether a text has a card number in it: a brand's prefix and length, and the check digit. */
export function hasCardNumber(text: string): boolean {
  // NFKC: full-width digits are digits to whoever reads a log.
  for (const [run] of text.normalize('NFKC').matchAll(/\d+(?:[\s./_-]{1,3}\d+)*/g)) {
    if (groupsHoldCard(run.split(/\D+/))) return true;
  }
  return false;
}

function isCardName(name: string, member: unknown, sender: Sender): boolean {
  const plain = name.toLowerCase().replaceAll(/[\s_-]/g, '');
  if (NAMES.has(plain) || plain.startsWith('card[') || plain.includes('[card]')) return true;
  if (plain === 'card' && typeof member === 'object' && member !== null) return true;
  return sender === 'payer' && plain === 'number';
}

/** Ids that the payer's side or Stripe made, and an address: long digits there are chance. */
function mayHoldDigits(path: readonly string[]): boolean {
  const [first, second] = path;
  if (path.length === 1) return first === 'attempt' || first === 'attemptSecret' || first === 'returnUrl';
  return (
    path.length === 2 &&
    first === 'instrument' &&
    (second === 'paymentMethod' || second === 'confirmationToken' || second === 'token')
  );
}

function looksLikeCard(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && hasCardNumber(String(value));
  return typeof value === 'string' && hasCardNumber(value);
}

/**
 * A number is a group of digits or several neighbours: `4242 4242 4242 4242`, `2026 4242424242424242`. Linear:
 * sums that are kept tell the check digit of any stretch at once, so that a long list of digits costs no time.
 */
function groupsHoldCard(groups: readonly string[]): boolean {
  const digits = groups.join('');
  const sums = checkSums(digits);
  const edges = [0];
  for (const group of groups) edges.push((edges.at(-1) ?? 0) + group.length);
  return edges.some((start, index) => {
    for (let end = index + 1; end < edges.length; end++) {
      const stop = edges[end] ?? 0;
      if (stop - start > 19) return false;
      if (stop - start >= 13 && passesCheck(sums, start, stop) && isBrand(digits.slice(start, stop))) return true;
    }
    return false;
  });
}

/** Luhn's sums up to each position, with every second digit doubled: those at even places, and those at odd ones. */
function checkSums(digits: string): [even: Uint32Array, odd: Uint32Array] {
  const sums: [Uint32Array, Uint32Array] = [new Uint32Array(digits.length + 1), new Uint32Array(digits.length + 1)];
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits.charAt(at));
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sums[0][at + 1] = (sums[0][at] ?? 0) + (at % 2 === 0 ? doubled : digit);
    sums[1][at + 1] = (sums[1][at] ?? 0) + (at % 2 === 1 ? doubled : digit);
  }
  return sums;
}

/** Luhn's check of a stretch: the last digit is plain, the one before it doubled, and so on. */
function passesCheck([even, odd]: [Uint32Array, Uint32Array], start: number, end: number): boolean {
  const sums = end % 2 === 0 ? even : odd;
  return ((sums[end] ?? 0) - (sums[start] ?? 0)) % 10 === 0;
}

/** Prefixes and lengths of ISO/IEC 7812 as the brands publish them. */
const BRANDS = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{4}|222[1-9]\d{2}|22[3-9]\d{3}|2[3-6]\d{4}|27[01]\d{3}|2720\d{2})\d{10}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-5]|095|[689]\d)\d{11,16}$/, // Diners Club
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^6(?:011|4[4-9]\d|5\d{2})\d{12,15}$/, // Discover
  /^(?:62|81)\d{14,17}$/, // UnionPay
  /^(?:50|5[6-8]|6[0-9])\d{11,17}$/, // Maestro and others of the sixth major industry
];

function isBrand(digits: string): boolean {
  return BRANDS.some((brand) => brand.test(digits));
}

function refused(): PaymentError {
  return new PaymentError(
    'card-data-refused',
    "Card data was refused and not kept. Take cards with Stripe's own fields and send the id of what they make.",
  );
}

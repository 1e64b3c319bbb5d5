/**
 * Refuses card data: it belongs into Stripe's own fields, so a body that carries it is a mistake
 * of the page's, and is refused before anything could keep it. What was found is never repeated.
 */
import { PaymentError } from '../errors/index.js';
import { hasCardNumber } from './card-digits.js';
import { invalid } from './problems.js';

/** Who sent the body. Operators' references may look like card numbers; a payer sends none. */
export type Sender = 'payer' | 'operator';

/** Names in any body, written without case, `_`, `-` and blanks. */
const NAMES = new Set(['cvc', 'cvv', 'cardnumber', 'expmonth', 'expyear']);

/** The most that a body may hold: more than any that is right, and little enough to be looked through at once. */
interface Bounds {
  /** Members and elements at all depths. */
  values: number;
  depth: number;
  /** UTF-16 code units of one text, or of a member's name. */
  text: number;
}

const BOUNDS: Readonly<Record<Sender, Bounds>> = {
  payer: { values: 300, depth: 16, text: 4_096 },
  operator: { values: 5_000, depth: 16, text: Infinity },
};

/**
 * Throws `card-data-refused` if there is card data anywhere in it, and `invalid-request` for what has more values, more
 * depth or longer texts than any right body: before anything looks at it that would take long.
 */
export function refuseCardData(body: unknown, sender: Sender): void {
  const bounds = BOUNDS[sender];
  const open: { value: unknown; path: readonly string[]; depth: number }[] = [{ value: body, path: [], depth: 0 }];
  let values = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path, depth } = next;
    if (typeof value === 'object' && value !== null) {
      const names = Array.isArray(value) ? null : Object.keys(value);
      values += names ? names.length : (value as unknown[]).length;
      if (values > bounds.values) throw invalid('', `A body may have at most ${bounds.values} values.`);
      if (depth >= bounds.depth) throw invalid('', `A body may be at most ${bounds.depth} deep.`);
      for (const name of names ?? (value as unknown[]).keys()) {
        const member = (value as Record<string | number, unknown>)[name];
        if (names) refuseName(String(name), member, sender);
        // Deeper paths are of no interest: what may hold digits is at the top, or one below.
        open.push({ value: member, path: path.length < 3 ? [...path, String(name)] : path, depth: depth + 1 });
      }
    } else if (typeof value === 'string' && value.length > bounds.text) {
      throw invalid(path.join('.'), `A text may have at most ${bounds.text} characters.`);
    } else if (sender === 'payer' && !mayHoldDigits(path) && looksLikeCard(value)) {
      throw refused();
    }
  }
}

function refuseName(name: string, member: unknown, sender: Sender): void {
  // Longer than any name that is known, so it is refused in a moment anyway, and by name here.
  if (name.length > 100) throw invalid('', 'The name of a member is longer than any that there is.');
  if (isCardName(name, member, sender) || (sender === 'payer' && hasCardNumber(name))) throw refused();
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

function refused(): PaymentError {
  return new PaymentError(
    'card-data-refused',
    "Card data was refused and not kept. Take cards with Stripe's own fields and send the id of what they make.",
  );
}

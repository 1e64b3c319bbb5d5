/** Card numbers in text, however they are written: in groups, with anything between them, in the digits of any script. */

/** The fewest digits of a card number. */
const FEWEST = 13;
/** The most. */
const MOST = 19;
/** So many characters that can be seen may stand between two digits of a number; invisible ones do not count. */
const MOST_BETWEEN = 4;

/**
 * Seven characters that can be read as digits: decimal ones of any script, or raised, circled or in brackets. One can
 * be two digits at most ("⑩"), so a text with fewer has no card number.
 */
const ENOUGH = /^(?:[^\p{Nd}\p{No}]*[\p{Nd}\p{No}]){7}/u;
const LETTER = /\p{L}/u;
const INVISIBLE = /[\p{Cf}\p{M}]/u;

/**
 * Whether a text has a card number in it: a brand's prefix and length, and the check digit. Anything but letters may
 * stand between its digits. Takes time linear in the length, whatever the text.
 */
export function hasCardNumber(text: string): boolean {
  if (text.length < FEWEST / 2 || !ENOUGH.test(text)) return false;
  const run = new Run(2 * text.length);
  let apart = false;
  let between = 0;
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at) ?? 0;
    if (point > 0xffff) at++;
    const kind = kindOf(point);
    if (typeof kind === 'object') {
      run.add(kind, apart);
      apart = false;
      between = 0;
      continue;
    }
    apart = true;
    if (kind !== 'invisible') between++;
    if (between <= MOST_BETWEEN && kind !== 'letter') continue;
    if (run.holdsCard()) return true;
    run.clear();
  }
  return run.holdsCard();
}

/** Digits that belong together, in the groups in which they are written. */
class Run {
  readonly #digits: Uint8Array;
  #length = 0;
  /** Where groups begin. */
  #edges: number[] = [];

  constructor(most: number) {
    this.#digits = new Uint8Array(most);
  }

  /** `apart`: something stands before them. */
  add(digits: readonly number[], apart: boolean): void {
    if (apart || this.#length === 0) this.#edges.push(this.#length);
    for (const digit of digits) this.#digits[this.#length++] = digit;
  }

  clear(): void {
    if (this.#length === 0) return;
    this.#length = 0;
    this.#edges = [];
  }

  /**
   * A number is a group of digits or several neighbours: `4242 4242 4242 4242`, `2026 4242424242424242`. Sums that are
   * kept tell the check digit of any stretch at once, and no stretch is longer than a card number.
   */
  holdsCard(): boolean {
    if (this.#length < FEWEST) return false;
    const digits = this.#digits.subarray(0, this.#length);
    const sums = checkSums(digits);
    const edges = [...this.#edges, digits.length];
    return edges.some((start, index) => {
      for (let next = index + 1; next < edges.length; next++) {
        const end = edges[next] ?? 0;
        if (end - start > MOST) return false;
        if (end - start >= FEWEST && passesCheck(sums, start, end) && isBrand(digits.subarray(start, end).join('')))
          return true;
      }
      return false;
    });
  }
}

/** The digits that a character stands for; any other character is returned as it is. */
type Kind = readonly number[] | 'letter' | 'invisible' | 'other';

const ascii: readonly Kind[] = Array.from({ length: 128 }, (_, point): Kind => {
  const character = String.fromCharCode(point);
  if (/\d/.test(character)) return [Number(character)];
  return /[a-z]/i.test(character) ? 'letter' : 'other';
});

/** Characters beyond ASCII that were met; those that are digits alone would be some 1,500. */
const known = new Map<number, Kind>();
const MOST_KNOWN = 10_000;

function kindOf(point: number): Kind {
  const found = ascii[point] ?? known.get(point);
  if (found !== undefined) return found;
  const kind = look(point);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(point, kind);
  return kind;
}

function look(point: number): Kind {
  const character = String.fromCodePoint(point);
  if (LETTER.test(character)) return 'letter';
  if (INVISIBLE.test(character)) return 'invisible';
  if (!/[\p{Nd}\p{No}]/u.test(character)) return 'other';
  // Of one character: of a text, normalizing can take time that grows with the square of its length.
  const digits = Array.from(character.normalize('NFKC')).flatMap(decimal);
  return digits.length > 0 ? digits.slice(0, 2) : 'other';
}

/** Scripts have their digits from 0 to 9 in a row, and where several rows follow each other each is of ten. */
function decimal(character: string): number[] {
  if (/\d/.test(character)) return [Number(character)];
  const point = character.codePointAt(0) ?? 0;
  if (!isDecimal(point)) return [];
  let first = point;
  while (isDecimal(first - 1)) first--;
  return [(point - first) % 10];
}

function isDecimal(point: number): boolean {
  return /\p{Nd}/u.test(String.fromCodePoint(point));
}

/** Luhn's sums up to each position, with every second digit doubled: those at even places, and those at odd ones. */
function checkSums(digits: Uint8Array): [even: Uint32Array, odd: Uint32Array] {
  const sums: [Uint32Array, Uint32Array] = [new Uint32Array(digits.length + 1), new Uint32Array(digits.length + 1)];
  for (let at = 0; at < digits.length; at++) {
    const digit = digits[at] ?? 0;
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

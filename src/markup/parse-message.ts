/**
 * `$[label](amount)` in a business's text → segments.
 *
 * - A request is `$[`, a label, `](`, an amount, `)`. Brackets in a label come in pairs: `$[Seat [A1]](25)`.
 * - A `$[` within a label starts anew: of nested ones the innermost counts, the rest is text.
 * - `\$[` is text that shows `$[`; in a label as well, where its bracket needs its pair as any other does.
 * - `%[…](…)` and `![…](…)` are text, as is whatever is not complete.
 * - What stands in a quote (`> …`) or in code (between backticks) is text: a message that is quoted back asks for nothing again.
 * - One that is complete but has a label or an amount that cannot be is text, and its segment says why.
 */
import type { PaymentErrorCode } from '../errors/index.js';
import { currency } from '../money/index.js';
import { readWrittenAmount } from './amount.js';
import { findInert, type Span } from './inert.js';
import { labelOf } from './label.js';

/** Text of a message. */
export interface TextSegment {
  type: 'text';
  /** What was written. */
  source: string;
  /** What is shown. */
  text: string;
  /** Why something that was written as a request is none; absent from plain text. */
  code?: PaymentErrorCode;
}

/** A request in a message. */
export interface RequestSegment {
  type: 'request';
  /** What was written. */
  source: string;
  label: string;
  /** In minor units, within the currency's bounds. */
  amount: number;
  /** Lower case. */
  currency: string;
}

/** One stretch of a message. */
export type Segment = TextSegment | RequestSegment;

/** How a message is read. */
export interface ParseMessageOptions {
  /** The currency of amounts that name none. Default `usd`. */
  currency?: string;
}

/** A message that was read. */
export interface ReadMessage {
  segments: Segment[];
  /** Written as requests in a quote or in code, and so text. */
  inert: string[];
  /** Where a `$[` is text because what follows does not make it complete. */
  incomplete: number[];
}

/**
 * The segments of a message, in order. Any string can be parsed, in time linear in its length, and the segments'
 * sources joined are the string. Throws `unknown-currency` where the option is none, whatever the text.
 */
export function parseMessage(text: string, options: ParseMessageOptions = {}): Segment[] {
  return readMessage(text, options).segments;
}

/** `parseMessage`, with what it took for text. */
export function readMessage(text: string, options: ParseMessageOptions = {}): ReadMessage {
  const { code } = currency(options.currency ?? 'usd');
  const found: Complete[] = [];
  const incomplete: number[] = [];
  for (let start = nextOpening(text, 0); start !== -1;) {
    const next = nextOpening(text, start + 2);
    const one = complete(text, start, next === -1 ? text.length : next);
    if (one) found.push(one);
    else incomplete.push(start);
    start = next;
  }
  const isInert = findInert(text, found);
  const segments: Segment[] = [];
  const inert: string[] = [];
  let plainFrom = 0;
  const plainUntil = (end: number): void => {
    const source = text.slice(plainFrom, end);
    if (source) segments.push({ type: 'text', source, text: unescape(source) });
  };
  found.forEach((one, at) => {
    const source = text.slice(one.start, one.end);
    if (isInert[at]) {
      inert.push(source);
      return;
    }
    plainUntil(one.start);
    segments.push(segmentOf(source, one, code));
    plainFrom = one.end;
  });
  plainUntil(text.length);
  return { segments, inert, incomplete };
}

/** The next `$[` that is not escaped, from a place on; -1 if there is none. */
function nextOpening(text: string, from: number): number {
  let at = text.indexOf('$[', from);
  while (at > 0 && text[at - 1] === '\\') at = text.indexOf('$[', at + 2);
  return at;
}

/** From the `$[` to behind the closing parenthesis. */
interface Complete extends Span {
  label: string;
  amount: string;
}

/** Reads from a `$[`, no further than the next one: so each character is looked at twice at most. */
function complete(text: string, start: number, limit: number): Complete | null {
  let depth = 1;
  let at = start + 2;
  for (; at < limit; at++) {
    const character = text[at];
    if (character === '[') depth++;
    else if (character === ']' && --depth === 0) break;
  }
  if (depth > 0 || text[at + 1] !== '(') return null;
  for (let end = at + 2; end < limit; end++) {
    if (text[end] !== ')') continue;
    return { label: unescape(text.slice(start + 2, at)), amount: text.slice(at + 2, end), start, end: end + 1 };
  }
  return null;
}

function segmentOf(source: string, { label, amount }: Complete, defaultCurrency: string): Segment {
  const checked = labelOf(label);
  if (checked === null) return { type: 'text', source, text: unescape(source), code: 'invalid-label' };
  const written = readWrittenAmount(amount, defaultCurrency);
  if (typeof written === 'string') return { type: 'text', source, text: unescape(source), code: written };
  return { type: 'request', source, label: checked, amount: written.amount, currency: written.currency };
}

function unescape(source: string): string {
  return source.replaceAll('\\$[', '$[');
}

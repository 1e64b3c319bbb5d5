/** What the sender of a message is told before it goes out: why a part that looks like a request stays text. */
import type { PaymentErrorCode } from '../errors/index.js';
import { findCurrency } from '../money/index.js';
import { maximumLabelLength } from './label.js';
import { readMessage, type ParseMessageOptions, type ReadMessage } from './parse-message.js';

/** A part of a message that stays text. */
export interface MessageWarning {
  /** The member of the message that it is about. */
  path: 'text';
  /** `quoted`: it stands in a quote or in code. `incomplete`: label or amount do not follow, or do not end. */
  code: PaymentErrorCode | 'quoted' | 'incomplete';
  /** A sentence for the sender, in English: which part, why, and how to write it. */
  message: string;
}

/** So much of a part is repeated to its sender. */
const LONGEST_QUOTE = 60;
/** At most as many are told at once. */
const MOST_WARNINGS = 20;

/** What to tell the sender of a message; empty where every request in it is one. Throws as `parseMessage` does. */
export function messageWarnings(text: string, options: ParseMessageOptions = {}): MessageWarning[] {
  return warningsOf(text, readMessage(text, options), options.currency ?? 'usd');
}

/** The same of a message that was read already, with the currency it was read with. */
export function warningsOf(text: string, read: ReadMessage, currency: string): MessageWarning[] {
  const warnings: MessageWarning[] = [];
  for (const segment of read.segments)
    if (segment.type === 'text' && segment.code !== undefined)
      warnings.push(warning(segment.code, segment.source, reasonOf(segment.code, currency)));
  for (const source of read.inert.slice(0, MOST_WARNINGS))
    warnings.push(warning('quoted', source, 'what is in a quote or in code asks for nothing again.'));
  for (const at of read.incomplete.slice(0, MOST_WARNINGS))
    warnings.push(
      warning(
        'incomplete',
        text.slice(at, at + LONGEST_QUOTE + 1),
        'write $[label](amount), closed and without a space between.',
      ),
    );
  return warnings.slice(0, MOST_WARNINGS);
}

function warning(code: MessageWarning['code'], source: string, reason: string): MessageWarning {
  const [line = ''] = source.slice(0, LONGEST_QUOTE + 1).split('\n');
  const shown = line.length < source.length ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
  return { path: 'text', code, message: `"${shown}" stays text: ${reason}` };
}

function reasonOf(code: PaymentErrorCode, currency: string): string {
  const decimals = findCurrency(currency)?.everyday ?? 2;
  const plain = decimals === 0 ? '2500' : `25.${'0'.repeat(decimals)}`;
  switch (code) {
    case 'invalid-label':
      return `a label is 1 to ${maximumLabelLength} characters of visible text.`;
    case 'unknown-currency':
      return 'there is no currency with this code.';
    case 'amount-too-small':
      return 'the amount is below what a card can be charged.';
    case 'amount-too-large':
      return 'the amount is above what a card can be charged.';
    default:
      return `write the amount as ${plain}, with the sign of its currency or a code, as in ${plain} ${currency.toUpperCase()}.`;
  }
}

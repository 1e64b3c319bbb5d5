/** What may be the label of a request: any text, shown as text. */
import { PaymentError } from '../errors/index.js';

/** The longest label after trimming, in UTF-16 code units, as JavaScript and JSON Schema validators count. */
export const maximumLabelLength = 200;

/** Something to see: not only spaces, controls and invisible characters. */
const visible = /[^\s\p{C}\u115F\u1160\u2800\u3164\uFFA0]/u;
/** What databases and JSON refuse to keep: controls other than tab and line breaks, halves of surrogate pairs. */
const unkeepable = /[\0-\x08\x0E-\x1F\x7F]|\p{Surrogate}/u;

/** The trimmed label, or null where it is blank, too long or not well-formed text. */
export function labelOf(text: string): string | null {
  const label = text.trim();
  return label.length <= maximumLabelLength && visible.test(label) && !unkeepable.test(label) ? label : null;
}

/** The trimmed label. Throws `invalid-label`. */
export function checkLabel(label: unknown): string {
  const checked = typeof label === 'string' ? labelOf(label) : null;
  if (checked !== null) return checked;
  throw new PaymentError(
    'invalid-label',
    `A label is 1 to ${maximumLabelLength} characters of visible text after trimming.`,
  );
}

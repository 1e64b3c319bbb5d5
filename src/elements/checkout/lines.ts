/** Which lines are goods, and which stand between subtotal and total. */
import type { LineItem } from '../../contract/types.js';

/** The lines of a request, as a summary shows them. */
export interface Lines {
  goods: readonly LineItem[];
  /** Shipping, tax, discounts: what follows the goods. */
  extras: readonly LineItem[];
  /** The sum of the goods in minor units; null where no extras follow, and it would be the total. */
  subtotal: number | null;
}

/**
 * Splits lines: those at the end that are negative, or one of something that `words` names, are extras. A line has no kind of
 * its own, so what is not known by its name stays with the goods: amounts and their sum are the same either way.
 */
export function splitLines(items: readonly LineItem[], words: readonly string[]): Lines {
  const isExtra = ({ label, quantity, amount }: LineItem): boolean =>
    amount < 0 || (quantity === 1 && names(label, words));
  // The first line is always a good.
  const from = items.reduce((after, item, at) => (at > 0 && isExtra(item) ? after : at + 1), 0);
  const [goods, extras] = [items.slice(0, from), items.slice(from)];
  return { goods, extras, subtotal: extras.length > 0 ? goods.reduce((sum, { amount }) => sum + amount, 0) : null };
}

function names(label: string, words: readonly string[]): boolean {
  return label
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((word) => words.includes(word));
}

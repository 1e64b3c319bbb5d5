/** Quantities of a line: whole numbers, or decimals as text, counted in millionths so that no product is rounded twice. */

/** Digits after the point. */
const DIGITS = 6;
const SCALE = 1_000_000n;
/** The largest quantity, and with a minus the smallest. */
export const MOST_QUANTITY = 1_000_000;

/** `1.5`, `-0.25`, `3`: no sign but minus, no grouping, at most six digits after the point. */
const WRITTEN = /^(-?)(0|[1-9]\d{0,6})(?:\.(\d{1,6}))?$/;

/** A quantity in millionths; null for what is not one. */
function millionths(quantity: number | string): bigint | null {
  if (typeof quantity === 'number' && !Number.isInteger(quantity)) return null;
  const [, sign, units = '', fraction = ''] = WRITTEN.exec(String(quantity)) ?? [];
  if (sign === undefined) return null;
  const value = BigInt(units + fraction.padEnd(DIGITS, '0'));
  if (value > BigInt(MOST_QUANTITY) * SCALE) return null;
  return sign === '-' ? -value : value;
}

/**
 * A quantity as it is answered: a number if it is whole, else the shortest decimal as text (`"1.50"` is `"1.5"`). Null
 * for what is not a quantity.
 */
export function readQuantity(quantity: number | string): number | string | null {
  const value = millionths(quantity);
  if (value === null) return null;
  if (value % SCALE === 0n) return Number(value / SCALE);
  const digits = String(value < 0n ? -value : value).padStart(DIGITS + 1, '0');
  const fraction = digits.slice(-DIGITS).replace(/0{1,6}$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}.${fraction}`;
}

/**
 * `unitAmount × quantity` in minor units, rounded half away from zero, so that a return of the same quantity cancels
 * its line. Both must be checked before: a safe integer, and what `readQuantity` reads; else a RangeError.
 */
export function lineAmount(unitAmount: number, quantity: number | string): number {
  const value = millionths(quantity);
  if (value === null) throw new RangeError('Not a quantity.');
  const product = BigInt(unitAmount) * value;
  const rounded = ((product < 0n ? -product : product) + SCALE / 2n) / SCALE;
  return Number(product < 0n ? -rounded : rounded);
}

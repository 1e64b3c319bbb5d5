/** Written amounts → minor units, digit by digit. */
import { PaymentError } from '../errors/index.js';
import { currency, type Currency } from './currencies.js';

/** Why a written amount is none that can be counted. */
export type ParseProblem = 'invalid-amount' | 'amount-too-large';

/** `parseAmount` without the throwing: for whoever reads many. */
export function readAmount(text: string, { decimals, everyday, multiple }: Currency): number | ParseProblem {
  const [, units, fraction = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? [];
  if (units === undefined || (fraction !== '' && fraction.length !== everyday)) return 'invalid-amount';
  // The digits of both, one after the other, are the minor units: no multiplication, so no rounding.
  const amount = Number(units + fraction.padEnd(decimals, '0'));
  if (!Number.isSafeInteger(amount)) return 'amount-too-large';
  return amount % multiple === 0 ? amount : 'invalid-amount';
}

/**
 * The minor units of a written amount: whole units (`25`), or a point and exactly the decimals that people write in
 * that currency (`25.00`); no sign, no grouping, no leading zeros, nothing around it. Bounds are `checkAmount`'s.
 * Throws `unknown-currency`, `invalid-amount`, or `amount-too-large` past the integers that a number can hold.
 */
export function parseAmount(text: string, code: string): number {
  const known = currency(code);
  const amount = readAmount(text, known);
  if (typeof amount === 'number') return amount;
  const { everyday, multiple } = known;
  const decimals = everyday === 0 ? '' : `, or a point and ${everyday} decimals ("25.${'0'.repeat(everyday)}")`;
  const last = everyday > 0 && multiple > 1 ? ', the last of them 0' : '';
  throw new PaymentError(amount, `An amount in ${known.code.toUpperCase()} is whole units ("25")${decimals}${last}.`);
}

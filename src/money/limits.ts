/** The smallest and the largest amount per currency: for servers and tools, so that pages do not carry them. */
import { PaymentError } from '../errors/index.js';
import { currency, type Currency } from './currencies.js';

/** Smallest charges in minor units. https://docs.stripe.com/currencies, "Minimum and maximum charge amounts" */
const smallest: Readonly<Record<string, number>> = {
  usd: 50, aed: 200, ars: 50, aud: 50, brl: 50, cad: 50, chf: 50, cop: 50, czk: 1500, dkk: 250, eur: 50, gbp: 30,
  hkd: 400, huf: 17500, idr: 50, ils: 50, inr: 50, jpy: 50, krw: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, php: 50,
  pln: 200, ron: 200, rub: 50, sek: 300, sgd: 50, thb: 1000, zar: 50,
}; // prettier-ignore

/** How many digits an amount may have where it is not eight, whatever the method. */
const digits: Readonly<Record<string, number>> = { idr: 12, cop: 10, inr: 9 };

/** The bounds of a currency, both included, in minor units. Stripe may still refuse: its minimum is the settlement currency's. */
export interface AmountLimits {
  minimum: number;
  maximum: number;
}

/** The bounds of a currency. Throws `unknown-currency`. */
export function limitsOf(code: string): AmountLimits {
  return bounds(currency(code));
}

function bounds({ code, multiple }: Currency): AmountLimits {
  const largest = 10 ** (digits[code] ?? 8) - 1;
  return { minimum: smallest[code] ?? multiple, maximum: largest - (largest % multiple) };
}

/** Why an amount cannot be charged. */
export type AmountProblem = 'invalid-amount' | 'amount-too-small' | 'amount-too-large';

/** `checkAmount` without the throwing: for whoever checks many. Null where the amount can be charged. */
export function amountProblem(amount: number, known: Currency): AmountProblem | null {
  if (!Number.isInteger(amount) || amount <= 0) return 'invalid-amount';
  const { minimum, maximum } = bounds(known);
  if (amount > maximum) return 'amount-too-large';
  if (amount % known.multiple !== 0) return 'invalid-amount';
  return amount < minimum ? 'amount-too-small' : null;
}

/**
 * An amount that can be charged: a positive integer of minor units, a multiple where the currency wants one, within
 * its bounds. Throws `unknown-currency`, `invalid-amount`, `amount-too-small` or `amount-too-large`.
 */
export function checkAmount(amount: unknown, code: string): number {
  const known = currency(code);
  const problem = typeof amount === 'number' ? amountProblem(amount, known) : 'invalid-amount';
  if (typeof amount === 'number' && problem === null) return amount;
  if (amount === 0)
    throw new PaymentError(
      'invalid-amount',
      'An amount of 0 cannot be charged: there is nothing to pay. Make no request for it, and mark what it is for as settled on your side.',
    );
  const { minimum, maximum } = bounds(known);
  const step = known.multiple === 1 ? 'integer' : `multiple of ${known.multiple}`;
  throw new PaymentError(
    problem ?? 'invalid-amount',
    `An amount in ${known.code.toUpperCase()} is a positive ${step} in minor units (2500 for 25.00 in most), from ${minimum} to ${maximum}.`,
  );
}

/** What Stripe refuses for good, in our codes. Nothing was moved by the call, and the same again is refused again. */
import type { PaymentErrorCode } from '../../errors/index.js';

/** What of Stripe's error tells why. */
export interface RefusalFacts {
  status: number | null;
  code: string | null;
  param: string | null;
  message: string | null;
}

/** Stripe's code → ours. */
const codes: ReadonlyMap<string, PaymentErrorCode> = new Map([
  ['amount_too_small', 'amount-too-small'],
  ['amount_too_large', 'amount-too-large'],
  ['token_already_used', 'instrument-used'],
  ['payment_intent_incompatible_payment_method', 'invalid-request'],
]);

/** Of a payment method or confirmation token that was used up, Stripe gives neither code nor parameter: only words. */
const USED = /may not be used again|(?:was|has been|has already been) (?:previously |already )?(?:used|consumed)\b/i;
const INSTRUMENT = /payment ?method|confirmation ?token/i;

/** Parameters of our calls that name the instrument: Stripe says which one it refuses. */
const instrumentParams = /^(payment_method|confirmation_token|card\[token\]|card|token|id)$/;

/**
 * Our code for a call that Stripe refused: `invalid-request` is an instrument that Stripe does not know or take,
 * `unavailable` whatever else the payer can do nothing about.
 */
export function refusalCode({ status, code, param, message }: RefusalFacts): PaymentErrorCode {
  const known = code === null ? undefined : codes.get(code);
  if (known) return known;
  if (status === 400 && message !== null && INSTRUMENT.test(message) && USED.test(message)) return 'instrument-used';
  const aboutInstrument = (status === 400 || status === 404) && param !== null && instrumentParams.test(param);
  return aboutInstrument ? 'invalid-request' : 'unavailable';
}

/** Stripe's codes of a failed payment as an attempt keeps them. */
import { declineToCode } from '../../errors/declines.js';
import { traitsOf } from '../../errors/index.js';
import type { AttemptFailure } from '../requests/document.js';

/** What a failed payment is called here, with Stripe's own words kept. */
export function failureOf(stripeCode: string | null, declineCode: string | null): AttemptFailure {
  const code = declineToCode(stripeCode, declineCode);
  return { code, recovery: traitsOf(code).recovery, declineCode, stripeCode };
}

/** What it means for an operator's order that Stripe refused it: certain, nothing was moved, and repeating is no help. */
import type { PaymentError } from '../../errors/index.js';
import type { CallFailed } from './operation.js';
import { refusal } from './refusal.js';
import type { Run } from './run.js';

/** Codes with which Stripe says that the account's balance does not cover a refund. */
const BALANCE_CODES: ReadonlySet<string> = new Set(['balance_insufficient', 'insufficient_funds']);
/** Stripe says it in words, and not always with a code. */
const BALANCE_WORDS = /insufficient funds in (?:your )?stripe balance/i;

/**
 * The refusal that the operator is told; null where it is not certain that Stripe will not do it. A repeat is only
 * judged by what Stripe says about the order itself: the first may be on its way still.
 */
export function refusedOrder(run: Run, type: 'capture' | 'refund', call: CallFailed): PaymentError | null {
  if (!isCertain(call)) return null;
  const { code, words } = toldBy(call);
  const message = `Stripe refused the ${type}: ${words}`;
  if (type === 'refund' && (BALANCE_CODES.has(code ?? '') || BALANCE_WORDS.test(words)))
    return refusal(
      'balance-too-low',
      `${message} Add funds to the account's balance at Stripe, then order it again.`,
      run.row,
      { cause: call },
    );
  if (type === 'refund' && code === 'charge_disputed')
    return refusal('charge-disputed', message, run.row, { cause: call });
  return refusal(type === 'capture' ? 'not-capturable' : 'request-closed', message, run.row, { cause: call });
}

/** Whether the order itself was refused. That a key is refused, or that calls are too many, says nothing of an earlier send. */
function isCertain({ failure, repeated }: CallFailed): boolean {
  if (failure.kind === 'declined') return true;
  if (failure.kind !== 'refused') return false;
  const { status } = failure;
  return status === 400 || status === 404 || (!repeated && (status === 401 || status === 403));
}

function toldBy({ failure, cause }: CallFailed): { code: string | null; words: string } {
  const words = cause instanceof Error && cause.message !== '' ? cause.message : 'it gave no reason.';
  if (failure.kind === 'declined') return { code: failure.failure.stripeCode, words };
  return { code: failure.kind === 'refused' ? failure.code : null, words };
}

/**
 * The steps of one attempt, each safe to repeat: what has been done is in the document, so the same function
 * starts an attempt and resumes one that a process left behind.
 */
import { addressForStripe } from '../../contract/email.js';
import { PaymentError, traitsOf } from '../../errors/index.js';
import { idOf } from '../stripe/ids.js';
import { pendingAttempt, type AttemptFailure } from '../requests/document.js';
import { errorMark, lapsed } from '../requests/settle.js';
import type { StripeFailure } from '../stripe/errors.js';
import { makeConcrete } from './instrument.js';
import { CallFailed, perform } from './operation.js';
import { railFor } from './rail.js';
import { refresh } from './refresh.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/**
 * Takes the pending attempt as far as it goes: instrument, rail, confirm, read. Staged changes are left for the
 * caller to commit. Answers the client secret if a next action needs it. Rejects with `CallFailed` where Stripe
 * gave no answer (the attempt stays pending) or took no more calls (it has lapsed).
 */
export async function takeForward(tools: Tools, run: Run): Promise<string | null> {
  const attempt = pendingAttempt(run.doc);
  if (!attempt) return null;
  try {
    await makeConcrete(tools, run, attempt.id);
    if (!(await onRail(tools, run, attempt.id))) {
      await lapse(tools, run, attempt.id);
      return null;
    }
    await confirmWithReceipt(tools, run, attempt.id);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    await settleFailure(tools, run, attempt.id, error);
  }
  return refresh(tools, run);
}

/** Gives the attempt its rail, and notes what is on it before the call. */
async function onRail(tools: Tools, run: Run, id: string): Promise<boolean> {
  if (run.attempt(id).rail !== null) return true;
  const rail = await railFor(tools, run, id);
  if (!rail || run.attempt(id).status !== 'pending') return false;
  const snapshot = run.doc.snapshot?.rail.id === rail.id ? run.doc.snapshot : null;
  const before = {
    charges: snapshot?.charges.map((charge) => charge.id) ?? [],
    error: snapshot && errorMark(snapshot.rail),
  };
  run.patchAttempt(id, { rail: rail.id, before });
  return true;
}

/** Confirms; where Stripe refuses the address for the receipt, once more without it, under a key of its own. */
async function confirmWithReceipt(tools: Tools, run: Run, id: string): Promise<void> {
  try {
    await confirm(tools, run, id);
  } catch (error) {
    // A repeat says nothing of the call that was sent before it.
    if (!(error instanceof CallFailed) || error.repeated || !isAddressRefusal(error.failure)) throw error;
    run.patchAttempt(id, { receiptEmail: null });
    await confirm(tools, run, id);
  }
}

function isAddressRefusal(failure: StripeFailure): boolean {
  return failure.kind === 'refused' && failure.status === 400 && failure.param === 'receipt_email';
}

async function confirm(tools: Tools, run: Run, id: string): Promise<void> {
  const { rail, instrument, paymentMethod, receiptEmail, by } = run.attempt(id);
  if (rail === null) return;
  const params = {
    ...(paymentMethod === null ? { confirmation_token: instrument.id } : { payment_method: paymentMethod }),
    return_url: tools.returnUrl(run.id),
    use_stripe_sdk: true,
    // Empty clears what an earlier attempt of the same payer gave.
    receipt_email: addressForStripe(receiptEmail) ?? '',
  };
  const intent = await perform(
    tools,
    run,
    { type: 'confirm', params, target: rail, attempt: id, by },
    (api, sent, options) => api.paymentIntents.confirm(rail, sent, options),
  );
  if (paymentMethod === null) run.patchAttempt(id, { paymentMethod: idOf(intent.payment_method) });
}

/** What a call that failed means for its attempt. Rethrows what leaves it pending. */
async function settleFailure(tools: Tools, run: Run, id: string, call: CallFailed): Promise<void> {
  const { failure, repeated } = call;
  if (failure.kind === 'unknown') throw call;
  const settledAt = (await tools.now()).toISOString();
  if (failure.kind === 'declined') {
    const paymentMethod = run.attempt(id).paymentMethod ?? failure.paymentMethod;
    run.patchAttempt(id, {
      status: 'declined',
      failure: failure.failure,
      paymentMethod,
      charge: failure.charge,
      settledAt,
    });
    return;
  }
  // The first may be on its way still: only reading, and time, tell what came of it.
  if (repeated && failure.code !== 'payment_intent_unexpected_state') throw undecided(call);
  if (failure.code === 'payment_intent_unexpected_state') {
    // The rail moved on without this attempt, as the read will show; this call did nothing.
    await refresh(tools, run);
    if (run.attempt(id).status === 'pending') await lapse(tools, run, id);
    return;
  }
  // Too many calls, or an account without keys: nothing was refused that another attempt would not be free to try.
  if (failure.status === 429 || failure.status === null) {
    await lapse(tools, run, id);
    await run.commit();
    throw call;
  }
  run.patchAttempt(id, { status: 'declined', failure: refusedFailure(failure), settledAt });
  await run.commit();
}

/** What Stripe refused for good, as the attempt keeps it. */
function refusedFailure({ verdict, code, reason }: Extract<StripeFailure, { kind: 'refused' }>): AttemptFailure {
  return { code: verdict, recovery: traitsOf(verdict).recovery, declineCode: null, stripeCode: code, reason };
}

/** A refusal that says nothing of the same call before it. */
function undecided(call: CallFailed): CallFailed {
  const message = 'It is not known yet what became of this attempt.';
  const error = new PaymentError('gateway-unavailable', message, { cause: call });
  return new CallFailed({ kind: 'unknown', error }, call.cause, true);
}

async function lapse(tools: Tools, run: Run, id: string): Promise<void> {
  run.patchAttempt(id, lapsed(run.attempt(id), (await tools.now()).toISOString()));
}

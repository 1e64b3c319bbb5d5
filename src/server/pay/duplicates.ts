/** Money on a payment object that had ended: given back, whole, and noted. What Stripe refuses is tried again. */
import type Stripe from 'stripe';
import { intentOf, kindOf, type Json, type OwedMoney, type Rail, type RequestDoc } from '../requests/document.js';
import { isOrder } from '../requests/orders.js';
import type { StripeFailure } from '../stripe/errors.js';
import { isOwedDue } from './next-check.js';
import { CallFailed, markDone, perform, reading } from './operation.js';
import { readRail } from './read.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/**
 * Looks at ended rails that a webhook is about, or may be where that is not known any more, and at those whose money
 * Stripe refused to give back. What took money is refunded, what reserved it released. Staged. Rejects with
 * `CallFailed` where Stripe gave no answer and only the webhook would bring the server back.
 */
export async function refundDuplicates(tools: Tools, run: Run): Promise<void> {
  for (const rail of suspectsOf(run, await tools.now())) {
    try {
      await settle(tools, run, rail);
    } catch (error) {
      // The document itself says that this is owed, and when it is tried again: nobody's payment waits for it.
      if (!(error instanceof CallFailed) || !rail.owed) throw error;
      patchRail(run, rail.id, { owed: { ...rail.owed, at: (await tools.now()).toISOString() } });
    }
  }
}

async function settle(tools: Tools, run: Run, rail: Rail): Promise<void> {
  const { api } = await run.client();
  await run.keep();
  const { snapshot } = await reading(
    readRail(api, run.doc, rail, await tools.now(), { disputes: false, fraudWarnings: [] }),
  );
  const seen = { ...rail, ...(snapshot.rail.session ? { intent: snapshot.rail.session.intent } : {}) };
  const id = intentOf(seen);
  if (id === null) return;
  if (snapshot.rail.status === 'requires_capture') {
    const call: GivingBack = { type: 'cancel', target: id, params: { cancellation_reason: 'duplicate' } };
    const released = await giveBack(tools, run, rail, call, (stripe, params, options) =>
      stripe.paymentIntents.cancel(id, params, options),
    );
    if (released) forgetOwed(run, rail.id);
    return;
  }
  if (snapshot.rail.status !== 'succeeded') {
    forgetOwed(run, rail.id);
    return;
  }
  const returned = snapshot.refunds.filter((refund) => refund.status !== 'failed' && refund.status !== 'canceled');
  const left = snapshot.rail.amountReceived - returned.reduce((sum, refund) => sum + refund.amount, 0);
  const params = { payment_intent: id, amount: left, reason: 'duplicate' };
  const refund =
    left > 0
      ? await giveBack(tools, run, rail, { type: 'refund', target: id, params }, (stripe, sent, options) =>
          stripe.refunds.create(sent, options),
        )
      : (returned.at(-1) ?? { id: null });
  if (!refund) return;
  forgetOwed(run, rail.id);
  const { intent } = seen;
  patchRail(run, rail.id, {
    ...(intent === undefined ? {} : { intent }),
    duplicate: { amount: snapshot.rail.amountReceived, refund: refund.id },
  });
}

/** A call that gives money back. */
interface GivingBack {
  type: 'cancel' | 'refund';
  /** The PaymentIntent. */
  target: string;
  params: { [key: string]: Json };
}

/** Stripe's answer; null where it refused, or refused before and it is not time to ask again. Then it is owed. */
async function giveBack<T>(
  tools: Tools,
  run: Run,
  { id, owed }: Rail,
  call: GivingBack,
  send: (api: Stripe, params: { [key: string]: Json }, options: { idempotencyKey: string }) => Promise<T>,
): Promise<T | null> {
  if (owed && !isOwedDue(owed, await tools.now())) return null;
  const own = { ...call, attempt: null, by: 'system', againKey: await keyToRepeat(tools, run, owed) };
  try {
    return await perform(tools, run, own, send);
  } catch (error) {
    if (!(error instanceof CallFailed) || error.failure.kind === 'unknown') throw error;
    const at = (await tools.now()).toISOString();
    const key =
      run.doc.operations.find((each) => each.type === call.type && each.target === call.target && !isOrder(each))
        ?.key ?? null;
    const kept = isKept(error.failure);
    if (kept && key !== null) markDone(run, key);
    patchRail(run, id, { owed: { since: owed?.since ?? at, at, key: kept ? null : key } });
    tools.logger.warn('Stripe refused to give a duplicate payment back: it is tried again', {
      request: run.id,
      operation: key,
    });
    return null;
  }
}

async function keyToRepeat({ now, pace }: Tools, { doc }: Run, owed: OwedMoney | undefined): Promise<string | null> {
  const known = doc.operations.find(({ key }) => key === owed?.key);
  if (!known) return null;
  return (await now()).getTime() - Date.parse(known.firstSentAt) < pace.keyAge ? known.key : null;
}

/** Whether Stripe keeps a refusal under its key. It does not where it never began with the call: keys, too many calls. */
function isKept(failure: StripeFailure): boolean {
  if (failure.kind === 'declined') return true;
  return failure.kind === 'refused' && failure.status !== null && ![401, 403, 429].includes(failure.status);
}

function patchRail(run: Run, id: string, patch: Partial<Rail>): void {
  run.doc = { ...run.doc, rails: run.doc.rails.map((each) => (each.id === id ? { ...each, ...patch } : each)) };
}

function forgetOwed(run: Run, id: string): void {
  run.doc = { ...run.doc, rails: run.doc.rails.map((each) => (each.id === id ? withoutOwed(each) : each)) };
}

function withoutOwed(rail: Rail): Rail {
  const rest = { ...rail };
  delete rest.owed;
  return rest;
}

/** Ended rails that the hints may be about, or that owe money and are due. */
function suspectsOf({ doc, hints }: Pick<Run, 'doc' | 'hints'>, now: Date): Rail[] {
  const vague = hints.some((hint) => hint.objectIds.length === 0);
  const named = new Set(hints.flatMap((hint) => hint.objectIds));
  // A PaymentIntent that no rail is known by can only be one that an ended session made after all.
  const strange = [...named].some((id) => id.startsWith('pi_') && !isKnown(doc, id));
  return doc.rails.filter(
    (rail) =>
      rail.endedAt !== null &&
      rail.duplicate === null &&
      (vague ||
        named.has(rail.id) ||
        named.has(intentOf(rail) ?? '') ||
        (strange && kindOf(rail) === 'session') ||
        (rail.owed && isOwedDue(rail.owed, now))),
  );
}

function isKnown({ rails }: RequestDoc, intent: string): boolean {
  return rails.some((rail) => intentOf(rail) === intent);
}

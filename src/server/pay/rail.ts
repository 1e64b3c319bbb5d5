/** The rail: found, made, ended. At most one can take money. */
import { currentRail, intentOf, kindOf, type Json, type Rail, type RequestDoc } from '../requests/document.js';
import { CallFailed, perform } from './operation.js';
import { refresh } from './refresh.js';
import type { Run } from './run.js';
import { expireSession } from './session-rail.js';
import type { Tools } from './tools.js';
import { describe, metadataOf } from './wording.js';

/** States in which a rail takes another payment method. */
const usable: ReadonlySet<string> = new Set(['requires_payment_method', 'requires_confirmation']);
/** States in which it can give way to another rail: what it waits for can be left. */
const replaceable: ReadonlySet<string> = new Set([...usable, 'requires_action']);
/** States in which Stripe lets a PaymentIntent be canceled. */
const endable: ReadonlySet<string> = new Set([...replaceable, 'requires_capture']);

/**
 * The rail that an attempt may use, committed: a PaymentIntent. One that earlier attempts used is read first; one
 * that waits for a next action of an earlier attempt, one that an attempt with another secret used, and a session, are
 * ended first, as Stripe confirms: its client secret shows what every payer on it gave. Null if the rail has taken the money, or may yet: the request is then not payable, as `run.doc` says.
 */
export async function railFor(tools: Tools, run: Run, attempt: string): Promise<Rail | null> {
  const known = currentRail(run.doc);
  if (known && (known.ending || kindOf(known) === 'session' || wasUsed(run.doc, known))) {
    await refresh(tools, run);
    const stands = currentRail(run.doc);
    const status = run.doc.snapshot?.rail.status ?? '';
    // One that is to be ended would be ended under the payer.
    const whole =
      stands && (stands.ending || kindOf(stands) === 'session' || wasUsedByAnother(run.doc, stands, attempt));
    const inTheWay = whole ? replaceable.has(status) : status === 'requires_action';
    if (stands && inTheWay) await supersede(tools, run);
    await run.commit();
  }
  const rail = currentRail(run.doc);
  if (!rail) return create(tools, run, attempt);
  if (rail.missing || rail.ending || kindOf(rail) === 'session') return null;
  const status = run.doc.snapshot?.rail.status;
  return status === undefined || usable.has(status) ? rail : null;
}

/** Whether the current rail, as it was last read, can give way to another. */
export function mayGiveWay({ doc }: Run): boolean {
  const rail = currentRail(doc);
  return rail !== null && !rail.missing && replaceable.has(doc.snapshot?.rail.status ?? '');
}

/** Whether Stripe lets the current rail be ended, as it was last read. */
export function isEndable(doc: RequestDoc): boolean {
  return endable.has(doc.snapshot?.rail.status ?? '');
}

/** Ends the current rail so that another can be made. Stripe has the last word: if it is still there, it stands. */
export async function supersede(tools: Tools, run: Run): Promise<void> {
  const rail = currentRail(run.doc);
  if (!rail) return;
  run.doc = {
    ...run.doc,
    rails: run.doc.rails.map((each) => (each.id === rail.id ? { ...each, ending: true } : each)),
  };
  await endRail(tools, run);
}

/**
 * Asks Stripe to end the rail and reads what became of it. Staged; Stripe has the last word. Answers the client
 * secret if a next action needs it.
 */
export async function endRail(tools: Tools, run: Run): Promise<string | null> {
  const rail = currentRail(run.doc);
  if (!rail) return null;
  if (kindOf(rail) === 'session') {
    const state = run.doc.snapshot?.rail;
    const closed = state?.id === rail.id && state.session?.status !== 'open';
    if (!closed) {
      await orMovedOn(expireSession(tools, run, rail));
      await refresh(tools, run);
    }
    // What a session leaves behind when it closes: an amount that is reserved, a bank that still asks.
    const left = currentRail(run.doc);
    if (left?.id !== rail.id || run.doc.snapshot?.rail.session?.status === 'open' || !isEndable(run.doc)) return null;
    const intent = intentOf(left);
    if (intent !== null) await orMovedOn(cancelIntent(tools, run, intent));
    return refresh(tools, run);
  }
  await orMovedOn(cancelIntent(tools, run, rail.id));
  return refresh(tools, run);
}

/** Refused, because it moved on meanwhile, or not answered: the read that follows tells which. */
async function orMovedOn(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
  }
}

function cancelIntent(tools: Tools, run: Run, id: string): Promise<unknown> {
  const { ending } = run.doc;
  const reason = ending?.to === 'canceled' ? 'requested_by_customer' : 'abandoned';
  return perform(
    tools,
    run,
    {
      type: 'cancel',
      params: { cancellation_reason: reason },
      target: id,
      attempt: null,
      by: ending?.by ?? 'system',
    },
    (api, params, options) => api.paymentIntents.cancel(id, params, options),
  );
}

function wasUsed(doc: RequestDoc, rail: Rail): boolean {
  return doc.operations.some((operation) => operation.type === 'confirm' && operation.target === rail.id);
}

/** Whether an attempt with another secret, or without one, was confirmed on the rail. */
function wasUsedByAnother({ attempts, operations }: RequestDoc, rail: Rail, attempt: string): boolean {
  const digestOf = (id: string | null): string | undefined => attempts.find((each) => each.id === id)?.secretDigest;
  const own = digestOf(attempt);
  return operations.some(
    ({ type, target, attempt: by }) =>
      type === 'confirm' && target === rail.id && (own === undefined || digestOf(by) !== own),
  );
}

async function create(tools: Tools, run: Run, attempt: string): Promise<Rail> {
  const intent = await perform(
    tools,
    run,
    { type: 'intent', params: intentParams(run.id, run.doc), target: null, attempt, by: run.attempt(attempt).by },
    (api, params, options) =>
      api.paymentIntents.create({ amount: run.doc.terms.amount, currency: run.doc.terms.currency, ...params }, options),
  );
  const createdAt = (await tools.now()).toISOString();
  const rail: Rail = { id: intent.id, kind: 'intent', createdAt, ending: false, endedAt: null, duplicate: null };
  run.doc = { ...run.doc, rails: [...run.doc.rails, rail], snapshot: null };
  await run.commit();
  return rail;
}

function intentParams(id: string, { terms }: RequestDoc): { [key: string]: Json } {
  return {
    amount: terms.amount,
    currency: terms.currency,
    capture_method: terms.capture,
    allowed_payment_method_types: terms.methods,
    description: describe(terms),
    metadata: metadataOf(id, terms),
  };
}

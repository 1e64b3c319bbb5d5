/** The rail: found, made, ended. At most one can take money (DESIGN §2.3). */
import { currentRail, type Json, type Rail, type RequestDoc } from '../requests/document.js';
import { CallFailed, perform } from './operation.js';
import { refresh } from './refresh.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/** States in which a PaymentIntent takes another payment method. */
const usable: ReadonlySet<string> = new Set(['requires_payment_method', 'requires_confirmation']);

/**
 * The rail that an attempt may use, committed. One that earlier attempts used is read first; one that waits for
 * a next action of an earlier attempt is ended first, as Stripe confirms. Null if the rail has taken the money,
 * or may yet: the request is then not payable, as `run.doc` says.
 */
export async function railFor(tools: Tools, run: Run, attempt: string): Promise<Rail | null> {
  const known = currentRail(run.doc);
  if (known && wasUsed(run.doc, known)) {
    await refresh(tools, run);
    if (currentRail(run.doc) && run.doc.snapshot?.rail.status === 'requires_action') await supersede(tools, run);
    await run.commit();
  }
  const rail = currentRail(run.doc);
  if (!rail) return create(tools, run, attempt);
  if (rail.missing) return null;
  const status = run.doc.snapshot?.rail.status;
  return status === undefined || usable.has(status) ? rail : null;
}

/** Asks Stripe to cancel the rail and reads what became of it. Staged; Stripe has the last word. */
export async function endRail(tools: Tools, run: Run): Promise<string | null> {
  const rail = currentRail(run.doc);
  if (!rail) return null;
  const ending = run.doc.ending;
  const reason = ending?.to === 'canceled' ? 'requested_by_customer' : 'abandoned';
  try {
    await perform(
      tools,
      run,
      {
        type: 'cancel',
        params: { cancellation_reason: reason },
        target: rail.id,
        attempt: null,
        by: ending?.by ?? 'system',
      },
      (api, params, options) => api.paymentIntents.cancel(rail.id, params, options),
    );
  } catch (error) {
    // Refused, because it moved on meanwhile, or not answered: the read tells which.
    if (!(error instanceof CallFailed)) throw error;
  }
  return refresh(tools, run);
}

async function supersede(tools: Tools, run: Run): Promise<void> {
  const rail = currentRail(run.doc);
  if (!rail) return;
  run.doc = {
    ...run.doc,
    rails: run.doc.rails.map((each) => (each.id === rail.id ? { ...each, ending: true } : each)),
  };
  await endRail(tools, run);
}

function wasUsed(doc: RequestDoc, rail: Rail): boolean {
  return doc.operations.some((operation) => operation.type === 'confirm' && operation.target === rail.id);
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
  const rail: Rail = { id: intent.id, createdAt, ending: false, endedAt: null, duplicate: null };
  run.doc = { ...run.doc, rails: [...run.doc.rails, rail], snapshot: null };
  await run.commit();
  return rail;
}

function intentParams(id: string, { terms }: RequestDoc): { [key: string]: Json } {
  const { label, reference } = terms;
  return {
    amount: terms.amount,
    currency: terms.currency,
    capture_method: terms.capture,
    allowed_payment_method_types: terms.methods,
    description: terms.description ?? (reference === null ? label : `${label} (${reference})`),
    metadata: { ...terms.metadata, ...(reference === null ? {} : { reference }), pay_elements_request: id },
    ...(terms.receiptEmail === null ? {} : { receipt_email: terms.receiptEmail }),
  };
}

/** Money on a rail that had ended: given back, whole, and noted (DESIGN §2.3). */
import { intentOf, kindOf, type Rail, type RequestDoc } from '../requests/document.js';
import { perform, reading } from './operation.js';
import { readRail } from './read.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/** Looks at ended rails that a webhook is about, or may be where that is not known any more. What took money is refunded, what reserved it released. Staged. */
export async function refundDuplicates(tools: Tools, run: Run): Promise<void> {
  for (const rail of suspectsOf(run)) {
    const { api } = await run.client();
    await run.keep();
    const { snapshot } = await reading(
      readRail(api, run.doc, rail, await tools.now(), { disputes: false, fraudWarnings: [] }),
    );
    const seen = { ...rail, ...(snapshot.rail.session ? { intent: snapshot.rail.session.intent } : {}) };
    const id = intentOf(seen);
    if (id === null) continue;
    const call = { target: id, attempt: null, by: 'system' };
    if (snapshot.rail.status === 'requires_capture') {
      await perform(
        tools,
        run,
        { ...call, type: 'cancel', params: { cancellation_reason: 'duplicate' } },
        (stripe, params, options) => stripe.paymentIntents.cancel(id, params, options),
      );
    }
    if (snapshot.rail.status !== 'succeeded') continue;
    const returned = snapshot.refunds.filter((refund) => refund.status !== 'failed' && refund.status !== 'canceled');
    const left = snapshot.rail.amountReceived - returned.reduce((sum, refund) => sum + refund.amount, 0);
    const refund =
      left > 0
        ? await perform(
            tools,
            run,
            { ...call, type: 'refund', params: { payment_intent: id, amount: left, reason: 'duplicate' } },
            (stripe, params, options) => stripe.refunds.create(params, options),
          )
        : returned.at(-1);
    const duplicate = { amount: snapshot.rail.amountReceived, refund: refund?.id ?? null };
    const noted = { ...seen, duplicate };
    run.doc = { ...run.doc, rails: run.doc.rails.map((each) => (each.id === rail.id ? noted : each)) };
  }
}

/** Ended rails that the hints may be about. */
function suspectsOf({ doc, hints }: Pick<Run, 'doc' | 'hints'>): Rail[] {
  const vague = hints.some((hint) => hint.objectIds.length === 0);
  const named = new Set(hints.flatMap((hint) => hint.objectIds));
  // A PaymentIntent that no rail is known by can only be one that an ended session made after all.
  const strange = [...named].some((id) => id.startsWith('pi_') && !isKnown(doc, id));
  return doc.rails.filter(
    (rail) =>
      rail.endedAt !== null &&
      rail.duplicate === null &&
      (vague || named.has(rail.id) || named.has(intentOf(rail) ?? '') || (strange && kindOf(rail) === 'session')),
  );
}

function isKnown({ rails }: RequestDoc, intent: string): boolean {
  return rails.some((rail) => intentOf(rail) === intent);
}

/** Money on a rail that had ended: given back, whole, and noted (DESIGN §2.3). */
import { perform, reading } from './operation.js';
import { readRail } from './read.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/** Looks at ended rails that a webhook is about, or may be where that is not known any more. What took money is refunded, what reserved it released. Staged. */
export async function refundDuplicates(tools: Tools, run: Run): Promise<void> {
  const vague = run.hints.some((hint) => hint.objectIds.length === 0);
  const named = new Set(run.hints.flatMap((hint) => hint.objectIds));
  const suspects = run.doc.rails.filter(
    (rail) => rail.endedAt !== null && rail.duplicate === null && (vague || named.has(rail.id)),
  );
  for (const { id } of suspects) {
    const { api } = await run.client();
    await run.keep();
    const { snapshot } = await reading(
      readRail(api, run.doc, id, await tools.now(), { disputes: false, fraudWarnings: [] }),
    );
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
    run.doc = { ...run.doc, rails: run.doc.rails.map((rail) => (rail.id === id ? { ...rail, duplicate } : rail)) };
  }
}

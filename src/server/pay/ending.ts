/** Cancels a request: new attempts stop at once, the status moves when Stripe says so. */
import { PaymentError } from '../../errors/index.js';
import { currentRail } from '../requests/document.js';
import { CallFailed } from './operation.js';
import { endRail } from './rail.js';
import { refresh } from './refresh.js';
import { about, refusal } from './refusal.js';
import { LeaseLost, takeInTurn } from './run.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/**
 * `Engine.cancel`. Answers the canceled row, or one that is still ending (a delayed payment is processed by
 * the bank first). A request that is canceled already is answered as it is.
 */
export async function cancelRequest(tools: Tools, id: string, by: string, reason: string | null): Promise<Row> {
  const run = await takeInTurn(tools, id, []);
  if (!run) {
    const [row] = await tools.store.read([id]);
    if (!row) throw new PaymentError('not-found', 'There is no such request.');
    throw refusal('attempt-in-progress', 'A payment of this request is being worked on.', row);
  }
  try {
    const { status } = run.row;
    if (status === 'canceled') return await run.release();
    if (status !== 'open' && status !== 'authorized' && status !== 'processing') {
      const paid = status === 'paid' || status === 'partially_refunded' || status === 'refunded';
      throw refusal(paid ? 'already-paid' : 'request-closed', `This request is ${status}.`, run.row);
    }
    run.doc = { ...run.doc, ending: { to: 'canceled', at: (await tools.now()).toISOString(), by, reason } };
    await run.commit();
    await refresh(tools, run);
    if (currentRail(run.doc)?.missing === undefined && run.doc.ending && run.doc.snapshot?.rail.status !== 'canceled')
      await endRail(tools, run);
    const row = await run.commit({ release: true });
    if (row.doc.ending === null) throw refusal('already-paid', 'It was paid before it could be canceled.', row);
    return row;
  } catch (error) {
    if (error instanceof LeaseLost)
      throw refusal('attempt-in-progress', 'A payment of this request is being worked on.', run.row);
    const row = await run.release();
    if (error instanceof CallFailed && error.failure.kind !== 'declined') throw about(error.failure.error, row);
    throw error;
  }
}

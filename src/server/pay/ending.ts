/** Cancels a request: new attempts stop at once, the status moves when Stripe says so. */
import { PaymentError } from '../../errors/index.js';
import { currentRail, type EndingIntent } from '../requests/document.js';
import { CallFailed } from './operation.js';
import { undecidedOrders } from '../requests/orders.js';
import { refuseUnlessFree } from './order.js';
import { endRail } from './rail.js';
import { refresh } from './refresh.js';
import { about, refusal } from './refusal.js';
import { LeaseLost, takeInTurn, type Run } from './run.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/**
 * `Engine.cancel`. Answers the canceled row, or one that is still ending (a delayed payment is processed by
 * the bank first). A request that is canceled already is answered as it is. Throws `order-in-progress` while a capture
 * may still take what is reserved.
 */
export function cancelRequest(tools: Tools, id: string, by: string, reason: string | null): Promise<Row> {
  return inTurnToEnd(tools, id, async (run) => {
    if (run.row.status === 'canceled') return run.release();
    refuseClosed(run.row);
    return cancelNow(tools, run, { by, reason });
  });
}

/**
 * Does `work`, which ends a request, under its lease. Rejects with `not-found`, `attempt-in-progress` while another is
 * at it, `order-in-progress` while a capture may still take what is reserved, and `gateway-*` where Stripe's last word is
 * not known.
 */
export async function inTurnToEnd(tools: Tools, id: string, work: (run: Run) => Promise<Row>): Promise<Row> {
  const run = await takeInTurn(tools, id, []);
  if (!run) {
    const [row] = await tools.store.read([id]);
    if (!row) throw new PaymentError('not-found', 'There is no such request.');
    throw refusal('attempt-in-progress', 'A payment of this request is being worked on.', row);
  }
  try {
    if (undecidedOrders(run.doc).length > 0) {
      await refresh(tools, run);
      await run.commit();
      await refuseUnlessFree(tools, run, null);
    }
    return await work(run);
  } catch (error) {
    if (error instanceof LeaseLost)
      throw refusal('attempt-in-progress', 'A payment of this request is being worked on.', run.row);
    const row = await run.release();
    if (error instanceof CallFailed && error.failure.kind !== 'declined') throw about(error.failure.error, row);
    throw error;
  }
}

/** Throws `already-paid` or `request-closed` for a request that cannot be canceled any more. */
export function refuseClosed(row: Row): void {
  const { status } = row;
  if (status === 'open' || status === 'authorized' || status === 'processing') return;
  const paid = status === 'paid' || status === 'partially_refunded' || status === 'refunded';
  throw refusal(paid ? 'already-paid' : 'request-closed', `This request is ${status}.`, row);
}

/** Commits the wish to cancel, with all that is staged, and has Stripe end the rail. Gives the lease back. */
export async function cancelNow(
  tools: Tools,
  run: Run,
  { by, reason }: Pick<EndingIntent, 'by' | 'reason'>,
): Promise<Row> {
  // Canceled twice, it is the first who ended it.
  const ending = { to: 'canceled' as const, at: (await tools.now()).toISOString(), by, reason };
  run.doc = { ...run.doc, ending: run.doc.ending?.to === 'canceled' ? run.doc.ending : ending };
  await run.commit();
  await refresh(tools, run);
  if (currentRail(run.doc)?.missing === undefined && run.doc.ending && run.doc.snapshot?.rail.status !== 'canceled')
    await endRail(tools, run);
  const row = await run.commit({ release: true });
  if (row.doc.ending === null) throw refusal('already-paid', 'It was paid before it could be canceled.', row);
  return row;
}

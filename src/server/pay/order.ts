/** What an operator asks for that moves money: its turn at the request, and what is the same for all. */
import { PaymentError } from '../../errors/index.js';
import type { Json, Operation } from '../requests/document.js';
import { CallFailed } from './operation.js';
import { about, refusal } from './refusal.js';
import { LeaseLost, takeInTurn, type Run } from './run.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/** An order, as the engine gets it. */
export interface Order {
  /** In minor units; null for all there is. */
  amount: number | null;
  /** `operator:{id}`. */
  by: string;
  /** The same in each run of one call that may be repeated; null where it cannot be. */
  call: string | null;
}

/**
 * Does `work` under the request's lease and commits what it has staged. Rejects with `not-found`,
 * `attempt-in-progress` while another is at it, and `gateway-*` where Stripe's last word is not known.
 */
export async function inTurn(tools: Tools, id: string, work: (run: Run) => Promise<void>): Promise<Row> {
  const run = await takeInTurn(tools, id, []);
  if (!run) {
    const [row] = await tools.store.read([id]);
    if (!row) throw new PaymentError('not-found', 'There is no such request.');
    throw refusal('attempt-in-progress', 'A payment of this request is being worked on.', row);
  }
  try {
    await work(run);
    return await run.commit({ release: true });
  } catch (error) {
    if (error instanceof LeaseLost)
      throw refusal('attempt-in-progress', 'A payment of this request is being worked on.', run.row);
    // What came of a call without an answer is looked for soon, whether it is asked for again or not.
    if (error instanceof CallFailed && error.failure.kind === 'unknown') await tools.store.wake(id);
    const row = await run.release();
    if (error instanceof CallFailed && error.failure.kind !== 'declined') throw about(error.failure.error, row);
    throw error;
  }
}

/** Whether an operation that was made earlier is this very order: by its call, else by who asked for what. */
export function isSameOrder(
  { call, by, params }: Operation,
  order: Order,
  asked: { [key: string]: Json | undefined },
): boolean {
  if (call !== undefined || order.call !== null) return call === order.call;
  return by === order.by && Object.entries(asked).every(([name, value]) => params[name] === value);
}

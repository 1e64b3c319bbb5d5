/** What an operator orders that moves money: its turn at the request, and what is the same for all. */
import { PaymentError } from '../../errors/index.js';
import type { Asked, Operation } from '../requests/document.js';
import { isMade, lastSent, ordersOf, undecidedOrders } from '../requests/orders.js';
import { refundWords } from '../requests/refund-words.js';
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

/** How long the same order without a key, by the same operator, is a repeat: as long as a key's answer is kept. */
const UNKEYED_REPEAT_MS = 24 * 3_600_000;

/** Seconds after which to come back where nothing tells it: the account cannot be read at the moment. */
const LATER_S = 10;

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

/**
 * The operation that this order made in an earlier run; null where this is its first, or Stripe refused it for certain.
 * It is known by its call, or without one by the same words of the same operator, as long as they were not answered.
 */
export function earlierRun(
  { doc }: Run,
  type: 'capture' | 'refund',
  order: Order,
  asked: Asked,
  now: Date,
): Operation | null {
  const orders = ordersOf(doc, type);
  const own =
    order.call !== null
      ? orders.filter((each) => each.call === order.call)
      : orders.filter(
          (each) =>
            each.call === undefined &&
            !each.done &&
            each.by === order.by &&
            isAsked(each, asked) &&
            now.getTime() - lastSent(each) < UNKEYED_REPEAT_MS,
        );
  const made = own.find((each) => isMade(doc, each));
  const last = own.at(-1) ?? null;
  return made ?? (last?.done === true && last.lapsedAt === undefined ? null : last);
}

function isAsked({ asked, params }: Operation, { amount, reason }: Asked): boolean {
  // Documents from before orders were kept in the operator's words have the call's.
  const known = asked ?? {
    amount: params['amount'] ?? params['amount_to_capture'],
    reason: refundWords(params).reason,
  };
  return known.amount === amount && known.reason === reason;
}

/**
 * Refuses an order that cannot start. Rejects with `request-closed` for a repeat of one that is over without effect,
 * and with `order-in-progress`, and when to come back, while another may still move money. `own` is the earlier run.
 */
export async function refuseUnlessFree(tools: Tools, run: Run, own: Operation | null): Promise<void> {
  if (own?.lapsedAt !== undefined) {
    const message = `${own.type}_lapsed: Stripe never received this ${own.type}, and no money was moved. Order it again under another Idempotency-Key.`;
    throw refusal('request-closed', message, run.row);
  }
  const now = (await tools.now()).getTime();
  // Stripe may have forgotten its key: sent again, it would be another refund.
  const isStale = own && !own.done && now - Date.parse(own.firstSentAt) >= tools.pace.keyAge;
  const others = undecidedOrders(run.doc).filter((each) => each.key !== own?.key || isStale);
  const [latest] = others.sort((a, b) => lastSent(b) - lastSent(a));
  if (!latest) return;
  throw inProgress(
    run,
    `Whether a ${latest.type} by ${latest.by} was made is not known yet.`,
    await secondsLeft(tools, latest),
  );
}

/** `order-in-progress`. */
export function inProgress(run: Run, message: string, retryAfter: number = LATER_S): PaymentError {
  return refusal('order-in-progress', message, run.row, { retryAfter });
}

async function secondsLeft(tools: Tools, operation: Operation): Promise<number> {
  const left = lastSent(operation) + tools.pace.lapse - (await tools.now()).getTime();
  return left > 0 ? Math.ceil(left / 1_000) : LATER_S;
}

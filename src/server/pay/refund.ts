/** Gives back what was taken, or a part of it: never more than is left, and never twice for one order. */
import { PaymentError } from '../../errors/index.js';
import { currentRail, intentOf, type Operation } from '../requests/document.js';
import { refundBlocker } from '../requests/disputes.js';
import { isMade } from '../requests/orders.js';
import { project } from '../requests/projection.js';
import { refundParams } from '../requests/refund-words.js';
import { CallFailed, markDone, perform } from './operation.js';
import { earlierRun, inProgress, inTurn, refuseUnlessFree, type Order } from './order.js';
import { refresh } from './refresh.js';
import { refusal } from './refusal.js';
import { refusedOrder } from './refused-order.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/** A refund, as the engine gets it. */
export interface RefundOrder extends Order {
  reason: string | null;
  /** What all refunds of the request may come to with this one; null for no limit but the money. */
  most: number | null;
}

/**
 * `Engine.refund`. Answers the row as it is once Stripe has the refund, which may be pending there. Throws
 * `exceeds-remaining` for more than is left and where nothing was taken, `forbidden` for more than `most`,
 * `charge-disputed`, `balance-too-low` and `request-closed` where Stripe refuses it, `order-in-progress` while another
 * order may still move money, `request-closed` for a repeat of one that is over too, and `gateway-*` where it is not known
 * yet: a repeat then finds out.
 */
export function refundRequest(tools: Tools, id: string, order: RefundOrder): Promise<Row> {
  return inTurn(tools, id, async (run) => {
    await refresh(tools, run);
    const own = await earlier(tools, run, order);
    if (own && isMade(run.doc, own)) {
      markDone(run, own.key);
      return;
    }
    await refuseUnlessFree(tools, run, own);
    const target = await refundable(tools, run, own);
    const params = own?.params ?? newParams(run, target, order);
    await refund(tools, run, target, order, params);
  });
}

/** The PaymentIntent whose money can be given back. */
async function refundable(tools: Tools, run: Run, own: Operation | null): Promise<string> {
  const { doc, row } = run;
  const rail = currentRail(doc);
  const target = rail && intentOf(rail);
  const { status } = project(doc, await tools.now());
  if (status === 'review' && own) throw inProgress(run, 'This request is under review.');
  if (status === 'review') throw refusal('request-closed', 'This request is under review: refund it at Stripe.', row);
  if (target === null || !['paid', 'partially_refunded', 'refunded'].includes(status))
    throw refusal('exceeds-remaining', 'Nothing was taken that could be given back.', row);
  return target;
}

function newParams(run: Run, target: string, order: RefundOrder): Operation['params'] {
  const dispute = refundBlocker(run.doc.snapshot);
  if (dispute)
    throw refusal(
      'charge-disputed',
      `The payment is disputed (${dispute.id}, ${dispute.status}): answer the dispute at Stripe.`,
      run.row,
    );
  const amount = checkedAmount(run, order);
  return refundParams(run.id, target, { amount, reason: order.reason, mark: crypto.randomUUID() });
}

/** Asks Stripe, and once more where it did not answer and the read does not tell. */
async function refund(
  tools: Tools,
  run: Run,
  target: string,
  order: RefundOrder,
  params: Operation['params'],
): Promise<void> {
  for (let last = false; ; last = true) {
    const own = await earlier(tools, run, order);
    try {
      await send(tools, run, target, order, params, own);
      await refresh(tools, run);
      const answered = await earlier(tools, run, order);
      if (answered) markDone(run, answered.key);
      return;
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      await refresh(tools, run);
      const sent = await earlier(tools, run, order);
      if (sent && isMade(run.doc, sent)) {
        markDone(run, sent.key);
        return;
      }
      const refused = refusedOrder(run, 'refund', error);
      if (refused && sent) markDone(run, sent.key);
      // Refused, because less is left than there was: somebody gave it back at Stripe meanwhile.
      if (refused && error.failure.kind === 'refused') checkedAmount(run, order);
      if (refused) throw refused;
      if (last || error.failure.kind !== 'unknown') throw error;
    }
  }
}

/** Sends a refund, or one that got no answer again. */
async function send(
  tools: Tools,
  run: Run,
  target: string,
  { amount, reason, by, call }: RefundOrder,
  params: Operation['params'],
  again: Operation | null,
): Promise<void> {
  const order = { asked: { amount, reason }, call, again };
  await perform(tools, run, { type: 'refund', params, target, attempt: null, by, order }, (api, sent, options) =>
    api.refunds.create(sent, options),
  );
}

async function earlier(tools: Tools, run: Run, order: RefundOrder): Promise<Operation | null> {
  return earlierRun(run, 'refund', order, { amount: order.amount, reason: order.reason }, await tools.now());
}

/** What is to be given back: of what was taken, less all that is given back already or on its way. */
function checkedAmount({ doc, row }: Run, { amount, most }: RefundOrder): number {
  const { rail, refunds: known } = doc.snapshot ?? { rail: null, refunds: [] };
  const returned = known
    .filter(({ status }) => status !== 'failed' && status !== 'canceled')
    .reduce((sum, each) => sum + each.amount, 0);
  const left = Math.max(0, (rail?.amountReceived ?? 0) - returned);
  const wanted = amount ?? left;
  if (left === 0 || wanted > left) throw refusal('exceeds-remaining', `Only ${left} is left to give back.`, row);
  if (most !== null && returned + wanted > most) {
    const message = `All refunds of a request by this operator may come to ${most}.`;
    throw new PaymentError('forbidden', message, { errors: [{ path: 'amount', code: 'forbidden', message }] });
  }
  return wanted;
}

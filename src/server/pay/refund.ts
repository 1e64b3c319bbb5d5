/** Gives back what was taken, or a part of it: never more than is left, and never twice for one order. */
import type Stripe from 'stripe';
import { PaymentError } from '../../errors/index.js';
import { currentRail, intentOf, type Operation } from '../requests/document.js';
import { project } from '../requests/projection.js';
import { refundParams, refundWords } from '../requests/refund-words.js';
import { CallFailed, markDone, perform } from './operation.js';
import { inTurn, isSameOrder, type Order } from './order.js';
import { refresh } from './refresh.js';
import { refusal } from './refusal.js';
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
 * `exceeds-remaining` for more than is left and where nothing was taken, `forbidden` for more than `most`, and
 * `gateway-*` where it is not known yet: the same again then finds out.
 */
export function refundRequest(tools: Tools, id: string, order: RefundOrder): Promise<Row> {
  return inTurn(tools, id, async (run) => {
    await refresh(tools, run);
    const target = await refundable(tools, run);
    // Money may be on its way back by an earlier order: what became of that is certain before anything new is sent.
    const settled = await settleEarlier(tools, run, target, order);
    if (settled && isRepeat(settled, order)) return;
    const own = refunds(run, target).filter((each) => order.call !== null && each.call === order.call);
    if (own.some((each) => isTraced(run, each))) return;
    await refund(tools, run, target, order);
  });
}

/** The PaymentIntent whose money can be given back. */
async function refundable(tools: Tools, { doc, row }: Run): Promise<string> {
  const rail = currentRail(doc);
  const target = rail && intentOf(rail);
  const { status } = project(doc, await tools.now());
  if (status === 'review') throw refusal('request-closed', 'This request is under review: refund it at Stripe.', row);
  if (target === null || !['paid', 'partially_refunded', 'refunded'].includes(status))
    throw refusal('exceeds-remaining', 'Nothing was taken that could be given back.', row);
  return target;
}

/**
 * Finds out what became of a refund that got no answer: by its trace, or by sending it again with its own key, as
 * long as Stripe keeps that. Answers it if it was made. Rejects while that cannot be known.
 */
async function settleEarlier(tools: Tools, run: Run, target: string, order: RefundOrder): Promise<Operation | null> {
  const open = refunds(run, target)
    .filter((each) => !each.done)
    .at(-1);
  if (!open) return null;
  const age = (await tools.now()).getTime() - Date.parse(open.firstSentAt);
  if (!isTraced(run, open) && age < tools.pace.keyAge) {
    try {
      await send(tools, run, target, open.params, order);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (!isJudged(error) && !(isAnswered(error) && age > tools.pace.lapse)) throw error;
    }
    await refresh(tools, run);
  }
  markDone(run, open.key);
  return isTraced(run, open) ? open : null;
}

/** Stripe looked at the refund and refused it, so the first, which is the same, is refused as well, should it be on its way still. */
function isJudged({ failure }: CallFailed): boolean {
  return (
    failure.kind === 'declined' || (failure.kind === 'refused' && (failure.status === 400 || failure.status === 404))
  );
}

/**
 * Stripe answered, but about something else: too many calls, a key that it does not take, or a server error that it
 * repeats. That can stand for long; once the first cannot be on its way any more, the read shows that it did nothing.
 */
function isAnswered({ failure }: CallFailed): boolean {
  return failure.kind !== 'unknown' || failure.error.code === 'gateway-error';
}

async function refund(tools: Tools, run: Run, target: string, order: RefundOrder): Promise<void> {
  const mark = crypto.randomUUID();
  const amount = checkedAmount(run, order);
  const params = refundParams(run.id, target, { amount, reason: order.reason, mark });
  const isThere = (): boolean =>
    refunds(run, target).some((each) => refundWords(each.params).mark === mark && isTraced(run, each));
  for (let last = false; !isThere(); last = true) {
    try {
      await send(tools, run, target, params, order);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      await refresh(tools, run);
      if (isThere()) continue;
      // Refused, because less is left than there was: somebody gave it back at Stripe meanwhile.
      if (error.failure.kind === 'refused') checkedAmount(run, order);
      if (last || error.failure.kind !== 'unknown') throw error;
      continue;
    }
    await refresh(tools, run);
    return;
  }
}

/** Sends a refund, or one that got no answer again. */
function send(
  tools: Tools,
  run: Run,
  target: string,
  params: Operation['params'],
  { by, call }: RefundOrder,
): Promise<Stripe.Refund> {
  return perform(
    tools,
    run,
    {
      ...{ type: 'refund', params, target, attempt: null, by, resendFor: tools.pace.keyAge },
      ...(call === null ? {} : { call }),
    },
    (api, sent, options) => api.refunds.create(sent, options),
  );
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

function refunds({ doc }: Run, target: string): Operation[] {
  return doc.operations.filter((each) => each.type === 'refund' && each.target === target);
}

/** Whether Stripe shows the refund that an operation asked for. */
function isTraced({ doc }: Run, { params }: Operation): boolean {
  const { mark } = refundWords(params);
  return mark !== null && (doc.snapshot?.refunds ?? []).some((each) => each.mark === mark);
}

/** Whether an order is an earlier one once more; where neither names its call, by who asks for what. */
function isRepeat(earlier: Operation, order: RefundOrder): boolean {
  const { params, call } = earlier;
  const sameWords = call !== undefined || refundWords(params).reason === order.reason;
  return sameWords && isSameOrder(earlier, order, { amount: order.amount ?? params['amount'] });
}

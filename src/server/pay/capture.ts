/** Takes what is reserved, or a part of it; Stripe releases the rest. */
import { currentRail, intentOf, type Operation } from '../requests/document.js';
import { isMade } from '../requests/orders.js';
import { CallFailed, markDone, perform } from './operation.js';
import { earlierRun, inProgress, inTurn, refuseUnlessFree, type Order } from './order.js';
import { refresh } from './refresh.js';
import { refusal } from './refusal.js';
import { refusedOrder } from './refused-order.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/**
 * `Engine.capture`. Answers the row as it is once Stripe says that it took it. Throws `not-capturable` where nothing is
 * reserved or Stripe refuses it, `exceeds-remaining`, `order-in-progress` while another order may still move money,
 * `request-closed` for a repeat of one that is over, and `gateway-*` where it is not known yet: a repeat then finds out.
 */
export function captureRequest(tools: Tools, id: string, order: Order): Promise<Row> {
  return inTurn(tools, id, async (run) => {
    await refresh(tools, run);
    const own = await earlier(tools, run, order);
    if (own && isMade(run.doc, own)) {
      markDone(run, own.key);
      return;
    }
    await refuseUnlessFree(tools, run, own);
    if (run.doc.ending?.to === 'canceled' && isHeld(run))
      throw inProgress(run, `It is being canceled by ${run.doc.ending.by}.`);
    if (!isReserved(run)) throw refusal('not-capturable', 'Nothing is reserved that could be taken.', run.row);
    const left = run.doc.snapshot?.rail.amountCapturable ?? 0;
    if (!own && (order.amount ?? 0) > left)
      throw refusal('exceeds-remaining', `At most ${left} can be taken.`, run.row);
    const params = own?.params ?? { amount_to_capture: order.amount ?? left };
    await capture(tools, run, order, params);
  });
}

/** Asks Stripe, and once more where it did not answer and the read does not tell. */
async function capture(tools: Tools, run: Run, order: Order, params: Operation['params']): Promise<void> {
  for (let last = false; ; last = true) {
    const own = await earlier(tools, run, order);
    try {
      await send(tools, run, order, params, own);
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
      if (!isReserved(run)) throw refusal('not-capturable', 'It was captured or released meanwhile.', run.row);
      const refused = refusedOrder(run, 'capture', error);
      if (refused && sent) markDone(run, sent.key);
      if (refused) throw refused;
      if (last || error.failure.kind !== 'unknown') throw error;
    }
  }
}

async function send(
  tools: Tools,
  run: Run,
  { amount, by, call }: Order,
  params: Operation['params'],
  again: Operation | null,
): Promise<void> {
  const target = targetOf(run);
  if (target === null) return;
  const order = { asked: { amount, reason: null }, call, again };
  await perform(tools, run, { type: 'capture', params, target, attempt: null, by, order }, (api, sent, options) =>
    api.paymentIntents.capture(target, sent, options),
  );
}

async function earlier(tools: Tools, run: Run, order: Order): Promise<Operation | null> {
  return earlierRun(run, 'capture', order, { amount: order.amount, reason: null }, await tools.now());
}

/** Money is reserved, and nobody wants it released. */
function isReserved(run: Run): boolean {
  return run.doc.ending === null && isHeld(run);
}

/** Money is reserved. */
function isHeld({ doc }: Run): boolean {
  return targetOf({ doc }) !== null && doc.snapshot?.rail.status === 'requires_capture';
}

function targetOf({ doc }: Pick<Run, 'doc'>): string | null {
  const rail = currentRail(doc);
  return rail && !rail.missing ? intentOf(rail) : null;
}

/**
 * Operators' orders that move money, as a read of Stripe shows them: made, undecided, or over without effect. Pure.
 * The lease lets one order at a time start, but an order whose call got no answer stays undecided after its lease.
 */
import { currentRail, intentOf, type Operation, type RequestDoc } from './document.js';
import { refundWords } from './refund-words.js';

/** The orders of a type on the current payment object, oldest first. */
export function ordersOf(doc: RequestDoc, type?: 'capture' | 'refund'): Operation[] {
  const rail = currentRail(doc);
  const target = rail && intentOf(rail);
  return doc.operations.filter(
    (each) => isOrder(each) && each.target === target && (type === undefined || each.type === type),
  );
}

/** Whether an operator ordered it; refunds that the server makes by itself do not count. */
export function isOrder({ type, by }: Operation): boolean {
  return (type === 'capture' || type === 'refund') && by !== 'system';
}

/** Whether the newest read shows what an order asked for. */
export function isMade({ snapshot }: RequestDoc, { type, params }: Operation): boolean {
  if (type === 'capture')
    return snapshot?.rail.status === 'succeeded' && snapshot.rail.amountReceived === params['amount_to_capture'];
  const { mark } = refundWords(params);
  return mark !== null && (snapshot?.refunds ?? []).some((each) => each.mark === mark);
}

/** Orders that may still move money: without a certain answer, without a trace, and not over. */
export function undecidedOrders(doc: RequestDoc): Operation[] {
  return ordersOf(doc).filter((each) => !each.done && !isMade(doc, each));
}

/** When an order was last sent, in ms since 1970. */
export function lastSent({ sentAt, firstSentAt }: Operation): number {
  return Date.parse(sentAt ?? firstSentAt);
}

/**
 * Ends the orders of which a read that began `lapseMs` after their last call shows nothing, and the captures that have
 * nothing left to take.
 */
export function withLapsedOrders(doc: RequestDoc, now: Date, lapseMs: number): RequestDoc {
  const rail = currentRail(doc);
  const { snapshot } = doc;
  if (!rail || rail.missing || snapshot?.rail.id !== rail.id) return doc;
  const over = new Set(
    undecidedOrders(doc)
      .filter(
        (each) => Date.parse(snapshot.readAt) >= lastSent(each) + lapseMs || isPointless(each, snapshot.rail.status),
      )
      .map(({ key }) => key),
  );
  if (over.size === 0) return doc;
  const lapsedAt = now.toISOString();
  return {
    ...doc,
    operations: doc.operations.map((each) => (over.has(each.key) ? { ...each, done: true, lapsedAt } : each)),
  };
}

/** A hold is captured or released once: a capture that finds it gone cannot take anything any more. */
function isPointless({ type }: Operation, railStatus: string): boolean {
  return type === 'capture' && (railStatus === 'succeeded' || railStatus === 'canceled');
}

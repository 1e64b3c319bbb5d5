/** When the server wants to look at a request again by itself: no request depends on a webhook. */
import type { RequestStatus } from '../../contract/types.js';
import { currentRail, kindOf, pendingAttempt, type OwedMoney, type RequestDoc } from '../requests/document.js';
import { isUndecided } from '../requests/disputes.js';
import { undecidedOrders } from '../requests/orders.js';
import { isRefundPending } from '../requests/projection.js';
import { owedReceipt } from '../requests/receipt.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How long money that was taken is asked about by ourselves: most disputes come within 120 days of the charge. */
const WATCHED_FOR = 180 * 24 * HOUR;

/** The time of the next look, null for never. What waits is asked about often at first, then less and less. */
export function nextCheck(doc: RequestDoc, status: RequestStatus, now: Date): Date | null {
  const times = [paymentCheck(doc, status, now), ...doc.rails.map(({ owed }) => owed && owedCheck(owed, now))];
  const known = times.flatMap((time) => (time ? [time.getTime()] : []));
  return known.length === 0 ? null : new Date(Math.min(...known));
}

/** Whether it is time to ask Stripe again to give owed money back. */
export function isOwedDue({ since, at }: OwedMoney, now: Date): boolean {
  const last = Date.parse(at);
  return now.getTime() >= last + owedPause(last - Date.parse(since));
}

/** The next try, which is never at once: one that is due and could not be made waits as well. */
function owedCheck({ since, at }: OwedMoney, now: Date): Date {
  const start = Date.parse(since);
  const last = Date.parse(at);
  const due = last + owedPause(last - start);
  return new Date(due > now.getTime() ? due : now.getTime() + owedPause(now.getTime() - start));
}

/** The pause after a try, in ms: it doubles the time since the first refusal, up to six hours. */
function owedPause(age: number): number {
  return Math.min(6 * HOUR, Math.max(30 * SECOND, age));
}

function paymentCheck(doc: RequestDoc, status: RequestStatus, now: Date): Date | null {
  const at = (since: string, part: number, least: number, most: number): Date => {
    const age = Math.max(0, now.getTime() - Date.parse(since));
    return new Date(now.getTime() + Math.min(most, Math.max(least, age * part)));
  };
  const latest = doc.attempts.at(-1);
  const since = latest?.startedAt ?? currentRail(doc)?.createdAt ?? now.toISOString();
  const pending = pendingAttempt(doc);
  if (pending && status !== 'review') return at(pending.startedAt, 0.5, SECOND, 10 * SECOND);
  const order = undecidedOrders(doc).at(-1);
  if (order && status !== 'review') return at(order.sentAt ?? order.firstSentAt, 0.5, SECOND, 10 * SECOND);
  if (doc.ending && (status === 'open' || status === 'processing' || status === 'authorized')) {
    return at(doc.ending.at, 0.5, 2 * SECOND, 10 * MINUTE);
  }
  switch (status) {
    case 'open': {
      const expiry = new Date(doc.terms.expiresAt);
      const rail = currentRail(doc);
      if (!rail) return expiry;
      if (rail.ending) return at(since, 0.5, 2 * SECOND, 10 * MINUTE);
      // Somebody may be paying on Stripe's page, and then nothing here hears of it.
      const away = kindOf(rail) === 'session';
      const acting = latest?.status === 'requires_action';
      const look =
        away || acting
          ? at(away ? rail.createdAt : since, 0.25, 15 * SECOND, HOUR)
          : at(since, 0.25, 5 * MINUTE, 6 * HOUR);
      return look < expiry ? look : expiry;
    }
    case 'processing':
      return at(since, 0.25, MINUTE, 6 * HOUR);
    case 'authorized':
      return at(since, 0.25, HOUR, 12 * HOUR);
    case 'review':
      return at(since, 0.25, 10 * MINUTE, 6 * HOUR);
    case 'paid':
    case 'partially_refunded':
    case 'refunded': {
      const receipt = owedReceipt(doc, status, now);
      if (receipt) return at(receipt.paidAt, 0.5, SECOND, HOUR);
      if (doc.snapshot?.refunds.some(isRefundPending) || doc.snapshot?.disputes.some(isUndecided))
        return at(since, 0.25, HOUR, 12 * HOUR);
      // Refunds and disputes made at Stripe are told by webhook; where that is lost, by these few looks.
      const paidAt = doc.paidAt ?? since;
      return now.getTime() - Date.parse(paidAt) < WATCHED_FOR ? at(paidAt, 1, HOUR, Infinity) : null;
    }
    default:
      return null;
  }
}

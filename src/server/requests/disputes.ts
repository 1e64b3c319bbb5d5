/** What disputes of a payment mean: for refunds, for its operators, for the payer's receipt. Pure. */
import type { DisputeState, Snapshot } from './document.js';

/** Statuses that come before a decision. */
const undecided: ReadonlySet<string> = new Set([
  'needs_response',
  'under_review',
  'warning_needs_response',
  'warning_under_review',
]);

/** Whether a dispute is still to be decided. */
export function isUndecided({ status }: DisputeState): boolean {
  return undecided.has(status);
}

/** The dispute that makes Stripe refuse a refund; null if no dispute does. */
export function refundBlocker(snapshot: Snapshot | null): DisputeState | null {
  const found = snapshot?.disputes.find((each) => !isRefundable(each));
  return found ?? null;
}

/** Whether a refund is possible in spite of it: an inquiry takes no money yet, and one that was won is over. */
export function isRefundable({ status, refundable }: DisputeState): boolean {
  if (status === 'won' || status === 'warning_closed') return true;
  return refundable ?? status.startsWith('warning_');
}

/** Those that operators see: one that was won has changed nothing. */
export function shownDisputes(snapshot: Snapshot | null): DisputeState[] {
  return snapshot?.disputes.filter(({ status }) => status !== 'won') ?? [];
}

/** What disputes that are lost took back from the merchant, in minor units. */
export function withdrawnBy({ disputes }: Snapshot): number {
  return disputes.filter(({ status }) => status === 'lost').reduce((sum, { amount }) => sum + amount, 0);
}

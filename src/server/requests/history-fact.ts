/** What one entry of a request's history is made of, before the circumstances of its commit are added. */
import type { HistoryEntry } from '../../contract/types.js';
import type { RequestDoc, Snapshot } from './document.js';

/** A fact between two documents: what `HistoryEntry` says of it, with Stripe's ids beside the rest. */
export type Fact = Pick<HistoryEntry, 'type' | 'by'> &
  Partial<Omit<HistoryEntry, 'stripe'>> &
  Partial<HistoryEntry['stripe']>;

/** The earlier document's snapshot, where it is of the same rail as the later one's; null otherwise. */
export function sameRail(before: RequestDoc, after: RequestDoc): Snapshot | null {
  return before.snapshot && before.snapshot.rail.id === after.snapshot?.rail.id ? before.snapshot : null;
}

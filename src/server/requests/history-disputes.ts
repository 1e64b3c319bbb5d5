/** Facts of a request's history about disputes and early fraud warnings. Pure. */
import type { RequestDoc } from './document.js';
import { sameRail, type Fact } from './history-fact.js';

/** Disputes that are new or stand otherwise than before, then warnings that are new. */
export function disputes(before: RequestDoc, after: RequestDoc): Fact[] {
  const old = sameRail(before, after);
  const charge = after.snapshot?.rail.latestCharge ?? null;
  const changed = (after.snapshot?.disputes ?? []).filter(
    (dispute) => old?.disputes.find((each) => each.id === dispute.id)?.status !== dispute.status,
  );
  const warned = (after.snapshot?.fraudWarnings ?? []).filter(
    (warning) => !old?.fraudWarnings.some((each) => each.id === warning.id),
  );
  return [
    ...changed.map(({ amount, status, reason }): Fact => {
      const type = status === 'won' ? 'dispute_won' : status === 'lost' ? 'dispute_lost' : 'disputed';
      return { type, by: 'stripe', amount, charge, note: [status, reason].filter(Boolean).join(': ') };
    }),
    ...warned.map(({ type }): Fact => ({
      type: 'disputed',
      by: 'stripe',
      charge,
      note: `early_fraud_warning: ${type}`,
    })),
  ];
}

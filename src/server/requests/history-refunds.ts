/** Facts of a request's history about money given back, and about orders of operators that are over without effect. Pure. */
import { intentOf, type Rail, type RefundState, type RequestDoc } from './document.js';
import { sameRail, type Fact } from './history-fact.js';
import { isRefundPending } from './projection.js';
import { refundWords } from './refund-words.js';

/** Money on a rail that had ended, which has been given back since. */
export function duplicates(before: RequestDoc, after: RequestDoc): Fact[] {
  const known = new Set(before.rails.filter((rail) => rail.duplicate).map((rail) => rail.id));
  return after.rails
    .filter(
      (rail): rail is Rail & { duplicate: NonNullable<Rail['duplicate']> } =>
        rail.duplicate !== null && !known.has(rail.id),
    )
    .map((rail) => ({
      type: 'refunded',
      by: 'system',
      amount: rail.duplicate.amount,
      intent: intentOf(rail),
      refund: rail.duplicate.refund,
      note: 'duplicate',
    }));
}

/** Refunds that are new or stand otherwise than before, with who ordered them. */
export function refunds(before: RequestDoc, after: RequestDoc): Fact[] {
  const old = sameRail(before, after);
  return (after.snapshot?.refunds ?? []).flatMap((refund): Fact[] => {
    const known = old?.refunds.find((each) => each.id === refund.id);
    if (known?.status === refund.status) return [];
    if (known && isRefundPending(known) && isRefundPending(refund)) return [];
    const type = isRefundPending(refund)
      ? 'refund_pending'
      : refund.status === 'succeeded'
        ? 'refunded'
        : 'refund_failed';
    const operation = operationOf(refund, after);
    return [
      {
        type,
        by: type === 'refund_failed' ? 'stripe' : (operation?.by ?? 'stripe'),
        amount: refund.amount,
        refund: refund.id,
        charge: after.snapshot?.rail.latestCharge ?? null,
        note: refund.failureReason ?? operation?.note ?? refund.reason,
      },
    ];
  });
}

/** Orders that are over without effect: `note` says whose they were, and why. */
export function ordersOver(before: RequestDoc, after: RequestDoc): Fact[] {
  const known = new Set(before.operations.filter(({ lapsedAt }) => lapsedAt !== undefined).map(({ key }) => key));
  return after.operations
    .filter(({ key, lapsedAt }) => lapsedAt !== undefined && !known.has(key))
    .map(({ type, params, by, asked }): Fact => {
      const amount = params[type === 'capture' ? 'amount_to_capture' : 'amount'];
      return {
        type: type === 'capture' ? 'capture_lapsed' : 'refund_lapsed',
        by: 'system',
        amount: typeof amount === 'number' ? amount : null,
        note: asked?.reason == null ? by : `${by}: ${asked.reason}`,
      };
    });
}

/** What of ours made a refund, by its mark; one that was made at Stripe has none. */
function operationOf({ mark }: RefundState, { operations }: RequestDoc): { by: string; note: string | null } | null {
  if (mark === undefined) return null;
  const own = operations.find(({ type, params }) => type === 'refund' && refundWords(params).mark === mark);
  return own ? { by: own.by, note: refundWords(own.params).reason } : null;
}

/**
 * The facts between two states of a request, for its history and `onEvent`: pure but for fresh ids. They
 * follow from the documents alone, so it does not matter whether a payer, a webhook or a timer found out.
 */
import type { HistoryEntry, HistoryType, RequestStatus } from '../../contract/types.js';
import { dashboardUrl } from '../dashboard.js';
import {
  currentRail,
  intentOf,
  type AttemptRecord,
  type Rail,
  type RefundState,
  type RequestDoc,
  type Snapshot,
} from './document.js';
import { isRefundPending, paidCharge, project } from './projection.js';
import { isMade, ordersOf } from './orders.js';
import { refundWords } from './refund-words.js';

/** Circumstances of a commit. */
export interface HistoryContext {
  now: Date;
  /** The webhook that made the server look, if one did. */
  event: string | null;
}

type Fact = Pick<HistoryEntry, 'type' | 'by'> & Partial<Omit<HistoryEntry, 'stripe'>> & Partial<HistoryEntry['stripe']>;

/** What happened between two documents, oldest first. */
export function historyOf(before: RequestDoc, after: RequestDoc, { now, event }: HistoryContext): HistoryEntry[] {
  const was = project(before, now).status;
  const { status, reviewReason } = project(after, now);
  const facts = [
    ...attemptsStarted(before, after),
    ...(was === status ? [] : moneyTaken(after, was, status)),
    ...attemptsOver(before, after),
    ...duplicates(before, after),
    ...refunds(before, after),
    ...ordersOver(before, after),
    ...disputes(before, after),
    ...(was === status ? [] : closed(after, status, reviewReason)),
  ];
  return facts.map((fact) => entry(fact, after, status, now, event));
}

/** The first fact of a request. */
export function createdEntry(doc: RequestDoc, status: RequestStatus, by: string, now: Date): HistoryEntry {
  return entry({ type: 'created', by, amount: doc.terms.amount }, doc, status, now, null);
}

function entry(fact: Fact, doc: RequestDoc, status: RequestStatus, now: Date, event: string | null): HistoryEntry {
  const { terms } = doc;
  const { type, by, attempt, amount, code, declineCode, card, note } = fact;
  const rail = currentRail(doc);
  const intent = fact.intent ?? (rail && intentOf(rail));
  return {
    id: `evt_${crypto.randomUUID().replaceAll('-', '')}`,
    at: now.toISOString(),
    type,
    by,
    attempt: attempt ?? null,
    amount: amount ?? null,
    currency: terms.currency,
    status,
    code: code ?? null,
    declineCode: declineCode ?? null,
    card: card ?? null,
    stripe: { intent, charge: fact.charge ?? null, refund: fact.refund ?? null, event },
    dashboardUrl: dashboardUrl(terms.mode, terms.stripeAccount, intent),
    note: note ?? null,
  };
}

function attemptsStarted(before: RequestDoc, after: RequestDoc): Fact[] {
  const known = new Set(before.attempts.map((attempt) => attempt.id));
  return after.attempts
    .filter((attempt) => !known.has(attempt.id))
    .map((attempt) => ({
      ...ofAttempt('attempt_started', attempt, after),
      ...(attempt.instrument.kind === 'checkout' ? { note: 'checkout' } : {}),
    }));
}

function attemptsOver(before: RequestDoc, after: RequestDoc): Fact[] {
  return after.attempts.flatMap((attempt): Fact[] => {
    const old = before.attempts.find((each) => each.id === attempt.id)?.status ?? 'pending';
    if (old === attempt.status) return [];
    if (attempt.status === 'lapsed') return [{ ...ofAttempt('attempt_lapsed', attempt, after), by: 'system' }];
    if (attempt.status !== 'declined') return [];
    const { failure } = attempt;
    return [
      {
        ...ofAttempt('attempt_failed', attempt, after),
        charge: attempt.charge,
        code: failure?.code ?? null,
        declineCode: failure?.declineCode ?? null,
        note: [failure?.stripeCode, failure?.reason].filter(Boolean).join(': ') || null,
      },
    ];
  });
}

function ofAttempt(type: HistoryType, attempt: AttemptRecord, doc: RequestDoc): Fact {
  const rail = doc.rails.find(({ id }) => id === attempt.rail);
  const intent = rail ? intentOf(rail) : attempt.rail;
  return {
    type,
    by: attempt.by,
    attempt: attempt.id,
    amount: doc.terms.amount,
    card: attempt.card,
    ...(intent === null ? {} : { intent }),
  };
}

function moneyTaken(after: RequestDoc, was: RequestStatus, status: RequestStatus): Fact[] {
  const { snapshot } = after;
  const charge = snapshot && paidCharge(snapshot);
  if (!snapshot || !charge) return [];
  const attempt = after.attempts.find((each) => each.charge === charge.id);
  const fact = { attempt: attempt?.id ?? null, card: charge.card, charge: charge.id, note: observations(snapshot) };
  const amount = snapshot.rail.amountReceived;
  if (status === 'authorized')
    return [{ ...fact, type: 'authorized', by: attempt?.by ?? 'stripe', amount: snapshot.rail.amount }];
  if (!settledStates.has(status) || settledStates.has(was)) return [];
  const paid: Fact = { ...fact, type: 'paid', by: attempt?.by ?? 'stripe', amount };
  if (after.terms.capture === 'automatic') return [paid];
  // What was captured at Stripe is not the work of an order that is over, or that asked for another amount.
  const capture = ordersOf(after, 'capture')
    .filter((order) => order.lapsedAt === undefined && isMade(after, order))
    .at(-1);
  const by = capture?.by ?? 'stripe';
  return [
    { ...fact, type: 'captured', by, amount },
    { ...paid, by },
  ];
}

const settledStates: ReadonlySet<RequestStatus> = new Set(['paid', 'partially_refunded', 'refunded']);

/** What Stripe noticed about the payment: risk and failed checks. Null where there is nothing to say. */
function observations(snapshot: Snapshot): string | null {
  const charge = paidCharge(snapshot);
  const risk =
    charge?.risk && charge.risk !== 'normal' && charge.risk !== 'not_assessed' ? [`risk ${charge.risk}`] : [];
  const checks = (charge?.failedChecks ?? []).map((check) => `${check} check failed`);
  return [...risk, ...checks].join(', ') || null;
}

function duplicates(before: RequestDoc, after: RequestDoc): Fact[] {
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

function refunds(before: RequestDoc, after: RequestDoc): Fact[] {
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
function ordersOver(before: RequestDoc, after: RequestDoc): Fact[] {
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

function disputes(before: RequestDoc, after: RequestDoc): Fact[] {
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

function sameRail(before: RequestDoc, after: RequestDoc): Snapshot | null {
  return before.snapshot && before.snapshot.rail.id === after.snapshot?.rail.id ? before.snapshot : null;
}

function closed(after: RequestDoc, status: RequestStatus, reviewReason: string | null): Fact[] {
  if (status === 'review') return [{ type: 'review', by: 'system', note: reviewReason }];
  if (status === 'expired') return [{ type: 'expired', by: 'system' }];
  if (status === 'canceled')
    return [
      {
        type: 'canceled',
        by: after.ending?.by ?? 'stripe',
        note: after.ending?.reason ?? after.snapshot?.rail.cancellationReason ?? null,
      },
    ];
  return [];
}

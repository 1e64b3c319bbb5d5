/**
 * The facts between two states of a request, for its history and `onEvent`: pure but for fresh ids. They
 * follow from the documents alone, so it does not matter whether a payer, a webhook or a timer found out.
 */
import type { HistoryEntry, HistoryType, RequestStatus } from '../../contract/types.js';
import { dashboardUrl } from '../dashboard.js';
import { currentRail, intentOf, type AttemptRecord, type RequestDoc, type Snapshot } from './document.js';
import { disputes } from './history-disputes.js';
import type { Fact } from './history-fact.js';
import { duplicates, ordersOver, refunds } from './history-refunds.js';
import { paidCharge, project } from './projection.js';
import { isMade, ordersOf } from './orders.js';

/** Circumstances of a commit. */
export interface HistoryContext {
  now: Date;
  /** The webhook that made the server look, if one did. */
  event: string | null;
}

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

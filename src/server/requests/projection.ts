/**
 * Where a request stands: a pure function of its document and the time. No clock, no call, no memory. Money
 * is believed only where amount, currency, mode and rail match what was asked for; anything else that shows
 * money is `review`.
 */
import type { Attempt, Payment, PaymentRefund, RequestStatus } from '../../contract/types.js';
import { maskDecline } from '../../errors/declines.js';
import { shownDisputes, withdrawnBy } from './disputes.js';
import {
  currentRail,
  intentOf,
  type AttemptRecord,
  type ChargeState,
  type DisputeState,
  type RequestDoc,
  type RefundState,
  type Snapshot,
} from './document.js';
import { hasRefusedInstrument } from './refused-instruments.js';

/** What is derived from a document. */
export interface Projection {
  status: RequestStatus;
  /** The newest attempt, masked for payers. */
  attempt: Attempt | null;
  /** Null until Stripe took or reserved money that matches. */
  payment: Payment | null;
  /** For operators: ids at Stripe, also while in review. */
  intent: string | null;
  charge: string | null;
  /** For operators: all that were not won. */
  disputes: DisputeState[];
  /** Whether a new attempt may start, as far as the document says: not pending elsewhere, not closing, not over its limits. */
  payable: boolean;
  /** Why it is in review, in words for the operator. */
  reviewReason: string | null;
}

/** Projects a document at a time. */
export function project(doc: RequestDoc, now: Date): Projection {
  const { status, reviewReason } = statusOf(doc);
  const snapshot = snapshotOf(doc);
  const charge = snapshot && paidCharge(snapshot);
  const latest = doc.attempts.at(-1);
  const rail = currentRail(doc);
  return {
    status,
    attempt: latest ? maskedAttempt(latest) : null,
    payment: snapshot && charge && holdsMoney(status) ? paymentOf(doc, snapshot, charge) : null,
    intent: rail && intentOf(rail),
    charge: charge?.id ?? null,
    disputes: shownDisputes(snapshot),
    payable:
      status === 'open' &&
      doc.ending === null &&
      now.getTime() < Date.parse(doc.terms.expiresAt) &&
      latest?.status !== 'pending' &&
      declineLimit(doc, now) === null,
    reviewReason,
  };
}

/** Most declines of one request, ever and in an hour. */
const DECLINES = 10;
const DECLINES_PER_HOUR = 5;
const HOUR_MS = 3_600_000;
/** Attempts of any outcome: what no payer needs, and a bound for the document. */
const ATTEMPTS = 60;

/** If the request has used up its declines: how many ms until another may be tried, `Infinity` for never. Null if it has not. */
export function declineLimit(doc: RequestDoc, now: Date): number | null {
  const tried = doc.attempts.filter((attempt) => !hasRefusedInstrument(attempt));
  const declines = tried.filter((attempt) => attempt.status === 'declined').map((attempt) => settledAt(attempt));
  if (declines.length >= DECLINES || tried.length >= ATTEMPTS) return Infinity;
  const recent = declines.filter((at) => now.getTime() - at < HOUR_MS);
  const oldest = recent.at(-DECLINES_PER_HOUR);
  return oldest === undefined ? null : oldest + HOUR_MS - now.getTime();
}

/** The status, and for `review` the reason. */
function statusOf(doc: RequestDoc): { status: RequestStatus; reviewReason: string | null } {
  const snapshot = snapshotOf(doc);
  const rail = currentRail(doc);
  // What was seen to be taken stays so, whoever's keys are there now.
  if (rail?.missing && !tookMoney.has(snapshot?.rail.status ?? '')) {
    const reviewReason = `Stripe does not know ${rail.id} under this account's ${doc.terms.mode} keys. Were they switched to another account? Put the old ones back, and it goes on.`;
    return { status: 'review', reviewReason };
  }
  if (!snapshot) return plain(doc.ending && !currentRail(doc) ? doc.ending.to : 'open');
  switch (snapshot.rail.status) {
    case 'succeeded':
    case 'requires_capture': {
      const reviewReason = mismatch(doc, snapshot);
      if (reviewReason !== null) return { status: 'review', reviewReason };
      return plain(snapshot.rail.status === 'succeeded' ? settledStatus(snapshot) : 'authorized');
    }
    case 'processing':
      return plain('processing');
    case 'canceled':
      return plain(doc.ending && !wasReserved(snapshot) ? doc.ending.to : 'canceled');
    default:
      return plain('open');
  }
}

const tookMoney: ReadonlySet<string> = new Set(['succeeded', 'requires_capture']);

function plain(status: RequestStatus): { status: RequestStatus; reviewReason: null } {
  return { status, reviewReason: null };
}

/** The snapshot, if it is one of the rail that counts. */
function snapshotOf(doc: RequestDoc): Snapshot | null {
  const rail = currentRail(doc);
  return rail && doc.snapshot?.rail.id === rail.id ? doc.snapshot : null;
}

/** Why money on this rail is not what was asked for; null if it is. */
function mismatch(doc: RequestDoc, { rail, ...snapshot }: Snapshot): string | null {
  const { terms } = doc;
  if (rail.amount !== terms.amount) return `Stripe's amount is ${rail.amount}, the request's ${terms.amount}.`;
  if (rail.currency !== terms.currency)
    return `Stripe's currency is ${rail.currency}, the request's ${terms.currency}.`;
  if (rail.livemode !== (terms.mode === 'live'))
    return `Stripe's object is ${rail.livemode ? 'live' : 'test'}, the request ${terms.mode}.`;
  const charge = paidCharge({ rail, ...snapshot });
  if (!charge) return 'Stripe shows a success without a charge that succeeded.';
  if (charge.currency !== terms.currency)
    return `The charge's currency is ${charge.currency}, the request's ${terms.currency}.`;
  if (charge.amount !== terms.amount) return `The charge's amount is ${charge.amount}, the request's ${terms.amount}.`;
  if (rail.status !== 'succeeded') return null;
  if (!charge.captured) return 'Stripe shows a success whose charge is not captured.';
  if (terms.capture === 'automatic' && rail.amountReceived !== terms.amount) {
    return `Stripe received ${rail.amountReceived} of ${terms.amount}.`;
  }
  if (rail.amountReceived <= 0 || rail.amountReceived > terms.amount)
    return `Stripe received ${rail.amountReceived} of ${terms.amount}.`;
  return null;
}

/** The charge that holds the money. */
export function paidCharge({ rail, charges }: Pick<Snapshot, 'rail' | 'charges'>): ChargeState | null {
  const succeeded = charges.filter((charge) => charge.status === 'succeeded');
  return succeeded.find((charge) => charge.id === rail.latestCharge) ?? null;
}

/** Whether money was once reserved here, so that a canceled rail means a released authorization. */
export function wasReserved({ charges }: Pick<Snapshot, 'charges'>): boolean {
  return charges.some((charge) => charge.status === 'succeeded');
}

function settledStatus({ rail, refunds }: Snapshot): RequestStatus {
  const refunded = total(refunds, isRefunded);
  if (refunded === 0) return 'paid';
  return refunded >= rail.amountReceived ? 'refunded' : 'partially_refunded';
}

function isRefunded(refund: RefundState): boolean {
  return refund.status === 'succeeded';
}

/** Whether Stripe has not finished with it. */
export function isRefundPending(refund: RefundState): boolean {
  return refund.status === 'pending' || refund.status === 'requires_action';
}

function total(refunds: readonly RefundState[], which: (refund: RefundState) => boolean): number {
  return refunds.filter(which).reduce((sum, refund) => sum + refund.amount, 0);
}

function holdsMoney(status: RequestStatus): boolean {
  return status === 'authorized' || status === 'paid' || status === 'partially_refunded' || status === 'refunded';
}

/** A refund as a receipt shows it; one that failed or was canceled gave nothing back. */
function shownRefund(refund: RefundState): PaymentRefund[] {
  const status = isRefunded(refund) ? 'succeeded' : isRefundPending(refund) ? 'pending' : null;
  return status === null ? [] : [{ amount: refund.amount, status, at: refund.createdAt ?? null }];
}

function paymentOf(doc: RequestDoc, snapshot: Snapshot, charge: ChargeState): Payment {
  const { rail, refunds } = snapshot;
  const captured = rail.status === 'succeeded';
  return {
    amount: rail.amount,
    captured: captured ? rail.amountReceived : 0,
    refunded: total(refunds, isRefunded),
    refundPending: total(refunds, isRefundPending),
    refunds: refunds.flatMap(shownRefund),
    withdrawn: withdrawnBy(snapshot),
    card: charge.card,
    paidAt: captured ? (doc.paidAt ?? charge.createdAt) : null,
    captureBefore: captured ? null : charge.captureBefore,
  };
}

function maskedAttempt(attempt: AttemptRecord): Attempt {
  const failure = attempt.status === 'declined' ? attempt.failure : null;
  return {
    id: attempt.id,
    status: attempt.status,
    code: failure?.code ?? null,
    recovery: failure?.recovery ?? null,
    declineCode: failure ? maskDecline(failure.declineCode) : null,
    startedAt: attempt.startedAt,
  };
}

function settledAt(attempt: AttemptRecord): number {
  return Date.parse(attempt.settledAt ?? attempt.startedAt);
}

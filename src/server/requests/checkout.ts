/**
 * Tries on Checkout's page as attempts: pure. Nothing of them is known before Stripe shows a charge, so each
 * charge of the session is an attempt, under the charge's own id. They count as declines like any other.
 */
import type { AttemptStatus } from '../../contract/types.js';
import type { AttemptRecord, ChargeState, Snapshot } from './document.js';
import { failureIn } from './failure.js';

/** The attempts with those that a snapshot of a session shows. One of ours that is pending stays the newest. */
export function withCheckout(attempts: readonly AttemptRecord[], snapshot: Snapshot): AttemptRecord[] {
  const known = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const seen = new Map(
    snapshot.charges.map((charge) => [charge.id, attemptOf(charge, snapshot, known.get(charge.id))]),
  );
  const old = attempts.map((attempt) => seen.get(attempt.id) ?? attempt);
  const fresh = [...seen.values()].filter(({ id }) => !known.has(id));
  const pending = old.findIndex(({ status }) => status === 'pending');
  const at = pending === -1 ? old.length : pending;
  return [...old.slice(0, at), ...fresh, ...old.slice(at)];
}

function attemptOf(charge: ChargeState, { rail, readAt }: Snapshot, known: AttemptRecord | undefined): AttemptRecord {
  const status = statusOf(charge);
  if (known?.status === status) return known;
  return {
    id: charge.id,
    by: 'payer',
    instrument: { kind: 'checkout', id: rail.id },
    status,
    paymentMethod: charge.paymentMethod,
    card: charge.card,
    rail: rail.id,
    before: null,
    charge: charge.id,
    failure: status === 'declined' ? failureIn(rail, charge) : null,
    receiptEmail: null,
    returnUrl: null,
    startedAt: charge.createdAt,
    calledAt: null,
    settledAt: status === 'processing' ? null : readAt,
  };
}

function statusOf({ status }: ChargeState): AttemptStatus {
  if (status === 'succeeded') return 'succeeded';
  return status === 'failed' ? 'declined' : 'processing';
}

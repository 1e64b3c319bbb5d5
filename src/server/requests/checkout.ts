/**
 * Tries on Checkout's page as attempts: pure. Nothing of them is known before Stripe shows a charge, so each
 * charge of the session is an attempt, under the charge's own id. They count as declines like any other.
 */
import type { AttemptStatus } from '../../contract/types.js';
import type { AttemptRecord, ChargeState, RailState, Snapshot } from './document.js';
import { failureIn } from './failure.js';

/** The attempts with those that a snapshot of a session shows. One of ours that is pending stays the newest. */
export function withCheckout(attempts: readonly AttemptRecord[], snapshot: Snapshot): AttemptRecord[] {
  const known = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const voucher = voucherOf(attempts, snapshot);
  const seen = new Map(
    snapshot.charges.map((charge) => {
      const { id, ...seenNow } = attemptOf(charge, snapshot, known.get(charge.id));
      // The charge of a voucher is what came of the attempt that waited for it.
      return charge.id === voucher?.charge ? [voucher.id, { ...seenNow, id: voucher.id }] : [id, { ...seenNow, id }];
    }),
  );
  if (voucher && !seen.has(voucher.id)) seen.set(voucher.id, voucher);
  const old = attempts.map((attempt) => seen.get(attempt.id) ?? attempt);
  const fresh = [...seen.values()].filter(({ id }) => !known.has(id));
  const pending = old.findIndex(({ status }) => status === 'pending');
  const at = pending === -1 ? old.length : pending;
  return [...old.slice(0, at), ...fresh, ...old.slice(at)];
}

/**
 * The attempt of a voucher or transfer: it is chosen on the page and paid elsewhere, so it waits without a charge, and
 * lapses with the session's payment. Null where none was chosen.
 */
function voucherOf(attempts: readonly AttemptRecord[], { rail, charges, readAt }: Snapshot): AttemptRecord | null {
  const id = rail.session?.intent ?? null;
  if (id === null) return null;
  const known = attempts.find((attempt) => attempt.id === id);
  const waits = rail.status === 'processing' && rail.nextAction !== null && charges.length === 0;
  if (!known) return waits ? waitingVoucher(id, rail, readAt) : null;
  const charge =
    known.charge ?? charges.find((each) => attempts.every((attempt) => attempt.id !== each.id))?.id ?? null;
  if (charge !== null) return { ...known, charge };
  return waits || known.status === 'lapsed' ? known : { ...known, status: 'lapsed', settledAt: readAt };
}

function waitingVoucher(id: string, rail: RailState, readAt: string): AttemptRecord {
  return {
    id,
    by: 'payer',
    instrument: { kind: 'checkout', id: rail.id },
    status: 'requires_action',
    paymentMethod: rail.paymentMethod,
    card: null,
    rail: rail.id,
    before: null,
    charge: null,
    failure: null,
    receiptEmail: null,
    returnUrl: null,
    startedAt: readAt,
    calledAt: null,
    settledAt: null,
  };
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

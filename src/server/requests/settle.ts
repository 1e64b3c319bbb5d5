/**
 * What a read of Stripe means for a document: pure. Which attempt made which charge, which rail has ended,
 * what has lapsed. An attempt gets a decline only if its own payment method, and something that was not
 * there before its call, says so.
 */
import type { AttemptStatus } from '../../contract/types.js';
import { withCheckout } from './checkout.js';
import {
  currentRail,
  kindOf,
  type AttemptRecord,
  type ChargeState,
  type Rail,
  type RailState,
  type RequestDoc,
  type Snapshot,
} from './document.js';
import { failureIn } from './failure.js';
import { wasReserved } from './projection.js';

/** Puts a newer snapshot of the current rail into the document; an older one, or one of another rail, changes nothing. */
export function withSnapshot(doc: RequestDoc, snapshot: Snapshot): RequestDoc {
  const rail = currentRail(doc);
  if (!rail || rail.id !== snapshot.rail.id) return doc;
  const known = doc.snapshot;
  if (known && known.rail.id === rail.id && known.readAt > snapshot.readAt) return doc;
  const next: RequestDoc = {
    ...doc,
    snapshot,
    rails: doc.rails.map((each) => (each.id === rail.id ? found(each, snapshot.rail) : each)),
    attempts:
      kindOf(rail) === 'session'
        ? withCheckout(doc.attempts, snapshot)
        : doc.attempts.map((attempt) => settled(attempt, doc, snapshot)),
  };
  const { status } = snapshot.rail;
  if (status === 'succeeded' || status === 'requires_capture') {
    // Stripe has the last word: a wish to end it came too late.
    next.rails = next.rails.map((each) => (each.id === rail.id ? { ...each, ending: false } : each));
    if (status === 'succeeded' || doc.ending?.to === 'expired') next.ending = null;
    if (status === 'succeeded') {
      next.paidAt = doc.paidAt ?? paidAt(doc, snapshot);
    }
  }
  if (status === 'canceled' && endsSilently(doc, snapshot)) {
    next.rails = next.rails.map((each) => (each.id === rail.id ? { ...each, endedAt: snapshot.readAt } : each));
    next.snapshot = null;
  }
  return next;
}

/** Notes that Stripe does not know the current rail under the account's keys. What was read before stays. */
export function withMissingRail(doc: RequestDoc): RequestDoc {
  const rail = currentRail(doc);
  if (!rail || rail.missing) return doc;
  return { ...doc, rails: doc.rails.map((each) => (each.id === rail.id ? { ...each, missing: true } : each)) };
}

function found(rail: Rail, { session }: RailState): Rail {
  const seen = session ? { ...rail, intent: session.intent } : { ...rail };
  delete seen.missing;
  return seen;
}

/**
 * Marks as lapsed what left no trace `lapseMs` after its last call, as the newest read shows, and what never called
 * at all. One that was sent to a rail that lives lapses only once that rail has ended, which is wished for here: a
 * call that is still on its way then finds nothing that could take money.
 */
export function withLapses(doc: RequestDoc, now: Date, lapseMs: number): RequestDoc {
  const ending = new Set<string>();
  const attempts = doc.attempts.map((attempt) => {
    if (attempt.status !== 'pending') return attempt;
    const deadline = Date.parse(attempt.calledAt ?? attempt.startedAt) + lapseMs;
    // One that was sent to a rail lapses only by a read that began after the deadline.
    const seenAt = isSent(doc, attempt) ? readOf(doc, attempt) : now.getTime();
    const over = seenAt !== null && seenAt >= deadline;
    const gone = isSent(doc, attempt) ? !railLives(doc, attempt) : doc.ending !== null;
    if (!over && !gone) return attempt;
    if (!gone && attempt.rail !== null && isSent(doc, attempt)) {
      ending.add(attempt.rail);
      return attempt;
    }
    return lapsed(attempt, now.toISOString());
  });
  const changed = ending.size > 0 || attempts.some((attempt, index) => attempt !== doc.attempts[index]);
  const rails = doc.rails.map((rail) => (ending.has(rail.id) ? { ...rail, ending: true } : rail));
  return changed ? { ...doc, attempts, rails } : doc;
}

/** An attempt that is over and took nothing. */
export function lapsed(attempt: AttemptRecord, at: string): AttemptRecord {
  return { ...attempt, status: 'lapsed', settledAt: at };
}

/** Whether its confirm may have reached Stripe. */
export function isSent(doc: RequestDoc, attempt: AttemptRecord): boolean {
  return doc.operations.some((operation) => operation.type === 'confirm' && operation.attempt === attempt.id);
}

function readOf(doc: RequestDoc, attempt: AttemptRecord): number | null {
  return doc.snapshot && doc.snapshot.rail.id === attempt.rail ? Date.parse(doc.snapshot.readAt) : null;
}

function railLives(doc: RequestDoc, attempt: AttemptRecord): boolean {
  return currentRail(doc)?.id === attempt.rail;
}

/** A cancellation after which the request goes on: ours to change rails, or Stripe's own (the confirm limit). */
function endsSilently(doc: RequestDoc, snapshot: Snapshot): boolean {
  if (doc.ending !== null || wasReserved(snapshot)) return false;
  const rail = currentRail(doc);
  return rail?.ending === true || !isByPerson(snapshot.rail);
}

/** `cancellation_reason`s that only a caller of Stripe's API or Dashboard can give. */
const byPerson: ReadonlySet<string> = new Set(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']);

/** Stripe's own cancellations of a PaymentIntent say why; a caller may leave it out. A session that is over has no reason. */
function isByPerson({ cancellationReason, session }: RailState): boolean {
  return cancellationReason === null ? session === undefined : byPerson.has(cancellationReason);
}

function paidAt(doc: RequestDoc, snapshot: Snapshot): string {
  const charge = snapshot.charges.find((each) => each.id === snapshot.rail.latestCharge);
  return doc.terms.capture === 'automatic' && charge ? charge.createdAt : snapshot.readAt;
}

function settled(attempt: AttemptRecord, doc: RequestDoc, snapshot: Snapshot): AttemptRecord {
  if (attempt.rail !== snapshot.rail.id || attempt.status === 'succeeded') return attempt;
  const claimed = new Set(doc.attempts.filter((each) => each.id !== attempt.id).map((each) => each.charge));
  const { rail, paymentMethod } = attempt;
  // Tried again with the same one: what came since the second began is the second's.
  const later = doc.attempts
    .slice(1 + doc.attempts.indexOf(attempt))
    .find((each) => paymentMethod !== null && each.rail === rail && each.paymentMethod === paymentMethod);
  const own = traces(attempt, snapshot, claimed, later?.before ?? null);
  const live = attempt.status !== 'declined' && attempt.status !== 'lapsed';
  const succeeded = own.charges.find((charge) => charge.status === 'succeeded');
  if (succeeded) return { ...settledAs(attempt, 'succeeded', snapshot, own, succeeded), failure: null };
  if (!live || !isSent(doc, attempt)) return attempt;
  if (own.action) return { ...attempt, ...identity(attempt, own), status: own.action };
  const failed = own.charges.find((charge) => charge.status === 'failed');
  if (failed || own.error) {
    return {
      ...settledAs(attempt, 'declined', snapshot, own, failed ?? null),
      failure: failureIn(snapshot.rail, failed ?? null),
    };
  }
  const over = isOver(snapshot.rail) || attempt.status !== 'pending';
  return over ? lapsed(attempt, snapshot.readAt) : attempt;
}

/** The rail can take nothing more from an attempt that left no trace on it. */
function isOver(rail: RailState): boolean {
  return rail.status === 'succeeded' || rail.status === 'requires_capture' || rail.status === 'canceled';
}

interface Traces {
  paymentMethod: string | null;
  /** New ones with its payment method, that no other attempt made. */
  charges: ChargeState[];
  /** Whether the rail's last error is its own. */
  error: boolean;
  /** The rail waits on its payment method. */
  action: Extract<AttemptStatus, 'requires_action' | 'processing'> | null;
}

/** `next` is what the rail showed when another attempt with the same payment method began; null if none did. */
function traces(
  attempt: AttemptRecord,
  snapshot: Snapshot,
  claimed: ReadonlySet<string | null>,
  next: AttemptRecord['before'],
): Traces {
  const { rail } = snapshot;
  const before = new Set(attempt.before?.charges ?? []);
  const fresh = snapshot.charges.filter(
    ({ id }) => !before.has(id) && !claimed.has(id) && (next === null || next.charges.includes(id)),
  );
  const newError =
    rail.lastError !== null && (errorMark(rail) !== attempt.before?.error || attempt.status !== 'pending');
  const paymentMethod =
    attempt.paymentMethod ??
    (usedHere(attempt, snapshot)
      ? (fresh[0]?.paymentMethod ?? rail.paymentMethod ?? (newError ? (rail.lastError?.paymentMethod ?? null) : null))
      : null);
  if (paymentMethod === null) return { paymentMethod, charges: [], error: false, action: null };
  const waits = rail.paymentMethod === paymentMethod;
  return {
    paymentMethod,
    charges: fresh.filter((charge) => charge.paymentMethod === paymentMethod),
    error: newError && rail.status === 'requires_payment_method' && rail.lastError?.paymentMethod === paymentMethod,
    action: waits && (rail.status === 'requires_action' || rail.status === 'processing') ? rail.status : null,
  };
}

/** A confirmation token is matched by the PaymentIntent that used it. */
function usedHere(attempt: AttemptRecord, snapshot: Snapshot): boolean {
  return attempt.instrument.kind === 'confirmationToken' && snapshot.tokens[attempt.instrument.id] === snapshot.rail.id;
}

function identity(attempt: AttemptRecord, own: Traces): { paymentMethod: string | null } {
  return { paymentMethod: attempt.paymentMethod ?? own.paymentMethod };
}

function settledAs(
  attempt: AttemptRecord,
  status: 'succeeded' | 'declined',
  snapshot: Snapshot,
  own: Traces,
  charge: ChargeState | null,
): AttemptRecord {
  return {
    ...attempt,
    ...identity(attempt, own),
    status,
    charge: charge?.id ?? attempt.charge,
    card: charge?.card ?? attempt.card,
    settledAt: snapshot.readAt,
  };
}

/** Tells one error of a rail from the next. */
export function errorMark({ lastError }: RailState): string | null {
  if (!lastError) return null;
  return [lastError.code, lastError.declineCode, lastError.paymentMethod, lastError.charge].join('|');
}

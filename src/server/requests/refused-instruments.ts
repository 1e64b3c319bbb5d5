/**
 * Attempts whose instrument Stripe does not accept: one that does not exist, or was used before. Nothing was tried on a
 * card, so they count neither as declines nor as attempts, and are forgotten once they are answered.
 */
import type { AttemptRecord, Operation, RequestDoc } from './document.js';

/** Whether Stripe refused the instrument itself, before any bank was asked. */
export function hasRefusedInstrument({ status, failure }: AttemptRecord): boolean {
  return status === 'declined' && failure !== null && refusals.has(failure.code);
}

const refusals: ReadonlySet<string> = new Set(['invalid-request', 'instrument-used']);

/** The document without such attempts; the same object if it has no such attempt. */
export function withoutRefusedInstruments(doc: RequestDoc): RequestDoc {
  const refused = new Set(doc.attempts.filter(hasRefusedInstrument).map(({ id }) => id));
  if (refused.size === 0) return doc;
  return {
    ...doc,
    attempts: doc.attempts.filter(({ id }) => !refused.has(id)),
    operations: doc.operations.flatMap((operation) => {
      const { type, attempt, target, done } = operation;
      if (type !== 'confirm' && type !== 'method') return [operation];
      const isEmpty = done && attempt === null && target === null;
      if (!isEmpty && (attempt === null || !refused.has(attempt))) return [operation];
      return isLast(operation, doc.operations) ? [emptied(operation)] : [];
    }),
  };
}

/** The newest of its kind stays, for its number: no later key may be one that was used. */
function isLast({ type, n }: Operation, operations: readonly Operation[]): boolean {
  return !operations.some((other) => other.type === type && other.n > n);
}

/** Without what it was about: Stripe did nothing. */
function emptied(operation: Operation): Operation {
  return { ...operation, params: {}, target: null, attempt: null, done: true };
}

/** What an attempt came to, as its caller is told. */
import { maskDecline } from '../../errors/declines.js';
import type { PaymentErrorCode } from '../../errors/index.js';
import { sha256Hex } from '../digest.js';
import type { AttemptRecord } from '../requests/document.js';
import { refusal } from './refusal.js';
import type { Row } from './words.js';

/** An attempt that was not refused. */
export interface AttemptOutcome {
  row: Row;
  result: 'paid' | 'authorized' | 'processing' | 'requires_action' | 'pending';
  /** Only with `requires_action`, and only for whoever started the attempt or sends its secret. */
  clientSecret: string | null;
}

/** What Stripe refused for good, in words that say nothing of the account: payers read them. */
const REFUSED: Partial<Record<PaymentErrorCode, { path: string | null; message: string }>> = {
  'invalid-request': { path: 'instrument', message: 'Stripe does not accept this instrument. Make a new one.' },
  'instrument-used': { path: 'instrument', message: 'This instrument was used before. Make a new one.' },
  'amount-too-small': { path: null, message: "The amount is below the smallest that the account's currency allows." },
  'amount-too-large': { path: null, message: 'The amount is above the largest that can be charged.' },
  unavailable: { path: null, message: 'This cannot be paid here. The operator can see why in the history.' },
};

/** The attempt with this id; null if the row has none. */
export function attemptIn(row: Row, id: string): AttemptRecord | null {
  return row.doc.attempts.find((attempt) => attempt.id === id) ?? null;
}

/** In place of a client secret, for callers that have not sent the attempt's own secret. */
export const WITHHELD = Symbol('withheld');

/** Whether `secret` is the one that the attempt was started with. Never where it was started without one. */
export async function isOpenedBy({ secretDigest }: AttemptRecord, secret: string | undefined): Promise<boolean> {
  // Digests of 128 random bits: comparing them tells nothing about the secret.
  return secretDigest !== undefined && secret !== undefined && secretDigest === (await sha256Hex(secret));
}

/**
 * The outcome of an attempt, from the row and, where a next action needs it, the client secret that was just read.
 * Throws a decline with its masked code, or what closed the request where it took nothing.
 */
export function outcomeOf(row: Row, attempt: AttemptRecord, secret: string | null | typeof WITHHELD): AttemptOutcome {
  const answer = (result: AttemptOutcome['result'], clientSecret: string | null = null): AttemptOutcome => ({
    row,
    result,
    clientSecret,
  });
  switch (attempt.status) {
    case 'pending':
      return answer('pending');
    case 'processing':
      return answer('processing');
    case 'requires_action':
      if (secret === WITHHELD) return answer('requires_action');
      // Without the secret the payer could do nothing with the word: it is to be asked for again.
      return secret === null ? answer('pending') : answer('requires_action', secret);
    case 'declined': {
      const code = attempt.failure?.code ?? 'card-declined';
      const refused = refusedFor(code, row);
      if (refused) throw refused;
      throw refusal(code, 'The payment was declined.', row, {
        declineCode: maskDecline(attempt.failure?.declineCode ?? null),
      });
    }
    case 'lapsed':
      throw closedBy(row) ?? refusal('processing-error', 'This attempt took nothing. Start another.', row);
    case 'succeeded':
      if (row.status === 'authorized') return answer('authorized');
      // Under review it is never called paid.
      if (row.status === 'review') return answer('processing');
      if (row.status === 'canceled') throw refusal('request-closed', 'What was reserved has been released.', row);
      return answer('paid');
  }
}

/** What the payer is told where Stripe refused for good; null for any other code. */
export function refusedFor(code: PaymentErrorCode, row: Row): ReturnType<typeof refusal> | null {
  const refused = REFUSED[code];
  if (!refused) return null;
  const { path, message } = refused;
  return refusal(code, message, row, path === null ? {} : { errors: [{ path, code, message }] });
}

/** Why nothing can be paid on this row any more, or not now; null if something can. */
export function closedBy(row: Row): ReturnType<typeof refusal> | null {
  switch (row.status) {
    case 'open':
      return null;
    case 'authorized':
    case 'paid':
    case 'partially_refunded':
    case 'refunded':
      return refusal('already-paid', 'This request is paid already.', row);
    case 'processing':
      return refusal('attempt-in-progress', 'A payment of this request is being processed.', row);
    case 'review':
    case 'canceled':
    case 'expired':
      return refusal(
        'request-closed',
        `This request is ${row.status === 'review' ? 'under review' : row.status}.`,
        row,
      );
  }
}

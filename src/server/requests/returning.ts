/** Whose return from a bank's page it is: the challenge of an attempt, and the parameters that Stripe adds to the address. */
import { sha256Hex } from '../digest.js';
import { intentOf, type AttemptRecord, type RequestDoc } from './document.js';

/** How long after its challenge was handed out the return of an attempt leads to its page, in ms: an hour. */
export const RETURN_MS = 3_600_000;

/** The document with the challenge noted of the attempts on the rail `rail` that wait for their bank. Once each. */
export async function withChallenge(doc: RequestDoc, rail: string, secret: string, now: Date): Promise<RequestDoc> {
  const asked = (attempt: AttemptRecord): boolean =>
    attempt.rail === rail && attempt.status === 'requires_action' && attempt.challenge === undefined;
  if (!doc.attempts.some(asked)) return doc;
  const challenge = { at: now.toISOString(), secretDigest: await sha256Hex(secret) };
  return { ...doc, attempts: doc.attempts.map((each) => (asked(each) ? { ...each, challenge } : each)) };
}

/** The document with the challenge of the attempt `id` handed out once more at `now`; the same one where it has none. */
export function withRenewedChallenge(doc: RequestDoc, id: string, now: Date): RequestDoc {
  const asked = ({ id: own, status, challenge }: AttemptRecord): boolean =>
    own === id && status === 'requires_action' && challenge !== undefined;
  if (!doc.attempts.some(asked)) return doc;
  return {
    ...doc,
    attempts: doc.attempts.map((each) =>
      asked(each) && each.challenge ? { ...each, challenge: { ...each.challenge, at: now.toISOString() } } : each,
    ),
  };
}

/**
 * The attempt that comes back with these parameters of Stripe's: of those on that payment object, the one that was
 * asked last. Null where they are not an attempt's own, or its challenge was handed out more than an hour ago.
 */
export async function returning(
  doc: RequestDoc,
  { intent, secret }: { intent: string; secret: string },
  now: Date,
): Promise<AttemptRecord | null> {
  const rails = new Set(doc.rails.filter((rail) => intentOf(rail) === intent).map(({ id }) => id));
  const attempt = doc.attempts.filter(({ rail, challenge }) => challenge && rail !== null && rails.has(rail)).at(-1);
  if (!attempt?.challenge || attempt.challenge.secretDigest !== (await sha256Hex(secret))) return null;
  return now.getTime() - Date.parse(attempt.challenge.at) <= RETURN_MS ? attempt : null;
}

import { invalidRequest, StripeFailure } from './failure.js';
import type { KeptAnswer, Ledger } from './state.js';

/** How long Stripe keeps a key, in milliseconds. */
export const KEY_LIFETIME_MS = 24 * 3600 * 1000;

/** The keys of one sandbox: which are in use, and what they were answered. Answers live in the ledger, with the rest of the state. */
export class IdempotencyKeys {
  readonly #running = new Set<string>();

  /**
   * The answer kept for a key, or null where the request is new; then the key is in use until `release`.
   * @throws StripeFailure 400 `idempotency_error` for another request's key, 409 `idempotency_key_in_use`
   */
  claim(ledger: Ledger, key: string, request: { endpoint: string; params: string }, nowMs: number): KeptAnswer | null {
    if (key.length > 255) {
      throw invalidRequest('Idempotency keys can be at most 255 characters long.', {
        code: 'idempotency_key_too_long',
      });
    }
    const slot = slotOf(ledger, key);
    if (this.#running.has(slot)) {
      throw new StripeFailure(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. If you see this error intermittently, try again later.`,
      });
    }
    prune(ledger, nowMs);
    const kept = keptAnswer(ledger, key, nowMs);
    if (kept === undefined) {
      this.#running.add(slot);
      return null;
    }
    if (kept.endpoint !== request.endpoint) {
      throw mismatch(
        `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${request.endpoint}' vs '${kept.endpoint}'). Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    if (kept.params !== request.params) {
      throw mismatch(
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    return kept;
  }

  /** The key is no longer in use; with an answer, that is what its next use gets. */
  release(ledger: Ledger, key: string, answer: KeptAnswer | null): void {
    this.#running.delete(slotOf(ledger, key));
    if (answer !== null) keepAnswer(ledger, key, answer);
  }
}

/** Keeps an answer under a key of the caller's, which may be `__proto__`: defined, for an assignment would not keep that. */
export function keepAnswer(ledger: Ledger, key: string, answer: KeptAnswer): void {
  Object.defineProperty(ledger.answers, key, { value: answer, configurable: true, enumerable: true, writable: true });
}

/** The answer of a key that is not a day old. */
function keptAnswer(ledger: Ledger, key: string, nowMs: number): KeptAnswer | undefined {
  const kept = Object.hasOwn(ledger.answers, key) ? ledger.answers[key] : undefined;
  return kept !== undefined && nowMs - kept.at < KEY_LIFETIME_MS ? kept : undefined;
}

const slotOf = (ledger: Ledger, key: string): string => `${ledger.account}:${ledger.livemode}:${key}`;

const mismatch = (message: string): StripeFailure => new StripeFailure(400, { type: 'idempotency_error', message });

/** Forgets keys older than a day. Keys that read as whole numbers come first in a record, so all have to be looked at. */
function prune(ledger: Ledger, nowMs: number): void {
  for (const [key, answer] of Object.entries(ledger.answers)) {
    if (nowMs - answer.at >= KEY_LIFETIME_MS) delete ledger.answers[key];
  }
}

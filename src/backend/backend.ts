/** The interface between the elements and whoever can take the money. */
import type { AbandonInput, AttemptResult, Instrument, MoneyRequest, RequestChange } from '../contract/types.js';

/**
 * Options of a call that can be given up. Giving up a `pay` never undoes it. Whoever calls may leave them out; the elements
 * always pass them, so that a backend in plain JavaScript may write `retrieve(id, { signal })`.
 */
export interface CallOptions {
  signal?: AbortSignal;
}

/** What `pay` is told. */
export interface PayInput {
  /** Repeating the same one is safe and answers the same outcome. */
  attempt: string;
  /**
   * `[A-Za-z0-9_-]{22,128}`: makes the answers to a known attempt this payer's own. Without it, or with another one, they
   * bring the outcome and no client secret.
   */
  attemptSecret?: string;
  /** Left out, it asks for the outcome of a known attempt. */
  instrument?: Instrument;
  returnUrl?: string;
  receiptEmail?: string;
}

/**
 * A backend whose server makes and confirms the payment. Every method rejects with a `PaymentError`; a
 * rejection of `pay` whose kind is `network`, or whose code is a 5xx one, means that the outcome is unknown.
 */
export interface IntentBackend {
  readonly flow: 'intent';
  /** What is asked for, where it stands, and the publishable key to pay with. Rejects `not-found`. */
  retrieve(id: string, options?: CallOptions): Promise<MoneyRequest>;
  /** Several in one call; an unknown id is left out. Where absent, they are asked for one by one. */
  retrieveMany?(ids: readonly string[], options?: CallOptions): Promise<Map<string, MoneyRequest>>;
  /** May be repeated: same attempt, same outcome, never a second charge. A decline rejects with kind `card`. */
  pay(id: string, input: PayInput, options?: CallOptions): Promise<AttemptResult>;
  /** Makes the server read Stripe, then answers. */
  sync(id: string, options?: CallOptions): Promise<MoneyRequest>;
  /**
   * Ends an attempt that waits for the payer's bank, at Stripe first, and answers what is so then: paid, where the bank was first. Where
   * absent, a payer who starts over is shown the form, and the next attempt takes the place of the one that was left.
   */
  abandon?(id: string, input: AbandonInput, options?: CallOptions): Promise<MoneyRequest>;
  /** Live status of many over one stream; the returned function stops it. Where absent, it is polled. */
  watch?(ids: readonly string[], listener: (change: RequestChange) => void): () => void;
}

/** What a token backend's `pay` is told. */
export interface TokenPayInput {
  attempt: string;
  /** Stripe's `tok_…`. */
  token: string;
  amount?: number;
  currency?: string;
}

/** A backend over an API of the host's that takes `{ token, amount, currency }`. */
export interface TokenBackend {
  readonly flow: 'token';
  retrieve(id: string, options?: CallOptions): Promise<MoneyRequest>;
  pay(id: string, input: TokenPayInput, options?: CallOptions): Promise<AttemptResult>;
  /** Where absent, a lost answer stays unknown. */
  sync?(id: string, options?: CallOptions): Promise<MoneyRequest>;
}

/** Either kind, told apart by `flow`. */
export type Backend = IntentBackend | TokenBackend;

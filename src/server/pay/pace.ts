/** How long things may take. All in ms. */
export interface Pace {
  /** How long a lease holds; longer than one call to Stripe may take. */
  lease: number;
  /** How long somebody waits for a lease before giving up. */
  leaseWait: number;
  /** An operation without an answer is re-sent, same key and parameters, this long after it was first sent. */
  resend: number;
  /** An attempt that left no trace this long after its last call is lapsed. */
  lapse: number;
  /** At most one read that a payer asked for per request in this time. */
  syncEvery: number;
  /** A key older than this is never re-sent (Stripe may have forgotten it after 24 h). */
  keyAge: number;
  /** How often the reconciler looks for due requests. */
  tick: number;
}

/** What a server uses unless its options say otherwise. */
export const defaultPace: Pace = {
  lease: 45_000,
  leaseWait: 30_000,
  resend: 60_000,
  lapse: 120_000,
  syncEvery: 2_000,
  keyAge: 23 * 3_600_000,
  tick: 1_000,
};

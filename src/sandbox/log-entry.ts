import type { FaultKind } from './faults.js';

/** One request that the sandbox was sent. */
export interface LogEntry {
  /** ISO 8601 UTC, of the sandbox's clock. */
  at: string;
  method: string;
  /** Without its query, and without any run of digits long enough to be a card number. */
  path: string;
  /** 0 where no answer was sent. */
  status: number;
  idempotencyKey: string | null;
  /** Whether an idempotency key gave a kept answer. */
  replayed: boolean;
  fault: FaultKind | null;
}

/** One charge, of any account. */
export interface LoggedCharge {
  id: string;
  intent: string | null;
  amount: number;
  currency: string;
  paid: boolean;
}

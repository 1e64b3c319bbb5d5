/** What the server keeps of one read of Stripe: each object reduced to what decides. Times are ISO 8601 UTC strings, amounts minor units. */
import type { CardSummary } from '../../contract/types.js';

/** A rail, reduced to what decides: its PaymentIntent, where there is one. */
export interface RailState {
  /** The rail's own: of a session, `cs_…`. */
  id: string;
  /** A PaymentIntent's word. A session that nobody has used is `requires_payment_method`, one that is over and took nothing `canceled`. */
  status: string;
  /** Only of a session. */
  session?: { status: string; intent: string | null; expiresAt: string };
  amount: number;
  currency: string;
  livemode: boolean;
  amountReceived: number;
  amountCapturable: number;
  paymentMethod: string | null;
  latestCharge: string | null;
  cancellationReason: string | null;
  lastError: {
    code: string | null;
    declineCode: string | null;
    paymentMethod: string | null;
    charge: string | null;
  } | null;
  /** `next_action.type`. */
  nextAction: string | null;
}

/** A charge, reduced to what decides and what an operator is told. */
export interface ChargeState {
  id: string;
  status: string;
  amount: number;
  amountCaptured: number;
  /** Includes what was never captured and has been released. */
  amountRefunded: number;
  currency: string;
  paymentMethod: string | null;
  captured: boolean;
  disputed: boolean;
  failureCode: string | null;
  declineCode: string | null;
  card: CardSummary | null;
  /** `outcome.risk_level`. */
  risk: string | null;
  /** Names of the checks that failed: `cvc`, `postal_code`, `address_line1`. */
  failedChecks: string[];
  createdAt: string;
  captureBefore: string | null;
}

/** A refund as Stripe has it. Money that was reserved and then released does not count, although Stripe lists it as a refund. */
export interface RefundState {
  id: string;
  amount: number;
  status: string;
  reason: string | null;
  failureReason: string | null;
  /** When it was made; absent in snapshots from before receipts had it. */
  createdAt?: string;
  /** What tells one of ours from others of the same amount, from its metadata. Absent from others. */
  mark?: string;
}

/** A dispute, or an inquiry before one. */
export interface DisputeState {
  id: string;
  amount: number;
  status: string;
  reason: string | null;
  /** Whether Stripe still takes a refund of the payment; absent in older snapshots. */
  refundable?: boolean;
}

/** An issuer's early warning that a charge may be fraud. */
export interface FraudWarningState {
  id: string;
  type: string;
}

/** Everything that was read of one rail, at one time. */
export interface Snapshot {
  /** The store's time just before the read began. */
  readAt: string;
  rail: RailState;
  charges: ChargeState[];
  refunds: RefundState[];
  disputes: DisputeState[];
  fraudWarnings: FraudWarningState[];
  /** Confirmation tokens of attempts that are not settled, each with the PaymentIntent that used it. */
  tokens: Record<string, string | null>;
}

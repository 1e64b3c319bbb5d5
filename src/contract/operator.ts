/** What only operators say and see. As in `types.ts`: amounts in minor units, times ISO 8601 UTC, no member is left out. */
import type { PaymentErrorCode } from '../errors/index.js';
import type { CardSummary, Mode, MoneyRequest, Payment, RequestStatus } from './types.js';
import type { Warning } from './warnings.js';

/** A request as an operator sees it. */
export interface OperatorRequest extends MoneyRequest {
  account: string;
  owner: string | null;
  /** Whether the account's requests may be paid by link. */
  links: 'on' | 'off';
  /** How its link can be sent; none where the host sends nothing, and where links are off. */
  channels: Channel[];
  payment: (Payment & { intent: string | null; charge: string | null; dashboardUrl: string | null }) | null;
  /** Disputes and inquiries that are not won. `refundable`: whether the payment can still be refunded. */
  disputes: { id: string; status: string; reason: string | null; amount: number; refundable: boolean }[];
}

/** Answer to `POST /requests`. */
export interface CreatedRequest extends OperatorRequest {
  /** What was probably not meant; empty where there is nothing to say. */
  warnings: Warning[];
}

/** What an operator may do. A closed list: in a principal an array, in an account booleans. */
export type Capability = 'create' | 'read' | 'capture' | 'cancel' | 'refund' | 'payout' | 'accounts';

/** Body of `POST /requests/{id}/capture`. */
export interface CaptureInput {
  /** In minor units; all that is reserved by default. What is left of it is released. */
  amount?: number;
}

/** Body of `POST /requests/{id}/cancel`. */
export interface CancelInput {
  /** Kept in the history; not shown to payers. */
  reason?: string;
}

/** Body of `POST /requests/{id}/refunds`. */
export interface RefundInput {
  /** In minor units; all that is left by default. */
  amount?: number;
  /** Kept in the history; Stripe's own words (`duplicate fraudulent requested_by_customer`) are Stripe's reason too. */
  reason?: string;
}

/** How a link can be sent. */
export type Channel = 'sms' | 'email';

/** Body of `POST /requests/{id}/send`. */
export interface SendInput {
  channel: Channel;
  /** A phone number or an e-mail address. */
  to: string;
}

/** A key pair as an operator may see it: what is secret is masked, `sk_test_…dbox`. */
export interface MaskedKeys {
  publishable: string;
  secret: string;
  webhookSecrets: string[];
}

/** An account in `GET /accounts`. */
export interface Account {
  id: string;
  /** Who is paid. */
  name: string;
  mode: Mode | 'off';
  /** Whether its keys were found to work. */
  status: 'active' | 'error' | 'unverified';
  /** Why, where `status` is `error`. */
  reason: string | null;
  /** Of requests that give none. */
  currency: string;
  capture: 'automatic' | 'manual';
  postalCode: 'auto' | 'always' | 'never';
  keys: { test: MaskedKeys | null; live: MaskedKeys | null };
  /** Whether its requests may be paid by link: sent, and shown on the hosted page. */
  links: 'on' | 'off';
  /** What its operators may do, where they may do it at all. */
  capabilities: Record<Capability, boolean>;
}

/** What can stand in a history. */
export type HistoryType =
  | 'created'
  | 'attempt_started'
  | 'attempt_failed'
  | 'attempt_lapsed'
  | 'authorized'
  | 'captured'
  | 'capture_lapsed'
  | 'paid'
  | 'refund_pending'
  | 'refunded'
  | 'refund_failed'
  | 'refund_lapsed'
  | 'canceled'
  | 'expired'
  | 'disputed'
  | 'dispute_won'
  | 'dispute_lost'
  | 'review';

/** One fact about a request, for the operator: the true decline code, ids at Stripe. */
export interface HistoryEntry {
  id: string;
  at: string;
  type: HistoryType;
  /** `payer`, `operator:{id}`, `stripe` or `system`. */
  by: string;
  attempt: string | null;
  amount: number | null;
  currency: string;
  /** The request's status after it. */
  status: RequestStatus;
  code: PaymentErrorCode | null;
  declineCode: string | null;
  card: CardSummary | null;
  stripe: { intent: string | null; charge: string | null; refund: string | null; event: string | null };
  dashboardUrl: string | null;
  note: string | null;
}

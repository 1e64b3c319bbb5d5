/**
 * What client and server say to each other, as documented interfaces: the source that `schemas.ts`, the
 * server and every backend are held to. Amounts are integers in Stripe's minor units, currencies lowercase
 * ISO codes, times ISO 8601 UTC. Every member is always there; `null` where it has no value.
 */
import type { PaymentErrorCode, PaymentErrorKind, PaymentRecovery } from '../errors/index.js';

/** The operator's part. */
export type * from './operator.js';
/** Messages of a business, and the requests in them. */
export type * from './messages.js';
export type * from './warnings.js';

/** Where a request stands. A pure projection of one snapshot of Stripe, plus expiry and cancel of ours. */
export type RequestStatus =
  'open' | 'processing' | 'authorized' | 'paid' | 'partially_refunded' | 'refunded' | 'canceled' | 'expired' | 'review';

/** Where one try of a payer to pay stands. */
export type AttemptStatus = 'pending' | 'requires_action' | 'processing' | 'succeeded' | 'declined' | 'lapsed';

/** A merchant's credentials are either Stripe's test ones or the live ones. */
export type Mode = 'test' | 'live';

/** The newest attempt of a request, the same for every payer; a decline is masked. */
export interface Attempt {
  /** Chosen by the payer's side, `[A-Za-z0-9_-]{1,64}`, unique within its request. */
  id: string;
  status: AttemptStatus;
  /** Null unless declined, like `recovery` and `declineCode`. */
  code: PaymentErrorCode | null;
  recovery: PaymentRecovery | null;
  declineCode: string | null;
  startedAt: string;
}

/** The card as a payer may see it. */
export interface CardSummary {
  /** Stripe's brand word: `visa`, `mastercard`, `amex`, … */
  brand: string;
  last4: string;
}

/** One refund of a payment. */
export interface PaymentRefund {
  amount: number;
  status: 'succeeded' | 'pending';
  /** When it was made; null where that is not known any more. */
  at: string | null;
}

/** What Stripe took or reserved. */
export interface Payment {
  amount: number;
  captured: number;
  refunded: number;
  /** Refunds that Stripe has not finished. */
  refundPending: number;
  /** Refunds that Stripe made, or has not finished, oldest first. A backend that does not know them leaves it out. */
  refunds?: PaymentRefund[];
  /** What the payer's bank took back, by disputes that the merchant lost; 0 where left out. */
  withdrawn?: number;
  card: CardSummary | null;
  /** When it was captured; null while it is only reserved. */
  paidAt: string | null;
  /** Until when a reserved amount can be captured. */
  captureBefore: string | null;
}

/** One line of what is asked for; tax, shipping and discounts are lines too. */
export interface LineItem {
  label: string;
  /**
   * A whole number, or a decimal as text (`"1.5"`, at most six digits after the point), from -1,000,000 to 1,000,000;
   * negative for a return. Answered as a number where it is whole.
   */
  quantity: number | string;
  /** May be negative for a discount. Null where the amount is not `quantity × unitAmount`: left out when it is sent. */
  unitAmount: number | null;
  /** `quantity × unitAmount`, rounded half away from zero. */
  amount: number;
}

/** One line of a new request. */
export type LineItemInput = Omit<LineItem, 'unitAmount'> & { unitAmount?: number | null };

/** A request's label in one language. */
export interface LocalizedLabel {
  label: string;
  shortLabel: string | null;
}

/** Who is paid, in words for the payer. */
export interface Merchant {
  name: string;
  supportEmail: string | null;
  supportPhone: string | null;
  supportUrl: string | null;
}

/** What Stripe.js needs to know to take the payer's card. */
export interface StripeSettings {
  publishableKey: string;
  /** A connected account, `acct_…`. */
  account: string | null;
  /** The payment method types that are pinned on this request. */
  methods: string[];
  /** Null with the real Stripe; the sandbox's script otherwise. */
  scriptUrl: string | null;
}

/** What an invoice adds to a request. */
export interface InvoiceDetails {
  id: string;
  customer: string | null;
  /** A calendar date, `2026-12-31`: the same day in every time zone. */
  dueAt: string | null;
}

/** A money request, as a payer sees it. */
export interface MoneyRequest {
  /** `req_` and 22 of `[0-9A-Za-z]`: who holds it may look at it and pay it. */
  id: string;
  /** Grows with each change; an older one never overwrites a newer one. */
  version: number;
  status: RequestStatus;
  label: string;
  amount: number;
  currency: string;
  reference: string | null;
  description: string | null;
  lineItems: LineItem[];
  mode: Mode;
  capture: 'automatic' | 'manual';
  merchant: Merchant;
  /** False where it cannot be paid now, and `unavailableReason` says why. */
  available: boolean;
  unavailableReason: string | null;
  /** The hosted page. */
  payUrl: string;
  postalCode: 'auto' | 'always' | 'never';
  stripe: StripeSettings;
  /** By BCP 47 tag. */
  labels: Record<string, LocalizedLabel> | null;
  shortLabel: string | null;
  invoice: InvoiceDetails | null;
  attempt: Attempt | null;
  /** Null until Stripe took or reserved money. */
  payment: Payment | null;
  createdAt: string;
  updatedAt: string;
  expiresAt: string;
}

/** What an attempt pays with, made by Stripe.js: exactly one of the three. */
export type Instrument = { paymentMethod: string } | { confirmationToken: string } | { token: string };

/** Body of `POST /requests/{id}/attempts`. */
export interface AttemptInput {
  attempt: string;
  /**
   * `[A-Za-z0-9_-]{22,128}`, 128 random bits, made by the payer's side and sent with every call about the attempt. Without it,
   * or with another, a known attempt is answered without its client secret. The server keeps a digest.
   */
  attemptSecret?: string;
  /** Not needed to ask for the outcome of a known attempt. */
  instrument?: Instrument;
  /** Where a 3-D Secure redirect comes back to. */
  returnUrl?: string;
  receiptEmail?: string;
  /** Checked against the request's own, never used. */
  amount?: number;
  currency?: string;
}

/** Body of `POST /requests/{id}/abandon`. */
export interface AbandonInput {
  attempt: string;
  /** The one that the attempt was started with. */
  attemptSecret: string;
}

/** Answer to an attempt that was not refused. */
export interface AttemptResult {
  paid: boolean;
  status: 'paid' | 'authorized' | 'processing' | 'requires_action' | 'pending';
  /** Only while a next action needs it, and only for whoever started the attempt or sent its `attemptSecret`. */
  clientSecret: string | null;
  request: MoneyRequest;
}

/** Body of `POST /requests`. On the wire `null` is as good as left out for every member that may be left out; what a request is answered with can be sent as it was read. */
export interface RequestInput {
  label: string;
  amount: number;
  currency?: string;
  reference?: string | null;
  description?: string | null;
  lineItems?: LineItemInput[];
  labels?: Record<string, { label: string; shortLabel?: string | null }> | null;
  shortLabel?: string | null;
  /** `dueAt`: a calendar date, `2026-12-31`; of a time with an offset, its own day is meant. */
  invoice?: { id: string; customer?: string | null; dueAt?: string | null } | null;
  metadata?: Record<string, string>;
  receiptEmail?: string;
  account?: string;
  capture?: 'automatic' | 'manual';
  /** 30 days from now by default, or 14 days after `invoice.dueAt` where that is later. */
  expiresAt?: string;
  /** One open or paid request per reference; the one there is is answered. */
  exclusive?: boolean;
  /**
   * The id of a request that this one takes the place of: it is ended first, which needs `cancel` there. Send the same
   * again, with its Idempotency-Key, after `attempt-in-progress` or a lost answer; another call is `already-replaced`.
   */
  replaces?: string;
  /** The buyer's country, ISO 3166-1 alpha-2: what an account's rule is held to. Not shown to payers. */
  country?: string;
}

/** Data of an `event: request` on the stream `GET /events`. */
export interface RequestChange {
  id: string;
  status: RequestStatus;
  version: number;
}

/** A page of a list. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** `application/problem+json`, RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: PaymentErrorCode;
  kind: PaymentErrorKind;
  recovery: PaymentRecovery;
  declineCode: string | null;
  errors: { path: string; code: PaymentErrorCode; message: string }[];
  /** On a refused attempt only. */
  paid?: false;
  request?: MoneyRequest;
}

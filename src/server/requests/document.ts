/**
 * What the server keeps of a request besides the searched columns: one JSON document, moved as a whole by
 * one commit. Times are ISO 8601 UTC strings, amounts minor units. Nothing here is a secret: no client
 * secret, no key, no card data.
 */
import type {
  AttemptStatus,
  CardSummary,
  InvoiceDetails,
  LineItem,
  LocalizedLabel,
  Mode,
} from '../../contract/types.js';
import type { PaymentErrorCode, PaymentRecovery } from '../../errors/index.js';
import type { Snapshot } from './snapshot.js';

/** What was read of Stripe. */
export type * from './snapshot.js';

/** What was asked for and under which rules. Fixed when the request is made; never changes. */
export interface RequestTerms {
  label: string;
  shortLabel: string | null;
  labels: Record<string, LocalizedLabel> | null;
  amount: number;
  currency: string;
  reference: string | null;
  description: string | null;
  lineItems: LineItem[];
  invoice: InvoiceDetails | null;
  metadata: Record<string, string>;
  receiptEmail: string | null;
  /** The account's id in the server's configuration. */
  account: string;
  mode: Mode;
  /** Stripe's `acct_…` of a connected account; null for the keys' own. */
  stripeAccount: string | null;
  /** Pinned `allowed_payment_method_types`. */
  methods: string[];
  capture: 'automatic' | 'manual';
  postalCode: 'auto' | 'always' | 'never';
  owner: string | null;
  /** The buyer's, ISO 3166-1 alpha-2, where one was named: the account's rule is held to it. */
  country?: string;
  /** The request that this one takes the place of. */
  replaces: string | null;
  expiresAt: string;
}

/** What a rail is at Stripe: a PaymentIntent, or a Checkout Session, which makes a PaymentIntent of its own. */
export type RailKind = 'intent' | 'session';

/** An object at Stripe that takes the money. At most one, the last with `endedAt` null, still can. */
export interface Rail {
  /** `pi_…` or `cs_…`. The PaymentIntent of either is `intentOf(rail)`. */
  id: string;
  /** Absent in documents from before there were sessions: `intent`. */
  kind?: RailKind;
  /** A session's PaymentIntent, once a read has shown it. */
  intent?: string | null;
  createdAt: string;
  /** The account's keys do not find it: they are another account's now. Absent where they do. */
  missing?: boolean;
  /** Set when the server wants it ended; `endedAt` follows once Stripe says so. */
  ending: boolean;
  /** When a read showed that it is canceled and the request goes on without it. */
  endedAt: string | null;
  /** Money that came on it although it had ended, and was given back in whole. */
  duplicate: { amount: number; refund: string | null } | null;
  /** Set while money on it must still be given back although Stripe refused to; absent otherwise. */
  owed?: OwedMoney;
}

/** Money that Stripe refused to give back: it is asked again, less and less often. */
export interface OwedMoney {
  /** When Stripe first refused. */
  since: string;
  /** When it was last tried. */
  at: string;
  /** The idempotency key to send again; null where Stripe kept its refusal under that key, so that only a new one helps. */
  key: string | null;
}

/** What an attempt pays with, as it was given. */
export interface AttemptInstrument {
  /** `checkout`: whatever the payer chose on Checkout's page; `id` is then the session's. */
  kind: 'paymentMethod' | 'confirmationToken' | 'token' | 'checkout';
  id: string;
}

/** A decline with its true words, as Stripe gave them. */
export interface AttemptFailure {
  code: PaymentErrorCode;
  recovery: PaymentRecovery;
  /** Never masked here; `projection.ts` masks it for payers. */
  declineCode: string | null;
  /** Stripe's own code, `card_declined`, `payment_intent_authentication_failure`, … */
  stripeCode: string | null;
  /** Why Stripe refused it for good, in its own words: for operators, never for payers. */
  reason?: string | null;
}

/** One try of a payer to pay. */
export interface AttemptRecord {
  id: string;
  /** SHA-256 of its `attemptSecret`, in hex. Absent where it was started without one: then nothing opens it again. */
  secretDigest?: string;
  by: string;
  instrument: AttemptInstrument;
  status: AttemptStatus;
  /** The concrete payment method, committed before the confirm; null for a confirmation token until it is known. */
  paymentMethod: string | null;
  card: CardSummary | null;
  /** The rail that it is tried on. */
  rail: string | null;
  /** What the rail showed before the confirm: a trace is what was not there. */
  before: { charges: string[]; error: string | null } | null;
  /** The charge that it made, successful or not. */
  charge: string | null;
  failure: AttemptFailure | null;
  receiptEmail: string | null;
  /** Where a redirect comes back to, already checked. */
  returnUrl: string | null;
  /** When a challenge of its bank was last handed to its payer, with the digest (SHA-256, hex) of the client secret of its payment object. Absent before that. */
  challenge?: { at: string; secretDigest: string };
  startedAt: string;
  /** When Stripe was last asked to do something for it. */
  calledAt: string | null;
  /** When it stopped being pending. */
  settledAt: string | null;
}

/** What can be asked of Stripe that changes something there. */
export type OperationType =
  'intent' | 'session' | 'method' | 'confirm' | 'cancel' | 'expire' | 'capture' | 'refund' | 'receipt';

/** A JSON value, for parameters of calls. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A call that changes something at Stripe, committed with its key and parameters before it is sent. */
export interface Operation {
  type: OperationType;
  n: number;
  /** `{request}:{type}:{n}`. */
  key: string;
  params: { [key: string]: Json };
  /** The object that it is about: PaymentIntent or session, where there is one. */
  target: string | null;
  attempt: string | null;
  by: string;
  /** The operator's call that asked for it, where that can be repeated: a repeat finds what it has done. */
  call?: string;
  /** What an operator ordered; absent from what is no order: a repeat without a key is known by it. */
  asked?: Asked;
  firstSentAt: string;
  /** When it was last sent, which for an order decides when it is over; absent in older documents: `firstSentAt`. */
  sentAt?: string;
  /** Whether Stripe gave an answer that is certain, either way. */
  done: boolean;
  /** When an order was found to be over without effect: a read showed nothing of it long after its last call. */
  lapsedAt?: string;
}

/** An order in the operator's own words. */
export interface Asked {
  /** In minor units; null for all there is. */
  amount: number | null;
  /** Of a refund. */
  reason: string | null;
}

/** The wish to end a request: new attempts stop at once, the status moves when Stripe says so. */
export interface EndingIntent {
  to: 'canceled' | 'expired';
  at: string;
  by: string;
  reason: string | null;
}

/** The request that takes the place of one that is ended for it. */
export interface Successor {
  /** Reserved before the ending begins and never changed, so that at most one request can take the place. */
  id: string;
  /** The call that makes it: only a repeat of that call does. */
  call: string;
  /** After this time another call may make it instead, if it is not there. */
  reservedUntil: string;
}

/** The document of a request. */
export interface RequestDoc {
  terms: RequestTerms;
  /** Oldest first. */
  rails: Rail[];
  /** Oldest first. */
  attempts: AttemptRecord[];
  operations: Operation[];
  /** The newest read of the current rail. */
  snapshot: Snapshot | null;
  /** When the money was taken: the charge's own time, or when a capture was first seen. */
  paidAt: string | null;
  ending: EndingIntent | null;
  /** Set when this request is ended so that another takes its place. */
  successor?: Successor;
  /** The call that made it, if it takes the place of another: tells a repeat from another call under the same reserved id. */
  call?: string;
}

/** Document of a request that was just made. */
export function newDocument(terms: RequestTerms): RequestDoc {
  return { terms, rails: [], attempts: [], operations: [], snapshot: null, paidAt: null, ending: null };
}

/** The rail that can still take money or has taken it; null where there is none. */
export function currentRail(doc: RequestDoc): Rail | null {
  const last = doc.rails.at(-1);
  return last && last.endedAt === null ? last : null;
}

/** What a rail is. */
export function kindOf(rail: Rail): RailKind {
  return rail.kind ?? 'intent';
}

/** The PaymentIntent of a rail, `pi_…`; null for a session that has not made one yet. Captures, refunds and the Dashboard go by it. */
export function intentOf(rail: Rail): string | null {
  return kindOf(rail) === 'intent' ? rail.id : (rail.intent ?? null);
}

/** The attempt that is not settled yet, if there is one: at most one at a time is. */
export function pendingAttempt(doc: RequestDoc): AttemptRecord | null {
  return doc.attempts.find((attempt) => attempt.status === 'pending') ?? null;
}

/** One snapshot of Stripe. Reads only. */
import type Stripe from 'stripe';
import type { CardSummary } from '../../contract/types.js';
import { stripeFailure } from '../stripe/errors.js';
import { idOf } from '../stripe/ids.js';
import {
  kindOf,
  type ChargeState,
  type DisputeState,
  type FraudWarningState,
  type Rail,
  type RailState,
  type RefundState,
  type RequestDoc,
  type Snapshot,
} from '../requests/document.js';
import { REFUND_MARK } from '../requests/refund-words.js';
import { sessionState } from './session-state.js';

/** A snapshot, with what is handed to the payer and never stored. */
export interface Reading {
  snapshot: Snapshot;
  /** For a next action of an attempt of ours. */
  clientSecret: string | null;
  /** Of the page of a session that is open. */
  url: string | null;
}

/** What to look at besides the rail and its charges. */
export interface Focus {
  disputes: boolean;
  /** Ids of events about early fraud warnings. */
  fraudWarnings: readonly string[];
}

/** Reads a rail and what hangs on it. `readAt` is the time just before. Throws what the library throws. */
export async function readRail(api: Stripe, doc: RequestDoc, rail: Rail, readAt: Date, focus: Focus): Promise<Reading> {
  if (kindOf(rail) === 'intent') {
    const intent = await api.paymentIntents.retrieve(rail.id, { expand: ['latest_charge'] });
    const hanging = await readHanging(api, doc, rail.id, intent, focus);
    return {
      snapshot: { readAt: readAt.toISOString(), rail: railState(intent), ...hanging },
      clientSecret: intent.status === 'requires_action' ? intent.client_secret : null,
      url: null,
    };
  }
  const session = await api.checkout.sessions.retrieve(rail.id, { expand: ['payment_intent.latest_charge'] });
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null;
  const hanging = intent ? await readHanging(api, doc, rail.id, intent, focus) : untouched;
  return {
    snapshot: { readAt: readAt.toISOString(), rail: sessionState(session, intent && railState(intent)), ...hanging },
    // The next action of a payment on Stripe's page is that page's.
    clientSecret: null,
    url: session.status === 'open' ? session.url : null,
  };
}

/** The most that the library reads from page to page. */
const MOST_REFUNDS = 10_000;

type Hanging = Omit<Snapshot, 'readAt' | 'rail'>;

const untouched: Hanging = { charges: [], refunds: [], disputes: [], fraudWarnings: [], tokens: {} };

async function readHanging(
  api: Stripe,
  doc: RequestDoc,
  railId: string,
  intent: Stripe.PaymentIntent,
  focus: Focus,
): Promise<Hanging> {
  const latest = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const listed = latest ? (await api.charges.list({ payment_intent: intent.id, limit: 100 })).data : [];
  // The expanded one belongs to the same moment as the intent, so it wins over the list, which is newest first: what
  // stands before it there was made since, and is of the next snapshot.
  const charges = latest ? [...listed.slice(1 + listed.findIndex(({ id }) => id === latest.id)), latest] : listed;
  const taken = charges.some((charge) => charge.status === 'succeeded');
  const known = doc.snapshot?.rail.id === railId ? doc.snapshot : null;
  const disputed = charges.some((charge) => charge.disputed) || focus.disputes || (known?.disputes.length ?? 0) > 0;
  const [refunds, disputes, warnings, tokens] = await Promise.all([
    // All of them: the money that is left depends on each.
    taken ? api.refunds.list({ payment_intent: intent.id, limit: 100 }).autoPagingToArray({ limit: MOST_REFUNDS }) : [],
    taken && disputed ? api.disputes.list({ payment_intent: intent.id, limit: 100 }) : null,
    taken ? readFraudWarnings(api, known?.fraudWarnings ?? [], focus.fraudWarnings) : [],
    readTokens(api, doc, railId),
  ]);
  return {
    charges: charges.map(chargeState).sort(byTime),
    refunds: withoutReleases(intent.status, latest, refunds.map(refundState).reverse()),
    disputes: (disputes?.data ?? []).map(disputeState).reverse(),
    fraudWarnings: warnings,
    tokens,
  };
}

/** Answers of Stripe that stand: the event is gone, or a restricted key may not read events. */
const unreadable: ReadonlySet<number> = new Set([403, 404]);

/**
 * Early fraud warnings come by webhook only: those known, and those of the events that made us look. An event that
 * Stripe no longer has, or that this key may not read, never keeps the payment itself from being read.
 */
async function readFraudWarnings(
  api: Stripe,
  known: readonly FraudWarningState[],
  events: readonly string[],
): Promise<FraudWarningState[]> {
  const found = await Promise.all(
    events.map((event) =>
      api.events.retrieve(event).catch((error: unknown) => {
        const failure = stripeFailure(error);
        if (failure.kind === 'refused' && unreadable.has(failure.status ?? 0)) return null;
        throw error;
      }),
    ),
  );
  const fresh = found.flatMap((event) =>
    event?.type === 'radar.early_fraud_warning.created' || event?.type === 'radar.early_fraud_warning.updated'
      ? [fraudWarningState(event.data.object)]
      : [],
  );
  const ids = new Set(fresh.map((warning) => warning.id));
  return [...known.filter((warning) => !ids.has(warning.id)), ...fresh];
}

/**
 * Leaves out what Stripe lists as a refund although it was never taken: all of a canceled authorization, and
 * what a partial capture did not take (there, the oldest of exactly that amount, if the charge's sum counts it).
 */
function withoutReleases(status: string, charge: Stripe.Charge | null, refunds: RefundState[]): RefundState[] {
  if (status === 'canceled') return [];
  const released = charge ? charge.amount - charge.amount_captured : 0;
  if (status !== 'succeeded' || !charge || released <= 0) return refunds;
  const active = refunds.filter((refund) => refund.status !== 'failed' && refund.status !== 'canceled');
  // More than the charge knows of: one was made since that was read.
  const listed = active.reduce((sum, refund) => sum + refund.amount, 0) >= charge.amount_refunded;
  const release = active.find((refund) => refund.amount === released && refund.mark === undefined);
  return listed ? refunds.filter((refund) => refund !== release) : refunds;
}

/** Which PaymentIntent used the confirmation tokens of attempts that are still open. */
async function readTokens(api: Stripe, doc: RequestDoc, railId: string): Promise<Record<string, string | null>> {
  const open = doc.attempts.filter(
    ({ rail, instrument, status, paymentMethod }) =>
      rail === railId && instrument.kind === 'confirmationToken' && status === 'pending' && paymentMethod === null,
  );
  const tokens = await Promise.all(
    open.map(async ({ instrument: { id } }) => {
      const token = await api.confirmationTokens.retrieve(id).catch((error: unknown) => {
        // One that Stripe does not know any more leaves no trace; the charges do.
        if (stripeFailure(error).kind === 'refused') return null;
        throw error;
      });
      return [id, token?.payment_intent ?? null] as const;
    }),
  );
  return Object.fromEntries(tokens);
}

function railState(intent: Stripe.PaymentIntent): RailState {
  const error = intent.last_payment_error;
  return {
    id: intent.id,
    status: intent.status,
    amount: intent.amount,
    currency: intent.currency,
    livemode: intent.livemode,
    amountReceived: intent.amount_received,
    amountCapturable: intent.amount_capturable,
    paymentMethod: idOf(intent.payment_method),
    latestCharge: idOf(intent.latest_charge),
    cancellationReason: intent.cancellation_reason,
    lastError: error && {
      code: error.code ?? null,
      declineCode: error.decline_code ?? null,
      paymentMethod: error.payment_method?.id ?? null,
      charge: error.charge ?? null,
    },
    nextAction: intent.next_action?.type ?? null,
  };
}

function chargeState(charge: Stripe.Charge): ChargeState {
  const card = charge.payment_method_details?.card;
  const checks = {
    cvc: card?.checks?.cvc_check,
    postal_code: card?.checks?.address_postal_code_check,
    address_line1: card?.checks?.address_line1_check,
  };
  return {
    id: charge.id,
    status: charge.status,
    amount: charge.amount,
    amountCaptured: charge.amount_captured,
    amountRefunded: charge.amount_refunded,
    currency: charge.currency,
    paymentMethod: charge.payment_method,
    captured: charge.captured,
    disputed: charge.disputed,
    failureCode: charge.failure_code,
    // The bank's own word; for a card blocked by Radar the outcome's reason.
    declineCode: charge.outcome?.reason ?? null,
    card: card ? cardSummary(card) : null,
    risk: charge.outcome?.risk_level ?? null,
    failedChecks: Object.entries(checks).flatMap(([name, result]) => (result === 'fail' ? [name] : [])),
    createdAt: time(charge.created),
    captureBefore: card?.capture_before ? time(card.capture_before) : null,
  };
}

/** The part of a card that may be kept and shown. */
export function cardSummary(card: { brand?: string | null; last4?: string | null }): CardSummary | null {
  return card.brand && card.last4 ? { brand: card.brand, last4: card.last4 } : null;
}

function refundState(refund: Stripe.Refund): RefundState {
  const mark = refund.metadata?.[REFUND_MARK];
  return {
    id: refund.id,
    amount: refund.amount,
    status: refund.status ?? 'pending',
    reason: refund.reason,
    failureReason: refund.failure_reason ?? null,
    createdAt: time(refund.created),
    ...(mark === undefined ? {} : { mark }),
  };
}

function disputeState(dispute: Stripe.Dispute): DisputeState {
  const { id, amount, status, reason, is_charge_refundable: refundable } = dispute;
  return { id, amount, status, reason, refundable };
}

function fraudWarningState(warning: Stripe.Radar.EarlyFraudWarning): FraudWarningState {
  return { id: warning.id, type: warning.fraud_type };
}

function byTime(a: ChargeState, b: ChargeState): number {
  return a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id);
}

/** Stripe's seconds. */
function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

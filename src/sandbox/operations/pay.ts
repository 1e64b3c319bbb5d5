import type Stripe from 'stripe';
import { type Aftermath, cardNamed, type Decline, type TestCard } from '../cards.js';
import { accountNamed, type TestAccount } from '../debits.js';
import { cardError, noSuch, type StripeFailure } from '../failure.js';
import { buildCharge } from '../objects/charge.js';
import { chargeDetails } from '../objects/charge-details.js';
import { buildDispute, buildEarlyFraudWarning } from '../objects/dispute.js';
import { clientView } from '../objects/payment-intent.js';
import { found, type Scope } from '../scope.js';
import type { Instrument, Progress } from '../state.js';
import { isHeld } from './method-options.js';
import { followIntent } from './session-progress.js';

/** A published number used with a live key. */
export const TESTMODE_DECLINE: Decline = {
  code: 'card_declined',
  declineCode: 'testmode_decline',
  message: 'Your card was declined. Your request was in live mode, but used a known test card.',
};

/** The bank wants the payer, who is not there. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** The payer did not pass 3-D Secure, or failed at their bank's page. */
export const AUTHENTICATION_FAILURE: Decline = {
  code: 'payment_intent_authentication_failure',
  message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
};

/** What is behind a payment method: a test card, a test account, or (both null) a bank's page where the payer decides. */
export interface Backing {
  instrument: Instrument;
  card: TestCard | null;
  account: TestAccount | null;
}

/** What is behind a payment method, and what is known of it. */
export function instrumentOf(scope: Scope, method: string): Backing {
  const instrument = found(scope.ledger.instruments, method, () => noSuch('PaymentMethod', method));
  return {
    instrument,
    card: instrument.card === undefined ? null : cardNamed(instrument.card),
    account: instrument.account === undefined ? null : accountNamed(instrument.account),
  };
}

/** How far an intent has come. */
export function progressOf(scope: Scope, intent: Stripe.PaymentIntent): Progress {
  return (scope.ledger.progress[intent.id] ??= {
    confirms: 0,
    offSession: false,
    challenge: null,
    session: null,
    returnUrl: null,
  });
}

/** Ends a challenge that nobody answers any more; a payer who comes back from it still has the way back. */
export function endChallenge(scope: Scope, intent: Stripe.PaymentIntent): void {
  const state = progressOf(scope, intent);
  state.returnUrl = state.challenge?.returnUrl ?? state.returnUrl;
  state.challenge = null;
}

/** Writes a failed attempt into an intent: it waits for another payment method. */
export function failAttempt(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
  charge: Stripe.Charge | null,
): void {
  const error: Stripe.PaymentIntent.LastPaymentError = {
    code: decline.code,
    message: decline.message,
    payment_method: method,
    type: decline.code.startsWith('payment_intent_') ? 'invalid_request_error' : 'card_error',
    doc_url: docUrl(decline.code),
  };
  if (decline.declineCode !== undefined) error.decline_code = decline.declineCode;
  if (decline.param !== undefined) error.param = decline.param;
  if (charge !== null) {
    error.charge = charge.id;
    intent.latest_charge = charge.id;
  }
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.next_action = null;
  intent.last_payment_error = error;
  progressOf(scope, intent).challenge = null;
  if (charge !== null) scope.emit('charge.failed', charge);
  scope.emit('payment_intent.payment_failed', intent);
  followIntent(scope, intent);
}

/** Stripe's page on an error code. */
export function docUrl(code: string): string {
  return `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}`;
}

/** The 402 of a failed attempt, with the intent as it then is. */
export function declineFailure(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
): StripeFailure {
  const error = intent.last_payment_error;
  return cardError({
    code: decline.code,
    message: decline.message,
    ...(decline.declineCode === undefined ? {} : { decline_code: decline.declineCode }),
    ...(decline.param === undefined ? {} : { param: decline.param }),
    ...(error?.charge === undefined ? {} : { charge: error.charge }),
    payment_intent: structuredClone(scope.kind === 'publishable' ? clientView(intent) : intent),
    payment_method: method,
  });
}

function dispute(scope: Scope, charge: Stripe.Charge, after: Aftermath | undefined): void {
  if (after === undefined) return;
  if (after === 'early-fraud-warning') {
    scope.emit('radar.early_fraud_warning.created', buildEarlyFraudWarning(charge, scope.now));
    return;
  }
  const made = buildDispute(charge, after, scope.now);
  scope.ledger.disputes[made.id] = made;
  charge.disputed = true;
  scope.emit('charge.dispute.created', made);
  // An inquiry takes no money, a chargeback at once.
  if (after !== 'inquiry') scope.emit('charge.dispute.funds_withdrawn', made);
}

/** What follows money that was taken: the intent has succeeded, and the card or account may bring a dispute. */
export function settleCaptured(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  amount: number,
): void {
  intent.status = 'succeeded';
  intent.amount_received = amount;
  intent.amount_capturable = 0;
  scope.emit('payment_intent.succeeded', intent);
  followIntent(scope, intent);
  const method = charge.payment_method;
  if (method === null) return;
  const { card, account } = instrumentOf(scope, method);
  dispute(scope, charge, (card ?? account)?.after);
}

/** Why a card declines by itself. */
function declineOf({ card, instrument }: Backing): Decline | null {
  // A wrong security code matters only where a code was given (docs.stripe.com/testing).
  if (card?.decline === undefined || (card.decline.code === 'incorrect_cvc' && !instrument.cvc)) return null;
  return card.decline;
}

/**
 * Charges the payment method of an intent, authenticated or not. Answers why it was declined, or null: then the money is
 * taken, held where the intent captures by hand, or on its way where the method is a delayed one.
 */
export function charge(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  authenticated: boolean,
  forced: Decline | null = null,
): Decline | null {
  const backing = instrumentOf(scope, method.id);
  const { instrument, card, account } = backing;
  const decline = forced ?? declineOf(backing);
  const facts = { intent, method, decline, created: scope.now };
  const made = buildCharge({
    ...facts,
    details: chargeDetails({ ...facts, card, cvc: instrument.cvc, authenticated, held: isHeld(intent, method.type) }),
    risk: card ?? {},
    pending: decline === null && account !== null,
    held: isHeld(intent, method.type),
    baseUrl: scope.baseUrl,
  });
  scope.ledger.charges[made.id] = made;
  if (decline !== null) {
    failAttempt(scope, intent, method, decline, made);
    return decline;
  }
  saveForLater(scope, intent, method);
  instrument.spent = method.customer === null;
  progressOf(scope, intent).challenge = null;
  intent.latest_charge = made.id;
  intent.last_payment_error = null;
  intent.next_action = null;
  if (account !== null) {
    wait(scope, intent, made, account);
    return null;
  }
  scope.emit('charge.succeeded', made);
  if (made.captured) settleCaptured(scope, intent, made, made.amount);
  else hold(scope, intent, made);
  return null;
}

/** A customer's method that was to be used again is theirs from the first payment on. */
function saveForLater(scope: Scope, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const { customer } = intent;
  if (typeof customer !== 'string' || intent.setup_future_usage === null || method.customer !== null) return;
  method.customer = customer;
  scope.emit('payment_method.attached', method);
}

function hold(scope: Scope, intent: Stripe.PaymentIntent, made: Stripe.Charge): void {
  intent.status = 'requires_capture';
  intent.amount_capturable = intent.amount;
  const before = made.payment_method_details?.card?.capture_before ?? scope.now;
  scope.ledger.tasks.push({ at: before * 1000, kind: 'authorization-expires', id: intent.id });
  scope.emit('payment_intent.amount_capturable_updated', intent);
  followIntent(scope, intent);
}

/** The bank was asked for the money; when the clock comes to it, `settleDebit` says what it answered. */
function wait(scope: Scope, intent: Stripe.PaymentIntent, made: Stripe.Charge, account: TestAccount): void {
  intent.status = 'processing';
  scope.emit('charge.pending', made);
  scope.emit('payment_intent.processing', intent);
  followIntent(scope, intent);
  if (account.settlesAfterMs === null) return;
  scope.ledger.tasks.push({ at: scope.now * 1000 + account.settlesAfterMs, kind: 'debit-settles', id: intent.id });
}

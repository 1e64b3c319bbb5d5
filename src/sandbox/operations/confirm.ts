import type Stripe from 'stripe';
import type { TestCard } from '../cards.js';
import { endpoint } from '../endpoint.js';
import { invalidRequest } from '../failure.js';
import { clientView } from '../objects/payment-intent.js';
import type { Scope } from '../scope.js';
import { address, email, emptyable, flag, hash, ignored, list, oneOf, type Read, text } from '../shape.js';
import { SHIPPING } from './card-input.js';
import { readIntent, retype, shippingOf, unexpectedState } from './intent-rules.js';
import { checkMeans, type Means, meansOf, takeToken } from './means.js';
import { asksForSecure, METHOD_OPTIONS, setMethodOptions } from './method-options.js';
import { isRedirect } from './method-types.js';
import { nextAction } from './next-action.js';
import {
  AUTHENTICATION_REQUIRED,
  charge,
  declineFailure,
  endChallenge,
  failAttempt,
  progressOf,
  TESTMODE_DECLINE,
} from './pay.js';
import { PAYMENT_METHOD } from './payment-methods.js';

/** What confirming takes, in `POST …/confirm` and in a create with `confirm: true`. */
export const CONFIRM = {
  payment_method: text,
  payment_method_data: hash(PAYMENT_METHOD),
  confirmation_token: text,
  return_url: address,
  off_session: text,
  use_stripe_sdk: flag,
  error_on_requires_action: flag,
  mandate: ignored,
  mandate_data: ignored,
  radar_options: ignored,
};

/** What confirming was asked with. */
export type ConfirmParams = Read<typeof CONFIRM>;

function checkReturnUrl(intent: Stripe.PaymentIntent, params: ConfirmParams): void {
  const automatic = intent.automatic_payment_methods;
  if (automatic?.enabled !== true || automatic.allow_redirects === 'never') return;
  // A card that is confirmed for Stripe.js is never sent away, so Stripe asks for no address.
  if (params.return_url !== undefined || params.use_stripe_sdk === true || params.confirmation_token !== undefined)
    return;
  throw invalidRequest(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
    { param: 'return_url' },
  );
}

/**
 * Confirms an intent, whatever that leads to.
 * @throws StripeFailure 402 where the card is declined, 400 where the intent cannot be confirmed
 */
export function confirmIntent(scope: Scope, intent: Stripe.PaymentIntent, params: ConfirmParams): void {
  readyToConfirm(scope, intent, params)();
}

/**
 * Checks that an intent can be confirmed, and answers what does it; nothing has happened to the intent before.
 * @throws StripeFailure 400; what it answers throws 402 where the card is declined
 */
export function readyToConfirm(scope: Scope, intent: Stripe.PaymentIntent, params: ConfirmParams): () => void {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpectedState(scope, intent, 'confirm');
  }
  checkReturnUrl(intent, params);
  const means = meansOf(scope, intent, params);
  const { card } = checkMeans(scope, intent, means, params);
  return () => confirmWith(scope, intent, params, means, card);
}

function confirmWith(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  params: ConfirmParams,
  means: Means,
  card: TestCard | null,
): void {
  const { method, returnUrl } = means;
  const state = progressOf(scope, intent);
  takeToken(intent, means.token);
  state.confirms += 1;
  if (state.confirms > scope.confirmLimit) {
    cancel(scope, intent, 'automatic');
    return;
  }
  // After a challenge of an intent that is confirmed by hand, the same method is only charged.
  const passed = intent.status === 'requires_confirmation' && state.challenge?.instrument === method.id;
  const offSession = params.off_session !== undefined && !['', 'false'].includes(params.off_session);
  intent.payment_method = method.id;
  intent.last_payment_error = null;
  intent.next_action = null;
  state.offSession = offSession;
  if (intent.livemode && !scope.livePayments) {
    charge(scope, intent, method, false, TESTMODE_DECLINE);
    throw declineFailure(scope, intent, method, TESTMODE_DECLINE);
  }
  const secured = card?.challenge !== undefined || (card?.challengeOptional === true && asksForSecure(intent));
  const asked = !passed && (isRedirect(method.type) || secured);
  const known = card?.challenge === 'on-session' || (card?.challenge === 'until-set-up' && method.customer !== null);
  if (asked && offSession && !known) {
    charge(scope, intent, method, false, AUTHENTICATION_REQUIRED);
    throw declineFailure(scope, intent, method, AUTHENTICATION_REQUIRED);
  }
  if (asked && !offSession) {
    if (params.error_on_requires_action === true) {
      failAttempt(scope, intent, method, AUTHENTICATION_REQUIRED, null);
      throw declineFailure(scope, intent, method, AUTHENTICATION_REQUIRED);
    }
    intent.status = 'requires_action';
    intent.next_action = nextAction(scope, intent, means, card?.challenge === 'captcha');
    state.challenge = { instrument: method.id, returnUrl };
    scope.emit('payment_intent.requires_action', intent);
    return;
  }
  const decline = charge(scope, intent, method, passed);
  if (decline !== null) throw declineFailure(scope, intent, method, decline);
}

/** Ends an intent for good. Held money is let go, which Stripe records as a refund (see capture.ts). */
export function cancel(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): void {
  intent.status = 'canceled';
  intent.canceled_at = scope.now;
  intent.cancellation_reason = reason;
  intent.next_action = null;
  intent.amount_capturable = 0;
  endChallenge(scope, intent);
  scope.emit('payment_intent.canceled', intent);
}

/** `POST /v1/payment_intents/:id/confirm`. A publishable key needs the client secret. */
export const confirmPaymentIntent = endpoint({
  permission: 'rak_payment_intent_write',
  answers: 'payment_intent',
  publishable: true,
  shape: {
    ...CONFIRM,
    allowed_payment_method_types: list(text),
    excluded_payment_method_types: list(text),
    client_secret: text,
    amount_to_confirm: ignored,
    capture_method: oneOf('automatic', 'automatic_async', 'manual'),
    payment_method_options: METHOD_OPTIONS,
    receipt_email: email,
    setup_future_usage: emptyable(oneOf('off_session', 'on_session')),
    shipping: emptyable(hash(SHIPPING)),
  },
  run(scope, params, { id }) {
    const intent = readIntent(scope, id, params.client_secret);
    if (scope.kind === 'publishable' && intent.confirmation_method === 'manual') {
      throw unexpectedState(
        scope,
        intent,
        'confirm',
        'This PaymentIntent cannot be confirmed using your publishable key because its `confirmation_method` is set to `manual`.',
      );
    }
    const {
      allowed_payment_method_types: allowed = intent.allowed_payment_method_types,
      excluded_payment_method_types: excluded = intent.excluded_payment_method_types,
      capture_method: captureMethod = intent.capture_method,
    } = params;
    retype(intent, {
      allowed_payment_method_types: allowed,
      capture_method: captureMethod,
      excluded_payment_method_types: excluded,
    });
    setMethodOptions(intent, params.payment_method_options);
    if (params.receipt_email !== undefined) intent.receipt_email = params.receipt_email || null;
    if (params.setup_future_usage !== undefined) intent.setup_future_usage = params.setup_future_usage;
    if (params.shipping !== undefined) intent.shipping = shippingOf(params.shipping);
    confirmIntent(scope, intent, params);
    return scope.kind === 'publishable' ? clientView(intent) : intent;
  },
});

import type Stripe from 'stripe';
import { noSuch } from '../failure.js';
import { found, type Scope } from '../scope.js';
import { readIntent } from './intent-rules.js';
import { AUTHENTICATION_FAILURE, charge, failAttempt, progressOf } from './pay.js';

/** How a challenge ended: where the intent now stands, and where a payer that came by redirect goes. */
export interface ChallengeAnswer {
  status: string;
  redirectUrl: string | null;
}

/**
 * Settles what an intent waits for, 3-D Secure or a bank's page, as the bank would. Once: a second answer changes nothing.
 * @throws StripeFailure for an unknown intent or a wrong client secret
 */
export function settleChallenge(scope: Scope, id: string, clientSecret: string, authorized: boolean): ChallengeAnswer {
  const intent = readIntent(scope, id, clientSecret);
  const state = progressOf(scope, intent);
  const challenge = state.challenge;
  const returnUrl = challenge?.returnUrl ?? null;
  if (challenge !== null && intent.status === 'requires_action') {
    const method = found(scope.ledger.paymentMethods, challenge.instrument, () =>
      noSuch('PaymentMethod', challenge.instrument),
    );
    if (!authorized) failAttempt(scope, intent, method, AUTHENTICATION_FAILURE, null);
    else if (intent.confirmation_method === 'manual') {
      intent.status = 'requires_confirmation';
      intent.next_action = null;
    } else charge(scope, intent, method, true);
    state.returnUrl = returnUrl;
  }
  return challengeAnswer(scope, intent);
}

/** How the last challenge of an intent ended, and the way back from it. */
export function challengeAnswer(scope: Scope, intent: Stripe.PaymentIntent): ChallengeAnswer {
  const { challenge, returnUrl } = progressOf(scope, intent);
  const back = challenge?.returnUrl ?? returnUrl;
  return {
    status: intent.status,
    redirectUrl: returnAddress(back, intent.id, intent.client_secret ?? '', intent.status),
  };
}

function returnAddress(returnUrl: string | null, id: string, clientSecret: string, status: string): string | null {
  if (returnUrl === null || !URL.canParse(returnUrl)) return null;
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', id);
  url.searchParams.set('payment_intent_client_secret', clientSecret);
  url.searchParams.set('redirect_status', ['succeeded', 'requires_capture'].includes(status) ? 'succeeded' : 'failed');
  return url.href;
}

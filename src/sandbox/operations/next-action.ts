import type Stripe from 'stripe';
import { newId } from '../ids.js';
import { publishableKeyOf } from '../keys.js';
import type { Scope } from '../scope.js';
import type { Means } from './means.js';
import { isRedirect } from './method-types.js';

/** The plain page where the payer decides how an intent's next action ends. */
export function authorizeUrl(baseUrl: string, intent: Stripe.PaymentIntent): string {
  const query = new URLSearchParams({ client_secret: intent.client_secret ?? '' });
  return `${baseUrl}/authorize/${intent.id}?${query}`;
}

/** What the payer has to do next: go to their bank's page, or pass 3-D Secure there or in Stripe.js. */
export function nextAction(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  { method, returnUrl, useStripeSdk }: Means,
  captcha: boolean,
): Stripe.PaymentIntent.NextAction {
  if (isRedirect(method.type)) {
    const url = authorizeUrl(scope.baseUrl, intent);
    return { redirect_to_url: { return_url: returnUrl, url }, type: 'redirect_to_url' };
  }
  const query = new URLSearchParams({
    payment_intent: intent.id,
    client_secret: intent.client_secret ?? '',
    key: publishableKeyOf(scope.ledger.account, scope.ledger.livemode),
  });
  if (returnUrl !== null && !useStripeSdk) {
    const url = `${scope.baseUrl}/redirect?${query}`;
    return { redirect_to_url: { return_url: returnUrl, url }, type: 'redirect_to_url' };
  }
  const use_stripe_sdk: Stripe.PaymentIntent.NextAction.UseStripeSdk = captcha
    ? { type: 'intent_confirmation_challenge', stripe_js: { site_key: newId('site') } }
    : {
        type: 'three_d_secure_redirect',
        source: newId('src'),
        stripe_js: `${scope.baseUrl}/challenge?${query}`,
      };
  return { type: 'use_stripe_sdk', use_stripe_sdk };
}

import type Stripe from 'stripe';
import { newId } from '../ids.js';
import type { MethodDetails } from './method-details.js';
import { type BillingInput, billingDetails, type CardInput } from './payment-method.js';

/** A new single-use token of a card. */
export function buildToken(input: {
  card: CardInput;
  billing: BillingInput;
  created: number;
  livemode: boolean;
}): Stripe.Token {
  const { address, name } = billingDetails(input.billing);
  const card: Stripe.Card = {
    id: newId('card'),
    object: 'card',
    address_city: address?.city ?? null,
    address_country: address?.country ?? null,
    address_line1: address?.line1 ?? null,
    address_line1_check: address?.line1 == null ? null : 'unchecked',
    address_line2: address?.line2 ?? null,
    address_state: address?.state ?? null,
    address_zip: address?.postal_code ?? null,
    address_zip_check: address?.postal_code == null ? null : 'unchecked',
    brand: TOKEN_BRANDS[input.card.card.brand] ?? 'Unknown',
    country: input.card.card.country,
    cvc_check: 'unchecked',
    dynamic_last4: null,
    exp_month: input.card.expMonth,
    exp_year: input.card.expYear,
    fingerprint: input.card.fingerprint,
    funding: input.card.card.funding,
    last4: input.card.last4,
    metadata: {},
    name,
    networks: { preferred: null },
    regulated_status: 'unregulated',
    tokenization_method: null,
  };
  return {
    id: newId('tok'),
    object: 'token',
    card,
    client_ip: '127.0.0.1',
    created: input.created,
    livemode: input.livemode,
    type: 'card',
    used: false,
  };
}

/** Cards of tokens name their brands for people, unlike those of payment methods. */
const TOKEN_BRANDS: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'MasterCard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

/** A new confirmation token, which expires after twelve hours. */
export function buildConfirmationToken(input: {
  details: MethodDetails;
  billing: Stripe.PaymentMethod.BillingDetails;
  allowRedisplay: Stripe.PaymentMethod.AllowRedisplay;
  returnUrl: string | null;
  setupFutureUsage: 'off_session' | 'on_session' | null;
  shipping: Stripe.ConfirmationToken.Shipping | null;
  /** Whether the payer accepted a mandate on the way, as Stripe.js has them do for bank debits. */
  mandate: boolean;
  created: number;
  livemode: boolean;
}): Stripe.ConfirmationToken {
  return {
    id: newId('ctoken'),
    object: 'confirmation_token',
    created: input.created,
    expires_at: input.created + 12 * 3600,
    livemode: input.livemode,
    mandate_data: input.mandate
      ? {
          customer_acceptance: { online: { ip_address: '127.0.0.1', user_agent: 'sandbox' }, type: 'online' },
        }
      : null,
    metadata: {},
    payment_intent: null,
    payment_method_options: null,
    payment_method_preview: {
      allow_redisplay: input.allowRedisplay,
      billing_details: input.billing,
      customer: null,
      customer_account: null,
      ...input.details,
    },
    return_url: input.returnUrl,
    setup_future_usage: input.setupFutureUsage,
    setup_intent: null,
    shipping: input.shipping,
    use_stripe_sdk: true,
  };
}

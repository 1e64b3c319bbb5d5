import type Stripe from 'stripe';
import { newId } from '../ids.js';
import type { TestCard } from '../cards.js';
import type { MethodDetails } from './method-details.js';

/** Billing details as given; what is missing is null, as Stripe has it. */
export interface BillingInput {
  name?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  address?:
    Partial<Record<'city' | 'country' | 'line1' | 'line2' | 'postal_code' | 'state', string | undefined>> | undefined;
}

/** The card half of what a payment method is made of. */
export interface CardInput {
  card: TestCard;
  last4: string;
  expMonth: number;
  expYear: number;
  fingerprint: string;
}

const orNull = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);

/** Stripe's billing details, every member there. */
export function billingDetails(input: BillingInput): Stripe.PaymentMethod.BillingDetails {
  const address = input.address ?? {};
  return {
    address: {
      city: orNull(address.city),
      country: orNull(address.country),
      line1: orNull(address.line1),
      line2: orNull(address.line2),
      postal_code: orNull(address.postal_code),
      state: orNull(address.state),
    },
    email: orNull(input.email),
    name: orNull(input.name),
    phone: orNull(input.phone),
    tax_id: null,
  };
}

/** The card of a payment method. */
export function paymentMethodCard(input: CardInput): Stripe.PaymentMethod.Card {
  const { card } = input;
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: null },
    country: card.country,
    display_brand: card.networks[0] ?? card.brand,
    exp_month: input.expMonth,
    exp_year: input.expYear,
    fingerprint: input.fingerprint,
    funding: card.funding,
    generated_from: null,
    last4: input.last4,
    networks: { available: [...card.networks], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: card.brand !== 'amex' },
    wallet: null,
  };
}

/** A card as the details of a payment method. */
export function cardMethod(input: CardInput): MethodDetails {
  return { type: 'card', card: paymentMethodCard(input) };
}

/** A new payment method of any type. `created` in seconds. */
export function buildPaymentMethod(input: {
  details: MethodDetails;
  billing: BillingInput;
  metadata: Record<string, string>;
  created: number;
  livemode: boolean;
}): Stripe.PaymentMethod {
  return {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingDetails(input.billing),
    created: input.created,
    customer: null,
    customer_account: null,
    livemode: input.livemode,
    metadata: input.metadata,
    ...input.details,
  };
}

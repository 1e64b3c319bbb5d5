import type Stripe from 'stripe';
import type { Decline, TestCard } from '../cards.js';
import { newId, randomText } from '../ids.js';

const DAY = 24 * 3600;

/** What a charge is made of. `created` in seconds; `decline` makes it a failed one. */
export interface ChargeInput {
  intent: Stripe.PaymentIntent;
  method: Stripe.PaymentMethod;
  card: TestCard;
  cvc: boolean;
  authenticated: boolean;
  decline: Decline | null;
  created: number;
  baseUrl: string;
}

function outcome(card: TestCard, decline: Decline | null): Stripe.Charge.Outcome {
  const risk = {
    risk_level: card.risk ?? 'normal',
    risk_score: { elevated: 68, highest: 92, normal: 12 }[card.risk ?? 'normal'],
  };
  if (decline === null) {
    return {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: 'approved_by_network',
      reason: card.risk === 'elevated' ? 'elevated_risk_level' : null,
      seller_message: 'Payment complete.',
      type: 'authorized',
      ...risk,
    };
  }
  const blocked = card.blocked === true;
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: blocked ? 'not_sent_to_network' : 'declined_by_network',
    reason: blocked ? 'highest_risk_level' : (decline.declineCode ?? decline.code),
    seller_message: blocked
      ? 'Stripe blocked this payment as too risky.'
      : `The bank returned the decline code \`${decline.declineCode ?? decline.code}\`.`,
    type: blocked ? 'blocked' : 'issuer_declined',
    ...risk,
  };
}

function cardDetails(input: ChargeInput): Stripe.Charge.PaymentMethodDetails.Card {
  const { card, intent, method } = input;
  const address = method.billing_details.address;
  const check = (given: boolean, name: 'cvc' | 'line1' | 'postal_code'): string | null =>
    !given ? null : card.failedChecks?.includes(name) === true ? 'fail' : 'pass';
  const details: Stripe.Charge.PaymentMethodDetails.Card = {
    amount_authorized: input.decline === null ? intent.amount : null,
    authorization_code: input.decline === null ? '123456' : null,
    brand: card.brand,
    checks: {
      // A failing address check is reported for the card that exists to fail it, given an address or not.
      address_line1_check: check(address?.line1 != null || card.failedChecks?.includes('line1') === true, 'line1'),
      address_postal_code_check: check(
        address?.postal_code != null || card.failedChecks?.includes('postal_code') === true,
        'postal_code',
      ),
      cvc_check: check(input.cvc, 'cvc'),
    },
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: method.card?.exp_month ?? 12,
    exp_year: method.card?.exp_year ?? 2030,
    extended_authorization: { status: 'disabled' },
    fingerprint: method.card?.fingerprint ?? null,
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: method.card?.last4 ?? null,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: randomText(15),
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: input.authenticated
      ? {
          authentication_flow: 'challenge',
          electronic_commerce_indicator: '05',
          exemption_indicator: null,
          result: 'authenticated',
          result_reason: null,
          transaction_id: crypto.randomUUID(),
          version: '2.2.0',
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  };
  if (input.decline === null && intent.capture_method === 'manual') details.capture_before = input.created + 7 * DAY;
  return details;
}

/** A new charge of an intent: succeeded (captured, unless the intent captures by hand) or failed. */
export function buildCharge(input: ChargeInput): Stripe.Charge {
  const { intent, method, decline } = input;
  const id = newId('ch');
  const captured = decline === null && intent.capture_method !== 'manual';
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: 'SANDBOX',
    captured,
    created: input.created,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline === null ? null : decline.code,
    failure_message: decline === null ? null : decline.message,
    fraud_details: {},
    livemode: intent.livemode,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: outcome(input.card, decline),
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { card: cardDetails(input), type: 'card' },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: decline === null ? `${input.baseUrl}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline === null ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

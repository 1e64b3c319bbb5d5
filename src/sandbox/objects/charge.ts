import type Stripe from 'stripe';
import type { Decline, TestCard } from '../cards.js';
import { newId } from '../ids.js';

/** What a charge is made of. `created` in seconds; `decline` makes it a failed one. */
export interface ChargeInput {
  intent: Stripe.PaymentIntent;
  method: Stripe.PaymentMethod;
  details: Stripe.Charge.PaymentMethodDetails;
  /** What Radar makes of it; nothing for what has no test card behind it. */
  risk: Pick<TestCard, 'risk' | 'blocked'>;
  decline: Decline | null;
  /** The bank has yet to say: the money is neither taken nor refused. */
  pending: boolean;
  /** Whether the money is held until it is captured by hand. */
  held: boolean;
  created: number;
  baseUrl: string;
}

function outcome(card: ChargeInput['risk'], decline: Decline | null): Stripe.Charge.Outcome {
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

/** A new charge of an intent: succeeded (captured, unless the intent captures by hand), failed, or pending. */
export function buildCharge(input: ChargeInput): Stripe.Charge {
  const { intent, method, decline } = input;
  const paid = decline === null && !input.pending;
  // Stripe calls what is not of a card a payment, and its id begins so.
  const id = newId(method.type === 'card' ? 'ch' : 'py');
  const captured = decline === null && !input.held;
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
    outcome: outcome(input.risk, decline),
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: input.details,
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: paid ? `${input.baseUrl}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: paid ? 'succeeded' : input.pending ? 'pending' : 'failed',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

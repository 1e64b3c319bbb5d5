import type Stripe from 'stripe';
import { newId } from '../ids.js';

/** A new refund of a charge. `created` in seconds. */
export function buildRefund(input: {
  charge: Stripe.Charge;
  amount: number;
  reason: Stripe.Refund.Reason | null;
  metadata: Record<string, string>;
  status: 'pending' | 'succeeded';
  created: number;
}): Stripe.Refund {
  const { charge, status } = input;
  const type = charge.payment_method_details?.type ?? 'card';
  const refund: Stripe.Refund = {
    id: newId('re'),
    object: 'refund',
    amount: input.amount,
    balance_transaction: null,
    charge: charge.id,
    created: input.created,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details:
      type === 'card'
        ? { card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' }, type }
        : { type },
    metadata: input.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: input.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
  if (status === 'pending') refund.pending_reason = 'processing';
  return refund;
}

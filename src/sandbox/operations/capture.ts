import type Stripe from 'stripe';
import { endpoint } from '../endpoint.js';
import { invalidRequest, noSuch } from '../failure.js';
import { buildRefund } from '../objects/refund.js';
import { found, type Scope } from '../scope.js';
import { flag, ignored, integer, metadata, text } from '../shape.js';
import { mergeMetadata, readIntent, unexpectedState } from './intent-rules.js';
import { settleCaptured } from './pay.js';

/** The newest charge of an intent. */
export function latestChargeOf(scope: Scope, intent: Stripe.PaymentIntent): Stripe.Charge {
  const id = typeof intent.latest_charge === 'string' ? intent.latest_charge : '';
  return found(scope.ledger.charges, id, () => noSuch('charge', id));
}

/**
 * Lets held money go. Stripe records it as a refund of the charge, which was never captured: after a partial capture
 * `amount_refunded` is what was not taken, after a cancel all of it.
 */
export function releaseHeld(scope: Scope, intent: Stripe.PaymentIntent, amount: number): void {
  const charge = latestChargeOf(scope, intent);
  const refund = buildRefund({ charge, amount, reason: null, metadata: {}, status: 'succeeded', created: scope.now });
  scope.ledger.refunds[refund.id] = refund;
  giveBack(scope, charge, amount);
}

/** Writes into a charge that an amount of it was given back. */
export function giveBack(scope: Scope, charge: Stripe.Charge, amount: number): void {
  const { amount_refunded, refunded } = charge;
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  scope.emit('charge.refunded', charge, { amount_refunded, ...(charge.refunded ? { refunded } : {}) });
}

/** `POST /v1/payment_intents/:id/capture`. */
export const capturePaymentIntent = endpoint({
  permission: 'rak_payment_intent_write',
  answers: 'payment_intent',
  shape: {
    amount_to_capture: integer,
    final_capture: flag,
    metadata,
    application_fee_amount: ignored,
    amount_details: ignored,
    hooks: ignored,
    payment_details: ignored,
    statement_descriptor: text,
    statement_descriptor_suffix: text,
    transfer_data: ignored,
  },
  run(scope, params, { id }) {
    const intent = readIntent(scope, id, undefined);
    if (intent.status !== 'requires_capture') throw unexpectedState(scope, intent, 'capture');
    const amount = params.amount_to_capture ?? intent.amount_capturable;
    if (amount < 1) {
      throw invalidRequest('This value must be greater than or equal to 1.', {
        code: 'parameter_invalid_integer',
        param: 'amount_to_capture',
      });
    }
    if (amount > intent.amount_capturable) {
      throw invalidRequest(
        `The given amount (${amount}) is greater than the remaining capturable amount (${intent.amount_capturable}).`,
        { code: 'amount_too_large', param: 'amount_to_capture' },
      );
    }
    intent.metadata = mergeMetadata(intent.metadata, params.metadata);
    const charge = latestChargeOf(scope, intent);
    charge.captured = true;
    charge.amount_captured = amount;
    if (amount < charge.amount) releaseHeld(scope, intent, charge.amount - amount);
    scope.emit('charge.captured', charge);
    settleCaptured(scope, intent, charge, amount);
    return intent;
  },
});

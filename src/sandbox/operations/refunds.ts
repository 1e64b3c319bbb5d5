import type Stripe from 'stripe';
import { shown } from '../currencies.js';
import { endpoint } from '../endpoint.js';
import { invalidRequest, noSuch } from '../failure.js';
import { buildRefund } from '../objects/refund.js';
import { found, type Scope } from '../scope.js';
import { flag, ignored, integer, metadata, oneOf, text } from '../shape.js';
import { balances } from './balance.js';
import { giveBack, latestChargeOf } from './capture.js';
import { mergeMetadata } from './intent-rules.js';
import { PAGE, pageOf } from './lists.js';
import { instrumentOf } from './pay.js';

/** How long a refund of the two refund test cards stands before it changes, in milliseconds. */
export const REFUND_SETTLES_AFTER_MS = 5000;

function chargeFor(
  scope: Scope,
  params: { charge?: string | undefined; payment_intent?: string | undefined },
): Stripe.Charge {
  if ((params.charge === undefined) === (params.payment_intent === undefined)) {
    throw invalidRequest(
      params.charge === undefined
        ? 'One of the following params should be provided for this request: payment_intent or charge.'
        : 'You may only specify one of these parameters: charge, payment_intent.',
      params.charge === undefined ? { code: 'parameter_missing' } : { code: 'parameters_exclusive' },
    );
  }
  if (params.charge !== undefined) {
    const id = params.charge;
    return found(scope.ledger.charges, id, () => noSuch('charge', id, 'charge'));
  }
  const id = params.payment_intent ?? '';
  const intent = found(scope.ledger.paymentIntents, id, () => noSuch('payment_intent', id, 'payment_intent'));
  if (intent.status !== 'succeeded') {
    throw invalidRequest(`This PaymentIntent (${id}) does not have a successful charge to refund.`, {
      code: 'payment_intent_unexpected_state',
      param: 'payment_intent',
    });
  }
  return latestChargeOf(scope, intent);
}

/** `POST /v1/refunds`. */
export const createRefund = endpoint({
  permission: 'rak_charge_write',
  answers: 'refund',
  shape: {
    charge: text,
    payment_intent: text,
    amount: integer,
    reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
    metadata,
    currency: text,
    instructions_email: text,
    refund_application_fee: flag,
    reverse_transfer: flag,
    origin: ignored,
  },
  run(scope, params) {
    const charge = chargeFor(scope, params);
    if (!charge.paid || !charge.captured) {
      throw invalidRequest(`Charge ${charge.id} has not been captured and cannot be refunded.`, {
        code: 'charge_not_refundable',
        charge: charge.id,
      });
    }
    if (charge.refunded) {
      throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
        code: 'charge_already_refunded',
        charge: charge.id,
      });
    }
    if (charge.disputed && !isRefundable(scope, charge)) {
      throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
        code: 'charge_disputed',
        charge: charge.id,
      });
    }
    const left = charge.amount - charge.amount_refunded;
    const amount = params.amount ?? left;
    if (amount < 1) {
      throw invalidRequest('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
    }
    if (amount > left) {
      throw invalidRequest(
        `Refund amount (${shown(amount, charge.currency)}) is greater than unrefunded amount on charge (${shown(left, charge.currency)})`,
        { param: 'amount' },
      );
    }
    if (amount > (balances(scope).get(charge.currency) ?? 0)) {
      throw invalidRequest('Insufficient funds in your Stripe balance to refund this amount.', {
        code: 'balance_insufficient',
      });
    }
    const { card } = instrumentOf(scope, charge.payment_method ?? '');
    const refund = buildRefund({
      charge,
      amount,
      reason: params.reason ?? null,
      metadata: mergeMetadata({}, params.metadata),
      status: card?.refunds === 'pending' ? 'pending' : 'succeeded',
      created: scope.now,
    });
    scope.ledger.refunds[refund.id] = refund;
    scope.emit('refund.created', refund);
    giveBack(scope, charge, amount);
    if (card?.refunds !== undefined) {
      scope.ledger.tasks.push({
        at: scope.now * 1000 + REFUND_SETTLES_AFTER_MS,
        kind: card.refunds === 'pending' ? 'refund-succeeds' : 'refund-fails',
        id: refund.id,
      });
    }
    return refund;
  },
});

/** An inquiry may still be answered with a refund; a chargeback may not. */
function isRefundable(scope: Scope, charge: Stripe.Charge): boolean {
  return Object.values(scope.ledger.disputes).every(
    (dispute) => dispute.charge !== charge.id || dispute.is_charge_refundable,
  );
}

/** A pending refund arrives. */
export function succeedRefund(scope: Scope, refund: Stripe.Refund): void {
  if (refund.status !== 'pending') return;
  refund.status = 'succeeded';
  delete refund.pending_reason;
  scope.emit('refund.updated', refund, { status: 'pending' });
  scope.emit('charge.refund.updated', refund, { status: 'pending' });
}

/** A refund comes back: the charge has the money again. */
export function failRefund(scope: Scope, refund: Stripe.Refund): void {
  if (refund.status === 'failed') return;
  const { status } = refund;
  refund.status = 'failed';
  refund.failure_reason = 'expired_or_canceled_card';
  const id = typeof refund.charge === 'string' ? refund.charge : '';
  const charge = found(scope.ledger.charges, id, () => noSuch('charge', id));
  const { amount_refunded, refunded } = charge;
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  scope.emit('refund.failed', refund);
  scope.emit('charge.refund.updated', refund, { status });
  scope.emit('charge.updated', charge, { amount_refunded, ...(refunded ? { refunded } : {}) });
}

/** `GET /v1/refunds/:id`. */
export const retrieveRefund = endpoint({
  permission: 'rak_charge_read',
  shape: {},
  run: (scope, _params, { id }) => found(scope.ledger.refunds, id, () => noSuch('refund', id)),
});

/** `POST /v1/refunds/:id`. */
export const updateRefund = endpoint({
  permission: 'rak_charge_write',
  answers: 'refund',
  shape: { metadata },
  run(scope, params, { id }) {
    const refund = found(scope.ledger.refunds, id, () => noSuch('refund', id));
    const { metadata: before } = refund;
    refund.metadata = mergeMetadata(before ?? {}, params.metadata);
    scope.emit('refund.updated', refund, { metadata: before });
    return refund;
  },
});

/** `GET /v1/refunds`. */
export const listRefunds = endpoint({
  permission: 'rak_charge_read',
  shape: { ...PAGE, charge: text, payment_intent: text },
  run: (scope, params) =>
    pageOf(
      scope.ledger.refunds,
      params,
      '/v1/refunds',
      (refund) =>
        (params.charge === undefined || refund.charge === params.charge) &&
        (params.payment_intent === undefined || refund.payment_intent === params.payment_intent),
    ),
});

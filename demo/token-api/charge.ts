/** Charges an order with a token: a PaymentMethod first, then a PaymentIntent made and confirmed in one call. */
import Stripe from 'stripe';
import type { Order } from './orders.js';

/** What the API answers. */
export interface Answer {
  status: number;
  body: { paid: boolean; message?: string; code?: string; decline_code?: string | undefined };
}

/** The order is paid. */
export const PAID: Answer = { status: 200, body: { paid: true } };

/** Why no charge was made. */
export function refused(status: number, code: string, message: string): Answer {
  return { status, body: { paid: false, code, message } };
}

/**
 * Charges the order's own price. Both calls have a key made of order and token, so that asking again after a lost
 * answer gives the first one's outcome and never a second charge (Stripe keeps a key for 24 hours at least).
 */
export async function charge(stripe: Stripe, order: Order, token: string): Promise<Answer> {
  order.state = 'charging';
  order.token = token;
  try {
    const key = `order-${order.id}-${token}`;
    const method = await stripe.paymentMethods.create(
      { type: 'card', card: { token } },
      { idempotencyKey: `${key}-method` },
    );
    const intent = await stripe.paymentIntents.create(
      {
        amount: order.amount,
        currency: order.currency,
        payment_method: method.id,
        allowed_payment_method_types: ['card'],
        confirm: true,
        // This flow has no step in which a bank could ask the payer: a card that needs one is declined.
        error_on_requires_action: true,
        metadata: { order: order.id },
      },
      { idempotencyKey: `${key}-charge` },
    );
    if (intent.status !== 'succeeded') return unknown();
    order.state = 'paid';
    return PAID;
  } catch (thrown) {
    if (thrown instanceof Stripe.errors.StripeCardError) {
      release(order);
      const { message, code, decline_code } = thrown;
      // JSON leaves out what is undefined.
      return { status: 402, body: { paid: false, message, code: code ?? 'card_declined', decline_code } };
    }
    if (thrown instanceof Stripe.errors.StripeInvalidRequestError) {
      release(order);
      return refused(422, 'invalid-request', 'This token cannot be charged. Make another one.');
    }
    // Anything else says nothing about the money: the order stays as it is until it is asked for again.
    return unknown();
  }
}

function release(order: Order): void {
  order.state = 'open';
  order.token = null;
}

function unknown(): Answer {
  return { status: 504, body: { paid: false, message: 'Stripe did not answer. Ask GET /orders/{id}.' } };
}

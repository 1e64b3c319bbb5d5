import type Stripe from 'stripe';
import type { Scope } from '../scope.js';
import { isHeld } from './method-options.js';

/** What a session knows of its payer once they have paid. */
function detailsOf(billing: Stripe.PaymentMethod.BillingDetails | undefined): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: billing?.address ?? null,
    business_name: null,
    email: billing?.email ?? null,
    individual_name: null,
    name: billing?.name ?? null,
    phone: billing?.phone ?? null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}

/** Whether the money of an intent was held before it was taken. */
function wasHeld(scope: Scope, intent: Stripe.PaymentIntent): boolean {
  const id = typeof intent.payment_method === 'string' ? intent.payment_method : '';
  return isHeld(intent, scope.ledger.paymentMethods[id]?.type ?? '');
}

/**
 * Brings a checkout session after its intent: complete once the payer's part is done, paid once the money is there. A
 * delayed method completes it unpaid and its outcome has an event of its own
 * (docs.stripe.com/payments/checkout/fulfill-orders). An intent of no session changes nothing.
 */
export function followIntent(scope: Scope, intent: Stripe.PaymentIntent): void {
  const id = scope.ledger.progress[intent.id]?.session ?? null;
  const session = id === null ? undefined : scope.ledger.sessions[id];
  if (session === undefined) return;
  const paid = intent.status === 'succeeded';
  if (session.status === 'open') {
    if (!paid && intent.status !== 'processing' && intent.status !== 'requires_capture') return;
    const method = typeof intent.payment_method === 'string' ? intent.payment_method : '';
    session.status = 'complete';
    session.payment_status = paid ? 'paid' : 'unpaid';
    session.customer_details = detailsOf(scope.ledger.paymentMethods[method]?.billing_details);
    session.url = null;
    session.client_secret = null;
    scope.emit('checkout.session.completed', session);
    return;
  }
  if (session.status !== 'complete' || session.payment_status !== 'unpaid') return;
  if (paid) {
    session.payment_status = 'paid';
    // What was held and is now captured was no delayed method: no event tells of it.
    if (!wasHeld(scope, intent)) scope.emit('checkout.session.async_payment_succeeded', session);
  } else if (intent.status === 'requires_payment_method') scope.emit('checkout.session.async_payment_failed', session);
}

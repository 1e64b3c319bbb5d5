/** What a Checkout Session says as a rail. Pure. */
import type Stripe from 'stripe';
import type { RailState } from '../requests/document.js';
import { idOf } from '../stripe/ids.js';

/** States of a PaymentIntent in which nobody but the page of its session could go on. */
const waiting: ReadonlySet<string> = new Set(['requires_payment_method', 'requires_confirmation']);

/**
 * The state of a session. Once it has a PaymentIntent, that decides where it took money or may. Else the session
 * does: while it is open its page can go on, with another PaymentIntent if need be; once it has closed, nobody can.
 */
export function sessionState(session: Stripe.Checkout.Session, intent: RailState | null): RailState {
  const own = {
    id: session.id,
    session: {
      status: session.status ?? 'open',
      intent: intent?.id ?? idOf(session.payment_intent),
      expiresAt: new Date(session.expires_at * 1000).toISOString(),
    },
  };
  if (intent) {
    return {
      ...intent,
      ...own,
      status: statusWith(intent.status, session.status),
      // That of a session that has expired is canceled by Stripe, which is nobody's wish about the request.
      cancellationReason: session.status === 'expired' ? null : intent.cancellationReason,
    };
  }
  return {
    ...own,
    status: statusWithoutIntent(session.status),
    amount: session.amount_total ?? 0,
    currency: session.currency ?? '',
    livemode: session.livemode,
    amountReceived: 0,
    amountCapturable: 0,
    paymentMethod: null,
    latestCharge: null,
    cancellationReason: null,
    lastError: null,
    nextAction: null,
  };
}

function statusWith(intent: string, session: Stripe.Checkout.Session['status']): string {
  const open = session === 'open';
  if (open && intent === 'canceled') return 'requires_payment_method';
  // A voucher or transfer that was chosen on the page and is paid elsewhere: Stripe lets nobody end it, and tells the outcome.
  if (session === 'complete' && intent === 'requires_action') return 'processing';
  return !open && waiting.has(intent) ? 'canceled' : intent;
}

/** A session that is complete and shows no PaymentIntent counts as a success without a charge: under review. */
function statusWithoutIntent(status: Stripe.Checkout.Session['status']): string {
  if (status === 'expired') return 'canceled';
  return status === 'complete' ? 'succeeded' : 'requires_payment_method';
}

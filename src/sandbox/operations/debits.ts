import type Stripe from 'stripe';
import type { Decline } from '../cards.js';
import { noSuch } from '../failure.js';
import { found, type Scope } from '../scope.js';
import { latestChargeOf } from './capture.js';
import { failAttempt, instrumentOf, settleCaptured } from './pay.js';

/** A debit's failure as the intent tells it; the reason itself is the charge's `failure_code`. */
const attemptFailed = ({ message }: Decline): Decline => ({ code: 'payment_intent_payment_attempt_failed', message });

/** The bank has answered: the money of a processing intent is there, or it is not. */
export function settleDebit(scope: Scope, intent: Stripe.PaymentIntent): void {
  const made = latestChargeOf(scope, intent);
  const id = made.payment_method ?? '';
  const { account } = instrumentOf(scope, id);
  const failure = account?.failure;
  if (failure === undefined) {
    made.status = 'succeeded';
    made.paid = true;
    made.receipt_url = `${scope.baseUrl}/receipts/${made.id}`;
    scope.emit('charge.succeeded', made);
    settleCaptured(scope, intent, made, made.amount);
    return;
  }
  made.status = 'failed';
  made.captured = false;
  made.amount_captured = 0;
  made.failure_code = failure.code;
  made.failure_message = failure.message;
  const method = found(scope.ledger.paymentMethods, id, () => noSuch('PaymentMethod', id));
  failAttempt(scope, intent, method, attemptFailed(failure), made);
}

/** Stripe.js's errors as ours. What Stripe hands back of the card (a payment method, a source) is left behind. */
import type { StripeError } from '@stripe/stripe-js';
import { declineToCode, maskDecline } from '../errors/declines.js';
import { PaymentError, type PaymentErrorCode } from '../errors/index.js';

/** An error that a call of Stripe.js resolved with. https://docs.stripe.com/js/errors */
export function fromStripe({ type, code, decline_code: declined, message }: StripeError): PaymentError {
  return new PaymentError(codeOf(type, code, declined), message ?? `Stripe refused the call: ${type}.`, {
    declineCode: type === 'card_error' && declined ? maskDecline(declined) : null,
  });
}

function codeOf(type: StripeError['type'], code: string | undefined, declined: string | undefined): PaymentErrorCode {
  switch (type) {
    case 'validation_error':
      return code?.startsWith('incomplete') ? 'fields-incomplete' : 'fields-invalid';
    case 'card_error':
      return declineToCode(code, declined);
    case 'api_connection_error':
      return navigator.onLine ? 'network-error' : 'offline';
    case 'authentication_error':
      return 'misuse';
    case 'rate_limit_error':
      return 'gateway-unavailable';
    default:
      return 'gateway-error';
  }
}

/**
 * What Stripe.js threw: an IntegrationError. `fields-lost` where an Element's frame is gone (nothing was charged, the
 * card is typed again), else `misuse`.
 */
export function fromThrown(thrown: unknown): PaymentError {
  const message = thrown instanceof Error ? thrown.message : '';
  if (/still mounted|must mount|been destroyed/.test(message)) return fieldsLost(message);
  return PaymentError.from(thrown, 'misuse');
}

/** The card fields died; what was typed in them is gone. */
export function fieldsLost(message: string): PaymentError {
  return new PaymentError('fields-lost', message);
}

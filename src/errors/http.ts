/** HTTP's side of the codes, for servers: status and title of a problem (RFC 9457). */
import type { PaymentErrorCode, WireErrorCode } from './codes.js';

/** What a problem with a code is sent with. */
export interface HttpTraits {
  status: number;
  /** The same words for every problem with the code, for developers. */
  title: string;
}

/** Status and title of every code that crosses the wire. */
export const httpTraits: Readonly<Record<WireErrorCode, HttpTraits>> = {
  'malformed-body': { status: 400, title: 'The body could not be read' },
  'invalid-signature': { status: 400, title: 'The signature is missing, wrong or too old' },
  unauthorized: { status: 401, title: 'A valid key is needed' },
  forbidden: { status: 403, title: 'This key may not do that' },
  'cross-site': { status: 403, title: 'This origin may not call here' },
  'not-found': { status: 404, title: 'There is no such thing here' },
  'card-declined': { status: 402, title: 'The card was declined' },
  'insufficient-funds': { status: 402, title: 'The card has not enough funds' },
  'expired-card': { status: 402, title: 'The card has expired' },
  'incorrect-cvc': { status: 402, title: 'The security code does not match the card' },
  'incorrect-number': { status: 402, title: 'There is no card with this number' },
  'incorrect-postal-code': { status: 402, title: 'The address does not match the card' },
  'processing-error': { status: 402, title: 'The card could not be processed' },
  'authentication-required': { status: 402, title: 'The bank asks for a confirmation' },
  'authentication-failed': { status: 402, title: 'The payment was not confirmed with the bank' },
  'already-paid': { status: 409, title: 'The request is paid already' },
  'already-replaced': { status: 409, title: 'Another request takes the place of this one' },
  'request-closed': { status: 409, title: 'The request can no longer be paid' },
  'attempt-in-progress': { status: 409, title: 'Another attempt is under way' },
  'order-in-progress': { status: 409, title: 'Whether another order was made is not known yet' },
  'exceeds-remaining': { status: 409, title: 'The amount is more than what is left' },
  'not-capturable': { status: 409, title: 'Nothing is reserved that could be taken' },
  'charge-disputed': { status: 409, title: 'The payment is disputed' },
  'balance-too-low': { status: 409, title: "The account's balance does not cover it" },
  'idempotency-key-reused': { status: 409, title: 'The idempotency key was used for something else' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'rate-limited': { status: 429, title: 'Too many calls' },
  'too-many-attempts': { status: 429, title: 'Too many attempts to pay' },
  'invalid-request': { status: 422, title: 'A member is missing, unknown or of the wrong kind' },
  'invalid-label': { status: 422, title: 'The label is not 1 to 200 characters of text' },
  'invalid-amount': { status: 422, title: 'The amount is not a whole number of minor units that can be charged' },
  'amount-too-small': { status: 422, title: 'The amount is less than the smallest charge' },
  'amount-too-large': { status: 422, title: 'The amount is more than the largest charge' },
  'amount-mismatch': { status: 422, title: "The amount is not the request's" },
  'unknown-currency': { status: 422, title: 'The currency is not known' },
  'card-data-refused': { status: 422, title: 'Card data may not be sent here' },
  'instrument-used': { status: 422, title: 'The payment method was used before' },
  unavailable: { status: 422, title: 'This cannot be done at the moment' },
  internal: { status: 500, title: 'Something went wrong here' },
  'gateway-error': { status: 502, title: 'Stripe refused the call' },
  'gateway-unavailable': { status: 503, title: 'Stripe cannot be reached' },
  'gateway-timeout': { status: 504, title: 'Stripe did not answer in time' },
};

/** Whether a code may be sent over HTTP. */
export function isWireErrorCode(code: PaymentErrorCode): code is WireErrorCode {
  return Object.hasOwn(httpTraits, code);
}

/** The status for a code; 500 for one that never crosses the wire. */
export function statusOf(code: PaymentErrorCode): number {
  return isWireErrorCode(code) ? httpTraits[code].status : 500;
}

import type Stripe from 'stripe';
import type { ClientPaymentIntent } from './objects/payment-intent.js';

/** The members of Stripe's error object that the sandbox sends (docs.stripe.com/api/errors). */
export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
  charge?: string;
  payment_intent?: Stripe.PaymentIntent | ClientPaymentIntent;
  payment_method?: Stripe.PaymentMethod;
}

/** An answer of Stripe's that is not 2xx. `body` becomes `{"error": body}` with `doc_url` and `request_log_url` added. */
export class StripeFailure extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = 'StripeFailure';
    this.status = status;
    this.body = body;
  }
}

/** A 400 `invalid_request_error`. */
export function invalidRequest(
  message: string,
  more: Pick<ErrorBody, 'code' | 'param' | 'payment_intent' | 'charge'> = {},
): StripeFailure {
  return new StripeFailure(400, { type: 'invalid_request_error', message, ...more });
}

/** What Stripe says about an id it does not know: 404, or 400 where the id came as a parameter. */
export function noSuch(kind: string, id: string, param = 'id', note = ''): StripeFailure {
  const body: ErrorBody = {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'${note}`,
    param,
  };
  return new StripeFailure(param === 'id' || param === 'intent' ? 404 : 400, body);
}

/** A 402 `card_error`. */
export function cardError(body: Omit<ErrorBody, 'type'>): StripeFailure {
  return new StripeFailure(402, { type: 'card_error', ...body });
}

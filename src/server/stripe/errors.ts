/**
 * What an error of the Stripe library means: whether Stripe refused (certain: nothing was moved by this call)
 * or whether it is not known what happened, and which of our errors tells it.
 */
import { PaymentError, type PaymentErrorCode } from '../../errors/index.js';
import type { AttemptFailure } from '../requests/document.js';
import { NotFromStripe } from './answer.js';
import { failureOf } from './failures.js';
import { refusalCode } from './refusals.js';

/** The verdict on a failed call. */
export type StripeFailure =
  /** The card was refused: HTTP 402 with a `card_error`. */
  | { kind: 'declined'; failure: AttemptFailure; paymentMethod: string | null; charge: string | null; cause: unknown }
  /**
   * Stripe answered and did not do it. `verdict` is certain where it will not do it at all, and `gateway-unavailable`
   * for too many calls. `error` has that code too, but `gateway-error` where the account's key is refused, which its
   * operator can mend. `reason`: Stripe's own words, for operators and nobody else.
   */
  | {
      kind: 'refused';
      status: number | null;
      code: string | null;
      param: string | null;
      reason: string | null;
      verdict: PaymentErrorCode;
      error: PaymentError;
    }
  /** It may have been done: connection lost, time over, 5xx, the object or the key busy. */
  | { kind: 'unknown'; error: PaymentError };

/** Reads an error of a call. Anything that is not clearly a refusal is unknown. */
export function stripeFailure(error: unknown): StripeFailure {
  const { type, rawType, statusCode, code, decline_code, message, charge, payment_method, param, detail } =
    fields(error);
  if (error instanceof PaymentError)
    return { kind: 'refused', status: null, code: null, param: null, reason: null, verdict: error.code, error };
  // Trouble within Stripe's servers, whatever status it came with: the call may have been carried out.
  if (rawType === 'api_error')
    return unknown('gateway-error', `Stripe answered ${statusCode} with an error of its own.`, error);
  if (statusCode === 402 && (rawType ?? 'card_error') === 'card_error') {
    return {
      kind: 'declined',
      failure: failureOf(code, decline_code),
      paymentMethod: payment_method,
      charge,
      cause: error,
    };
  }
  // An idempotency error says that this key was used before with other parameters: what that did is not known.
  const busy =
    code === 'lock_timeout' ||
    code === 'idempotency_key_in_use' ||
    statusCode === 409 ||
    type === 'StripeIdempotencyError';
  if (busy) return unknown('gateway-unavailable', 'Stripe is still at work on this payment.', error);
  if (statusCode === 429) return refused('gateway-unavailable', 'Stripe asked for fewer calls.');
  if (statusCode === 401 || statusCode === 403) {
    return refused(
      'gateway-error',
      `Stripe refused the account's key (${statusCode}${code ? `, ${code}` : ''}). Check the keys of this account.`,
      'unavailable',
    );
  }
  if (statusCode !== null && statusCode >= 400 && statusCode < 500) {
    return refused(
      refusalCode({ status: statusCode, code, param, message }),
      `Stripe refused the call: ${message ?? 'no message'}`,
    );
  }
  if (detail instanceof NotFromStripe) {
    return unknown('gateway-error', `Something else than Stripe answered: ${detail.message}.`, error);
  }
  if (type === 'StripeConnectionError' || statusCode === null) {
    const late = /timed? ?out|timeout|aborted/i.test(message ?? '');
    return late
      ? unknown('gateway-timeout', 'Stripe did not answer in time.', error)
      : unknown('gateway-unavailable', 'Stripe could not be reached, or its answer was lost.', error);
  }
  return unknown('gateway-error', `Stripe answered ${statusCode}.`, error);

  function refused(ours: PaymentErrorCode, words: string, verdict = ours): StripeFailure {
    const refusal = new PaymentError(ours, words, { cause: error });
    return { kind: 'refused', status: statusCode, code, param, reason: message, verdict, error: refusal };
  }
}

function unknown(code: PaymentErrorCode, words: string, cause: unknown): StripeFailure {
  return { kind: 'unknown', error: new PaymentError(code, words, { cause }) };
}

interface Fields {
  /** The library's class of the error, which goes by the status. */
  type: string | null;
  /** Stripe's own `type`. */
  rawType: string | null;
  statusCode: number | null;
  code: string | null;
  decline_code: string | null;
  message: string | null;
  charge: string | null;
  payment_method: string | null;
  param: string | null;
  /** What the library met below it. */
  detail: unknown;
}

function fields(error: unknown): Fields {
  const of = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  // The library gives '' for what Stripe left out.
  const text = (name: string): string | null => {
    const value = of(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const method = of('payment_method');
  const status = of('statusCode');
  return {
    type: text('type'),
    rawType: text('rawType'),
    statusCode: typeof status === 'number' ? status : null,
    code: text('code'),
    decline_code: text('decline_code'),
    message: text('message'),
    charge: text('charge'),
    param: text('param'),
    detail: of('detail'),
    payment_method: typeof method === 'object' && method !== null && 'id' in method ? String(method.id) : null,
  };
}

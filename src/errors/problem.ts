/** An answer of a payment server that is not what was asked for, as an error. */
import { isPaymentErrorCode } from './codes.js';
import { PaymentError, type FieldError } from './payment-error.js';

/** A problem (RFC 9457) as an error; one without a code of ours says nothing that could be relied on: `bad-response`. */
export function problemOf(response: Response, body: unknown): PaymentError {
  const { code, detail, declineCode, errors } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (!isPaymentErrorCode(code)) return notOurs(response);
  const wait = Number(response.headers.get('Retry-After') ?? NaN);
  return new PaymentError(code, typeof detail === 'string' ? detail : code, {
    declineCode: typeof declineCode === 'string' ? declineCode : null,
    ...(Array.isArray(errors) && errors.length > 0 ? { errors: errors.filter(isFieldError) } : {}),
    ...(wait >= 0 ? { retryAfter: wait } : {}),
  });
}

/** `bad-response`: a proxy's page, or another server. */
export function notOurs({ status, url }: Response): PaymentError {
  return new PaymentError('bad-response', `${url} answered ${status}, but not as a payment server.`);
}

function isFieldError(value: unknown): value is FieldError {
  return typeof value === 'object' && value !== null && 'path' in value && 'code' in value;
}

/** Errors as `application/problem+json` (RFC 9457, DESIGN §9). */
import type { MoneyRequest, Problem } from '../contract/types.js';
import { isPaymentError, isPaymentErrorCode, PaymentError } from '../errors/index.js';
import { httpTraits, isWireErrorCode } from '../errors/http.js';
import { InvalidCursor } from './stores/cursor.js';

/** What was thrown as an error that may be told: what is not ours becomes `internal`, without its words. */
export function tellable(thrown: unknown): PaymentError {
  if (isPaymentError(thrown) && isWireErrorCode(thrown.code)) return thrown;
  if (thrown instanceof InvalidCursor) return invalid('cursor', thrown.message);
  return new PaymentError('internal', 'Something went wrong in the payment server. Its log says more.', {
    cause: thrown,
  });
}

/** An `invalid-request` about one member; with an empty path, about the body as a whole. */
export function invalid(path: string, message: string): PaymentError {
  return new PaymentError('invalid-request', path === '' ? message : `${path}: ${message}`, {
    errors: [{ path, code: 'invalid-request', message }],
  });
}

/** The problem that says what was thrown. `request` is the one whose payment was declined. */
export function problemOf(thrown: unknown, request: MoneyRequest | null = null): Problem {
  const error = tellable(thrown);
  const { status, title } = httpTraits[isWireErrorCode(error.code) ? error.code : 'internal'];
  return {
    type: `urn:pay-elements:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    kind: error.kind,
    recovery: error.recovery,
    declineCode: error.declineCode ?? null,
    errors: (error.errors ?? []).map(({ path, code, message }) => ({
      path,
      code: isPaymentErrorCode(code) ? code : error.code,
      message,
    })),
    ...(status === 402 ? { paid: false as const } : {}),
    ...(status === 402 && request ? { request } : {}),
  };
}

/** The headers that go with a problem. */
export function problemHeaders(thrown: unknown): Record<string, string> {
  const error = tellable(thrown);
  return {
    'Content-Type': 'application/problem+json',
    ...(error.retryAfter === undefined ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(error.retryAfter))) }),
    ...(error.code === 'unauthorized' ? { 'WWW-Authenticate': 'Bearer' } : {}),
  };
}

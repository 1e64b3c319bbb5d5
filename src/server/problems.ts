/** Errors as `application/problem+json` (RFC 9457). */
import type { MoneyRequest, Problem } from '../contract/types.js';
import { isPaymentError, isPaymentErrorCode, PaymentError, type PaymentErrorCode } from '../errors/index.js';
import { httpTraits, isWireErrorCode } from '../errors/http.js';
import { UNAVAILABLE } from './accounts.js';
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

/** What a payer is told in place of words that are the merchant's: of its account, its rule, or Stripe's raw ones. */
const forPayer: Partial<Record<PaymentErrorCode, string>> = {
  unavailable: UNAVAILABLE,
  'gateway-error': 'The payment service did not take the call.',
  'gateway-unavailable': 'The payment service does not answer at the moment.',
  'gateway-timeout': 'The payment service did not answer in time.',
};

/** What was thrown, without what only the merchant may read. */
export function toldToPayer(thrown: unknown): unknown {
  const words = isPaymentError(thrown) ? forPayer[thrown.code] : undefined;
  if (!isPaymentError(thrown) || words === undefined) return thrown;
  const { code, retryAfter } = thrown;
  return new PaymentError(code, words, { cause: thrown, ...(retryAfter === undefined ? {} : { retryAfter }) });
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

/** Refusals of the engine: a `PaymentError` with the request as it stood. */
import { PaymentError, type PaymentErrorCode, type PaymentErrorOptions } from '../../errors/index.js';
import type { Row } from './words.js';

const rows = new WeakMap<object, Row>();

/** Makes a refusal that knows its row. */
export function refusal(
  code: PaymentErrorCode,
  message: string,
  row: Row,
  options: PaymentErrorOptions = {},
): PaymentError {
  return about(new PaymentError(code, message, options), row);
}

/** Tells an error which row it is about. */
export function about(error: PaymentError, row: Row): PaymentError {
  rows.set(error, row);
  return error;
}

/** The request as it stood when the engine refused; null where it does not exist or the error is not the engine's. */
export function rowOf(error: unknown): Row | null {
  return typeof error === 'object' && error !== null ? (rows.get(error) ?? null) : null;
}

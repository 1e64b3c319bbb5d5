/** Errors: a closed list of codes, what each means, and the one class that carries them. Imports nothing. */
export { isPaymentErrorCode, paymentErrorCodes, traitsOf } from './codes.js';
export type {
  LocalErrorCode,
  PaymentErrorCode,
  PaymentErrorKind,
  PaymentErrorTraits,
  PaymentRecovery,
  WireErrorCode,
} from './codes.js';
export { isPaymentError, PaymentError } from './payment-error.js';
export type { FieldError, PaymentErrorOptions } from './payment-error.js';

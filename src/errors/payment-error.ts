import { traitsOf, type PaymentErrorCode, type PaymentErrorKind, type PaymentRecovery } from './codes.js';

/** What is wrong with one member of what was sent. */
export interface FieldError {
  /** The member, as in `lineItems.0.amount`. */
  path: string;
  /** One of our codes, or one that says more (`required`, `unknown`). */
  code: string;
  /** For developers. */
  message: string;
}

/** What a `PaymentError` can be made with, beside code and message. */
export interface PaymentErrorOptions {
  /** What was thrown below. */
  cause?: unknown;
  /** Stripe's decline code; masked wherever a payer can read it. Null counts as absent. */
  declineCode?: string | null;
  errors?: readonly FieldError[];
  /** Seconds until it makes sense to come again. */
  retryAfter?: number;
}

/**
 * The one error of this package. `message` is for developers and says the fix; the payer reads
 * `messages.errors[code]`. Known by name, so that two copies of the package understand each other: ask
 * `isPaymentError`, not `instanceof`.
 */
export class PaymentError extends Error {
  override readonly name = 'PaymentError';
  readonly code: PaymentErrorCode;
  readonly kind: PaymentErrorKind;
  readonly recovery: PaymentRecovery;
  /** Stripe's decline code, where a card was declined and one is known. */
  readonly declineCode?: string;
  /** What is wrong with which member, where a body was refused. */
  readonly errors?: readonly FieldError[];
  /** Seconds until it makes sense to come again, where that is known. */
  readonly retryAfter?: number;

  constructor(code: PaymentErrorCode, message: string, options: PaymentErrorOptions = {}) {
    const { cause, declineCode, errors, retryAfter } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    const { kind, recovery } = traitsOf(code);
    this.kind = kind;
    this.recovery = recovery;
    if (declineCode != null) this.declineCode = declineCode;
    if (errors) this.errors = errors;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }

  /** A thrown value as a `PaymentError`: one of ours as it is, anything else as `cause` under `fallbackCode`. */
  static from(thrown: unknown, fallbackCode: PaymentErrorCode = 'internal'): PaymentError {
    if (isPaymentError(thrown)) return thrown;
    const message =
      thrown instanceof Error && thrown.message ? thrown.message : `Something else was thrown: ${typeof thrown}.`;
    return new PaymentError(fallbackCode, message, { cause: thrown });
  }
}

/** Whether a thrown value is a `PaymentError`, of this or another copy of the package, or of another realm. */
export function isPaymentError(thrown: unknown): thrown is PaymentError {
  if (typeof thrown !== 'object' || thrown === null) return false;
  return 'name' in thrown && thrown.name === 'PaymentError' && 'code' in thrown && typeof thrown.code === 'string';
}

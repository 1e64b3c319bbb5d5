/** Every state a payment can be in on a page, as one union: DESIGN §4. */
import type { MoneyRequest } from '../contract/types.js';
import type { PaymentError } from '../errors/index.js';

/** States in which the request is not known yet. */
export interface UnknownRequestState {
  readonly status: 'idle' | 'loading';
  readonly moneyRequest: MoneyRequest | null;
}

/** States that are told by the request and what the payer does with the form. */
export interface KnownRequestState {
  readonly status:
    | 'open'
    | 'opening'
    | 'ready'
    | 'submitting'
    | 'authenticating'
    | 'processing'
    | 'paid'
    | 'authorized'
    | 'refunded'
    | 'canceled'
    | 'expired';
  readonly moneyRequest: MoneyRequest;
}

/** An attempt was refused, for certain; the form is still open. */
export interface FailedState {
  readonly status: 'failed';
  readonly moneyRequest: MoneyRequest;
  readonly error: PaymentError;
}

/** The answer was lost: it is asked for, and nothing can be paid meanwhile. */
export interface UnknownOutcomeState {
  readonly status: 'unknown';
  readonly moneyRequest: MoneyRequest;
  readonly error: PaymentError;
}

/** It cannot be paid here or now. `moneyRequest` is null where it could not even be loaded. */
export interface UnavailableState {
  readonly status: 'unavailable';
  readonly moneyRequest: MoneyRequest | null;
  readonly error: PaymentError;
}

/** What a payer's element shows. */
export type PaymentState =
  UnknownRequestState | KnownRequestState | FailedState | UnknownOutcomeState | UnavailableState;

/** The word of a state. */
export type PaymentStatus = PaymentState['status'];

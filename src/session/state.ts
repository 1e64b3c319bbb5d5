/** Every state a payment can be in on a page, as one union. */
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
    | 'processing'
    | 'paid'
    | 'authorized'
    | 'refunded'
    | 'canceled'
    | 'expired';
  readonly moneyRequest: MoneyRequest;
}

/** The payer's bank is asked to confirm. */
export interface AuthenticatingState {
  readonly status: 'authenticating';
  readonly moneyRequest: MoneyRequest;
  /** The bank's window is gone (a reload, a way back, a window that was closed), and it has not confirmed: the payer can continue, or start over. */
  readonly left: boolean;
  /** What was pressed then is being asked of the server. */
  readonly busy: boolean;
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
  /** The server has not been reached for a while; it is still being asked. */
  readonly stalled: boolean;
}

/** It cannot be paid here or now. `moneyRequest` is null where it could not even be loaded. */
export interface UnavailableState {
  readonly status: 'unavailable';
  readonly moneyRequest: MoneyRequest | null;
  readonly error: PaymentError;
}

/** What a payer's element shows. */
export type PaymentState =
  UnknownRequestState | KnownRequestState | AuthenticatingState | FailedState | UnknownOutcomeState | UnavailableState;

/** The word of a state. */
export type PaymentStatus = PaymentState['status'];

/** A challenge that was left: the payer decides how it goes on. */
export function isLeft(state: PaymentState): boolean {
  return state.status === 'authenticating' && state.left;
}

/** What is told apart as a state of its own: the status, and what is said within it. */
export function stageOf(state: PaymentState): string {
  const { status } = state;
  return status + String(isLeft(state) || (status === 'unknown' && state.stalled));
}

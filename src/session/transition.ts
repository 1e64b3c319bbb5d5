/**
 * The state machine of a payment on a page: pure, total, and the only place that decides what is shown.
 * An action that does not apply returns the same model, so that `===` tells that nothing happened.
 */
import type { Attempt, MoneyRequest } from '../contract/types.js';
import { isPaymentErrorCode, PaymentError } from '../errors/index.js';
import type { PaymentState } from './state.js';

/** What this page is doing about the request. Only an open request has any other than `none`. */
export type Activity =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: PaymentError }
  | { readonly kind: 'blocked'; readonly error: PaymentError }
  | { readonly kind: 'submitting'; readonly attempt: string }
  | { readonly kind: 'authenticating'; readonly attempt: string }
  /** The bank's challenge is not on the screen any more; `busy` while it is being resumed or ended. */
  | { readonly kind: 'left'; readonly attempt: string; readonly busy: boolean }
  /** `stalled` while the server cannot be asked. */
  | { readonly kind: 'unknown'; readonly attempt: string; readonly error: PaymentError; readonly stalled: boolean };

/** All that a state is told from. */
export interface Model {
  readonly request: MoneyRequest | null;
  readonly loading: boolean;
  /** Why the request could not be loaded. */
  readonly missing: PaymentError | null;
  readonly activity: Activity;
  /** The attempt of this page, or of its life before a reload, whose outcome has not been shown; null if none. */
  readonly own: string | null;
  /** The attempt of this page that failed last: what the request still says of it may be older. */
  readonly failed: string | null;
}

/** What can happen. */
export type Action =
  | { readonly type: 'load' }
  | { readonly type: 'request'; readonly request: MoneyRequest }
  | { readonly type: 'missing'; readonly error: PaymentError }
  | { readonly type: 'show' }
  | { readonly type: 'shown' }
  | { readonly type: 'blocked'; readonly error: PaymentError }
  | { readonly type: 'close' }
  | { readonly type: 'input' }
  | { readonly type: 'submit'; readonly attempt: string }
  | { readonly type: 'refuse' }
  /** The same press goes on as another attempt: the one before was refused for its instrument. */
  | { readonly type: 'renew'; readonly attempt: string }
  | { readonly type: 'authenticate' }
  | { readonly type: 'leave'; readonly busy: boolean }
  | { readonly type: 'stall'; readonly on: boolean }
  | { readonly type: 'fail'; readonly error: PaymentError }
  | { readonly type: 'lose'; readonly error: PaymentError };

const none: Activity = { kind: 'none' };

/** Where everything begins. */
export const initial: Model = { request: null, loading: false, missing: null, activity: none, own: null, failed: null };

/** True while the payer's money may be moving by this page's doing. */
export function isCharging({ activity }: Model): boolean {
  return 'attempt' in activity;
}

/** True while a form is in the page; in doubt it is kept out of sight, so that what was typed outlives it. */
export function hasForm({ activity: { kind } }: Model): boolean {
  return kind !== 'none' && kind !== 'blocked';
}

/** True where a payer may start to pay now. */
export function isPayable(model: Model): boolean {
  const { request } = model;
  return (
    request?.status === 'open' && request.available && pendingElsewhere(model) === null && pendingHere(model) === null
  );
}

function pending(model: Model): string | null {
  const attempt = model.request?.status === 'open' ? model.request.attempt : null;
  return attempt?.status === 'pending' && attempt.id !== model.failed ? attempt.id : null;
}

function pendingHere(model: Model): string | null {
  const attempt = pending(model);
  return attempt !== null && attempt === model.own ? attempt : null;
}

function pendingElsewhere(model: Model): string | null {
  const attempt = pending(model);
  return attempt !== null && attempt !== model.own ? attempt : null;
}

/** The next model. */
export function transition(model: Model, action: Action): Model {
  const { activity } = model;
  switch (action.type) {
    case 'load':
      return model.loading ? model : { ...model, loading: true };
    case 'request':
      return receive(model, action.request);
    case 'missing':
      return { ...model, loading: false, missing: action.error };
    case 'show':
      return isPayable(model) && (activity.kind === 'none' || activity.kind === 'blocked')
        ? { ...model, activity: { kind: 'opening' } }
        : model;
    case 'shown':
      return activity.kind === 'opening' ? { ...model, activity: { kind: 'ready' } } : model;
    case 'blocked':
      return activity.kind === 'opening' || activity.kind === 'ready' || activity.kind === 'failed'
        ? { ...model, activity: { kind: 'blocked', error: action.error } }
        : model;
    case 'close':
      return activity.kind === 'none' || isCharging(model) ? model : { ...model, activity: none };
    case 'input':
      return activity.kind === 'failed' ? { ...model, activity: { kind: 'ready' } } : model;
    case 'submit':
      return isPayable(model) && (activity.kind === 'ready' || activity.kind === 'failed')
        ? { ...model, activity: { kind: 'submitting', attempt: action.attempt }, own: action.attempt }
        : model;
    case 'refuse':
      if (activity.kind === 'left') return { ...model, activity: none, own: null };
      return activity.kind === 'submitting' ? { ...model, activity: { kind: 'ready' }, own: null } : model;
    case 'renew':
      return activity.kind === 'submitting'
        ? { ...model, activity: { kind: 'submitting', attempt: action.attempt }, own: action.attempt }
        : model;
    case 'authenticate':
      return 'attempt' in activity && activity.kind !== 'authenticating'
        ? { ...model, activity: { kind: 'authenticating', attempt: activity.attempt } }
        : model;
    case 'leave':
      return 'attempt' in activity &&
        activity.kind !== 'submitting' &&
        !('busy' in activity && activity.busy === action.busy)
        ? { ...model, activity: { kind: 'left', attempt: activity.attempt, busy: action.busy } }
        : model;
    case 'stall':
      return activity.kind === 'unknown' && activity.stalled !== action.on
        ? { ...model, activity: { ...activity, stalled: action.on } }
        : model;
    case 'fail':
      return isCharging(model) ? fail(model, action.error) : model;
    case 'lose':
      return 'attempt' in activity && activity.kind !== 'unknown'
        ? { ...model, activity: { kind: 'unknown', attempt: activity.attempt, error: action.error, stalled: false } }
        : model;
    default:
      return action satisfies never;
  }
}

/**
 * Shown where there is something to be tried again: not where somebody else's attempt was in the way, nor once that is
 * over. What else it failed by is shown though the other is thought to be under way: that may be older.
 */
function fail(model: Model, error: PaymentError): Model {
  // One that never arrived is not told of by anything older: what is told of it is news.
  const failed = error.code === 'lapsed' ? null : model.own;
  const next: Model = { ...model, activity: { kind: 'failed', error }, own: null, failed };
  const isInTheWay = error.code === 'attempt-in-progress' && pendingElsewhere(next) !== null;
  return isInTheWay ? { ...next, activity: none } : next;
}

/** An older answer never takes the place of a newer one; what is settled ends whatever this page was doing. */
function receive(model: Model, request: MoneyRequest): Model {
  if (model.request && (request.id !== model.request.id || request.version < model.request.version)) return model;
  if (model.request?.version === request.version && !model.loading && model.missing === null) {
    // Availability can change without a new version; nothing else can.
    if (request.available === model.request.available) return model;
  }
  const next: Model = { ...model, request, loading: false, missing: null };
  if (request.status !== 'open') return { ...next, activity: none, own: null };
  if (model.activity.kind === 'left') return left(next, model.activity.attempt, request);
  if (isCharging(model)) return next;
  const returned = model.request?.status === 'processing' ? declineOf(request) : null;
  // The bank has sent back what was on its way: whoever saw it go is told.
  if (returned) return { ...next, activity: { kind: 'failed', error: returned }, own: null };
  if (isOwn(model, request))
    return { ...next, activity: { kind: 'unknown', attempt: request.attempt.id, error: lost(), stalled: false } };
  return pendingElsewhere(next) !== null ? { ...next, activity: none } : next;
}

/** What a newer request says of a challenge that was left: only what Stripe says of it ends it. */
function left(model: Model, attempt: string, request: MoneyRequest): Model {
  const outcome = outcomeOf(request, attempt);
  // Another payer's attempt has taken its place.
  if (outcome.kind === 'unseen') return { ...model, activity: none, own: null };
  if (outcome.kind !== 'failed') return model;
  const { error } = outcome;
  const ended = new PaymentError('authentication-failed', 'The challenge was ended before the bank confirmed.');
  return { ...model, activity: { kind: 'failed', error: error.code === 'lapsed' ? ended : error }, own: null };
}

/** True where the request tells of an attempt of this page whose outcome it has not shown. */
export function isOwn(
  { own }: Model,
  request: MoneyRequest,
): request is MoneyRequest & { attempt: NonNullable<MoneyRequest['attempt']> } {
  return own !== null && request.attempt?.id === own;
}

function declineOf({ attempt }: MoneyRequest): PaymentError | null {
  return attempt?.status === 'declined' ? declined(attempt) : null;
}

function declined({ code, declineCode }: Attempt): PaymentError {
  // A later server may know more of them than there are words for here.
  return new PaymentError(isPaymentErrorCode(code) ? code : 'card-declined', 'The attempt was declined.', {
    ...(declineCode === null ? {} : { declineCode }),
  });
}

function lost(): PaymentError {
  return new PaymentError('network-error', 'The answer to this attempt was lost. The server is being asked for it.');
}

/** What a payer is shown. */
export function view(model: Model): PaymentState {
  const { request: moneyRequest, activity } = model;
  if (moneyRequest === null) {
    if (model.missing) return { status: 'unavailable', moneyRequest, error: model.missing };
    return { status: model.loading ? 'loading' : 'idle', moneyRequest };
  }
  switch (moneyRequest.status) {
    case 'paid':
    case 'authorized':
    case 'canceled':
    case 'expired':
    case 'refunded':
      return { status: moneyRequest.status, moneyRequest };
    case 'partially_refunded':
      return { status: 'refunded', moneyRequest };
    case 'processing':
    case 'review':
      return { status: 'processing', moneyRequest };
    case 'open':
      return viewOpen(model, moneyRequest, activity);
    default:
      return moneyRequest.status satisfies never;
  }
}

function viewOpen(model: Model, moneyRequest: MoneyRequest, activity: Activity): PaymentState {
  switch (activity.kind) {
    case 'unknown':
      return { status: 'unknown', moneyRequest, error: activity.error, stalled: activity.stalled };
    case 'submitting':
      return { status: activity.kind, moneyRequest };
    case 'authenticating':
      return { status: activity.kind, moneyRequest, left: false, busy: false };
    case 'left':
      return { status: 'authenticating', moneyRequest, left: true, busy: activity.busy };
    case 'none':
    case 'opening':
    case 'ready':
    case 'failed':
    case 'blocked':
      break;
    default:
      return activity satisfies never;
  }
  if (pendingElsewhere(model) !== null) return { status: 'processing', moneyRequest };
  if (!moneyRequest.available)
    return {
      status: 'unavailable',
      moneyRequest,
      error: new PaymentError('unavailable', moneyRequest.unavailableReason ?? 'This request cannot be paid now.'),
    };
  if (activity.kind === 'failed') return { status: 'failed', moneyRequest, error: activity.error };
  if (activity.kind === 'blocked') return { status: 'unavailable', moneyRequest, error: activity.error };
  return { status: activity.kind === 'none' ? 'open' : activity.kind, moneyRequest };
}

/** What a freshly read request says of an attempt whose answer is missing. */
export type Outcome =
  | { kind: 'settled' }
  | { kind: 'wait' }
  | { kind: 'act' }
  | { kind: 'unseen' }
  | { kind: 'failed'; error: PaymentError };

/** Reads the outcome of `attempt` off `request`. A decline of another attempt is never taken for this one's. */
export function outcomeOf(request: MoneyRequest, attempt: string): Outcome {
  if (request.status !== 'open') return { kind: 'settled' };
  if (request.attempt?.id !== attempt) return { kind: 'unseen' };
  switch (request.attempt.status) {
    case 'pending':
    case 'processing':
    case 'succeeded':
      return { kind: 'wait' };
    case 'requires_action':
      return { kind: 'act' };
    case 'declined':
      return { kind: 'failed', error: declined(request.attempt) };
    case 'lapsed':
      return {
        kind: 'failed',
        error: new PaymentError('lapsed', 'The attempt left no trace at Stripe; nothing was charged.'),
      };
    default:
      return request.attempt.status satisfies never;
  }
}

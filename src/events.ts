/** One `Event` class per public event: typed readonly fields, no `detail`, bubbling and composed. */
import type { MoneyRequest } from './contract/types.js';
import type { PaymentError } from './errors/index.js';
import type { FieldState, FieldName } from './session/form.js';
import type { PaymentState } from './session/state.js';

const facts = { bubbles: true, composed: true };
const questions = { ...facts, cancelable: true };

/** The payer asks for the form. Cancel it to show something else instead. */
export class PayOpenEvent extends Event {
  /** The request's id. */
  readonly request: string;
  constructor(request: string) {
    super('pay-open', questions);
    this.request = request;
  }
}

/** The payer left the form; the request is still payable. */
export class PayCloseEvent extends Event {
  /** The request's id. */
  readonly request: string;
  constructor(request: string) {
    super('pay-close', facts);
    this.request = request;
  }
}

/** Before anything is charged, once a press. Cancel it, or hand `waitUntil` a promise that rejects, and nothing is. */
export class PaySubmitEvent extends Event {
  /** The request's id. */
  readonly request: string;
  /** The id of the attempt that starts; one that is made anew because its instrument was used before has another. */
  readonly attempt: string;
  readonly #wait: (promise: Promise<unknown>) => void;
  constructor(request: string, attempt: string, wait: (promise: Promise<unknown>) => void) {
    super('pay-submit', questions);
    this.request = request;
    this.attempt = attempt;
    this.#wait = wait;
  }
  /**
   * The charge waits for `promise`, ten seconds at most; a rejection charges nothing and says `host-refused`.
   * Several may be given. Throws `InvalidStateError` once the dispatch is over.
   */
  waitUntil(promise: Promise<unknown>): void {
    if (this.eventPhase === Event.NONE)
      throw new DOMException('waitUntil() can only be called while pay-submit is dispatched.', 'InvalidStateError');
    this.#wait(promise);
  }
}

/** Completeness, brand or validity of the fields changed. */
export class PayInputEvent extends Event {
  readonly complete: boolean;
  readonly empty: boolean;
  /** Stripe's brand word, `unknown` before it can be told. */
  readonly brand: string;
  /** The first field that is wrong, and Stripe's code for it; null where none is. */
  readonly error: { field: FieldName; code: string } | null;
  constructor(input: {
    complete: boolean;
    empty: boolean;
    brand: string;
    fields: Readonly<Record<FieldName, FieldState>>;
  }) {
    super('pay-input', facts);
    this.complete = input.complete;
    this.empty = input.empty;
    this.brand = input.brand;
    this.error = null;
    for (const field of ['number', 'expiry', 'cvc'] as const) {
      const { error } = input.fields[field];
      if (error !== null) {
        this.error = { field, code: error };
        break;
      }
    }
  }
}

/** The state moved; dispatched before any of the next. */
export class PayChangeEvent extends Event {
  readonly state: PaymentState;
  readonly previous: PaymentState;
  constructor(state: PaymentState, previous: PaymentState) {
    super('pay-change', facts);
    this.state = state;
    this.previous = previous;
  }
}

/** Paid, or authorized for manual capture. Not when an already paid request is loaded. */
export class PaySucceededEvent extends Event {
  readonly moneyRequest: MoneyRequest;
  constructor(moneyRequest: MoneyRequest) {
    super('pay-succeeded', facts);
    this.moneyRequest = moneyRequest;
  }
}

/** An attempt failed, and it is certain. */
export class PayFailedEvent extends Event {
  readonly error: PaymentError;
  constructor(error: PaymentError) {
    super('pay-failed', facts);
    this.error = error;
  }
}

/** The request is dead. */
export class PayCanceledEvent extends Event {
  readonly reason: 'canceled' | 'expired';
  constructor(reason: 'canceled' | 'expired') {
    super('pay-canceled', facts);
    this.reason = reason;
  }
}

/** Anything else that stops it: not found, blocked script, misuse. */
export class PayErrorEvent extends Event {
  readonly error: PaymentError;
  constructor(error: PaymentError) {
    super('pay-error', facts);
    this.error = error;
  }
}

/** The public events by name. */
export interface PayEventMap {
  'pay-open': PayOpenEvent;
  'pay-close': PayCloseEvent;
  'pay-submit': PaySubmitEvent;
  'pay-input': PayInputEvent;
  'pay-change': PayChangeEvent;
  'pay-succeeded': PaySucceededEvent;
  'pay-failed': PayFailedEvent;
  'pay-canceled': PayCanceledEvent;
  'pay-error': PayErrorEvent;
}

declare global {
  interface GlobalEventHandlersEventMap extends PayEventMap {}
}

/**
 * The heart of the server: pays, reads Stripe, settles. Routes, the reconciler and webhooks call it, and
 * nothing else changes a request's rails, attempts or snapshot.
 */
import type { AbandonInput, AttemptInput } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import type { AccountSource } from '../accounts.js';
import type { RequestDoc } from '../requests/document.js';
import type { Store } from '../store.js';
import { createReconciler } from '../reconciler.js';
import { createStripeClients } from '../stripe/client.js';
import type { StripeOptions, VerifiedEvent } from '../stripe/options.js';
import { abandonAttempt } from './abandon.js';
import { createAdvance } from './advance.js';
import { attempt } from './attempt.js';
import { checkout, type CheckoutOutcome } from './checkout.js';
import { captureRequest } from './capture.js';
import { cancelRequest } from './ending.js';
import { findRequest } from './locate.js';
import type { AttemptOutcome } from './outcome.js';
import type { Order } from './order.js';
import { refundRequest, type RefundOrder } from './refund.js';
import { replaceRequest, type Replacement } from './replacing.js';
import { createSync } from './sync.js';
import { defaultPace, type Pace } from './pace.js';
import type { Tools } from './tools.js';
import type { EngineLogger, Hint, Row } from './words.js';

/** What the engine is made of. */
export interface EngineOptions {
  store: Store<RequestDoc>;
  accounts: AccountSource;
  stripe?: StripeOptions;
  /** The address of our return route, which Stripe is told. */
  returnUrl: (requestId: string) => string;
  /** The address of the hosted page, where Checkout comes back to; `/return` at its end reads Stripe first. */
  pageUrl: (requestId: string) => string;
  /** Every decision's time; the store's by default. */
  clock?: { now(): Date | Promise<Date> };
  logger?: EngineLogger;
  /** Time limits; for tests. */
  pace?: Partial<Pace>;
}

/** Who acts, as it stands in the history. */
export interface Actor {
  /** `payer`, `operator:{id}`, `stripe` or `system`. */
  by: string;
}

/** The engine of one server process. */
export interface Engine {
  /**
   * Starts an attempt, or answers the outcome of a known one. Throws a `PaymentError` with a code of the API;
   * `rowOf(error)` is the request as it stands then, where there is one. Codes of status 5xx mean that the
   * outcome is not known yet, `gateway-*`, and that `sync` will tell.
   * `input.returnUrl` must have been checked by the caller.
   */
  pay(id: string, input: AttemptInput, actor: Actor): Promise<AttemptOutcome>;
  /**
   * Ends the challenge of an attempt that its payer gives up, at Stripe first; answers the row as Stripe says it is then. Throws
   * `not-found`, `forbidden` without the attempt's secret, `attempt-in-progress`, and `gateway-*` where it is not known yet.
   */
  abandon(id: string, input: AbandonInput): Promise<Row>;
  /**
   * Makes or finds a Checkout Session as the rail, and answers the address of its page. Throws what refuses an
   * attempt, and `gateway-*` where Stripe did not answer: nothing is lost then, it can be asked for again.
   */
  checkout(id: string, actor: Actor): Promise<CheckoutOutcome>;
  /**
   * The same, but ends first, as Stripe confirms, an attempt that is pending or waits for its bank, which `checkout`
   * leaves alone with `attempt-in-progress`. Throws `already-paid` where that one was faster.
   */
  checkoutAgain(id: string, actor: Actor): Promise<CheckoutOutcome>;
  /** Reads Stripe and answers the row as it is after a read that began after this call. */
  sync(id: string): Promise<Row>;
  /**
   * Brings the row up to date if nobody else is at it, with the webhook that is the reason marked done in the
   * same commit. Null if another holder has the lease or Stripe cannot be read: it is then due again, and the
   * webhook stays open until the reconciler has acted on it. Never throws for Stripe's sake.
   */
  advance(id: string, hint?: Hint): Promise<Row | null>;
  /** Ends the request: at once without a rail, else when Stripe says so. Throws `already-paid`, `request-closed`. */
  cancel(id: string, by: string, reason: string | null): Promise<Row>;
  /**
   * Ends the request so that another takes its place, and resolves with the id to insert that one under. Throws
   * `already-replaced` where another call does, `already-paid`, `request-closed` for what was over before, and
   * `attempt-in-progress` while Stripe has not ended it: the same call is then to be made again.
   */
  replace(id: string, replacement: Replacement): Promise<string>;
  /** Takes what is reserved. Throws `not-capturable`, `exceeds-remaining`, and `gateway-*` where it is not known yet. */
  capture(id: string, order: Order): Promise<Row>;
  /** Gives back what was taken. Throws `exceeds-remaining`, `forbidden`, and `gateway-*` where it is not known yet. */
  refund(id: string, order: RefundOrder): Promise<Row>;
  /** The request that an object in a webhook of this account is about; null if none of ours is. `connected`: as the event says. */
  findRequest(
    account: string,
    livemode: boolean,
    object: Record<string, unknown>,
    connected?: string | null,
  ): Promise<string | null>;
  /** Checks a webhook's signature against each of the account's secrets; throws `invalid-signature`. */
  verifyWebhook(account: string, body: string, signature: string | null): Promise<VerifiedEvent>;
  /** One round of the reconciler, now. */
  reconcile(): Promise<void>;
  /** Starts the timers that settle what nobody asks about. */
  start(): void;
  /** Stops them and waits for their round. Starts no attempt any more: `gateway-unavailable`. Calls that run go on. */
  close(): Promise<void>;
}

/** Makes the engine. It does nothing until it is called or started. */
export function createEngine(options: EngineOptions): Engine {
  const now = async (): Promise<Date> => options.clock?.now() ?? options.store.now();
  const clients = createStripeClients(options.accounts, options.stripe ?? {}, now);
  const tools: Tools = {
    store: options.store,
    accounts: options.accounts,
    clients,
    returnUrl: options.returnUrl,
    pageUrl: options.pageUrl,
    now,
    logger: options.logger ?? silent,
    pace: { ...defaultPace, ...options.pace },
  };
  const advance = createAdvance(tools);
  const sync = createSync(tools, advance);
  const reconciler = createReconciler(tools, advance);
  let closing = false;
  const unlessClosing = <T>(begin: () => Promise<T>): Promise<T> =>
    closing
      ? Promise.reject(new PaymentError('gateway-unavailable', 'This server is about to stop. Send it again.'))
      : begin();
  return {
    pay: (id, input, actor) => unlessClosing(() => attempt(tools, sync, id, input, actor.by)),
    abandon: (id, input) => unlessClosing(() => abandonAttempt(tools, id, input)),
    checkout: (id, actor) => unlessClosing(() => checkout(tools, id, actor.by)),
    checkoutAgain: (id, actor) => unlessClosing(() => checkout(tools, id, actor.by, true)),
    sync: async (id) => (await sync.sync(id)).row,
    advance: (id, hint) => advance.try(id, hint ? [hint] : []),
    cancel: (id, by, reason) => cancelRequest(tools, id, by, reason),
    replace: (id, replacement) => replaceRequest(tools, id, replacement),
    capture: (id, order) => unlessClosing(() => captureRequest(tools, id, order)),
    refund: (id, order) => unlessClosing(() => refundRequest(tools, id, order)),
    findRequest: (account, livemode, object, connected) => findRequest(tools, account, livemode, object, connected),
    verifyWebhook: (account, body, signature) => clients.verifyWebhook(account, body, signature),
    reconcile: () => reconciler.round(),
    start: () => reconciler.start(),
    close: () => {
      closing = true;
      return reconciler.close();
    },
  };
}

const silent: EngineLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The merchant's side of the API: what an agent's desk, a back office or a bot asks of a payment server. */
import type {
  Account,
  CancelInput,
  CaptureInput,
  CreatedRequest,
  HistoryEntry,
  OperatorRequest,
  Page,
  RefundInput,
  RequestInput,
  RequestStatus,
  SendInput,
} from '../contract/types.js';
import { randomId } from '../random.js';
import { callApi, type OperatorCall, type OperatorWire } from './call.js';
import { checkAccount, checkCreated, checkEntry, checkOperatorRequest, checkPage } from './check.js';

/** Options of `operatorClient`. */
export interface OperatorClientOptions {
  /** The root of a payment server's API, as in `https://shop.example/api`; `/api` in a page of the same origin. */
  url: string;
  /**
   * The operator's key. It can do whatever the operator can: on a server it is right, in a page leave it out, and the
   * host's own session cookie says who asks.
   */
  key?: string;
  /** In place of the global one. */
  fetch?: typeof fetch;
  /** How long a call may take, its repeat included, in ms (60000: Stripe may be slow, and the server waits for it). */
  timeout?: number;
}

/** Of every call. */
export interface OperatorCallOptions {
  signal?: AbortSignal;
}

/** Of calls that change something. */
export interface OperatorActionOptions extends OperatorCallOptions {
  /**
   * Names the action: the same again with the same body gets the first one's answer, and nothing is done twice. A
   * fresh one by default; give your own to ask again after a `timeout` or a `gateway-*` error, within two minutes.
   */
  idempotencyKey?: string;
}

/** Which part of a list. */
export interface PageOptions {
  /** 1 to 100; 20 by default. */
  limit?: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

/** Which requests. */
export interface RequestFilter extends PageOptions {
  status?: RequestStatus;
  reference?: string;
}

/**
 * An operator's calls. Each rejects with a `PaymentError`: the codes of its route, `unauthorized`, `forbidden`,
 * `not-found`, `rate-limited`, and `offline`, `network-error`, `timeout` or `bad-response`. A call that got no answer is
 * sent once more, with the same key.
 */
export interface OperatorClient {
  /** Makes a request; with `exclusive`, answers the one that its reference has. `warnings` say what was probably not meant. */
  createRequest(input: RequestInput, options?: OperatorActionOptions): Promise<CreatedRequest>;
  /** A request as it stands. Does not call Stripe. */
  retrieve(id: string, options?: OperatorCallOptions): Promise<OperatorRequest>;
  /** Requests, newest first. */
  list(filter?: RequestFilter, options?: OperatorCallOptions): Promise<Page<OperatorRequest>>;
  /** What happened to a request, oldest first. */
  history(id: string, page?: PageOptions, options?: OperatorCallOptions): Promise<Page<HistoryEntry>>;
  /**
   * Takes what is reserved, or a part of it: the rest is released. `not-capturable`, `exceeds-remaining`; with
   * `retryAfter`, `order-in-progress` while an earlier order is undecided; `request-closed` for a repeat of one that is over.
   */
  capture(id: string, input?: CaptureInput, options?: OperatorActionOptions): Promise<OperatorRequest>;
  /** Ends a request that is not paid; what is reserved is released. `already-paid`, `request-closed`, `order-in-progress`. */
  cancel(id: string, input?: CancelInput, options?: OperatorActionOptions): Promise<OperatorRequest>;
  /**
   * Gives back what was taken, or a part of it. `exceeds-remaining`, `charge-disputed`, `balance-too-low`,
   * `request-closed`; `order-in-progress` as for `capture`.
   */
  refund(id: string, input?: RefundInput, options?: OperatorActionOptions): Promise<OperatorRequest>;
  /** Has the host send the link. `unavailable` where the request's `channels` does not name the channel. */
  send(id: string, input: SendInput, options?: OperatorActionOptions): Promise<OperatorRequest>;
  /** The accounts that the operator may use. */
  accounts(page?: PageOptions, options?: OperatorCallOptions): Promise<Page<Account>>;
}

/** A client of a payment server's operator routes. It does nothing until it is called. */
export function operatorClient({ url, key, fetch, timeout = 60_000 }: OperatorClientOptions): OperatorClient {
  const wire: OperatorWire = {
    url: url.replace(/\/+$/, ''),
    key: key ?? null,
    // Looked up at each call, and called by no other object's name: a browser's fetch refuses to be a method.
    fetch: fetch ?? ((...args) => globalThis.fetch(...args)),
    timeout,
  };
  const get = (path: string, query: object, { signal }: OperatorCallOptions = {}): Promise<unknown> =>
    callApi(wire, path + queryOf(query), { signal });
  const post = (path: string, body: object, options: OperatorActionOptions = {}): Promise<unknown> => {
    const { signal, idempotencyKey = randomId() } = options;
    return callApi(wire, path, { body, idempotencyKey, signal } satisfies OperatorCall);
  };
  const at = (id: string, more = ''): string => `/requests/${encodeURIComponent(id)}${more}`;
  const act = async (
    id: string,
    action: string,
    body: object,
    options?: OperatorActionOptions,
  ): Promise<OperatorRequest> => checkOperatorRequest(await post(at(id, action), body, options), id);

  return {
    createRequest: async (input, options) => checkCreated(await post('/requests', input, options)),
    retrieve: async (id, options) => checkOperatorRequest(await get(at(id), {}, options), id),
    list: async (filter = {}, options) =>
      checkPage(await get('/requests', filter, options), (one) => checkOperatorRequest(one)),
    history: async (id, page = {}, options) => checkPage(await get(at(id, '/history'), page, options), checkEntry),
    capture: (id, input = {}, options) => act(id, '/capture', input, options),
    cancel: (id, input = {}, options) => act(id, '/cancel', input, options),
    refund: (id, input = {}, options) => act(id, '/refunds', input, options),
    send: (id, input, options) => act(id, '/send', input, options),
    accounts: async (page = {}, options) => checkPage(await get('/accounts', page, options), checkAccount),
  };
}

/** `?a=b`, without what is not given. */
function queryOf(given: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, String(value));
  return query.size > 0 ? `?${query}` : '';
}

/** The payment server: a web-standard handler, and the same operations as methods. */
import type {
  Account,
  AbandonInput,
  AttemptInput,
  AttemptResult,
  CreatedRequest,
  CancelInput,
  CaptureInput,
  HistoryEntry,
  MessageInput,
  MessageResult,
  MoneyRequest,
  OperatorRequest,
  Page,
  RefundInput,
  RequestInput,
  RequestStatus,
  SendInput,
} from '../contract/types.js';
import { callerOf } from './address.js';
import { createApp } from './app.js';
import { createCalls, within } from './calls.js';
import type { Context } from './context.js';
import { createOutbox } from './events.js';
import { createCallers } from './limits.js';
import { newRequestId } from './ids.js';
import { createLive } from './live.js';
import { redacting } from './log.js';
import { settingsOf, type PaymentServerOptions } from './options.js';
import { createEngine } from './pay/engine.js';
import { defaultPace } from './pay/pace.js';
import { HOST, mayUse, need, type Principal } from './principal.js';
import { createPaced, createReads } from './reads.js';
import { listAccounts } from './requests/accounts.js';
import { abandonRequest, payRequest } from './requests/attempts.js';
import { createRequest, showCreated } from './requests/create.js';
import { pageOfHistory } from './requests/facts.js';
import { findOwnRow, findRows, listRequests } from './requests/find.js';
import { createMessage } from './requests/messages.js';
import { cancelRequest, captureRequest, refundRequest, sendRequest } from './requests/operate.js';
import { createViews } from './requests/view.js';
import { returnAddress } from './routes/return.js';

/** What a call to `fetch` is told beside the request. */
export interface FetchCircumstances {
  /**
   * The network address of who is connected, `203.0.113.7`: the limits per address need it, and without it (or
   * `trustProxy`) there are none. `getConnInfo` of `@hono/node-server/conninfo` tells it in Node.
   */
  address?: string | undefined;
}

/** For whom a method acts. Left out, for the process itself, which may do everything. */
export interface ActingFor {
  principal?: Principal;
}

/** A payment server. Methods throw a `PaymentError` with the codes of the route of the same name. */
export interface PaymentServer {
  /** Where it answers, by its `baseUrl`: absolute addresses of the API and of the hosted pages, without a slash at the end. */
  readonly urls: { readonly api: string; readonly pages: string };
  /** Answers a call to the API or a hosted page. Never rejects. */
  fetch(request: Request, circumstances?: FetchCircumstances): Promise<Response>;
  /** `POST /requests`; with `exclusive`, the request that is there already counts too. */
  createRequest(input: RequestInput, as?: ActingFor): Promise<CreatedRequest>;
  /** `POST /messages`. The requests in it are as payers see them. */
  createMessage(input: MessageInput, as?: ActingFor): Promise<MessageResult>;
  /** `GET /requests/{id}`. Does not call Stripe. */
  retrieve(id: string, as?: ActingFor): Promise<OperatorRequest>;
  /** `POST /requests/status`; unknown ids are left out. */
  retrieveMany(ids: readonly string[], as?: ActingFor): Promise<OperatorRequest[]>;
  /** `GET /requests`, newest first. */
  list(
    filter?: { status?: RequestStatus; reference?: string; limit?: number; cursor?: string },
    as?: ActingFor,
  ): Promise<Page<OperatorRequest>>;
  /** `GET /requests/{id}/history`, oldest first. */
  history(id: string, page?: { limit?: number; cursor?: string }, as?: ActingFor): Promise<Page<HistoryEntry>>;
  /** `POST /requests/{id}/attempts`, as a payer. `returnUrl` must be on the server's own or a trusted origin. */
  pay(id: string, input: AttemptInput): Promise<AttemptResult>;
  /** `POST /requests/{id}/abandon`, as the payer who has the attempt's secret. */
  abandon(id: string, input: AbandonInput): Promise<MoneyRequest>;
  /** `POST /requests/{id}/sync`: reads Stripe first. */
  sync(id: string, as?: ActingFor): Promise<OperatorRequest>;
  /** `POST /requests/{id}/capture`. */
  capture(id: string, input?: CaptureInput, as?: ActingFor): Promise<OperatorRequest>;
  /** `POST /requests/{id}/cancel`. */
  cancel(id: string, input?: CancelInput, as?: ActingFor): Promise<OperatorRequest>;
  /** `POST /requests/{id}/refunds`. */
  refund(id: string, input?: RefundInput, as?: ActingFor): Promise<OperatorRequest>;
  /** `POST /requests/{id}/send`. */
  send(id: string, input: SendInput, as?: ActingFor): Promise<OperatorRequest>;
  /** `GET /accounts`. */
  accounts(page?: { limit?: number; cursor?: string }, as?: ActingFor): Promise<Page<Account>>;
  /**
   * Ends streams and timers and waits for what runs, `limits.close` at most, then as long for `onEvent`: an attempt that takes longer is settled
   * by another process, or by this one when it is started again. The store stays open: it is the host's.
   */
  close(): Promise<void>;
}

/** Makes a payment server and starts its timers. Throws a TypeError for options that cannot be. */
export function createPaymentServer(options: PaymentServerOptions): PaymentServer {
  const settings = settingsOf(options);
  const { store, authorize, clock } = options;
  const logger = redacting(options.logger ?? silent);
  const now = async (): Promise<Date> => clock?.now() ?? store.now();
  const engine = createEngine({
    store,
    accounts: settings.accounts,
    logger,
    returnUrl: (id) => returnAddress(settings.apiUrl, id),
    pageUrl: settings.payUrl,
    ...(options.stripe ? { stripe: options.stripe } : {}),
    ...(clock ? { clock } : {}),
    ...(options.pace ? { pace: options.pace } : {}),
  });
  const views = createViews({
    accounts: settings.accounts,
    payUrl: settings.payUrl,
    stripeScriptUrl: settings.stripeScriptUrl,
    channels: settings.channels,
    now,
  });
  const live = createLive(store);
  const calls = createCalls();
  const callers = createCallers(settings.limits);
  const every = options.pace?.syncEvery ?? defaultPace.syncEvery;
  const paced = { store, limits: settings.limits, every };
  const reads = createReads({ engine, ...paced });
  const pressed = { ...paced, share: 'checkout' } as const;
  const checkout = createPaced(pressed, (id) => engine.checkout(id, { by: 'payer' }));
  const checkoutAgain = createPaced(pressed, (id) => engine.checkoutAgain(id, { by: 'payer' }));
  const sync = (id: string): ReturnType<typeof reads> => calls.run(() => reads(id));
  const context: Context = {
    ...{ settings, store, engine, views, live, callers, sync, checkout, checkoutAgain, authorize, logger, now },
    onSend: options.onSend ?? null,
    call: null,
    newId: () => Promise.resolve(newRequestId()),
  };
  const app = createApp(context);
  const outbox = options.onEvent ? createOutbox({ store, onEvent: options.onEvent, logger }) : null;
  engine.start();
  outbox?.start();

  return {
    urls: { api: settings.apiUrl, pages: settings.payUrl('').slice(0, -1) },
    fetch: (request, { address } = {}) =>
      calls.run(async () => {
        const caller = callerOf(address, request.headers.get('x-forwarded-for'), settings.trustProxy);
        return app.fetch(request, { address: caller });
      }),
    createRequest: async (input, { principal = HOST } = {}) =>
      showCreated(context, await createRequest(context, input, principal)),
    createMessage: (input, { principal = HOST } = {}) => createMessage(context, input, principal),
    retrieve: async (id, { principal = HOST } = {}) => {
      need(principal, 'read');
      return views.operator(await findOwnRow(context, id, principal));
    },
    retrieveMany: async (ids, { principal = HOST } = {}) => {
      need(principal, 'read');
      const rows = await findRows(context, ids);
      return Promise.all(rows.filter((row) => mayUse(principal, row.account)).map((row) => views.operator(row)));
    },
    list: (filter = {}, { principal = HOST } = {}) => listRequests(context, filter, principal),
    history: (id, page = {}, { principal = HOST } = {}) => pageOfHistory(context, id, page, principal),
    pay: (id, input) => calls.run(() => payRequest(context, id, input, null)),
    abandon: (id, input) => calls.run(() => abandonRequest(context, id, input)),
    sync: async (id, { principal = HOST } = {}) => {
      need(principal, 'read');
      await findOwnRow(context, id, principal);
      return views.operator(await sync(id));
    },
    capture: (id, input = {}, { principal = HOST } = {}) =>
      calls.run(() => captureRequest(context, id, input, principal)),
    cancel: (id, input = {}, { principal = HOST } = {}) =>
      calls.run(() => cancelRequest(context, id, input, principal)),
    refund: (id, input = {}, { principal = HOST } = {}) =>
      calls.run(() => refundRequest(context, id, input, principal)),
    send: (id, input, { principal = HOST } = {}) => calls.run(() => sendRequest(context, id, input, principal)),
    accounts: (page = {}, { principal = HOST } = {}) => listAccounts(context, page, principal),
    async close() {
      live.close();
      const settled = engine.close();
      await within(settings.limits.close, async () => {
        await calls.idle();
        await settled;
      });
      await within(settings.limits.close, async () => outbox?.close());
    },
  };
}

const silent: Context['logger'] = { info: () => undefined, warn: () => undefined, error: () => undefined };

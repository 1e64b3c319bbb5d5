import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { abortable } from './abortable.js';
import { Api, broken, failed, pause, respond } from './api.js';
import { authorizePage } from './checkout/authorize.js';
import { styleResponse } from './checkout/document.js';
import { checkoutPage } from './checkout/pages.js';
import { control, type Controlled, resolveEndpoint } from './control.js';
import { Courier } from './courier.js';
import type { WebhookEndpoint } from './webhook-endpoint.js';
import { Engine } from './engine.js';
import { StripeFailure } from './failure.js';
import { DroppedConnection, type Fault, type FaultInput, Faults } from './faults.js';
import { newId } from './ids.js';
import { ACCOUNTS, KEY_PAIRS } from './keys.js';
import { RequestLog } from './log.js';
import type { LogEntry, LoggedCharge } from './log-entry.js';
import type { Persistence } from './persistence.js';
import { authorize, CLIENT_IDS, deauthorize, exchange } from './oauth.js';
import { API_VERSION } from './objects/event.js';
import { type AssetSource, isPage, ownAssets, servePage } from './pages.js';
import { ROUTES } from './routes.js';

/** How a sandbox is set up. Everything may be left out. */
export interface SandboxOptions extends Persistence {
  /** Where browsers reach it; absolute links begin with it. `http://127.0.0.1:12111` by default. */
  baseUrl?: string;
  /** Milliseconds since 1970; the machine's clock by default. With one of the caller's, what is due happens at the next request or `advance`. */
  clock?: () => number;
  webhookEndpoints?: WebhookEndpoint[];
  /** Delivers webhooks; the global one by default. */
  fetch?: typeof fetch;
  /** How often an intent may be confirmed before it is canceled; 25 by default. */
  confirmLimit?: number;
  /** Whether live keys take test cards. By default they decline them with `testmode_decline`, as Stripe does. */
  livePayments?: boolean;
  /** The browser's files; the sandbox's own by default, which need Node. */
  assets?: AssetSource;
}

/** How a sandbox is called. */
export interface SandboxFetch {
  (request: Request): Promise<Response>;
  (input: string | URL, init: RequestInit): Promise<Response>;
}

/** A stand-in for Stripe's API, with a state of its own. */
export interface Sandbox {
  /**
   * Answers a request, given as one or as to the global `fetch`; it can be handed on without its sandbox. Rejects with
   * DroppedConnection where a fault drops the connection, and with the signal's reason once the caller aborts.
   */
  fetch: SandboxFetch;
  readonly baseUrl: string;
  /** The keys it accepts, by merchant and mode. */
  readonly keys: typeof KEYS;
  /** Every charge of every account, failed ones too. */
  charges(): LoggedCharge[];
  /** What it was asked, oldest first. */
  log(): LogEntry[];
  readonly faults: { add(input: FaultInput): Fault; list(): Fault[]; clear(): void };
  /** Milliseconds of its clock. */
  now(): number;
  /** Moves its clock forward, and does what comes due. */
  advance(ms: number): Promise<void>;
  readonly endpoints: { add(endpoint: WebhookEndpoint): void };
  /** Sends the webhooks of an event again; answers whether there is such an event. */
  resend(eventId: string): Promise<boolean>;
  /** Resolves when every webhook was taken or given up. Tries that wait are made at once. */
  settled(): Promise<void>;
  /** The state as one JSON text, as `save` gets it. */
  snapshot(): string;
  close(): Promise<void>;
}

function keysOf(account: string): Record<'test' | 'live', { publishable: string; secret: string }> {
  const of = (mode: boolean): { publishable: string; secret: string } => {
    const pair = KEY_PAIRS.find((candidate) => candidate.account === account && candidate.livemode === mode);
    if (pair === undefined) throw new Error(`no keys of ${account}`);
    return { publishable: pair.publishable, secret: pair.secret };
  };
  return { test: of(false), live: of(true) };
}

const KEYS = {
  sandbox: { account: ACCOUNTS.sandbox, ...keysOf(ACCOUNTS.sandbox) },
  second: { account: ACCOUNTS.second, ...keysOf(ACCOUNTS.second) },
  connected: { account: ACCOUNTS.connected, ...keysOf(ACCOUNTS.connected) },
  restricted: 'rk_test_sandbox',
  clientIds: Object.keys(CLIENT_IDS),
} as const;

interface Env {
  Bindings: { fault: Fault | null };
}

/** What Stripe may have and the sandbox has not: said so, or it would be looked for in the caller's code. */
function notPlayed({ method, url }: Request): Response {
  const failure = new StripeFailure(404, {
    type: 'invalid_request_error',
    message: `The Pay Elements sandbox does not play ${method} ${new URL(url).pathname}. Stripe may have this endpoint; try it with Stripe's own test keys.`,
  });
  const requestId = newId('req');
  return respond(failed(failure, requestId, false), { requestId, key: null, version: API_VERSION });
}

function routesOf(controlled: Controlled, api: Api, assets: AssetSource): Hono<Env> {
  const { engine } = controlled;
  const app = new Hono<Env>();
  app.use('/v1/*', cors({ origin: '*', exposeHeaders: ['Request-Id', 'Stripe-Version', 'Idempotency-Key'] }));
  // Before the routes with an id, which would take it for one.
  app.get('/v1/:collection/search', (c) => notPlayed(c.req.raw));
  for (const [method, path, target] of ROUTES) {
    app.on(method, path, (c) => api.call(c.req.raw, target, { id: c.req.param('id') ?? '' }, c.env.fault));
  }
  app.get('/oauth/authorize', (c) => authorize(engine, c.req.raw));
  app.post('/oauth/token', (c) => exchange(engine, c.req.raw));
  app.post('/oauth/deauthorize', (c) => deauthorize(engine, c.req.raw));
  app.get('/c/style.css', () => styleResponse());
  app.on(['GET', 'POST'], '/c/pay/:id', (c) => checkoutPage(engine, c.req.raw, c.req.param('id')));
  app.on(['GET', 'POST'], '/authorize/:id', (c) => authorizePage(engine, c.req.raw, c.req.param('id')));
  app.all('/_sandbox/*', (c) => control(controlled, c.req.raw, c.req.path));
  app.get('*', async (c, next) => (isPage(c.req.path) ? servePage(assets, c.req.path) : next()));
  app.get('/', (c) => c.text('Pay Elements sandbox: a stand-in for Stripe. API under /v1, script at /stripe.js.\n'));
  app.notFound((c) => notPlayed(c.req.raw));
  app.onError((error) => {
    const requestId = newId('req');
    return respond(failed(error, requestId, false), { requestId, key: null, version: API_VERSION });
  });
  return app;
}

/** Makes a sandbox. Nothing happens before its first request, but that a kept state is loaded then. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const baseUrl = (options.baseUrl ?? 'http://127.0.0.1:12111').replace(/\/$/, '');
  const faults = new Faults();
  const log = new RequestLog();
  const engine = new Engine({
    baseUrl: () => baseUrl,
    confirmLimit: options.confirmLimit ?? 25,
    livePayments: options.livePayments ?? false,
    clock: options.clock,
    persistence: {
      ...(options.load === undefined ? {} : { load: options.load }),
      ...(options.save === undefined ? {} : { save: options.save }),
    },
  });
  const courier = new Courier({
    state: () => engine.state,
    faults,
    fetch: options.fetch ?? ((...args) => fetch(...args)),
    nowMs: () => engine.nowMs(),
    // What was delivered is kept on the way; a write that fails is made good by the next answer's.
    changed: () => void engine.keep().catch(() => undefined),
  });
  engine.employ(courier);
  for (const endpoint of options.webhookEndpoints ?? []) courier.add(resolveEndpoint(endpoint));
  const api = new Api(engine);
  const controlled: Controlled = { engine, courier, faults, log, baseUrl: () => baseUrl };
  const app = routesOf(controlled, api, options.assets ?? ownAssets);

  async function handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/_sandbox/')) return app.fetch(request, { fault: null });
    const fault = request.method === 'OPTIONS' ? null : faults.takeForRequest(request.method, pathname);
    const record = (status: number, replayed: boolean): void =>
      log.add({
        at: new Date(engine.nowMs()).toISOString(),
        method: request.method,
        path: pathname,
        status,
        idempotencyKey: request.headers.get('idempotency-key'),
        replayed,
        fault: fault?.fault ?? null,
      });
    if (fault?.fault === 'lost-request') {
      record(0, false);
      throw new DroppedConnection(fault.fault);
    }
    const isApi = pathname.startsWith('/v1/');
    if (fault?.fault === 'error' && !(isApi && fault.stored && request.headers.has('idempotency-key'))) {
      record(fault.status, false);
      const requestId = newId('req');
      const response = respond(broken(fault.status, requestId), {
        requestId,
        key: request.headers.get('idempotency-key'),
        version: API_VERSION,
      });
      response.headers.set('access-control-allow-origin', '*');
      return response;
    }
    if (fault?.fault === 'delay' && !isApi) await pause(fault.ms);
    const response = await app.fetch(request, { fault });
    const lost = fault?.fault === 'lost-answer';
    record(lost ? 0 : response.status, response.headers.has('idempotent-replayed'));
    if (lost) throw new DroppedConnection('lost-answer');
    return response;
  }

  return {
    fetch: (input: Request | string | URL, init: RequestInit = {}) => {
      if (input instanceof Request) return abortable(handle(input), input.signal);
      // A signal that goes through a request may be collected on the way: the caller's own is listened to.
      const { signal = null, ...rest } = init;
      return abortable(handle(new Request(input, rest)), signal);
    },
    baseUrl,
    keys: KEYS,
    charges: () => log.charges(engine.state),
    log: () => log.entries(),
    faults: { add: (input) => faults.add(input), list: () => faults.list(), clear: () => faults.clear() },
    now: () => engine.nowMs(),
    advance: (ms) => engine.advance(ms),
    endpoints: { add: (endpoint) => courier.add(resolveEndpoint(endpoint)) },
    async resend(eventId) {
      await engine.ready();
      const known = engine.resend(eventId);
      await engine.commit();
      return known;
    },
    settled: () => courier.settled(),
    snapshot: () => JSON.stringify(engine.state),
    async close() {
      courier.close();
      await engine.close();
    },
  };
}

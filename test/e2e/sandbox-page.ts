import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { asset } from '../../src/sandbox/assets.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { createSandbox } from '../../src/sandbox/index.js';

/** A request as the API saw it. */
export interface Seen {
  method: string;
  path: string;
  params: URLSearchParams;
  key: string | null;
  account: string | null;
}

/** A PaymentIntent as a browser sees it, no more of it than Stripe.js looks at. */
interface Intent {
  id: string;
  object: 'payment_intent';
  status: string;
  next_action: object | null;
  last_payment_error: object | null;
}

/** How an intent ends once its challenge is authorized. */
type AfterChallenge = 'succeeded' | 'declined';

/** The smallest API that the stand-in for Stripe.js can be driven against: it keeps what it was asked. */
export class ApiDouble {
  readonly seen: Seen[] = [];
  /** Answers the next call in place of the API. */
  next: Response | Promise<Response> | null = null;
  /** Every connection breaks; browsers repeat a request on a kept-alive one that broke, so once would not do. */
  down = false;
  #intents = new Map<string, Intent & { after: AfterChallenge; returnUrl: string }>();

  /** Puts an intent in a state and answers its client secret. */
  intent(id: string, status: string, after: AfterChallenge = 'succeeded', redirect: string | null = null): string {
    const next_action =
      status !== 'requires_action'
        ? null
        : redirect
          ? { type: 'redirect_to_url', redirect_to_url: { url: redirect, return_url: '' } }
          : { type: 'use_stripe_sdk', use_stripe_sdk: {} };
    this.#intents.set(id, {
      id,
      object: 'payment_intent',
      status,
      next_action,
      last_payment_error: null,
      after,
      returnUrl: '',
    });
    return `${id}_secret_abc`;
  }

  /** Where the intent's redirect page leads afterwards. */
  returnTo(id: string, url: string): void {
    const intent = this.#intents.get(id);
    if (intent) intent.returnUrl = url;
  }

  async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const params = request.method === 'GET' ? url.searchParams : new URLSearchParams(await request.text());
    const key = request.headers.get('authorization')?.replace('Bearer ', '') ?? null;
    const account = request.headers.get('stripe-account');
    this.seen.push({ method: request.method, path: url.pathname, params, key, account });
    const next = this.next;
    this.next = null;
    if (next) return next;
    const intent = this.#intents.get(url.pathname.split('/')[3] ?? '');
    if (url.pathname === '/v1/payment_methods') return Response.json({ id: 'pm_1', object: 'payment_method' });
    if (url.pathname === '/v1/tokens') return Response.json({ id: 'tok_1', object: 'token' });
    if (!intent)
      return Response.json({ error: { type: 'invalid_request_error', code: 'resource_missing' } }, { status: 404 });
    if (url.pathname.startsWith('/_sandbox/challenge/')) return this.#decide(intent, params);
    if (url.pathname.endsWith('/confirm')) return Response.json(intent);
    return Response.json(intent);
  }

  #decide(intent: Intent & { after: AfterChallenge; returnUrl: string }, params: URLSearchParams): Response {
    const authorized = params.get('outcome') === 'authorize';
    intent.next_action = null;
    intent.status = authorized && intent.after === 'succeeded' ? 'succeeded' : 'requires_payment_method';
    if (!authorized) {
      intent.last_payment_error = { type: 'invalid_request_error', code: 'payment_intent_authentication_failure' };
    } else if (intent.after === 'declined') {
      intent.last_payment_error = { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' };
    }
    if (params.get('redirect') === '1')
      return new Response(null, { status: 303, headers: { location: intent.returnUrl } });
    return Response.json({ status: intent.status });
  }
}

const HTML = (sandbox: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A shop</title></head><body>
<form id="outer"><label for="number">Card</label><div id="number"></div><div id="expiry"></div><div id="cvc"></div></form>
<form id="second"><div id="number2"></div><div id="expiry2"></div><div id="cvc2"></div></form>
<form id="third"><label for="payment">Payment</label><div id="payment"></div></form><div id="express"></div>
<div id="host"></div>
<script src="${sandbox}/stripe.js"></script></body></html>`;

/** A page and a sandbox at two origins, on free ports. */
export interface Origins {
  page: string;
  sandbox: string;
  close(): Promise<void>;
}

/** Serves a shop's page, under a strict policy, beside a sandbox that `answer` plays; `drops` breaks its connections. */
async function servePair(
  answer: (request: Request) => Promise<Response>,
  drops: () => boolean = () => false,
): Promise<Origins> {
  const sandboxServer = await listen('127.0.0.1', answer, drops);
  const sandbox = `http://127.0.0.1:${sandboxServer.port}`;
  const policy = `default-src 'none'; script-src ${sandbox}; frame-src 'self' ${sandbox}; require-trusted-types-for 'script'`;
  const headers = { 'content-type': 'text/html', 'content-security-policy': policy };
  const pageServer = await listen('localhost', () => Promise.resolve(new Response(HTML(sandbox), { headers })));
  return {
    page: `http://localhost:${pageServer.port}`,
    sandbox,
    close: async () => {
      await Promise.all([pageServer.close(), sandboxServer.close()]);
    },
  };
}

/** The browser's half of the sandbox over an API double. */
export async function serveDouble(): Promise<Origins & { api: ApiDouble }> {
  const api = new ApiDouble();
  const origins = await servePair(
    async (request) => {
      const file = await asset(new URL(request.url).pathname);
      return file ? new Response(file.body, { headers: { 'content-type': file.type } }) : api.answer(request);
    },
    () => api.down,
  );
  return { ...origins, api };
}

/** The whole sandbox. */
export async function serveSandbox(): Promise<Origins & { api: Sandbox }> {
  // Its own address is known only once it is served.
  const started: { api?: Sandbox } = {};
  const origins = await servePair((request) => {
    if (!started.api) throw new Error('asked before it was there');
    return started.api.fetch(request);
  });
  const api = createSandbox({ baseUrl: origins.sandbox });
  started.api = api;
  const close = async (): Promise<void> => {
    await origins.close();
    await api.close();
  };
  return { ...origins, api, close };
}

async function listen(
  hostname: string,
  fetch: (request: Request) => Promise<Response>,
  drops: () => boolean = () => false,
): Promise<{ port: number; close(): Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, hostname, port: 0 }, ({ port }: AddressInfo) => {
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => closed());
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ port, close });
    });
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      if (drops() && request.url?.startsWith('/v1/')) response.destroy();
    });
  });
}

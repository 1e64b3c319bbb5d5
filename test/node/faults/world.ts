/**
 * Two payers' devices, two server processes on one store, and Stripe's sandbox: the real session, backend, server
 * and store, with a network between them that can be broken anywhere and a time that a test moves.
 */
import { createHmac } from 'node:crypto';
import type { MoneyRequest } from '../../../src/contract/types.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { memoryStore, type PaymentStore } from '../../../src/server/index.js';
import { Link, type PlannedFault } from './link.js';
import { CheckoutPages } from './checkout.js';
import { Orders } from './operators.js';
import { browserFor, Device, type Page } from './page.js';
import { Protocol } from './protocol.js';
import { Servers, WEBHOOK_SECRET } from './servers.js';
import type { Tally } from './tally.js';
import type { VirtualTime } from './virtual-time.js';

/** What one run is about. */
export interface Setting {
  capture: 'automatic' | 'manual';
  /** How long the request can be paid, in ms. */
  life: number;
}

/** A webhook that waits to be delivered, or was. */
interface Mail {
  body: string;
  type: string;
}

const API = 'http://localhost:4242/api';
export const AMOUNT = 2500;

/** Everything of one run. Made by `World.begin`, ended by `end`. */
export class World {
  readonly time: VirtualTime;
  readonly tally: Tally;
  readonly store: PaymentStore;
  readonly sandbox: Sandbox;
  readonly stripe: Link;
  readonly net: Link;
  readonly protocol: Protocol;
  readonly servers: Servers;
  readonly orders: Orders;
  readonly checkout: CheckoutPages;
  /** Requests that took the place of the one that this world is about. */
  readonly successors = new Set<string>();
  #devices: readonly [Device, Device] | null = null;
  #stripeDownUntil = 0;
  #takeBackBrowser: () => void = () => undefined;
  /** Webhooks in the order in which Stripe sent them. */
  mail: Mail[] = [];
  delivered: Mail[] = [];
  /** Secrets that left the server, the newest last. */
  readonly secrets: string[] = [];
  readonly #owners = new Map<string, Device>();
  /** The secret that each attempt was first sent with; empty for none. */
  readonly #openedBy = new Map<string, string>();
  requestId = '';
  /** Attempt ids that any device or bot has sent. */
  readonly attempts: { id: string; card: string }[] = [];
  /** Attempts that a page called failed. */
  readonly calledFailed = new Set<string>();
  readonly #lastVersion = new Map<Page, number>();
  /** What a page said that was not so. */
  readonly lies: string[] = [];

  private constructor(time: VirtualTime, tally: Tally) {
    this.time = time;
    this.tally = tally;
    this.store = memoryStore({ clock: () => new Date(time.now) });
    this.sandbox = createSandbox({
      clock: () => time.now,
      webhookEndpoints: [{ key: 'sk_test_sandbox', url: `${API}/webhooks/demo`, secret: WEBHOOK_SECRET }],
      fetch: (_, init) => {
        const body = typeof init?.body === 'string' ? init.body : '';
        this.mail.push({ body, type: (JSON.parse(body) as { type: string }).type });
        return Promise.resolve(new Response());
      },
    });
    this.checkout = new CheckoutPages(this.sandbox);
    this.protocol = new Protocol(this.store, () => time.now);
    this.stripe = new Link(
      time,
      async (request) => {
        if (time.now < this.#stripeDownUntil) {
          tally.add('stripe outage');
          return Response.json({ error: { type: 'api_error', message: 'down' } }, { status: 503 });
        }
        return this.checkout.answer(request);
      },
      (fault) => tally.add(`stripe ${fault}`),
    );
    const { store, protocol, stripe, sandbox } = this;
    this.servers = new Servers({ time, tally, store, protocol, stripe, stripeUrl: sandbox.baseUrl });
    this.orders = new Orders(
      () => `${API}/requests/${this.requestId}`,
      (request) => this.#arrive(request),
    );
    this.net = new Link(
      time,
      (request) => this.#arrive(request),
      (fault) => tally.add(`browser ${fault}`),
    );
  }

  /** The payers' devices. */
  get devices(): readonly [Device, Device] {
    if (!this.#devices) throw new Error('The world has not begun.');
    return this.#devices;
  }

  /** A world with one request, whose pages have loaded it. */
  static async begin(time: VirtualTime, tally: Tally, setting: Setting): Promise<World> {
    const world = new World(time, tally);
    world.servers.start(0);
    world.servers.start(1);
    const made = await world.servers.operator().createRequest({
      label: 'Get more kittens - 25$',
      amount: AMOUNT,
      currency: 'usd',
      capture: setting.capture,
      expiresAt: new Date(time.now + setting.life).toISOString(),
    });
    world.requestId = made.id;
    world.protocol.requestId = made.id;
    world.#takeBackBrowser = browserFor({
      answer: (secret, authorized) => world.answer(secret, authorized),
      deviceOf: (secret) => world.#owners.get(secret),
    });
    world.#devices = [world.#device('first'), world.#device('second')];
    await time.pass(50);
    return world;
  }

  /** Gives the process back what it was. What still waits waits for ever. */
  end(): void {
    for (const device of this.devices) device.page.leave();
    this.servers.end();
    this.#takeBackBrowser();
  }

  #device(name: string): Device {
    return new Device(name, {
      requestId: this.requestId,
      send: (device, request, gone) => this.#send(device, request, gone),
      answer: (secret, authorized) => this.answer(secret, authorized),
      deviceOf: (secret) => this.#owners.get(secret),
      shown: (device) => this.#shown(device),
    });
  }

  stripeDown(ms: number): void {
    this.#stripeDownUntil = this.time.now + ms;
  }

  /** Ends every fault; servers that are down start. */
  heal(): void {
    this.stripe.heal();
    this.net.heal();
    this.sandbox.faults.clear();
    this.#stripeDownUntil = 0;
    this.servers.start(0);
    this.servers.start(1);
  }

  planNet(fault: PlannedFault): void {
    this.net.plan(fault);
  }

  /** A call of Stripe's API that is not the server's. */
  async call(
    method: 'GET' | 'POST',
    path: string,
    params: Record<string, string> = {},
    key = 'sk_test_sandbox',
  ): Promise<Record<string, unknown>> {
    const body = new URLSearchParams(params).toString();
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' };
    const url = `${this.sandbox.baseUrl}${path}${method === 'GET' && body ? `?${body}` : ''}`;
    const init = method === 'GET' ? { method, headers } : { method, headers, body };
    this.time.stir();
    const answer: unknown = await (await this.sandbox.fetch(new Request(url, init))).json();
    this.time.stir();
    return { ...(answer as object) };
  }

  /** The bank's page. */
  async answer(clientSecret: string, authorized: boolean): Promise<void> {
    const intent = clientSecret.split('_secret_')[0] ?? '';
    this.tally.add(`challenge ${authorized ? 'authorized' : 'refused'}`);
    this.time.stir();
    await this.sandbox.fetch(
      new Request(`${this.sandbox.baseUrl}/_sandbox/challenge/${intent}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', host: '127.0.0.1:12111' },
        body: new URLSearchParams({
          client_secret: clientSecret,
          outcome: authorized ? 'authorize' : 'fail',
        }).toString(),
      }),
    );
    this.time.stir();
  }

  /** Posts an attempt by hand: another device, a bot, a repeat. */
  async post(attempt: string, card: string | null): Promise<void> {
    const body = JSON.stringify({ attempt, ...(card === null ? {} : { instrument: { paymentMethod: card } }) });
    const request = new Request(`${API}/requests/${this.requestId}/attempts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await this.net.send(request, () => false).catch(() => undefined);
  }

  /** A payer without JavaScript presses Pay Now on the hosted page; `again` is the second form. */
  async openCheckout(again: boolean): Promise<void> {
    const request = new Request(`http://localhost:4242/pay/${this.requestId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: again ? 'again=yes' : '',
    });
    const answer = await this.net.send(request, () => false).catch(() => null);
    const address = answer?.headers.get('location') ?? '';
    if (!address.startsWith(this.sandbox.baseUrl)) return;
    this.tally.add('checkout opened');
    this.checkout.opened(address);
  }

  /** An operator replaces the request; with a key, each time by the same call. */
  async replace(keyed: boolean): Promise<void> {
    const answer = await this.#arrive(
      new Request(`${API}/requests`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer ann',
          'content-type': 'application/json',
          ...(keyed ? { 'idempotency-key': 'replace' } : {}),
        },
        body: JSON.stringify({ label: 'Another', amount: 100, currency: 'usd', replaces: this.requestId }),
      }),
    ).catch(() => null);
    if (answer?.status !== 201) return;
    this.successors.add(((await answer.json()) as { id: string }).id);
    this.tally.add('replaced');
  }

  /** Delivers a webhook to whichever server runs; answers whether it was taken. */
  async deliver(mail: Mail): Promise<void> {
    const seconds = Math.floor(this.time.now / 1000);
    const signature = createHmac('sha256', WEBHOOK_SECRET).update(`${seconds}.${mail.body}`).digest('hex');
    this.delivered.push(mail);
    this.time.stir();
    await this.#arrive(
      new Request(`${API}/webhooks/demo`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': `t=${seconds},v1=${signature}` },
        body: mail.body,
      }),
    ).catch(() => undefined);
    this.time.stir();
  }

  #send(device: Device, request: Request, gone: () => boolean): Promise<Response> {
    const isAttempt = request.url.endsWith('/attempts');
    if (isAttempt) {
      const copy = request.clone();
      void copy.json().then((body: { attempt: string }) => {
        if (!this.attempts.some(({ id }) => id === body.attempt))
          this.attempts.push({ id: body.attempt, card: device.card });
      });
    }
    return this.net.send(request, gone).then(async (response) => {
      if (!isAttempt || response.status !== 200) return response;
      const { clientSecret } = (await response.clone().json()) as { clientSecret: string | null };
      if (clientSecret !== null) this.#owners.set(clientSecret, device);
      return response;
    });
  }

  /** A call comes to the servers, and its answer leaves them. */
  async #arrive(request: Request): Promise<Response> {
    const sent = request.url.endsWith('/attempts') ? await this.#opened(request.clone()) : null;
    const response = await this.servers.arrive(request);
    await this.#leaves(request, response, sent?.isOwner ?? true);
    return response;
  }

  /** Whether an attempt is sent with the secret that it was first sent with; one that was sent without is anybody's. */
  async #opened(request: Request): Promise<{ isOwner: boolean }> {
    const { attempt, attemptSecret } = (await request.json()) as { attempt: string; attemptSecret?: string };
    const first = this.#openedBy.get(attempt) ?? attemptSecret ?? '';
    this.#openedBy.set(attempt, first);
    return { isOwner: first === '' || first === attemptSecret };
  }

  /** An answer leaves the server. */
  async #leaves(request: Request, response: Response, isOwner: boolean): Promise<void> {
    if (!request.url.endsWith('/attempts') || response.status !== 200) return;
    const { clientSecret } = (await response.clone().json()) as { clientSecret: string | null };
    if (clientSecret === null) return;
    if (!isOwner) this.lies.push('A client secret left for somebody without the secret of the attempt');
    this.secrets.push(clientSecret);
    await this.protocol.secretLeaves(clientSecret);
  }

  #shown(device: Device): void {
    const { state, model } = device.page.session;
    this.tally.add(`page ${state.status}`);
    const version = model.request?.version ?? 0;
    const before = this.#lastVersion.get(device.page) ?? 0;
    if (version < before) this.lies.push(`${device.name} went back from version ${before} to ${version}`);
    this.#lastVersion.set(device.page, version);
    if (state.status === 'failed' && model.own !== null) this.calledFailed.add(model.own);
    if (
      (state.status === 'paid' || state.status === 'authorized') &&
      !this.sandbox.charges().some(({ paid, amount }) => paid && amount === AMOUNT)
    )
      this.lies.push(`${device.name} says ${state.status}, and Stripe has taken nothing`);
  }

  /** The request as its payers see it in the store, without the network. */
  async view(): Promise<MoneyRequest> {
    return this.servers.operator().retrieve(this.requestId);
  }
}

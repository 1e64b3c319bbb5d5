import assert from 'node:assert/strict';
import { createHmac, randomInt } from 'node:crypto';
import { Agent, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { createSandbox } from '../../../src/sandbox/index.js';
import { createPaymentServer, memoryStore, type PaymentServer } from '../../../src/server/index.js';
import { HOST } from '../../../src/server/principal.js';

const SECRET = 'whsec_flood';
const REQUESTS = 150;
const DELIVERIES = 10_000;
const CONNECTIONS = 20;

interface Shop {
  server: PaymentServer;
  /** Calls Stripe as the merchant would, past our server. */
  stripe: (path: string, params?: Record<string, string>) => Promise<Record<string, unknown>>;
  /** Bodies of the webhooks that Stripe has sent so far, in its order. */
  sent: string[];
  /** Resolves once Stripe has sent all that it has to. */
  allSent: () => Promise<void>;
  /** Delivers one over HTTP; answers the status. */
  deliver: (body: string) => Promise<number>;
  close: () => Promise<void>;
}

/** A server that listens on the loopback address, and a sandbox whose webhooks wait to be delivered. */
async function openShop(): Promise<Shop> {
  const sent: string[] = [];
  const sandbox = createSandbox({
    webhookEndpoints: [{ key: 'sk_test_sandbox', url: 'http://shop.example/', secret: SECRET }],
    fetch: (_, init) => {
      sent.push(typeof init?.body === 'string' ? init.body : '');
      return Promise.resolve(new Response());
    },
  });
  const server = createPaymentServer({
    store: memoryStore(),
    accounts: [
      {
        id: 'demo',
        name: 'Shoplifter',
        mode: 'test',
        keys: { test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: [SECRET] } },
      },
    ],
    authorize: () => HOST,
    baseUrl: 'http://localhost:4242',
    stripe: { apiBase: sandbox.baseUrl, fetch: sandbox.fetch },
  });
  const http = createAdaptorServer({ fetch: (request) => server.fetch(request), overrideGlobalObjects: false });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  // A TCP listener's address is this form.
  const { port } = http.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  return {
    server,
    sent,
    allSent: () => sandbox.settled(),
    async stripe(path, params = {}) {
      const answer = await sandbox.fetch(
        new Request(`${sandbox.baseUrl}${path}`, {
          method: 'POST',
          headers: { authorization: 'Bearer sk_test_sandbox', 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(params).toString(),
        }),
      );
      return (await answer.json()) as Record<string, unknown>;
    },
    deliver(body) {
      const time = Math.floor(Date.now() / 1000);
      const signature = `t=${time},v1=${createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex')}`;
      return new Promise((resolve, reject) => {
        const call = send(
          {
            agent,
            port,
            host: '127.0.0.1',
            method: 'POST',
            path: '/api/webhooks/demo',
            headers: { 'content-type': 'application/json', 'stripe-signature': signature },
          },
          (answer) => {
            answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
          },
        );
        call.once('error', reject);
        call.end(body);
      });
    },
    async close() {
      agent.destroy();
      await new Promise((resolve) => http.close(resolve));
      await server.close();
      await sandbox.close();
    },
  };
}

/** What becomes of request `n`: the same in every shop. `after` is awaited after each thing that happens. */
async function story(shop: Shop, n: number, after: () => Promise<void>): Promise<string> {
  const { server, stripe } = shop;
  const manual = n % 6 === 3;
  const { id } = await server.createRequest({
    label: `Order ${n}`,
    amount: 2500,
    currency: 'usd',
    ...(manual ? { capture: 'manual' as const } : {}),
  });
  const cards = [
    'pm_card_visa',
    'pm_card_visa_chargeDeclined',
    'pm_card_threeDSecure2Required',
    'pm_card_visa',
    'pm_card_createDispute',
    'pm_card_visa',
  ];
  const pay = async (attempt: string, paymentMethod: string): Promise<void> => {
    await server.pay(id, { attempt, instrument: { paymentMethod } }).catch(() => undefined);
    await after();
  };
  await pay('a1', cards[n % 6] ?? '');
  if (n % 6 === 1) await pay('a2', 'pm_card_mastercard');
  const { payment } = await server.retrieve(id);
  const intent = payment?.intent;
  if (!intent) return id;
  if (manual) await stripe(`/v1/payment_intents/${intent}/capture`, n % 12 === 3 ? { amount_to_capture: '2000' } : {});
  if (n % 6 === 0) await stripe('/v1/refunds', { payment_intent: intent, ...(n % 12 === 0 ? { amount: '700' } : {}) });
  await after();
  if (n % 12 === 0) await stripe('/v1/refunds', { payment_intent: intent, amount: '300' });
  await after();
  return id;
}

/** How a request stands, without ids and times of its own. */
async function stateOf(server: PaymentServer, id: string): Promise<unknown> {
  const { status, attempt, payment, disputes } = await server.retrieve(id);
  const types = (await server.history(id, { limit: 100 })).data.map(({ type }) => type);
  return {
    status,
    attempt: attempt && { ...attempt, startedAt: null },
    payment: payment && [payment.captured, payment.refunded, payment.refundPending, payment.card],
    disputes: disputes.map((dispute) => [dispute.status, dispute.amount]),
    facts: [...new Set(types)].sort(),
  };
}

const numbers = Array.from({ length: REQUESTS }, (_, n) => n);

test('ten thousand webhooks in any order, most of them repeats, over twenty connections end as in order', async (t) => {
  const ordered = await openShop();
  const flooded = await openShop();
  try {
    const told: unknown[] = [];
    let inOrder = 0;
    for (const n of numbers) {
      const id = await story(ordered, n, async () => {
        await ordered.allSent();
        for (; inOrder < ordered.sent.length; inOrder += 1)
          assert.equal(await ordered.deliver(ordered.sent[inOrder] ?? ''), 200);
      });
      told.push(await stateOf(ordered.server, id));
    }

    const first: string[] = [];
    let known = 0;
    let delivered = 0;
    let ended = false;
    const started = performance.now();
    const connection = async (): Promise<void> => {
      while (!ended || first.length > 0 || delivered < DELIVERIES) {
        for (; known < flooded.sent.length; known += 1) first.push(flooded.sent[known] ?? '');
        // As many repeats between first deliveries as there is room for.
        const fresh = first.length > 0 && randomInt(10) < 3;
        const body = fresh
          ? first.splice(randomInt(first.length), 1)[0]
          : flooded.sent[randomInt(Math.max(1, flooded.sent.length))];
        if (body === undefined) {
          await new Promise((resolve) => setImmediate(resolve));
          continue;
        }
        delivered += 1;
        assert.equal(await flooded.deliver(body), 200);
      }
    };
    const connections = Array.from({ length: CONNECTIONS }, connection);
    const ids = new Map<number, string>();
    for (const n of numbers) ids.set(n, await story(flooded, n, () => Promise.resolve()));
    await flooded.allSent();
    ended = true;
    await Promise.all(connections);
    const seconds = (performance.now() - started) / 1000;
    t.diagnostic(
      `${delivered} deliveries of ${flooded.sent.length} events about ${REQUESTS} requests, ${CONNECTIONS} connections, ${seconds.toFixed(1)} s, ${Math.round(delivered / seconds)}/s`,
    );
    assert.ok(delivered >= DELIVERIES);
    const ends = new Map<string, number>();
    for (const n of numbers) {
      const state = await stateOf(flooded.server, ids.get(n) ?? '');
      assert.deepEqual(state, told[n], `request ${n}`);
      const { status } = state as { status: string };
      ends.set(status, (ends.get(status) ?? 0) + 1);
    }
    t.diagnostic([...ends].map(([status, count]) => `${status} ${count}`).join(', '));
  } finally {
    await ordered.close();
    await flooded.close();
  }
});

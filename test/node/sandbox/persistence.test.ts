import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Stripe from 'stripe';
import { serveSandbox } from '../../../src/sandbox/serve.js';
import { bench, pay } from './stripe.js';

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

test('keeps its state before it answers, and goes on from it', async () => {
  let kept: string | null = null;
  const memory = {
    load: () => Promise.resolve(kept),
    save: (state: string) => {
      kept = state;
      return Promise.resolve();
    },
  };
  const first = bench(memory);
  const { intent } = await pay(first, 'pm_card_visa', { metadata: { order: 'ORD-1' } });
  await first.stripe.paymentIntents.create({ amount: 100, currency: 'usd' }, { idempotencyKey: 'k1' });
  const second = bench(memory);
  assert.equal((await second.stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
  assert.equal(second.sandbox.charges().length, 1);
  const { data } = await second.stripe.paymentIntents.list();
  await second.stripe.paymentIntents.create({ amount: 100, currency: 'usd' }, { idempotencyKey: 'k1' });
  assert.equal((await second.stripe.paymentIntents.list()).data.length, data.length);
});

test('goes on from a state that was written before it knew other methods than cards', async () => {
  const b = bench({ load: () => readFile(new URL('state-v1.json', import.meta.url), 'utf8') });
  const { data } = await b.stripe.paymentIntents.list();
  const asked = data.find(({ status }) => status === 'requires_action');
  const open = data.find(({ status }) => status === 'requires_payment_method');
  const paid = data.find(({ status }) => status === 'succeeded');
  assert.ok(asked && open && paid);
  const post = (path: string, fields: Record<string, string>): Promise<Response> =>
    b.sandbox.fetch(new Request(`${b.sandbox.baseUrl}${path}`, { method: 'POST', body: new URLSearchParams(fields) }));
  await post(`/_sandbox/challenge/${asked.id}`, { client_secret: asked.client_secret ?? '', outcome: 'authorize' });
  assert.equal((await b.stripe.paymentIntents.retrieve(asked.id)).status, 'succeeded');
  assert.equal((await b.stripe.refunds.create({ payment_intent: paid.id })).status, 'succeeded');
  const state = JSON.parse(b.sandbox.snapshot()) as { ledgers: Record<string, { confirmationTokens: object }> };
  const [token = ''] = Object.values(state.ledgers).flatMap(({ confirmationTokens }) =>
    Object.keys(confirmationTokens),
  );
  const confirmed = await b.stripe.paymentIntents.confirm(open.id, { confirmation_token: token });
  assert.equal(confirmed.status, 'succeeded');
  const [session] = (await b.stripe.checkout.sessions.list()).data;
  const card = { cardNumber: '4242424242424242', cardExpiry: '12/34', cardCvc: '123' };
  await post(`/c/pay/${session?.id}`, { email: 'jenny@example.com', ...card });
  assert.equal((await b.stripe.checkout.sessions.retrieve(session?.id ?? '')).payment_status, 'paid');
});

test('does not answer that something was done when it could not be kept', async () => {
  let broken = true;
  const b = bench({
    save: () => (broken ? Promise.reject(new Error('disk full')) : Promise.resolve()),
  });
  const ask = () => b.browser('POST', '/v1/payment_intents', { amount: '2500', currency: 'usd' }, 'sk_test_sandbox');
  assert.equal((await ask()).status, 500);
  broken = false;
  assert.equal((await ask()).status, 200);
});

test('delivers after a restart what was not delivered before', async () => {
  let kept: string | null = null;
  const seen: string[] = [];
  const options = {
    load: () => Promise.resolve(kept),
    save: (state: string) => {
      kept = state;
      return Promise.resolve();
    },
    webhookEndpoints: [{ key: 'sk_test_sandbox', url: 'http://127.0.0.1:4242/hook', secret: 'whsec_x' }],
  };
  const first = bench({ ...options, fetch: () => Promise.reject(new TypeError('refused')) });
  await first.stripe.paymentIntents.create({ amount: 2500, currency: 'usd' });
  await first.sandbox.close();
  const second = bench({
    ...options,
    fetch: async (input, init) => {
      const event = JSON.parse(await new Request(input, init).text()) as { type: string };
      seen.push(event.type);
      return new Response(null, { status: 200 });
    },
  });
  await second.stripe.balance.retrieve();
  await second.sandbox.settled();
  assert.deepEqual(seen, ['payment_intent.created']);
});

test('serves over HTTP, drops sockets for a fault, and survives on disk', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pay-elements-sandbox-'));
  folders.push(dataDir);
  const client = (port: number): Stripe =>
    new Stripe('sk_test_sandbox', {
      host: '127.0.0.1',
      port,
      protocol: 'http',
      telemetry: false,
      maxNetworkRetries: 0,
    });
  const first = await serveSandbox({ port: 0, dataDir });
  const stripe = client(Number(new URL(first.url).port));
  const intent = await stripe.paymentIntents.create({ amount: 2500, currency: 'usd' });
  first.sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents/*/confirm', fault: 'lost-answer', times: 2 });
  await assert.rejects(
    stripe.paymentIntents.confirm(
      intent.id,
      { payment_method: 'pm_card_visa', use_stripe_sdk: true },
      { idempotencyKey: 'c1' },
    ),
    Stripe.errors.StripeConnectionError,
  );
  assert.ok((await readFile(join(dataDir, 'sandbox', 'state.json'), 'utf8')).includes(intent.id));
  await first.close();
  const second = await serveSandbox({ port: 0, dataDir });
  const again = client(Number(new URL(second.url).port));
  assert.equal((await again.paymentIntents.retrieve(intent.id)).status, 'succeeded');
  assert.equal(second.sandbox.charges().length, 1);
  await second.close();
});

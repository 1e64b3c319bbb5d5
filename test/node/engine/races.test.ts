import assert from 'node:assert/strict';
import { test } from 'node:test';
import { project } from '../../../src/server/requests/projection.js';
import type { AccountConfig } from '../../../src/server/accounts.js';
import { account, Bench } from './bench.js';

/** The path of a call, without ids. */
function callOf(request: Request): string {
  return `${request.method} ${new URL(request.url).pathname.replace(/(pi|cs|re)_\w+/, ':id')}`;
}

test('what happens between the reads of one snapshot belongs to the next: an attempt is not paid while its request is open', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await assert.rejects(bench.pay(id, 'a1', await bench.typed('4000000000000002')), { code: 'card-declined' });
  await bench.pass(1_000);
  assert.equal((await bench.pay(id, 'a2', await bench.typed('4000002500003155'))).result, 'requires_action');
  await bench.pass(1_000);
  let left = 1;
  const engine = bench.newEngine({
    fetch: async (request) => {
      // The payer answers the bank after the intent was read, and before its charges are.
      if (callOf(request) === 'GET /v1/charges' && left-- > 0) await bench.challenge(id, true);
      return bench.sandbox.fetch(request);
    },
  });
  const row = await engine.sync(id);
  const { attempt } = project(row.doc, new Date());
  assert.deepEqual([row.status, attempt?.status], ['open', 'requires_action']);
  assert.equal((await engine.sync(id)).status, 'paid');
});

test('a refund whose repeat Stripe was too busy for is not sent anew: the first may be on its way', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  const refunds: Request[] = [];
  const engine = bench.newEngine({
    fetch: async (request) => {
      if (callOf(request) !== 'POST /v1/refunds') return bench.sandbox.fetch(request);
      refunds.push(request.clone());
      if (refunds.length === 1) throw new TypeError('The connection was lost.');
      if (refunds.length > 3) return bench.sandbox.fetch(request);
      const error = { type: 'invalid_request_error', code: 'rate_limit', message: 'Slow down.' };
      return Response.json({ error }, { status: 429 });
    },
  });
  const order = { amount: 1000, reason: null, most: null, by: 'operator:test', call: 'c1' };
  await assert.rejects(engine.refund(id, order), { code: /^gateway-/ });
  await engine.refund(id, order).catch(() => undefined);
  await engine.refund(id, order).catch(() => undefined);
  // The first one arrives only now.
  const [first] = refunds;
  assert.ok(first);
  await bench.sandbox.fetch(first);
  const { payment } = project((await bench.engine.sync(id)).doc, new Date());
  assert.equal(payment?.refunded, 1000);
});

test('a rail that is to be ended takes no new attempt', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', await bench.typed('4000002500003155'));
  await bench.pass(1_000);
  bench.sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents/*/cancel', fault: 'lost-request' });
  await bench.pay(id, 'a2', await bench.typed('4000002500003155')).catch(() => undefined);
  await bench.pass(1_000);
  await bench.challenge(id, false);
  const third = await bench.pay(id, 'a3', await bench.typed('4000002500003155'));
  assert.equal(third.result, 'requires_action');
  // A webhook that comes now.
  await bench.engine.advance(id);
  const { doc } = await bench.row(id);
  assert.equal(doc.attempts.at(-1)?.status, 'requires_action');
});

test('a payment that somebody cancels at Stripe without a reason is canceled', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await assert.rejects(bench.pay(id, 'a1', await bench.typed('4000000000000002')), { code: 'card-declined' });
  const intent = (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
  await bench.call('POST', `/v1/payment_intents/${intent}/cancel`);
  assert.equal((await bench.engine.sync(id)).status, 'canceled');
});

test('the same payment method tried twice: the attempt that was declined is not the one that paid', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const method = await bench.typed('4000002500003155');
  assert.equal((await bench.pay(id, 'a1', method)).result, 'requires_action');
  await bench.challenge(id, false);
  await bench.pass(1_000);
  await bench.engine.sync(id);
  await bench.pass(1_000);
  assert.equal((await bench.pay(id, 'a2', method)).result, 'requires_action');
  await bench.challenge(id, true);
  await bench.pass(1_000);
  const { status, doc } = await bench.engine.sync(id);
  assert.equal(status, 'paid');
  assert.deepEqual(
    doc.attempts.map((attempt) => [attempt.id, attempt.status]),
    [
      ['a1', 'declined'],
      ['a2', 'succeeded'],
    ],
  );
});

test('a refund made between the reads of one snapshot: what was released counts as no refund', async () => {
  const bench = new Bench();
  const id = await bench.request({ capture: 'manual' });
  await bench.pay(id, 'a1', 'pm_card_visa');
  await bench.engine.capture(id, { amount: 1250, by: 'operator:test', call: null });
  const intent = (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
  let left = 1;
  const engine = bench.newEngine({
    fetch: async (request) => {
      if (callOf(request) === 'GET /v1/refunds' && left-- > 0)
        await bench.call('POST', '/v1/refunds', { payment_intent: intent, amount: '500' });
      return bench.sandbox.fetch(request);
    },
  });
  await bench.pass(1_000);
  const { status, doc } = await engine.sync(id);
  assert.deepEqual([status, project(doc, new Date()).payment?.refunded], ['partially_refunded', 500]);
});

test('a capture in part leaves a refund of as much as was released', async () => {
  const bench = new Bench();
  const id = await bench.request({ capture: 'manual' });
  await bench.pay(id, 'a1', 'pm_card_visa');
  await bench.engine.capture(id, { amount: 1250, by: 'operator:test', call: null });
  await bench.pass(1_000);
  const row = await bench.engine.refund(id, {
    amount: 1250,
    reason: null,
    most: null,
    by: 'operator:test',
    call: null,
  });
  assert.deepEqual([row.status, project(row.doc, new Date()).payment?.refunded], ['refunded', 1250]);
});

test('more refunds than a page of Stripe holds all count', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  const intent = (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
  for (let n = 0; n < 101; n++) await bench.call('POST', '/v1/refunds', { payment_intent: intent, amount: '1' });
  await bench.pass(1_000);
  const { doc } = await bench.engine.sync(id);
  assert.equal(project(doc, new Date()).payment?.refunded, 101);
});

test('webhooks of an account that Stripe does not let in do not hold up those of others', async () => {
  const bench = new Bench();
  const closed: AccountConfig = {
    ...account,
    id: 'closed',
    keys: { test: { publishable: 'pk_test_x', secret: 'sk_test_x', webhookSecrets: [] } },
  };
  const engine = bench.newEngine({ accounts: [account, closed] });
  const id = await bench.request();
  for (let n = 0; n < 250; n++)
    await bench.store.receiveWebhook({ account: 'closed', event: `evt_${n}`, type: 'charge.refunded', request: null });
  await bench.store.receiveWebhook({ account: 'demo', event: 'evt_own', type: 'charge.refunded', request: id });
  for (let round = 0; round < 3; round++) {
    await bench.pass(4_000);
    await engine.reconcile();
  }
  const open = await bench.store.openWebhooks(1_000);
  assert.equal(
    open.some(({ event }) => event === 'evt_own'),
    false,
  );
});

test('a request is paid to the connected account that it pins, whichever is configured since', async () => {
  const bench = new Bench();
  const asked = new Set<string | null>();
  const engine = bench.newEngine({
    accounts: [{ ...account, stripeAccount: 'acct_since' }],
    fetch: (request) => {
      asked.add(request.headers.get('stripe-account'));
      return bench.sandbox.fetch(request);
    },
  });
  const own = await bench.request();
  assert.equal((await bench.pay(own, 'a1', 'pm_card_visa', engine)).result, 'paid');
  await bench
    .pay(await bench.request({ stripeAccount: 'acct_pinned' }), 'a1', 'pm_card_visa', engine)
    .catch(() => null);
  assert.deepEqual([...asked], [null, 'acct_pinned']);
});

test('a dispute is known for its request though another connected account is configured since', async () => {
  const bench = new Bench();
  const { connected } = bench.sandbox.keys;
  const query = new URLSearchParams({
    client_id: 'ca_sandbox',
    response_type: 'code',
    redirect_uri: 'http://localhost:4242/api/connect/return',
  });
  const back = await bench.sandbox.fetch(new Request(`${bench.sandbox.baseUrl}/oauth/authorize?${query}`));
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  await bench.call('POST', '/oauth/token', { grant_type: 'authorization_code', code });
  const before = bench.newEngine({ accounts: [{ ...account, stripeAccount: connected.account }] });
  const since = bench.newEngine();
  for (const [stripeAccount, engine] of [
    [null, before],
    [connected.account, since],
  ] as const) {
    const id = await bench.request({ stripeAccount });
    assert.equal((await bench.pay(id, 'a1', 'pm_card_visa', engine)).result, 'paid');
    const intent = (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
    const dispute = { id: 'du_1', object: 'dispute', payment_intent: intent };
    assert.equal(await engine.findRequest('demo', false, dispute, stripeAccount), id);
  }
});

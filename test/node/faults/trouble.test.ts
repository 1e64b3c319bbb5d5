import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../src/server/pay/refusal.js';
import { nextCheck } from '../../../src/server/pay/next-check.js';
import { project } from '../../../src/server/requests/projection.js';
import { Circuit, CircuitOpen } from '../../../src/server/stripe/circuit.js';
import { account, Bench } from '../engine/bench.js';

const CONFIRM = '/v1/payment_intents/*/confirm';
const HOUR = 3_600_000;
const dead = (): Promise<never> => Promise.reject(new TypeError('fetch failed'));

/** The demo account with the keys of another account at Stripe. */
const switched = {
  ...account,
  keys: { test: { publishable: 'pk_test_sandbox_second', secret: 'sk_test_sandbox_second', webhookSecrets: [] } },
};

test('events about a hold, a challenge, a refund, a dispute, a warning and a checkout all lead to their request', async () => {
  const bench = new Bench();
  const intentOf = async (id: string): Promise<string> => (await bench.row(id)).doc.rails[0]?.id ?? '';
  const held = await bench.request({ capture: 'manual' });
  await bench.pay(held, 'a1', 'pm_card_visa');
  await bench.call('POST', `/v1/payment_intents/${await intentOf(held)}/capture`);
  const refunded = await bench.request();
  await bench.pay(refunded, 'a1', 'pm_card_refundFail');
  await bench.call('POST', '/v1/refunds', { payment_intent: await intentOf(refunded) });
  await bench.pass(6_000);
  await bench.engine.sync(refunded);
  for (const card of ['pm_card_threeDSecure2Required', 'pm_card_createDispute', 'pm_card_createIssuerFraudRecord'])
    await bench.pay(await bench.request(), 'a1', card);
  const declined = await bench.request();
  await bench.pay(declined, 'a1', 'pm_card_visa_chargeDeclined').catch(() => undefined);
  await bench.engine.cancel(declined, 'operator:test', null);

  const { data } = await bench.call('GET', '/v1/events', { limit: '100' });
  const events = data as { type: string; livemode: boolean; data: { object: Record<string, unknown> } }[];
  const types = new Set<string>();
  for (const { type, livemode, data: about } of events) {
    types.add(type);
    assert.notEqual(await bench.engine.findRequest('demo', livemode, about.object), null, type);
  }
  for (const type of [
    'payment_intent.amount_capturable_updated',
    'payment_intent.requires_action',
    'payment_intent.payment_failed',
    'payment_intent.canceled',
    'charge.refunded',
    'refund.failed',
    'charge.dispute.created',
    'radar.early_fraud_warning.created',
  ])
    assert.ok(types.has(type), `${type} is not among ${[...types].join()}`);
  const intent = await intentOf(held);
  assert.equal(
    await bench.engine.findRequest('demo', false, { object: 'checkout.session', payment_intent: intent }),
    held,
  );
  assert.equal(
    await bench.engine.findRequest('demo', false, {
      object: 'checkout.session',
      metadata: { pay_elements_request: held },
    }),
    held,
  );
});

test('a webhook of another account, of the other mode or of a test of the same name moves nothing', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const ours = { metadata: { pay_elements_request: id } };
  assert.equal(await bench.engine.findRequest('demo', false, ours), id);
  assert.equal(await bench.engine.findRequest('demo', true, ours), null);
  const engine = bench.newEngine({ accounts: [account, { ...switched, id: 'other' }] });
  assert.equal(await engine.findRequest('other', false, ours), null);
});

test('a webhook of an account that cannot be asked holds up no other account', async () => {
  const bench = new Bench();
  const broken = {
    ...account,
    id: 'broken',
    keys: { test: { publishable: 'pk_test_x', secret: 'sk_test_revoked', webhookSecrets: [] } },
  };
  const engine = bench.newEngine({ accounts: [broken, account] });
  const id = await bench.request();
  bench.sandbox.faults.add({ path: CONFIRM, fault: 'lost-answer' });
  await bench.pay(id, 'a1', 'pm_card_visa', engine).catch(() => undefined);
  const event = await bench.newestEvent('payment_intent.succeeded');
  await bench.store.receiveWebhook({ account: 'broken', event: 'evt_x', type: 'charge.refunded', request: null });
  await bench.store.receiveWebhook({ account: 'demo', event, type: 'payment_intent.succeeded', request: null });
  await bench.pass(4_000);
  await engine.reconcile();
  assert.equal((await bench.row(id)).status, 'paid');
  assert.deepEqual(
    (await bench.store.openWebhooks(10)).map((webhook) => webhook.account),
    ['broken'],
  );
});

test('keys that were switched to another account put what is in flight into review, and the old ones settle it', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add({ path: CONFIRM, fault: 'lost-answer' });
  await bench.pay(id, 'a1', 'pm_card_visa').catch(() => undefined);
  const writes = (): number => bench.sandbox.log().filter(({ method }) => method === 'POST').length;
  const before = writes();

  const stranger = bench.newEngine({ accounts: [switched] });
  const row = await stranger.sync(id);
  assert.equal(row.status, 'review');
  assert.match(project(row.doc, new Date()).reviewReason ?? '', /Were they switched to another account/);
  assert.equal(row.doc.attempts[0]?.status, 'pending');
  assert.equal((await bench.history(id)).at(-1)?.type, 'review');
  await assert.rejects(bench.pay(id, 'a2', 'pm_card_visa', stranger), { code: 'request-closed' });
  await bench.pass(HOUR);
  await stranger.reconcile();
  assert.equal((await bench.row(id)).status, 'review');
  assert.equal(writes(), before);

  assert.equal((await bench.engine.sync(id)).status, 'paid');
  assert.equal(bench.paid(), 1);
});

test('keys switched after the payment leave it paid, and a cancel under them waits for the old ones', async () => {
  const bench = new Bench();
  const paid = await bench.request();
  await bench.pay(paid, 'a1', 'pm_card_visa');
  const stranger = bench.newEngine({ accounts: [switched] });
  assert.equal((await stranger.sync(paid)).status, 'paid');
  assert.equal((await bench.engine.sync(paid)).status, 'paid');

  const open = await bench.request();
  await bench.pay(open, 'a1', 'pm_card_visa_chargeDeclined').catch(() => undefined);
  assert.equal((await stranger.cancel(open, 'operator:test', null)).status, 'review');
  assert.equal((await bench.engine.sync(open)).status, 'canceled');
});

test('keys of the mode that are gone are a clear problem, and nothing is lost by it', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add({ path: CONFIRM, fault: 'lost-answer' });
  await bench.pay(id, 'a1', 'pm_card_visa').catch(() => undefined);
  const live = { ...account, mode: 'live' as const, keys: account.keys.live ? { live: account.keys.live } : {} };
  const engine = bench.newEngine({ accounts: [live] });
  await assert.rejects(engine.sync(id), { code: 'unavailable', message: /no test keys/ });
  assert.equal((await bench.row(id)).doc.attempts[0]?.status, 'pending');
  const revoked = { publishable: 'pk_test_x', secret: 'sk_test_revoked', webhookSecrets: [] };
  await assert.rejects(bench.newEngine({ accounts: [{ ...account, keys: { test: revoked } }] }).sync(id), {
    code: 'gateway-error',
    message: /Check the keys/,
  });
  // The mode of the account may be another by now: what was begun is settled in its own.
  assert.equal((await bench.newEngine({ accounts: [{ ...account, mode: 'live' }] }).sync(id)).status, 'paid');
});

test('a refusal of a call that was sent before says nothing of the first: it can still be the payment', async () => {
  const bench = new Bench();
  const id = await bench.request();
  let reach = (): void => undefined;
  let go = (): void => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const gate = new Promise<void>((resolve) => (go = resolve));
  const slow = bench.newEngine({
    fetch: async (request) => {
      if (request.url.endsWith('/confirm')) {
        reach();
        await gate;
      }
      return bench.sandbox.fetch(request);
    },
  });
  const paying = bench.pay(id, 'a1', 'pm_card_visa', slow).catch(() => undefined);
  await reached;
  await bench.pass(46_000);
  bench.sandbox.faults.add({ path: CONFIRM, fault: 'error', status: 429 });
  await assert.rejects(bench.engine.sync(id), { code: 'gateway-unavailable' });
  assert.equal((await bench.row(id)).doc.attempts[0]?.status, 'pending');
  go();
  await paying;
  assert.equal((await bench.engine.sync(id)).status, 'paid');
  assert.equal(bench.paid(), 1);
});

test('a refund that fails after it was told as done makes the request paid again, by its webhook alone', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_refundFail');
  const intent = (await bench.row(id)).doc.rails[0]?.id ?? '';
  await bench.call('POST', '/v1/refunds', { payment_intent: intent });
  const told = async (type: string): Promise<void> => {
    const event = await bench.newestEvent(type);
    await bench.engine.advance(id, { account: 'demo', event, type, objectIds: [intent] });
  };
  await told('charge.refunded');
  assert.equal((await bench.row(id)).status, 'refunded');
  await bench.pass(6_000);
  await bench.call('GET', `/v1/payment_intents/${intent}`);
  await told('refund.failed');
  assert.equal((await bench.row(id)).status, 'paid');
  const types = (await bench.history(id)).map(({ type }) => type);
  assert.deepEqual(types.slice(-2), ['refunded', 'refund_failed']);
});

test('every request with a live rail, and money that was taken for half a year, is asked about by the server itself', async () => {
  const bench = new Bench();
  const ways: [string, string | null][] = [
    ['pm_card_visa', 'paid'],
    ['pm_card_visa_chargeDeclined', 'open'],
    ['pm_card_threeDSecure2Required', 'open'],
  ];
  for (const [card, status] of ways) {
    const id = await bench.request();
    await bench.pay(id, 'a1', card).catch(() => undefined);
    const row = await bench.row(id);
    assert.equal(row.status, status);
    for (const hours of [0, 1, 30, 700]) {
      const now = new Date(Date.parse('2026-11-20T12:00:00.000Z') + hours * HOUR);
      const at = nextCheck(row.doc, row.status, now);
      assert.ok(at && at.getTime() - now.getTime() <= Math.max(HOUR, hours * HOUR), `${card} after ${hours} h`);
    }
  }
  const held = await bench.request({ capture: 'manual' });
  await bench.pay(held, 'a1', 'pm_card_visa');
  assert.ok((await bench.row(held)).nextCheckAt);
  const paid = await bench.request();
  await bench.pay(paid, 'a1', 'pm_card_visa');
  const { doc } = await bench.row(paid);
  assert.equal(nextCheck(doc, 'paid', new Date(Date.parse('2027-06-20T12:00:00.000Z'))), null);
});

test('an engine that is closed starts no attempt, and what it had begun goes on to its end', async () => {
  const bench = new Bench();
  const [id, other] = [await bench.request(), await bench.request()];
  let reach = (): void => undefined;
  let go = (): void => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const gate = new Promise<void>((resolve) => (go = resolve));
  const engine = bench.newEngine({
    fetch: async (request) => {
      if (request.url.endsWith('/confirm')) {
        reach();
        await gate;
      }
      return bench.sandbox.fetch(request);
    },
  });
  const paying = bench.pay(id, 'a1', 'pm_card_visa', engine);
  await reached;
  await engine.close();
  await assert.rejects(bench.pay(other, 'a1', 'pm_card_visa', engine), { code: 'gateway-unavailable' });
  go();
  assert.equal((await paying).result, 'paid');
  assert.deepEqual((await bench.row(other)).doc.attempts, []);
});

test('calls that Stripe does not answer open the circuit for a time that doubles to half a minute, and one closes it', async (t) => {
  let now = 1_000;
  t.mock.method(performance, 'now', () => now);
  const circuit = new Circuit();
  const failing = (status: number | null): Promise<Response> =>
    circuit.pass(() => (status === null ? dead() : Promise.resolve(new Response(null, { status }))));
  for (const status of [null, 500, 503, 502]) await failing(status).catch(() => undefined);
  assert.equal((await failing(402)).status, 402);
  const pauses: number[] = [];
  for (let count = 0; count < 5; count += 1) await failing(500);
  for (let count = 0; count < 7; count += 1) {
    pauses.push(circuit.waitMs);
    await assert.rejects(failing(200), CircuitOpen);
    now += circuit.waitMs;
    await failing(count === 6 ? 200 : 503);
  }
  assert.deepEqual(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  assert.equal(circuit.waitMs, 0);
});

test('while an account’s Stripe is down its new attempts are told when to come back, and other accounts pay', async (t) => {
  let now = 1_000;
  t.mock.method(performance, 'now', () => now);
  const bench = new Bench();
  let down = true;
  let calls = 0;
  const engine = bench.newEngine({
    accounts: [account, { ...switched, id: 'other' }],
    fetch: (request) => {
      const ofDemo = request.headers.get('authorization')?.endsWith('sk_test_sandbox') ?? false;
      if (ofDemo) calls += 1;
      return down && ofDemo ? dead() : bench.sandbox.fetch(request);
    },
  });
  const begun = await bench.request();
  for (let count = 0; count < 5; count += 1)
    await bench.pay(begun, 'a1', 'pm_card_visa', engine).catch(() => undefined);
  for (let count = 0; count < 5; count += 1) await engine.sync(begun).catch(() => undefined);
  const before = calls;
  const id = await bench.request();
  const error: unknown = await bench.pay(id, 'a1', 'pm_card_visa', engine).catch((thrown: unknown) => thrown);
  assert.deepEqual(
    [Reflect.get(Object(error), 'code'), Reflect.get(Object(error), 'retryAfter')],
    ['gateway-unavailable', 1],
  );
  assert.deepEqual(rowOf(error)?.doc.attempts, []);
  assert.equal(calls, before);
  const elsewhere = await bench.request({ account: 'other' });
  assert.equal((await bench.pay(elsewhere, 'a1', 'pm_card_visa', engine)).result, 'paid');
  down = false;
  now += 30_000;
  assert.equal((await bench.pay(id, 'a1', 'pm_card_visa', engine)).result, 'paid');
  assert.equal((await engine.sync(begun)).status, 'paid');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { project, type Projection } from '../../../src/server/requests/projection.js';
import { Bench } from './bench.js';

async function intentOf(bench: Bench, id: string): Promise<string> {
  return (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
}

async function seen(bench: Bench, id: string): Promise<Projection & { row: string }> {
  const row = await bench.engine.sync(id);
  return { ...project(row.doc, new Date()), row: row.status };
}

async function types(bench: Bench, id: string): Promise<string[]> {
  return (await bench.history(id)).map((entry) => entry.type);
}

test('money that is only reserved is authorized, and a capture makes it paid', async () => {
  const bench = new Bench();
  const id = await bench.request({ capture: 'manual' });
  assert.equal((await bench.pay(id, 'a1', 'pm_card_visa')).result, 'authorized');
  const held = await seen(bench, id);
  assert.deepEqual(
    [held.row, held.payment?.amount, held.payment?.captured, held.payment?.paidAt],
    ['authorized', 2500, 0, null],
  );
  await bench.pass(60_000);
  await bench.call('POST', `/v1/payment_intents/${await intentOf(bench, id)}/capture`, {});
  const taken = await seen(bench, id);
  assert.deepEqual([taken.row, taken.payment?.captured, taken.payment?.refunded], ['paid', 2500, 0]);
  assert.equal(taken.payment?.paidAt, '2026-11-20T12:01:00.000Z');
  assert.deepEqual(await types(bench, id), ['created', 'attempt_started', 'authorized', 'captured', 'paid']);
});

test('a capture in part is paid with what was taken; what was released is no refund', async () => {
  const bench = new Bench();
  const id = await bench.request({ capture: 'manual' });
  await bench.pay(id, 'a1', 'pm_card_visa');
  const intent = await intentOf(bench, id);
  await bench.call('POST', `/v1/payment_intents/${intent}/capture`, { amount_to_capture: '2000' });
  const taken = await seen(bench, id);
  assert.deepEqual([taken.row, taken.payment?.captured, taken.payment?.refunded], ['paid', 2000, 0]);
  await bench.call('POST', '/v1/refunds', { payment_intent: intent, amount: '500' });
  const part = await seen(bench, id);
  assert.deepEqual([part.row, part.payment?.refunded], ['partially_refunded', 500]);
  await bench.call('POST', '/v1/refunds', { payment_intent: intent, amount: '1500' });
  assert.equal((await seen(bench, id)).row, 'refunded');
});

test('an authorization that is released is canceled, with nothing paid and nothing refunded', async () => {
  const bench = new Bench();
  const id = await bench.request({ capture: 'manual' });
  await bench.pay(id, 'a1', 'pm_card_visa');
  await bench.call('POST', `/v1/payment_intents/${await intentOf(bench, id)}/cancel`);
  const { row, payment } = await seen(bench, id);
  assert.deepEqual([row, payment], ['canceled', null]);
  assert.deepEqual(await types(bench, id), ['created', 'attempt_started', 'authorized', 'canceled']);
  await assert.rejects(bench.pay(id, 'a1'), { code: 'request-closed' });
});

test('refunds in part and in whole, each once, by the newest read', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  const intent = await intentOf(bench, id);
  await bench.call('POST', '/v1/refunds', { payment_intent: intent, amount: '1000' });
  assert.equal((await seen(bench, id)).row, 'partially_refunded');
  assert.equal((await seen(bench, id)).payment?.refunded, 1000);
  await bench.pass(1_000);
  await bench.call('POST', '/v1/refunds', { payment_intent: intent });
  const { row, payment } = await seen(bench, id);
  assert.deepEqual([row, payment?.refunded], ['refunded', 2500]);
  const refunds = (await bench.history(id)).filter((entry) => entry.type === 'refunded');
  assert.deepEqual(
    refunds.map(({ amount, status, by }) => [amount, status, by]),
    [
      [1000, 'partially_refunded', 'stripe'],
      [1500, 'refunded', 'stripe'],
    ],
  );
});

test('a refund that is pending counts when it succeeds', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_pendingRefund');
  await bench.call('POST', '/v1/refunds', { payment_intent: await intentOf(bench, id) });
  const waiting = await seen(bench, id);
  assert.deepEqual([waiting.row, waiting.payment?.refunded, waiting.payment?.refundPending], ['paid', 0, 2500]);
  assert.notEqual((await bench.row(id)).nextCheckAt, null);
  await bench.pass(6_000);
  const done = await seen(bench, id);
  assert.deepEqual([done.row, done.payment?.refunded, done.payment?.refundPending], ['refunded', 2500, 0]);
  assert.deepEqual((await types(bench, id)).slice(-2), ['refund_pending', 'refunded']);
});

test('a refund that fails later makes it paid again', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_refundFail');
  await bench.call('POST', '/v1/refunds', { payment_intent: await intentOf(bench, id) });
  assert.equal((await seen(bench, id)).row, 'refunded');
  await bench.pass(6_000);
  const { row, payment } = await seen(bench, id);
  assert.deepEqual([row, payment?.refunded], ['paid', 0]);
  assert.deepEqual((await types(bench, id)).slice(-2), ['refunded', 'refund_failed']);
});

test('a read that finds nothing new makes no new version', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  const { version } = await bench.row(id);
  await bench.pass(5_000);
  await bench.engine.sync(id);
  assert.equal((await bench.row(id)).version, version);
});

test('a request without a rail is canceled at once, and nothing can be paid after it', async () => {
  const bench = new Bench();
  const id = await bench.request();
  assert.equal((await bench.engine.cancel(id, 'operator:test', 'ordered elsewhere')).status, 'canceled');
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_visa'), { code: 'request-closed' });
  assert.equal((await bench.engine.cancel(id, 'operator:test', null)).status, 'canceled');
  const last = (await bench.history(id)).at(-1);
  assert.deepEqual([last?.type, last?.by, last?.note], ['canceled', 'operator:test', 'ordered elsewhere']);
  assert.equal(bench.sandbox.log().length, 0);
});

test('a cancel during a challenge ends the PaymentIntent; if the challenge was passed first it is paid', async () => {
  const bench = new Bench();
  const [left, passed] = [await bench.request(), await bench.request()];
  for (const id of [left, passed]) await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required');
  await bench.challenge(passed, true);
  assert.equal((await bench.engine.cancel(left, 'operator:test', null)).status, 'canceled');
  assert.equal((await bench.call('GET', `/v1/payment_intents/${await intentOf(bench, left)}`))['status'], 'canceled');
  await assert.rejects(bench.engine.cancel(passed, 'operator:test', null), { code: 'already-paid' });
  assert.equal((await bench.row(passed)).status, 'paid');
  await assert.rejects(bench.engine.cancel(passed, 'operator:test', null), { code: 'already-paid' });
});

test('a cancel that Stripe does not answer stops attempts at once and is finished by the reconciler', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_visa_chargeDeclined'));
  bench.sandbox.faults.add({ path: '/v1/**', fault: 'error', times: 10 });
  await assert.rejects(bench.engine.cancel(id, 'operator:test', null), { code: 'gateway-error' });
  assert.equal((await bench.row(id)).status, 'open');
  await assert.rejects(bench.pay(id, 'a2', 'pm_card_visa'), { code: 'request-closed' });
  bench.sandbox.faults.clear();
  await bench.pass(10_000);
  await bench.engine.reconcile();
  assert.equal((await bench.row(id)).status, 'canceled');
});

test('an expired request takes no attempt, and the reconciler ends what is left of it', async () => {
  const bench = new Bench();
  const expiresAt = '2026-11-20T13:00:00.000Z';
  const [fresh, declined, acting, passed] = await Promise.all([0, 1, 2, 3].map(() => bench.request({ expiresAt })));
  assert.ok(fresh && declined && acting && passed);
  await assert.rejects(bench.pay(declined, 'a1', 'pm_card_visa_chargeDeclined'));
  await bench.pay(acting, 'a1', 'pm_card_threeDSecure2Required');
  await bench.pay(passed, 'a1', 'pm_card_threeDSecure2Required');
  await bench.pass(3_600_000);
  await bench.challenge(passed, true);
  await assert.rejects(bench.pay(fresh, 'a2', 'pm_card_visa'), { code: 'request-closed' });
  await bench.engine.reconcile();
  const rows = await Promise.all([fresh, declined, acting, passed].map((id) => bench.row(id)));
  assert.deepEqual(
    rows.map((row) => row.status),
    ['expired', 'expired', 'expired', 'paid'],
  );
  assert.equal((await bench.call('GET', `/v1/payment_intents/${await intentOf(bench, acting)}`))['status'], 'canceled');
});

test('a person who cancels the payment at Stripe cancels the request', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_visa_chargeDeclined'));
  await bench.call('POST', `/v1/payment_intents/${await intentOf(bench, id)}/cancel`, {
    cancellation_reason: 'requested_by_customer',
  });
  assert.equal((await seen(bench, id)).row, 'canceled');
  assert.equal((await bench.history(id)).at(-1)?.by, 'stripe');
});

test('an account that is off takes nothing new and settles what runs', async () => {
  const bench = new Bench();
  const [running, fresh] = [await bench.request(), await bench.request()];
  bench.sandbox.faults.add({ path: '/v1/payment_intents/*/confirm', fault: 'lost-answer' });
  await assert.rejects(bench.pay(running, 'a1', 'pm_card_visa'));
  const keys = { test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: [] } };
  const off = bench.newEngine({ accounts: [{ id: 'demo', name: 'Shoplifter', mode: 'off', keys }] });
  await assert.rejects(bench.pay(fresh, 'a1', 'pm_card_visa', off), { code: 'unavailable' });
  assert.equal((await off.sync(running)).status, 'paid');
});

test('what no webhook told is found by the reconciler, and a webhook that finds the lease taken is acted on later', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required');
  await bench.challenge(id, true);
  const lease = await bench.store.acquire(id, 30_000);
  assert.ok(lease);
  await bench.store.receiveWebhook({ account: 'demo', event: 'evt_1', type: 'payment_intent.succeeded', request: id });
  const hint = { account: 'demo', event: 'evt_1', type: 'payment_intent.succeeded', objectIds: [] };
  assert.equal(await bench.engine.advance(id, hint), null);
  assert.equal((await bench.store.openWebhooks(10)).length, 1);
  await bench.store.commit(id, lease.token, { release: true });
  await bench.pass(4_000);
  await bench.engine.reconcile();
  assert.equal((await bench.row(id)).status, 'paid');
  assert.equal((await bench.store.openWebhooks(10)).length, 0);
});

test('a webhook kept without its request is traced by its event', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required');
  await bench.challenge(id, true);
  const event = await bench.newestEvent('payment_intent.succeeded');
  await bench.store.receiveWebhook({ account: 'demo', event, type: 'payment_intent.succeeded', request: null });
  await bench.store.receiveWebhook({ account: 'demo', event: 'evt_unknown', type: 'payout.paid', request: null });
  await bench.pass(4_000);
  await bench.engine.reconcile();
  assert.equal((await bench.row(id)).status, 'paid');
  assert.equal((await bench.store.openWebhooks(10)).length, 0);
});

test('a refund leads to its request by the PaymentIntent; an object of another account or mode leads nowhere', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  const intent = await intentOf(bench, id);
  const refund = await bench.call('POST', '/v1/refunds', { payment_intent: intent });
  const object = await bench.call('GET', `/v1/payment_intents/${intent}`);
  assert.equal(await bench.engine.findRequest('demo', false, refund), id);
  assert.equal(await bench.engine.findRequest('demo', false, object), id);
  assert.equal(await bench.engine.findRequest('second', false, object), null);
  assert.equal(await bench.engine.findRequest('demo', true, object), null);
  assert.equal(await bench.engine.findRequest('demo', false, { payment_intent: 'pi_nothing' }), null);
});

test('syncs that come while one reads share the next read, and none answers what was known before', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required');
  const engine = bench.newEngine({ pace: { syncEvery: 50 } });
  const reads = (): number =>
    bench.sandbox.log().filter(({ method, path }) => method === 'GET' && /payment_intents\/pi_/.test(path)).length;
  const before = reads();
  const first = engine.sync(id);
  await bench.challenge(id, true);
  const others = Array.from({ length: 10 }, () => engine.sync(id));
  await first;
  assert.deepEqual(new Set((await Promise.all(others)).map((row) => row.status)), new Set(['paid']));
  assert.equal(reads() - before - 1, 2);
});

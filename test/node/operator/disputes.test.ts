import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../../../src/contract/types.js';
import { isPaymentError } from '../../../src/errors/index.js';
import { project } from '../../../src/server/requests/projection.js';
import { Bench } from '../engine/bench.js';

const DAY = 24 * 3_600_000;
const order = { amount: null, reason: null, most: null, by: 'operator:ann', call: null };

async function paid(bench: Bench, card: string): Promise<{ id: string; intent: string }> {
  const id = await bench.request();
  await bench.pay(id, 'a1', card);
  return { id, intent: (await bench.row(id)).doc.rails.at(-1)?.id ?? '' };
}

async function shown(bench: Bench, id: string): Promise<{ disputes: string[]; payment: Payment | null }> {
  const { disputes, payment } = project((await bench.row(id)).doc, await bench.store.now());
  return { disputes: disputes.map(({ status }) => status), payment };
}

/** The dispute of a payment, with evidence that decides it as Stripe's test mode does. */
async function decide(bench: Bench, intent: string, words: 'winning_evidence' | 'losing_evidence'): Promise<void> {
  const { data } = await bench.call('GET', '/v1/disputes', { payment_intent: intent });
  assert.ok(Array.isArray(data) && data.length === 1);
  const { id } = data[0] as { id: string };
  await bench.call('POST', `/v1/disputes/${id}`, { 'evidence[uncategorized_text]': words });
}

function refundCalls(bench: Bench): number {
  return bench.posts().filter((path) => path === '/v1/refunds').length;
}

test('a refund of a disputed payment is refused for certain, without a call', async () => {
  const bench = new Bench();
  const { id } = await paid(bench, 'pm_card_createDispute');
  await assert.rejects(bench.engine.refund(id, order), (error: unknown) => {
    assert.ok(isPaymentError(error));
    assert.deepEqual([error.code, error.recovery], ['charge-disputed', 'none']);
    assert.match(error.message, /needs_response/);
    return true;
  });
  assert.equal(refundCalls(bench), 0);
});

test('an inquiry does not keep a refund back, and a dispute that was won does not either', async () => {
  const bench = new Bench();
  const inquiry = await paid(bench, 'pm_card_createDisputeInquiry');
  assert.equal((await bench.engine.refund(inquiry.id, order)).status, 'refunded');
  await paid(bench, 'pm_card_visa');
  const won = await paid(bench, 'pm_card_createDispute');
  await decide(bench, won.intent, 'winning_evidence');
  assert.equal((await bench.engine.refund(won.id, order)).status, 'refunded');
});

test('a dispute that Stripe knows of and we do not yet is refused by Stripe, and as certain', async () => {
  const bench = new Bench();
  const { id } = await paid(bench, 'pm_card_visa');
  const engine = bench.newEngine({
    async fetch(request) {
      if (request.method !== 'POST' || !request.url.endsWith('/v1/refunds')) return bench.sandbox.fetch(request);
      const error = {
        type: 'invalid_request_error',
        code: 'charge_disputed',
        message: 'Charge ch_1 has been charged back.',
      };
      return Response.json({ error }, { status: 400 });
    },
  });
  await assert.rejects(engine.refund(id, order), (error: unknown) => {
    assert.ok(isPaymentError(error));
    assert.deepEqual([error.code, error.recovery], ['charge-disputed', 'none']);
    assert.match(error.message, /Charge ch_1 has been charged back\./);
    return true;
  });
});

test('a refund that the balance does not cover is refused for certain, and is made once there are funds', async () => {
  const bench = new Bench();
  const { id } = await paid(bench, 'pm_card_visa');
  // The dispute takes its 25.00 and a fee of 15.00.
  await paid(bench, 'pm_card_createDispute');
  const refund = { ...order, call: 'press-1' };
  await assert.rejects(bench.engine.refund(id, refund), (error: unknown) => {
    assert.ok(isPaymentError(error));
    assert.deepEqual([error.code, error.recovery], ['balance-too-low', 'none']);
    assert.match(error.message, /Insufficient funds in your Stripe balance/);
    return true;
  });
  assert.equal(refundCalls(bench), 1, 'what is certain is not asked twice');
  assert.equal((await bench.engine.refund(id, { ...order, amount: 900 })).status, 'partially_refunded');
  await paid(bench, 'pm_card_visa');
  assert.equal((await bench.engine.refund(id, { ...order, call: 'press-2' })).status, 'refunded');
  assert.ok(!(await bench.history(id)).some(({ type }) => type === 'refund_lapsed'));
});

for (const [name, path, expected] of [
  ['refund', /refunds$/, 'request-closed'],
  ['capture', /capture$/, 'not-capturable'],
] as const)
  for (const status of [400, 402, 403, 404])
    test(`any other refusal of a ${name} by Stripe (${status}) is certain, with its reason, and holds no order up`, async () => {
      const bench = new Bench();
      const id = await bench.request({ capture: name === 'capture' ? 'manual' : 'automatic' });
      await bench.pay(id, 'a1', 'pm_card_visa');
      const engine = bench.newEngine({
        async fetch(request) {
          if (request.method !== 'POST' || !path.test(request.url)) return bench.sandbox.fetch(request);
          const error = {
            type: status === 402 ? 'card_error' : 'invalid_request_error',
            message: 'This one is too old.',
          };
          return Response.json({ error }, { status });
        },
      });
      await assert.rejects(engine[name](id, { ...order, call: 'press-1' }), (error: unknown) => {
        assert.ok(isPaymentError(error));
        assert.deepEqual([error.code, error.recovery], [expected, 'none']);
        assert.match(error.message, /This one is too old\./);
        return true;
      });
      await bench.engine[name](id, { ...order, by: 'operator:bob', call: 'press-2' });
    });

test('a lost dispute shows to operators and as withdrawn money in the receipt; one that is won goes', async () => {
  const bench = new Bench();
  const [lost, won] = [await paid(bench, 'pm_card_createDispute'), await paid(bench, 'pm_card_createDispute')];
  for (const { id } of [lost, won]) {
    const { disputes, payment } = await shown(bench, id);
    assert.deepEqual([disputes, payment?.withdrawn], [['needs_response'], 0], 'nothing is decided');
  }
  await decide(bench, lost.intent, 'losing_evidence');
  await decide(bench, won.intent, 'winning_evidence');
  await bench.pass(13 * 3_600_000);
  await bench.engine.reconcile();
  const after = await shown(bench, lost.id);
  assert.deepEqual([after.disputes, after.payment?.withdrawn, after.payment?.refunded], [['lost'], 2500, 0]);
  const end = await shown(bench, won.id);
  assert.deepEqual([end.disputes, end.payment?.withdrawn], [[], 0]);
  const typesOf = async (id: string): Promise<string[]> => (await bench.history(id)).map(({ type }) => type).slice(-2);
  assert.deepEqual(await typesOf(lost.id), ['disputed', 'dispute_lost']);
  assert.deepEqual(await typesOf(won.id), ['disputed', 'dispute_won']);
});

test('each refund of a receipt has its own date', async () => {
  const bench = new Bench();
  const { id } = await paid(bench, 'pm_card_visa');
  await bench.engine.refund(id, { ...order, amount: 1000 });
  await bench.pass(3 * DAY);
  await bench.engine.refund(id, { ...order, amount: 500 });
  assert.deepEqual((await shown(bench, id)).payment?.refunds, [
    { amount: 1000, status: 'succeeded', at: '2026-11-20T12:00:00.000Z' },
    { amount: 500, status: 'succeeded', at: '2026-11-23T12:00:00.000Z' },
  ]);
});

for (const [why, status] of [
  ['that Stripe has no more', 404],
  ['that the key may not read', 403],
] as const)
  test(`an early fraud warning ${why} does not keep its payment from being read`, async () => {
    const bench = new Bench();
    const { id, intent } = await paid(bench, 'pm_card_createIssuerFraudRecord');
    const event = await bench.newestEvent('radar.early_fraud_warning.created');
    bench.sandbox.faults.add({ path: '/v1/events/*', method: 'GET', fault: 'error', status, times: 10 });
    await bench.call('POST', '/v1/refunds', { payment_intent: intent, amount: '700' });
    const hint = { account: 'demo', event, type: 'radar.early_fraud_warning.created', objectIds: [intent] };
    await bench.store.receiveWebhook({ account: 'demo', event, type: hint.type, request: id });
    assert.equal((await bench.engine.advance(id, hint))?.status, 'partially_refunded');
    assert.deepEqual(await bench.store.openWebhooks(10), []);
  });

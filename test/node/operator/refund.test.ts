import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bench } from '../engine/bench.js';
import { silentFrom } from './silence.js';

const order = { amount: null, reason: null, most: null, by: 'operator:ann', call: null };
const gateway = (error: { code: string }): boolean => error.code.startsWith('gateway-');

async function paid(bench: Bench, card = 'pm_card_visa'): Promise<string> {
  const id = await bench.request();
  await bench.pay(id, 'a1', card);
  return id;
}

/** What Stripe has given back of the request, by its own books. */
async function returned(bench: Bench, id: string): Promise<number[]> {
  const intent = (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
  const { data } = await bench.call('GET', '/v1/refunds', { payment_intent: intent, limit: '100' });
  assert.ok(Array.isArray(data));
  return data.map(({ amount }: { amount: number }) => amount).reverse();
}

test('refunds in part and then the rest, each by whom and why the history says', async () => {
  const bench = new Bench();
  const id = await paid(bench);
  const part = { ...order, amount: 1000, reason: 'One kitten was shy', by: 'operator:bob' };
  assert.equal((await bench.engine.refund(id, part)).status, 'partially_refunded');
  // The same amount again by another is another refund, not the same one.
  await bench.engine.refund(id, { ...order, amount: 1000, reason: 'duplicate' });
  assert.equal((await bench.engine.refund(id, order)).status, 'refunded');
  const facts = (await bench.history(id)).filter(({ type }) => type === 'refunded');
  assert.deepEqual(
    facts.map(({ by, amount, note, status }) => [by, amount, note, status]),
    [
      ['operator:bob', 1000, 'One kitten was shy', 'partially_refunded'],
      ['operator:ann', 1000, 'duplicate', 'partially_refunded'],
      ['operator:ann', 500, null, 'refunded'],
    ],
  );
  await assert.rejects(bench.engine.refund(id, order), { code: 'exceeds-remaining' });
});

test('more than is left, and what was never taken, is refused without a call', async () => {
  const bench = new Bench();
  const [id, open] = [await paid(bench), await bench.request()];
  const held = await bench.request({ capture: 'manual' });
  await bench.pay(held, 'a1', 'pm_card_visa');
  await assert.rejects(bench.engine.refund(id, { ...order, amount: 2501 }), { code: 'exceeds-remaining' });
  for (const never of [open, held])
    await assert.rejects(bench.engine.refund(never, order), { code: 'exceeds-remaining' });
  await assert.rejects(bench.engine.refund('req_9999999999999999999999', order), { code: 'not-found' });
  assert.deepEqual(await returned(bench, id), []);
});

test('after a capture in part, only what was captured can be given back', async () => {
  const bench = new Bench();
  const id = await bench.request({ capture: 'manual' });
  await bench.pay(id, 'a1', 'pm_card_visa');
  await bench.engine.capture(id, { amount: 2000, by: 'operator:ann', call: null });
  await assert.rejects(bench.engine.refund(id, { ...order, amount: 2001 }), { code: 'exceeds-remaining' });
  assert.equal((await bench.engine.refund(id, { ...order, amount: 500 })).status, 'partially_refunded');
  assert.equal((await bench.engine.refund(id, order)).status, 'refunded');
});

test('a pending refund counts as gone, and one that fails gives its amount free again', async () => {
  const bench = new Bench();
  const id = await paid(bench, 'pm_card_pendingRefund');
  assert.equal((await bench.engine.refund(id, { ...order, amount: 2000 })).status, 'paid');
  await assert.rejects(bench.engine.refund(id, { ...order, amount: 501 }), { code: 'exceeds-remaining' });
  const failing = await paid(bench, 'pm_card_refundFail');
  await bench.engine.refund(failing, order);
  await bench.pass(6_000);
  await bench.engine.sync(failing);
  assert.equal((await bench.row(failing)).status, 'paid');
  const last = (await bench.history(failing)).at(-1);
  assert.deepEqual([last?.type, last?.by], ['refund_failed', 'stripe']);
  await bench.engine.refund(failing, order);
});

test("an operator's limit holds over all refunds of a request, whoever made them", async () => {
  const bench = new Bench();
  const id = await paid(bench);
  await bench.engine.refund(id, { ...order, amount: 800, most: 1000 });
  await assert.rejects(bench.engine.refund(id, { ...order, amount: 201, most: 1000 }), { code: 'forbidden' });
  await bench.engine.refund(id, { ...order, amount: 200, most: 1000 });
  assert.deepEqual(await returned(bench, id), [800, 200]);
});

for (const fault of ['lost-answer', 'lost-request'] as const) {
  test(`a refund with ${fault} is made once and told as made`, async () => {
    const bench = new Bench();
    const id = await paid(bench);
    bench.sandbox.faults.add({ path: '/v1/refunds', method: 'POST', fault, times: 1 });
    assert.equal((await bench.engine.refund(id, { ...order, amount: 1000 })).status, 'partially_refunded');
    assert.deepEqual(await returned(bench, id), [1000]);
  });
}

test('a refund whose outcome cannot be read is found by the same again, keyed or not, and never made twice', async () => {
  for (const call of ['k-1', null]) {
    const bench = new Bench();
    const id = await paid(bench);
    const asked = { ...order, amount: 1000, call };
    await assert.rejects(silentFrom(bench, /refunds$/, 2).refund(id, asked), gateway);
    assert.equal((await bench.row(id)).status, 'paid', 'nothing is known yet');
    assert.equal((await bench.engine.refund(id, asked)).status, 'partially_refunded');
    assert.deepEqual(await returned(bench, id), [1000]);
    if (call === null) continue;
    await bench.engine.refund(id, asked);
    assert.deepEqual(await returned(bench, id), [1000], 'and again, long after');
    await bench.engine.refund(id, { ...asked, call: 'k-2' });
    assert.deepEqual(await returned(bench, id), [1000, 1000], 'another press is another refund');
  }
});

test('an order that Stripe never saw is over after two minutes, and another order is made in its place', async () => {
  const bench = new Bench();
  const id = await paid(bench);
  bench.sandbox.faults.add({ path: '/v1/refunds', method: 'POST', fault: 'lost-request', times: 2 });
  await assert.rejects(bench.engine.refund(id, { ...order, amount: 2000, call: 'one' }), gateway);
  assert.deepEqual(await returned(bench, id), []);
  await bench.pass(10 * 60_000);
  assert.equal((await bench.engine.refund(id, { ...order, amount: 1000, call: 'two' })).status, 'partially_refunded');
  await assert.rejects(bench.engine.refund(id, { ...order, amount: 2000, call: 'one' }), {
    code: 'request-closed',
    message: /_lapsed/,
  });
  assert.deepEqual(await returned(bench, id), [1000]);
});

test('a key that Stripe may have forgotten is not sent again: the read alone says what came of it', async () => {
  const bench = new Bench();
  const [made, lost] = [await paid(bench), await paid(bench)];
  const asked = { ...order, amount: 1000, call: 'one' };
  await assert.rejects(silentFrom(bench, /refunds$/, 2).refund(made, asked), gateway);
  bench.sandbox.faults.add({ path: '/v1/refunds', method: 'POST', fault: 'lost-request', times: 2 });
  await assert.rejects(bench.engine.refund(lost, asked), gateway);
  await bench.pass(25 * 3_600_000);
  await bench.engine.refund(made, asked);
  await assert.rejects(bench.engine.refund(lost, asked), { code: 'request-closed', message: /_lapsed/ });
  assert.deepEqual([await returned(bench, made), await returned(bench, lost)], [[1000], []]);
});

test("Stripe's own refund meanwhile leaves less, and the order learns it", async () => {
  const bench = new Bench();
  const id = await paid(bench);
  const intent = (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
  await bench.call('POST', '/v1/refunds', { payment_intent: intent, amount: '2000' });
  await assert.rejects(bench.engine.refund(id, { ...order, amount: 501 }), { code: 'exceeds-remaining' });
  assert.equal((await bench.engine.refund(id, order)).status, 'refunded');
  const by = (await bench.history(id)).filter(({ type }) => type === 'refunded').map((fact) => [fact.amount, fact.by]);
  assert.deepEqual(by, [
    [2000, 'stripe'],
    [500, 'operator:ann'],
  ]);
});

test('ten refunds at once never come to more than was taken', async () => {
  const bench = new Bench();
  const id = await paid(bench);
  const engines = [bench.engine, bench.newEngine(), bench.newEngine()];
  const all = Array.from({ length: 10 }, (_, n) =>
    (engines[n % 3] ?? bench.engine).refund(id, { ...order, amount: 600, call: `k-${n}` }),
  );
  const outcomes = await Promise.allSettled(all);
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 4);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') assert.equal((outcome.reason as { code: string }).code, 'exceeds-remaining');
  assert.deepEqual(await returned(bench, id), [600, 600, 600, 600]);
});

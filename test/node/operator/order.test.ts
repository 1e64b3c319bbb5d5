import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPaymentError } from '../../../src/errors/index.js';
import type { Engine } from '../../../src/server/pay/engine.js';
import type { RefundOrder } from '../../../src/server/pay/refund.js';
import { Bench } from '../engine/bench.js';

const HOUR = 3_600_000;
const ann: RefundOrder = { amount: 2000, reason: null, most: null, by: 'operator:ann', call: 'ann-1' };
const bob: RefundOrder = { amount: 500, reason: null, most: 1000, by: 'operator:bob', call: 'bob-1' };
const gateway = (error: { code: string }): boolean => error.code.startsWith('gateway-');

interface Kind {
  name: 'refund' | 'capture';
  path: string;
  order(engine: Engine, id: string, order: RefundOrder): ReturnType<Engine['refund']>;
  /** What was moved at Stripe, by its own books. */
  moved(bench: Bench, id: string): Promise<number[]>;
}

const kinds: readonly Kind[] = [
  {
    name: 'refund',
    path: '/v1/refunds',
    order: (engine, id, order) => engine.refund(id, order),
    async moved(bench) {
      const { data } = await bench.call('GET', '/v1/refunds', { limit: '100' });
      assert.ok(Array.isArray(data));
      return data.map(({ amount }: { amount: number }) => amount).reverse();
    },
  },
  {
    name: 'capture',
    path: '/v1/payment_intents/*/capture',
    order: (engine, id, { amount, by, call }) => engine.capture(id, { amount, by, call }),
    async moved(bench) {
      const { data } = await bench.call('GET', '/v1/events', { type: 'charge.captured' });
      assert.ok(Array.isArray(data));
      return data.map(
        ({ data: { object } }: { data: { object: { amount_captured: number } } }) => object.amount_captured,
      );
    },
  },
];

/** A paid request, or one that is reserved, and an order of Ann's that never reached Stripe. */
async function lost({ name, path, order }: Kind, wanted: RefundOrder = ann): Promise<{ bench: Bench; id: string }> {
  const bench = new Bench();
  const id = await bench.request({ capture: name === 'capture' ? 'manual' : 'automatic' });
  await bench.pay(id, 'a1', 'pm_card_visa');
  bench.sandbox.faults.add({ path, method: 'POST', fault: 'lost-request', times: 2 });
  await assert.rejects(order(bench.engine, id, wanted), gateway);
  return { bench, id };
}

/** Refused as long as the earlier order is undecided, with when to come back. */
async function isInProgress(call: Promise<unknown>, most = 120): Promise<void> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  assert.ok(isPaymentError(error), 'it is refused');
  assert.equal(error.code, 'order-in-progress');
  assert.ok(
    error.retryAfter !== undefined && error.retryAfter > 0 && error.retryAfter <= most,
    String(error.retryAfter),
  );
}

for (const kind of kinds) {
  const { name, order, moved } = kind;

  test(`a ${name} that never reached Stripe is not made by another operator's order, then or later`, async () => {
    const { bench, id } = await lost(kind);
    await isInProgress(order(bench.newEngine(), id, bob));
    await bench.pass(119_000);
    await isInProgress(order(bench.engine, id, bob), 1);
    await bench.pass(HOUR);
    await order(bench.engine, id, bob);
    assert.deepEqual(await moved(bench, id), [500]);
    const facts = (await bench.history(id)).filter(({ type }) => type === `${name}_lapsed`);
    assert.deepEqual(
      facts.map(({ by, amount, note }) => [by, amount, note]),
      [['system', 2000, 'operator:ann']],
    );
    await assert.rejects(order(bench.engine, id, ann), { code: 'request-closed', message: /_lapsed/ });
    assert.deepEqual(await moved(bench, id), [500], 'a repeat of what is over is never sent');
  });

  test(`a ${name} that the same operator corrects is made once, with the right amount`, async () => {
    const { bench, id } = await lost(kind);
    const corrected = { ...ann, amount: 200, call: 'ann-2' };
    await isInProgress(order(bench.engine, id, corrected));
    await bench.pass(2 * 60_000);
    await order(bench.engine, id, corrected);
    assert.deepEqual(await moved(bench, id), [200]);
  });

  test(`a ${name} without a key is repeated by the same words of the same operator only`, async () => {
    const unkeyed = { ...ann, call: null };
    const { bench, id } = await lost(kind, unkeyed);
    for (const other of [
      { ...unkeyed, amount: 200 },
      { ...unkeyed, amount: null },
      { ...unkeyed, by: 'operator:bob' },
      ann,
    ])
      await isInProgress(order(bench.engine, id, other));
    await order(bench.engine, id, unkeyed);
    assert.deepEqual(await moved(bench, id), [2000]);
  });

  test(`a ${name} is over by itself two minutes after its last call, without an order after it`, async () => {
    const { bench, id } = await lost(kind);
    await bench.pass(60_000);
    bench.sandbox.faults.add({ path: kind.path, method: 'POST', fault: 'lost-request', times: 2 });
    await assert.rejects(order(bench.engine, id, ann), gateway);
    const lapsed = async (): Promise<number> => {
      await bench.engine.reconcile();
      return (await bench.history(id)).filter(({ type }) => type === `${name}_lapsed`).length;
    };
    await bench.pass(119_000);
    assert.equal(await lapsed(), 0, 'the repeat was its last call');
    await bench.pass(10_000);
    assert.equal(await lapsed(), 1);
    await assert.rejects(order(bench.newEngine(), id, ann), { code: 'request-closed', message: /_lapsed/ });
    assert.deepEqual(await moved(bench, id), []);
  });

  test(`a ${name} stays undecided while Stripe cannot be read`, async () => {
    const { bench, id } = await lost(kind);
    await bench.pass(HOUR);
    bench.sandbox.faults.add({ path: '/v1/payment_intents/*', method: 'GET', fault: 'lost-request', times: 1 });
    await assert.rejects(order(bench.engine, id, bob), gateway);
    assert.deepEqual(await moved(bench, id), []);
    assert.ok(!(await bench.history(id)).some(({ type }) => type === `${name}_lapsed`));
  });
}

test('what was given back in the Dashboard meanwhile is not given back again by the next order', async () => {
  const [refund] = kinds;
  assert.ok(refund);
  const { bench, id } = await lost(refund, { ...ann, amount: 1000 });
  const intent = (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
  await bench.call('POST', '/v1/refunds', { payment_intent: intent, amount: '1000' });
  await bench.pass(2 * 60_000);
  await bench.engine.refund(id, { ...bob, most: null });
  assert.deepEqual(await refund.moved(bench, id), [1000, 500]);
});

test('a hold is not canceled while a capture may still take it, and is not captured while it is being canceled', async () => {
  const capture = kinds[1];
  assert.ok(capture);
  const { bench, id } = await lost(capture);
  await isInProgress(bench.engine.cancel(id, 'operator:bob', null));
  assert.equal((await bench.row(id)).doc.ending, null);
  await bench.pass(2 * 60_000);
  bench.sandbox.faults.add({ path: '/v1/payment_intents/*/cancel', fault: 'lost-request', times: 1 });
  await bench.engine.cancel(id, 'operator:bob', 'sold');
  await isInProgress(bench.engine.capture(id, { ...bob, call: 'later' }));
  assert.equal((await bench.engine.cancel(id, 'operator:ann', null)).status, 'canceled');
  const canceled = (await bench.history(id)).filter(({ type }) => type === 'canceled');
  assert.deepEqual(canceled.map(({ by, note }) => [by, note]), [['operator:bob', 'sold']]); // prettier-ignore
  assert.deepEqual(await capture.moved(bench, id), []);
});

test('a capture at Stripe of another amount is not put down to an order that is over', async () => {
  const capture = kinds[1];
  assert.ok(capture);
  const { bench, id } = await lost(capture);
  const intent = (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
  await bench.call('POST', `/v1/payment_intents/${intent}/capture`, { amount_to_capture: '700' });
  await assert.rejects(bench.engine.capture(id, ann), { code: 'request-closed', message: /_lapsed/ });
  const facts = (await bench.history(id)).slice(-3).map(({ type, by, amount }) => [type, by, amount]);
  assert.deepEqual(facts, [
    ['captured', 'stripe', 700],
    ['paid', 'stripe', 700],
    ['capture_lapsed', 'system', 2000],
  ]);
});

for (const kind of kinds) {
  test(`a ${kind.name} without a key that cannot be read back is still that order when it is repeated`, async () => {
    const bench = new Bench();
    const id = await bench.request({ capture: kind.name === 'capture' ? 'manual' : 'automatic' });
    await bench.pay(id, 'a1', 'pm_card_visa');
    let sent = false;
    let unread = 0;
    const engine = bench.newEngine({
      fetch: async (request) => {
        if (request.method === 'POST') sent = true;
        else if (sent && unread-- > 0) throw new TypeError('fetch failed');
        return bench.sandbox.fetch(request);
      },
    });
    const order = { ...ann, call: null };
    unread = 1;
    await kind.order(engine, id, order);
    assert.deepEqual(await kind.moved(bench, id), [2000]);
    if (kind.name === 'capture') return;
    const second = { ...order, amount: 100 };
    sent = false;
    unread = 2;
    await assert.rejects(kind.order(engine, id, second), gateway);
    await kind.order(engine, id, second);
    assert.deepEqual(await kind.moved(bench, id), [2000, 100]);
    // It was answered: the same words now ask for more.
    await kind.order(engine, id, second);
    assert.deepEqual(await kind.moved(bench, id), [2000, 100, 100]);
  });
}

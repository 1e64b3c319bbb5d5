import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bench } from '../engine/bench.js';
import { silentFrom } from './silence.js';

const order = { amount: null, by: 'operator:ann', call: null };
const gateway = (error: { code: string }): boolean => error.code.startsWith('gateway-');
const capturePath = '/v1/payment_intents/*/capture';

async function reserved(bench: Bench): Promise<string> {
  const id = await bench.request({ capture: 'manual' });
  assert.equal((await bench.pay(id, 'a1', 'pm_card_visa')).result, 'authorized');
  return id;
}

/** How often money was taken, by Stripe's own events. */
async function captures(bench: Bench): Promise<number> {
  const { data } = await bench.call('GET', '/v1/events', { type: 'charge.captured' });
  assert.ok(Array.isArray(data));
  return data.length;
}

async function captured(bench: Bench, id: string): Promise<unknown[]> {
  const { status, doc } = await bench.row(id);
  return [status, doc.snapshot?.rail.amountReceived];
}

test('a capture takes all that is reserved, by whom the history says', async () => {
  const bench = new Bench();
  const id = await reserved(bench);
  assert.equal((await bench.engine.capture(id, order)).status, 'paid');
  assert.deepEqual(await captured(bench, id), ['paid', 2500]);
  const facts = (await bench.history(id)).slice(-2);
  assert.deepEqual(
    facts.map(({ type, by, amount }) => [type, by, amount]),
    [
      ['captured', 'operator:ann', 2500],
      ['paid', 'operator:ann', 2500],
    ],
  );
  await assert.rejects(bench.engine.capture(id, order), { code: 'not-capturable' });
  await assert.rejects(bench.engine.capture(id, { ...order, amount: 2500 }), { code: 'not-capturable' });
});

test('a part is taken and the rest released; more than is reserved, or twice, is refused', async () => {
  const bench = new Bench();
  const id = await reserved(bench);
  await assert.rejects(bench.engine.capture(id, { ...order, amount: 2501 }), { code: 'exceeds-remaining' });
  assert.equal(await captures(bench), 0);
  await bench.engine.capture(id, { ...order, amount: 2000 });
  assert.deepEqual(await captured(bench, id), ['paid', 2000]);
  assert.deepEqual((await bench.row(id)).doc.snapshot?.refunds, []);
  await assert.rejects(bench.engine.capture(id, { ...order, amount: 500 }), { code: 'not-capturable' });
});

test('nothing is captured of what is open, paid at once, canceled or not there', async () => {
  const bench = new Bench();
  const [open, paid, canceled] = [await bench.request(), await bench.request(), await reserved(bench)];
  await bench.pay(paid, 'a1', 'pm_card_visa');
  assert.equal((await bench.engine.cancel(canceled, 'operator:ann', null)).status, 'canceled');
  for (const id of [open, paid, canceled])
    await assert.rejects(bench.engine.capture(id, order), { code: 'not-capturable' });
  await assert.rejects(bench.engine.capture('req_9999999999999999999999', order), { code: 'not-found' });
});

test('an authorization that Stripe let go is not capturable, and the request says so', async () => {
  const bench = new Bench();
  const id = await reserved(bench);
  const intent = (await bench.row(id)).doc.rails.at(-1)?.id ?? '';
  await bench.call('POST', `/v1/payment_intents/${intent}/cancel`);
  await assert.rejects(bench.engine.capture(id, order), { code: 'not-capturable' });
  assert.equal((await bench.row(id)).status, 'canceled');
});

for (const fault of ['lost-answer', 'lost-request', 'error'] as const) {
  test(`a capture with ${fault} is taken once and told as taken`, async () => {
    const bench = new Bench();
    const id = await reserved(bench);
    bench.sandbox.faults.add({ path: capturePath, fault, times: 1 });
    assert.equal((await bench.engine.capture(id, { ...order, amount: 2000 })).status, 'paid');
    assert.deepEqual([...(await captured(bench, id)), await captures(bench)], ['paid', 2000, 1]);
  });
}

test('a capture whose outcome cannot be read is found by the same again, keyed or not, and never taken twice', async () => {
  for (const call of ['k-1', null]) {
    const bench = new Bench();
    const id = await reserved(bench);
    const asked = { ...order, amount: 2000, call };
    await assert.rejects(silentFrom(bench, /capture$/, 2).capture(id, asked), gateway);
    assert.equal((await bench.row(id)).status, 'authorized', 'nothing is known yet');
    assert.equal((await bench.engine.capture(id, asked)).status, 'paid');
    assert.deepEqual([...(await captured(bench, id)), await captures(bench)], ['paid', 2000, 1]);
    if (call === null) {
      await assert.rejects(
        bench.engine.capture(id, asked),
        { code: 'not-capturable' },
        'once it is known, another is another',
      );
      continue;
    }
    assert.equal((await bench.engine.capture(id, asked)).status, 'paid', 'and again, long after');
    await assert.rejects(bench.engine.capture(id, { ...asked, call: 'k-2' }), { code: 'not-capturable' });
  }
});

test('what one operator ordered and nobody answered is not taken by the order of another', async () => {
  const bench = new Bench();
  const id = await reserved(bench);
  bench.sandbox.faults.add({ path: capturePath, fault: 'lost-request', times: 2 });
  await assert.rejects(bench.engine.capture(id, { ...order, amount: 1000, call: 'one' }), (error: { code: string }) =>
    error.code.startsWith('gateway-'),
  );
  await assert.rejects(bench.engine.capture(id, { ...order, amount: 2000, call: 'two', by: 'operator:bob' }), {
    code: 'order-in-progress',
  });
  assert.deepEqual(await captured(bench, id), ['authorized', 0]);
  assert.equal((await bench.engine.capture(id, { ...order, amount: 1000, call: 'one' })).status, 'paid');
  assert.deepEqual(await captured(bench, id), ['paid', 1000]);
});

test('ten captures at once take the money once', async () => {
  const bench = new Bench();
  const id = await reserved(bench);
  const others = [bench.engine, bench.newEngine()];
  const all = Array.from({ length: 10 }, (_, n) =>
    (others[n % 2] ?? bench.engine).capture(id, { ...order, amount: 1000, call: `k-${n}` }),
  );
  const outcomes = await Promise.allSettled(all);
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.deepEqual([...(await captured(bench, id)), await captures(bench)], ['paid', 1000, 1]);
});

test('what is being canceled is not captured any more', async () => {
  const bench = new Bench();
  const id = await reserved(bench);
  bench.sandbox.faults.add({ path: '/v1/payment_intents/*/cancel', fault: 'lost-request', times: 1 });
  assert.equal((await bench.engine.cancel(id, 'operator:bob', null)).status, 'authorized');
  await assert.rejects(bench.engine.capture(id, order), { code: 'order-in-progress' });
  assert.equal(await captures(bench), 0);
});

test('a capture and a cancel at once end in one of the two', async () => {
  const bench = new Bench();
  const id = await reserved(bench);
  const [capture, cancel] = await Promise.allSettled([
    bench.engine.capture(id, order),
    bench.newEngine().cancel(id, 'operator:bob', null),
  ]);
  const { status } = await bench.row(id);
  assert.deepEqual(
    [capture.status, cancel.status],
    status === 'paid' ? ['fulfilled', 'rejected'] : ['rejected', 'fulfilled'],
  );
});

/** Money on a payment object that had ended, where Stripe refuses to give it back for a while. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Engine } from '../../../src/server/pay/engine.js';
import { Bench } from './bench.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A request that is paid, with money on another payment object of its own that had ended before. */
async function paidTwice(bench: Bench, capture: 'automatic' | 'manual' = 'automatic') {
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  const stray = await bench.call('POST', '/v1/payment_intents', {
    amount: '2500', currency: 'usd', confirm: 'true', payment_method: 'pm_card_visa', 'allowed_payment_method_types[]': 'card', capture_method: capture,
  }); // prettier-ignore
  const ended = {
    id: String(stray['id']),
    createdAt: '2026-11-20T11:00:00.000Z',
    ending: true,
    endedAt: '2026-11-20T11:01:00.000Z',
    duplicate: null,
  };
  const lease = await bench.store.acquire(id, 1_000);
  assert.ok(lease);
  const { doc } = lease.row;
  await bench.store.commit(id, lease.token, { doc: { ...doc, rails: [ended, ...doc.rails] }, release: true });
  const hint = { account: 'demo', event: 'evt_1', type: 'payment_intent.succeeded', objectIds: [ended.id] };
  return { id, intent: ended.id, hint };
}

/** An engine at a Stripe that refuses to give money back until told otherwise; it keeps a 400 under its key, as Stripe does. */
function refusing(bench: Bench, status: 400 | 429): { engine: Engine; keys: string[]; relent: () => void } {
  const keys: string[] = [];
  const kept = new Set<string>();
  let refuses = true;
  const engine = bench.newEngine({
    fetch: (request) => {
      const key = request.headers.get('idempotency-key') ?? '';
      const { pathname } = new URL(request.url);
      if (request.method !== 'POST' || !/refunds$|cancel$|sessions$/.test(pathname))
        return bench.sandbox.fetch(request);
      keys.push(key);
      if (!refuses && !kept.has(key)) return bench.sandbox.fetch(request);
      if (status === 400) kept.add(key);
      const message = 'Insufficient funds in Stripe balance to refund this amount.';
      const error = { type: 'invalid_request_error', code: 'balance_insufficient', message };
      return Promise.resolve(Response.json({ error }, { status, headers: { 'request-id': 'req_1' } }));
    },
  });
  return { engine, keys, relent: () => (refuses = false) };
}

for (const capture of ['automatic', 'manual'] as const)
  test(`a ${capture === 'manual' ? 'release' : 'refund'} of a duplicate that is refused for long is tried ever less often, and the document does not grow`, async () => {
    const bench = new Bench();
    const { id, intent, hint } = await paidTwice(bench, capture);
    const { engine, keys, relent } = refusing(bench, 400);
    await engine.advance(id, hint);
    const first = (await bench.row(id)).doc;
    for (let n = 0; n < 150; n += 1) {
      await bench.pass(10 * MINUTE);
      await engine.advance(id, { ...hint, objectIds: [] });
      await engine.reconcile();
      assert.equal((await engine.sync(id)).status, 'paid');
    }
    const { doc } = await bench.row(id);
    assert.equal(doc.operations.length, first.operations.length);
    assert.ok(Math.abs(JSON.stringify(doc).length - JSON.stringify(first).length) < 100);
    assert.ok(keys.length > 5 && keys.length < 15, `${keys.length} tries in 25 hours`);
    assert.equal(new Set(keys).size, keys.length, 'Stripe keeps a refusal under its key');
    relent();
    await bench.pass(6 * HOUR);
    await engine.reconcile();
    await bench.pass(6 * HOUR);
    await engine.reconcile();
    const { status } = await bench.call('GET', `/v1/payment_intents/${intent}`);
    const { data } = await bench.call('GET', '/v1/refunds', { payment_intent: intent });
    assert.equal(status, capture === 'manual' ? 'canceled' : 'succeeded');
    if (capture === 'automatic') assert.equal(Array.isArray(data) && data.length, 1);
    const notes = (await bench.history(id)).filter((entry) => entry.note === 'duplicate');
    assert.equal(notes.length, capture === 'manual' ? 0 : 1);
    const calls = bench.sandbox.log().length;
    await bench.pass(MINUTE);
    await engine.reconcile();
    assert.equal(bench.sandbox.log().length, calls, 'nothing is left to be done');
  });

test('the refund of a duplicate that was not looked at for too many calls is sent again under its key', async () => {
  const bench = new Bench();
  const { id, intent, hint } = await paidTwice(bench);
  const { engine, keys, relent } = refusing(bench, 429);
  await engine.advance(id, hint);
  for (let n = 0; n < 6; n += 1) {
    await bench.pass(10 * MINUTE);
    await engine.reconcile();
  }
  relent();
  await bench.pass(2 * HOUR);
  await engine.reconcile();
  assert.ok(keys.length > 2);
  assert.deepEqual([...new Set(keys)], [keys[0]]);
  const { data } = await bench.call('GET', '/v1/refunds', { payment_intent: intent });
  assert.equal(Array.isArray(data) && data.length, 1);
  assert.ok((await bench.row(id)).doc.rails.every(({ owed }) => owed === undefined));
});

test('what is given back at Stripe by hand meanwhile is noted, and not given back again', async () => {
  const bench = new Bench();
  const { id, intent, hint } = await paidTwice(bench);
  const { engine, keys, relent } = refusing(bench, 400);
  await engine.advance(id, hint);
  await bench.call('POST', '/v1/refunds', { payment_intent: intent });
  relent();
  await bench.pass(MINUTE);
  await engine.reconcile();
  assert.equal(keys.length, 1);
  assert.equal((await bench.row(id)).doc.rails[0]?.duplicate?.amount, 2500);
});

test('an ending or a Checkout page that Stripe refuses again and again leaves one operation', async () => {
  const bench = new Bench();
  const { engine, keys } = refusing(bench, 400);
  const waiting = await bench.request();
  await bench.pay(waiting, 'a1', 'pm_card_threeDSecure2Required');
  const paying = (await bench.row(waiting)).doc.operations.length;
  const open = await bench.request();
  for (let n = 0; n < 10; n += 1) {
    await engine.cancel(waiting, 'operator:ann', null).catch(() => undefined);
    await engine.checkout(open, { by: 'payer' }).catch(() => undefined);
    await bench.pass(10 * MINUTE);
    await engine.reconcile();
  }
  assert.ok(keys.length >= 20);
  assert.equal((await bench.row(waiting)).doc.operations.length, paying + 1);
  assert.equal((await bench.row(open)).doc.operations.length, 1);
});

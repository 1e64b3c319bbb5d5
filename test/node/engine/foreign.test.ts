/** Whoever answers in Stripe's place: the outcome is unknown, and found by reading and by the same key. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPaymentError } from '../../../src/errors/index.js';
import type { Engine } from '../../../src/server/pay/engine.js';
import { Bench } from './bench.js';

const GATEWAY: readonly [name: string, status: number, body: string][] = [
  ['502 with a message', 502, '{"message":"Bad gateway"}'],
  ['404 with a message', 404, '{"message":"no Route matched with those values"}'],
  ['200 with nothing in it', 200, '{}'],
  ['402 that wants to be paid', 402, '{"error":{"message":"pay us"}}'],
  ['403 with a text', 403, '{"error":"Forbidden"}'],
  ['a login page', 200, '<!doctype html><title>Log in</title>'],
];

/** An engine with a gateway before Stripe, which answers calls to `path` itself, `times` times. `passes`: Stripe gets them all the same. */
function behind(bench: Bench, path: RegExp, [, status, body]: (typeof GATEWAY)[number], passes: boolean): Engine {
  let left = 1;
  return bench.newEngine({
    fetch: async (request) => {
      const meant = left > 0 && request.method === 'POST' && path.test(new URL(request.url).pathname);
      if (!meant) return bench.sandbox.fetch(request);
      left -= 1;
      if (passes) await bench.sandbox.fetch(request);
      return new Response(body, { status });
    },
  });
}

async function unknown(answer: Promise<unknown>): Promise<void> {
  const thrown: unknown = await answer.then(
    (value) => assert.fail(`It was answered: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  assert.ok(isPaymentError(thrown), String(thrown));
  assert.match(thrown.code, /^gateway-/, thrown.message);
}

for (const gateway of GATEWAY) {
  for (const passes of [false, true]) {
    const name = `${gateway[0]}${passes ? ' although Stripe got the call' : ''}`;

    for (const path of [/payment_intents$/, /\/confirm$/]) {
      test(`${name} at ${path.source} leaves the attempt unknown, then paid, with one charge`, async () => {
        const bench = new Bench();
        const id = await bench.request();
        const engine = behind(bench, path, gateway, passes);
        await unknown(bench.pay(id, 'a1', 'pm_card_visa', engine));
        const { doc } = await bench.row(id);
        assert.equal(doc.attempts[0]?.status, 'pending');
        assert.ok(doc.rails.every((rail) => rail.id.startsWith('pi_')));
        assert.equal((await engine.sync(id)).status, 'paid');
        assert.equal((await bench.pay(id, 'a1', undefined, engine)).result, 'paid');
        assert.equal(bench.paid(), 1);
      });
    }

    test(`${name} sends nobody to a page that is none, and the next press finds the session`, async () => {
      const bench = new Bench();
      const id = await bench.request();
      const engine = behind(bench, /sessions$/, gateway, passes);
      await unknown(engine.checkout(id, { by: 'payer' }));
      assert.deepEqual((await bench.row(id)).doc.rails, []);
      assert.match(await bench.checkout(id, engine), /\/c\/pay\/cs_/);
      assert.equal(await bench.openSessions(), 1);
    });

    test(`${name} makes no refund of one that was not made, and one of one order`, async () => {
      const bench = new Bench();
      const id = await bench.request();
      await bench.pay(id, 'a1', 'pm_card_visa');
      const order = { amount: 1000, by: 'operator:desk', reason: null, most: null, call: 'k1' };
      const made = async (): Promise<unknown> => (await bench.call('GET', '/v1/refunds'))['data'];
      // The engine asks once more by itself, with the same key: after that it is known.
      const row = await behind(bench, /refunds$/, gateway, passes).refund(id, order);
      assert.equal(row.status, 'partially_refunded');
      const all = await made();
      assert.equal(Array.isArray(all) && all.length, 1);
    });

    test(`${name} is no answer to a capture, which takes the money once`, async () => {
      const bench = new Bench();
      const id = await bench.request({ capture: 'manual' });
      await bench.pay(id, 'a1', 'pm_card_visa');
      const order = { amount: null, by: 'operator:desk', call: 'k1' };
      const row = await behind(bench, /\/capture$/, gateway, passes).capture(id, order);
      assert.equal(row.status, 'paid');
      assert.equal(row.doc.snapshot?.rail.amountReceived, 2500);
    });
  }
}

test('a gateway that answers every call leaves everything as it was, and a refund is told as unknown', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  let broken = true;
  const engine = bench.newEngine({
    fetch: (request) =>
      broken && request.url.endsWith('/refunds')
        ? Promise.resolve(Response.json({ message: 'Bad gateway' }))
        : bench.sandbox.fetch(request),
  });
  const order = { amount: 1000, by: 'operator:desk', reason: null, most: null, call: 'k1' };
  await unknown(engine.refund(id, order));
  assert.equal((await bench.row(id)).status, 'paid');
  broken = false;
  assert.equal((await engine.refund(id, order)).status, 'partially_refunded', 'the same order again makes it');
});

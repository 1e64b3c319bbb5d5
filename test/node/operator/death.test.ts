import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../../../src/server/pay/engine.js';
import type { Bench } from '../engine/bench.js';
import { everyDeath } from '../engine/mortal.js';

const capture = (engine: Engine, id: string, call: string | null): Promise<unknown> =>
  engine.capture(id, { amount: 2000, by: 'operator:ann', call });
const refund = (engine: Engine, id: string, call: string | null): Promise<unknown> =>
  engine.refund(id, { amount: 1000, reason: null, most: null, by: 'operator:ann', call });

async function paid(bench: Bench, capture: 'automatic' | 'manual'): Promise<string> {
  const id = await bench.request({ capture });
  await bench.pay(id, 'a1', 'pm_card_visa');
  return id;
}

async function amountsOf(bench: Bench, id: string): Promise<{ taken: number | undefined; returned: number[] }> {
  const { doc } = await bench.row(id);
  return {
    taken: doc.snapshot?.rail.amountReceived,
    returned: doc.snapshot?.refunds.map(({ amount }) => amount) ?? [],
  };
}

for (const when of ['before', 'after'] as const)
  for (const call of ['press-1', null]) {
    const again = call === null ? 'asked for again' : 'asked for again under its key';
    test(`a capture whose process dies ${when} any call, and is ${again}, takes its amount once`, async () => {
      const places = await everyDeath(
        when,
        (bench) => paid(bench, 'manual'),
        (bench, id, { store, fetch }) => capture(bench.newEngine({ store, fetch }), id, call),
        async (bench, id, at) => {
          await bench.pass(46_000);
          await capture(bench.engine, id, call).catch((error: unknown) => {
            // Unkeyed, one that is known to be done is asked for anew.
            assert.ok(call === null && (error as { code: string }).code === 'not-capturable', at);
          });
          assert.deepEqual(await amountsOf(bench, id), { taken: 2000, returned: [] }, at);
          const facts = (await bench.history(id)).filter(({ type }) => type === 'captured');
          assert.deepEqual(facts.map(({ by, amount }) => [by, amount]), [['operator:ann', 2000]], at); // prettier-ignore
        },
      );
      assert.ok(places.includes('POST /v1/payment_intents/:id/capture'));
    });
  }

for (const when of ['before', 'after'] as const)
  test(`a refund whose process dies ${when} any call, and is asked for again under its key, is made once, or is over`, async () => {
    for (const pause of [46_000, 3 * 60_000, 25 * 3_600_000]) {
      const places = await everyDeath(
        when,
        (bench) => paid(bench, 'automatic'),
        (bench, id, { store, fetch }) => refund(bench.newEngine({ store, fetch }), id, 'press-1'),
        async (bench, id, at) => {
          await bench.pass(pause);
          const { data } = await bench.call('GET', '/v1/refunds');
          const arrived = Array.isArray(data) && data.length > 0;
          const begun = (await bench.row(id)).doc.operations.some(({ type }) => type === 'refund');
          const where = `${at}, ${pause} ms later`;
          // Begun and not arrived, it is sent again within two minutes only.
          const isOver = begun && !arrived && pause > 120_000;
          const again = refund(bench.engine, id, 'press-1');
          if (isOver) await assert.rejects(again, { code: 'request-closed', message: /_lapsed/ }, where);
          else await again;
          assert.deepEqual(await amountsOf(bench, id), { taken: 2500, returned: isOver ? [] : [1000] }, where);
          const facts = (await bench.history(id)).filter(({ type }) => type.startsWith('refund'));
          const expected = isOver ? ['refund_lapsed', 'system'] : ['refunded', 'operator:ann'];
          assert.deepEqual(facts.map(({ type, by, amount }) => [type, by, amount]), [[...expected, 1000]], where); // prettier-ignore
        },
      );
      assert.ok(places.includes('POST /v1/refunds'));
    }
  });

test("a refund whose process died is never made by another operator's order", async () => {
  const bob = { amount: 500, reason: null, most: 1000, by: 'operator:bob' };
  for (const when of ['before', 'after'] as const)
    await everyDeath(
      when,
      (bench) => paid(bench, 'automatic'),
      (bench, id, { store, fetch }) => refund(bench.newEngine({ store, fetch }), id, 'press-1'),
      async (bench, id, at) => {
        const { data } = await bench.call('GET', '/v1/refunds');
        const arrived = Array.isArray(data) ? data.map(({ amount }: { amount: number }) => amount) : [];
        await bench.pass(46_000);
        const codes: string[] = [];
        for (const call of ['bob-1', 'bob-2'])
          await bench.engine.refund(id, { ...bob, call }).then(
            () => codes.push('made'),
            (error: unknown) => codes.push((error as { code: string }).code),
          );
        await bench.pass(3 * 60_000);
        await bench.engine.reconcile();
        // With Ann's 1,000 there, his limit is used up.
        const begun = (await bench.row(id)).doc.operations.some(({ by }) => by === 'operator:ann');
        const expected = arrived.length > 0 ? 'forbidden' : begun ? 'order-in-progress' : 'made';
        assert.deepEqual(codes, [expected, expected], at);
        const { returned } = await amountsOf(bench, id);
        assert.deepEqual(returned, expected === 'made' ? [500, 500] : arrived, at);
      },
    );
});

test('a refund whose process died is found by the reconciler if Stripe made it, and by whom', async () => {
  await everyDeath(
    'after',
    (bench) => paid(bench, 'automatic'),
    (bench, id, { store, fetch }) => refund(bench.newEngine({ store, fetch }), id, 'press-1'),
    async (bench, id, at) => {
      await bench.pass(2 * 3_600_000);
      await bench.engine.reconcile();
      const { data } = await bench.call('GET', '/v1/refunds');
      const { returned } = await amountsOf(bench, id);
      assert.equal(returned.length, Array.isArray(data) ? data.length : -1, at);
      const [fact] = (await bench.history(id)).filter(({ type }) => type === 'refunded');
      if (returned.length > 0) assert.equal(fact?.by, 'operator:ann', at);
    },
  );
});

/** Processes that die while a rail changes between a PaymentIntent and a Checkout Session. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bench } from './bench.js';
import { everyDeath, type Mortal } from './mortal.js';

/** Objects at the sandbox that a payer could still pay on. */
async function payable(bench: Bench): Promise<number> {
  const open = await bench.call('GET', '/v1/checkout/sessions', { status: 'open' });
  const intents = await bench.call('GET', '/v1/payment_intents', { limit: '100' });
  assert.ok(Array.isArray(open['data']) && Array.isArray(intents['data']));
  const waiting = intents['data'].filter(({ status }: { status: string }) => /^requires_(payment|action)/.test(status));
  return open['data'].length + waiting.length;
}

const toPage = (bench: Bench, id: string, { store, fetch }: Mortal): Promise<unknown> =>
  bench.checkout(id, bench.newEngine({ store, fetch }));
const toPageAgain = (bench: Bench, id: string, { store, fetch }: Mortal): Promise<unknown> =>
  bench.checkoutAgain(id, bench.newEngine({ store, fetch }));

for (const when of ['before', 'after'] as const) {
  for (const [state, method, again, lost] of [
    ['of a new request', null, false, false],
    ['after a decline', 'pm_card_visa_chargeDeclined', false, false],
    ['after a challenge that was left', 'pm_card_threeDSecure2Required', true, false],
    ['after an attempt that never arrived', 'pm_card_visa', true, true],
  ] as const) {
    test(`going to Checkout ${state} survives a death ${when} any call, with one place to pay`, async () => {
      const places = await everyDeath(
        when,
        async (bench) => {
          const id = await bench.request();
          if (lost) bench.sandbox.faults.add({ path: '/v1/payment_intents/*/confirm', fault: 'lost-request' });
          if (method !== null) await bench.pay(id, 'a0', method).catch(() => undefined);
          return id;
        },
        again ? toPageAgain : toPage,
        async (bench, id, at) => {
          await bench.pass(46_000);
          const url = await (again ? bench.checkoutAgain(id) : bench.checkout(id));
          assert.equal(await payable(bench), 1, at);
          await bench.fillCheckout(url);
          assert.equal((await bench.engine.sync(id)).status, 'paid', at);
          assert.equal(bench.paid(), 1, at);
        },
      );
      assert.ok(places.includes('POST /v1/checkout/sessions'), places.join());
    });
  }

  test(`one that is looked at after an hour has no page that anybody knows but the new one (${when})`, async () => {
    await everyDeath(
      when,
      (bench) => bench.request(),
      toPage,
      async (bench, id, at) => {
        await bench.pass(3_600_000);
        await bench.engine.reconcile();
        await bench.fillCheckout(await bench.checkout(id));
        assert.equal((await bench.engine.sync(id)).status, 'paid', at);
        assert.equal(bench.paid(), 1, at);
      },
    );
  });

  test(`paying by elements while a page is open survives a death ${when} any call, and charges once`, async () => {
    const pages = new Map<string, string>();
    const places = await everyDeath(
      when,
      async (bench) => {
        const id = await bench.request();
        pages.set('url', await bench.checkout(id));
        return id;
      },
      (bench, id, { store, fetch }) => bench.pay(id, 'a1', 'pm_card_visa', bench.newEngine({ store, fetch })),
      async (bench, id, at) => {
        // Whoever has the page open presses there as well.
        await bench.fillCheckout(pages.get('url') ?? '');
        await bench.pass(46_000);
        await bench.engine.sync(id);
        await bench.pay(id, 'a1', 'pm_card_visa').catch(() => undefined);
        await bench.pay(id, 'a2', 'pm_card_visa').catch(() => undefined);
        assert.equal((await bench.engine.sync(id)).status, 'paid', at);
        assert.equal(bench.paid(), 1, at);
      },
    );
    assert.ok(places.includes('POST /v1/checkout/sessions/:id/expire'), places.join());
  });

  test(`a cancel while a page is open survives a death ${when} any call, and nothing is taken after it`, async () => {
    const pages = new Map<string, string>();
    await everyDeath(
      when,
      async (bench) => {
        const id = await bench.request();
        pages.set('url', await bench.checkout(id));
        return id;
      },
      (bench, id, { store, fetch }) => bench.newEngine({ store, fetch }).cancel(id, 'operator:test', null),
      async (bench, id, at) => {
        await bench.pass(46_000);
        const { doc, status } = await bench.engine.sync(id);
        assert.equal(status, doc.ending ? 'canceled' : 'open', at);
        await bench.engine.cancel(id, 'operator:test', null);
        await bench.fillCheckout(pages.get('url') ?? '');
        assert.equal((await bench.engine.sync(id)).status, 'canceled', at);
        assert.equal(bench.paid(), 0, at);
      },
    );
  });
}

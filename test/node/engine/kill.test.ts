import assert from 'node:assert/strict';
import { test } from 'node:test';
import { project } from '../../../src/server/requests/projection.js';
import type { Bench } from './bench.js';
import { everyDeath, type Mortal } from './mortal.js';

const payIn = (bench: Bench, id: string, { store, fetch }: Mortal, card = 'pm_card_visa'): Promise<unknown> =>
  bench.pay(id, 'a1', card, bench.newEngine({ store, fetch }));

/** What the payer's page does: the same attempt again, which the server may never have heard of. */
async function again(bench: Bench, id: string, attempt = 'a1'): Promise<void> {
  await bench.pay(id, attempt, 'pm_card_visa').catch(() => undefined);
}

for (const when of ['before', 'after'] as const) {
  test(`a process that dies ${when} any call of a payment leaves it to be settled at once, and charged once`, async (t) => {
    const places = await everyDeath(
      when,
      (bench) => bench.request(),
      (bench, id, process) => payIn(bench, id, process),
      async (bench, id, at) => {
        await bench.pass(46_000);
        const row = await bench.engine.sync(id);
        assert.equal(bench.paid(), row.doc.attempts.length === 0 ? 0 : 1, at);
        assert.equal(row.status, row.doc.attempts.length === 0 ? 'open' : 'paid', at);
        await again(bench, id);
        assert.equal((await bench.row(id)).status, 'paid', at);
        assert.equal(bench.paid(), 1, at);
        const types = (await bench.history(id)).map((entry) => entry.type);
        assert.deepEqual(types, ['created', 'attempt_started', 'paid'], at);
      },
    );
    t.diagnostic(places.join(', '));
    for (const place of ['acquire', 'commit', 'POST /v1/payment_intents', 'POST /v1/payment_intents/:id/confirm']) {
      assert.ok(places.includes(place), place);
    }
  });

  test(`one that dies ${when} any call and is looked at after two minutes is paid or lapsed, and never charged twice`, async () => {
    await everyDeath(
      when,
      (bench) => bench.request(),
      (bench, id, process) => payIn(bench, id, process),
      async (bench, id, at) => {
        await bench.pass(121_000);
        const { status, doc } = await bench.engine.sync(id);
        const charged = bench.paid();
        assert.equal(status, charged === 1 ? 'paid' : 'open', at);
        const attempt = project(doc, new Date()).attempt;
        if (attempt) assert.equal(attempt.status, charged === 1 ? 'succeeded' : 'lapsed', at);
        await again(bench, id, 'a2');
        assert.equal((await bench.row(id)).status, 'paid', at);
        assert.equal(bench.paid(), 1, at);
      },
    );
  });

  test(`a decline whose process dies ${when} any call is a decline, or nothing, and the next card pays`, async () => {
    await everyDeath(
      when,
      (bench) => bench.request(),
      (bench, id, process) => payIn(bench, id, process, 'pm_card_visa_chargeDeclinedStolenCard'),
      async (bench, id, at) => {
        await bench.pass(46_000);
        const { doc, status } = await bench.engine.sync(id);
        assert.equal(status, 'open', at);
        if (doc.attempts.length > 0) assert.equal(doc.attempts[0]?.failure?.declineCode, 'stolen_card', at);
        await again(bench, id, 'a2');
        assert.equal((await bench.row(id)).status, 'paid', at);
        assert.equal(bench.paid(), 1, at);
      },
    );
  });

  test(`changing rails after a challenge that was left survives a death ${when} any call`, async () => {
    await everyDeath(
      when,
      async (bench) => {
        const id = await bench.request();
        await bench.pay(id, 'a0', 'pm_card_threeDSecure2Required');
        return id;
      },
      (bench, id, process) => payIn(bench, id, process),
      async (bench, id, at) => {
        await bench.pass(46_000);
        await bench.engine.sync(id);
        await again(bench, id);
        const { doc, status } = await bench.row(id);
        assert.equal(status, 'paid', at);
        assert.equal(bench.paid(), 1, at);
        assert.equal(doc.rails.filter((rail) => rail.endedAt === null).length, 1, at);
        assert.equal(doc.attempts[0]?.status, 'lapsed', at);
      },
    );
  });

  test(`a cancel whose process dies ${when} any call ends, and nothing can be paid after it`, async () => {
    await everyDeath(
      when,
      async (bench) => {
        const id = await bench.request();
        await bench.pay(id, 'a0', 'pm_card_visa_chargeDeclined').catch(() => undefined);
        return id;
      },
      (bench, id, { store, fetch }) => bench.newEngine({ store, fetch }).cancel(id, 'operator:test', null),
      async (bench, id, at) => {
        await bench.pass(46_000);
        const { doc, status } = await bench.engine.sync(id);
        assert.equal(status, doc.ending ? 'canceled' : 'open', at);
        await bench.engine.cancel(id, 'operator:test', null);
        await again(bench, id);
        assert.equal((await bench.row(id)).status, 'canceled', at);
        assert.equal(bench.paid(), 0, at);
      },
    );
  });
}

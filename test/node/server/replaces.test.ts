import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import type { OperatorRequest } from '../../../src/contract/types.js';
import { memoryStore, openPglite, postgresStore, type PaymentStore } from '../../../src/server/index.js';
import { cancels } from '../operator/bench.js';
import { bench, demo, problemIn, read, type Bench } from './bench.js';

const input = { label: 'Kittens', amount: 2600 };
const key = (name: string): Record<string, string> => ({ 'idempotency-key': name });
const database = await openPglite(null);
after(() => database.close());

async function current(b: Bench, id: string): Promise<OperatorRequest> {
  return read(await b.operate('GET', `/requests/${id}`), schemas.operatorRequest);
}

/** Status and code of what refuses a replacement. */
async function refusedReplacement(b: Bench, id: string, headers = {}): Promise<[number, string]> {
  const { status, code } = await problemIn(await b.operate('POST', '/requests', { ...input, replaces: id }, headers));
  return [status, code];
}

for (const [name, store] of [
  ['memory', memoryStore()],
  ['PGlite', await postgresStore(database)],
] as const)
  for (const [how, headers] of [
    ['without keys', () => ({})],
    ['under a key each', (n: number) => key(`race-${name}-${n}`)],
  ] as const)
    test(`of ten replacements at once ${how} over a store in ${name} one is made, and the others are refused`, async (t) => {
      const b = bench({ store, accounts: [cancels] });
      t.after(() => b.server.close());
      const old = await b.make({ capture: 'manual' });
      await b.pay(old.id, 'a1', 'pm_card_visa');
      const before = (await b.server.list({ limit: 100 })).data.length;
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          b.operate('POST', '/requests', { ...input, amount: 2600 + n, replaces: old.id }, headers(n)),
        ),
      );
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array<number>(9).fill(409)]);
      for (const answer of answers)
        if (answer.status === 409) assert.equal((await problemIn(answer)).code, 'already-replaced');
      assert.equal((await b.server.list({ limit: 100 })).data.length, before + 1);
      assert.equal((await current(b, old.id)).status, 'canceled');
      assert.deepEqual(await refusedReplacement(b, old.id), [409, 'already-replaced']);
    });

test('ten repeats at once of one replacement under its key are answered with the one request', async (t) => {
  const b = bench({ accounts: [cancels] });
  t.after(() => b.server.close());
  const old = await b.make();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => b.operate('POST', '/requests', { ...input, replaces: old.id }, key('one'))),
  );
  const made = await Promise.all(answers.map((answer) => read(answer, schemas.createdRequest)));
  assert.equal(new Set(made.map(({ id }) => id)).size, 1);
  assert.equal((await b.server.list()).data.length, 2);
});

test('a hold is not canceled by a replacement on an account whose operators may not cancel', async (t) => {
  const b = bench({ accounts: [demo] });
  t.after(() => b.server.close());
  const hold = await b.make({ amount: 9000, capture: 'manual' });
  await b.pay(hold.id, 'a1', 'pm_card_visa');
  assert.deepEqual(await refusedReplacement(b, hold.id), [403, 'forbidden']);
  assert.equal((await current(b, hold.id)).status, 'authorized');
  const open = await b.make();
  assert.deepEqual(await refusedReplacement(b, open.id), [403, 'forbidden']);
  assert.equal((await current(b, open.id)).status, 'open');
});

test('what is over or paid before cannot be replaced', async (t) => {
  let now = Date.parse('2026-11-20T12:00:00.000Z');
  const b = bench({ accounts: [cancels], clock: { now: () => new Date(now) } });
  t.after(() => b.server.close());
  const [canceled, expired, paid, refunded] = [
    await b.make(),
    await b.make({ expiresAt: '2026-11-20T13:00:00.000Z' }),
    await b.make(),
    await b.make(),
  ];
  await b.operate('POST', `/requests/${canceled.id}/cancel`);
  for (const { id } of [paid, refunded]) await b.pay(id, 'a1', 'pm_card_visa');
  await b.operate('POST', `/requests/${refunded.id}/refunds`);
  now = Date.parse('2026-11-20T13:00:01.000Z');
  await b.call('POST', `/requests/${expired.id}/sync`);
  for (const { id } of [canceled, expired]) assert.deepEqual(await refusedReplacement(b, id), [409, 'request-closed']);
  for (const { id } of [paid, refunded]) assert.deepEqual(await refusedReplacement(b, id), [409, 'already-paid']);
  assert.equal((await b.server.list()).data.length, 4);
});

/** A store whose process dies at its `at`th change of something: nothing it does from then on is heard of. */
function dyingAt(store: PaymentStore, at: number, when: 'before' | 'after'): { store: PaymentStore; died(): boolean } {
  let calls = 0;
  let dead = false;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead) throw new Error('died');
    calls += 1;
    if (calls === at && when === 'before') dead = true;
    if (dead) throw new Error('died');
    const result = await work();
    if (calls === at) dead = true;
    if (dead) throw new Error('died');
    return result;
  };
  return {
    died: () => dead,
    store: {
      ...store,
      create: (request) => step(() => store.create(request)),
      acquire: (id, ttl) => step(() => store.acquire(id, ttl)),
      commit: (id, token, change) => step(() => store.commit(id, token, change)),
      read: (ids) => (dead ? Promise.reject(new Error('died')) : store.read(ids)),
    },
  };
}

for (const when of ['before', 'after'] as const)
  test(`a replacement whose process dies ${when} any write is finished by a repeat under its key, and by no other`, async (t) => {
    let finished = false;
    let ended = 0;
    for (let at = 1; !finished; at += 1) {
      let now = Date.parse('2026-11-20T12:00:00.000Z');
      const clock = { now: () => new Date(now) };
      const store = memoryStore({ clock: clock.now });
      const lives = bench({ store, accounts: [cancels], clock });
      const doomed = dyingAt(store, at, when);
      const { sandbox } = lives;
      const stripe = {
        apiBase: sandbox.baseUrl,
        fetch: (url: string, init: RequestInit) =>
          doomed.died() ? Promise.reject(new Error('died')) : sandbox.fetch(url, init),
      };
      const dies = bench({ store: doomed.store, accounts: [cancels], clock, stripe });
      t.after(async () => {
        await dies.server.close();
        await lives.server.close();
      });
      const old = await lives.make({ capture: 'manual' });
      await lives.pay(old.id, 'a1', 'pm_card_visa');
      const body = { ...input, replaces: old.id };
      const first = await dies.operate('POST', '/requests', body, key('r-1'));
      finished = !doomed.died();
      assert.equal(first.status, finished ? 201 : 500);
      // The lease of the one that died runs out.
      now += 60_000;
      const closing = (await current(lives, old.id)).status;
      if (closing === 'canceled') {
        ended += 1;
        assert.deepEqual(await refusedReplacement(lives, old.id, key(`other-${at}`)), [409, 'already-replaced']);
      }
      const again = await lives.operate('POST', '/requests', body, key('r-1'));
      assert.equal(again.status, 201, `${when} ${at}: ${await again.clone().text()}`);
      const { id } = await read(again, schemas.createdRequest);
      assert.equal((await current(lives, old.id)).status, 'canceled');
      assert.deepEqual(
        (await lives.server.list()).data.map((each) => each.id).sort(),
        [id, old.id].sort(),
        `${when} ${at}`,
      );
      assert.equal((await lives.server.history(id)).data.length, 1);
      assert.deepEqual(await refusedReplacement(lives, old.id), [409, 'already-replaced']);
    }
    assert.ok(ended > 0);
  });

test('a replacement without a key that came to nothing can be made by another call after two minutes', async (t) => {
  let now = Date.parse('2026-11-20T12:00:00.000Z');
  const clock = { now: () => new Date(now) };
  const store = memoryStore({ clock: clock.now });
  const lives = bench({ store, accounts: [cancels], clock });
  let broken = false;
  const dies = bench({
    store: { ...store, create: (request) => (broken ? Promise.reject(new Error('died')) : store.create(request)) },
    accounts: [cancels],
    clock,
  });
  t.after(async () => {
    await dies.server.close();
    await lives.server.close();
  });
  const old = await lives.make();
  broken = true;
  assert.equal((await dies.operate('POST', '/requests', { ...input, replaces: old.id })).status, 500);
  assert.deepEqual(await refusedReplacement(lives, old.id), [409, 'already-replaced']);
  now += 121_000;
  const { id } = await read(
    await lives.operate('POST', '/requests', { ...input, amount: 2700, replaces: old.id }),
    schemas.createdRequest,
  );
  assert.equal((await current(lives, id)).amount, 2700);
  assert.deepEqual(await refusedReplacement(lives, old.id), [409, 'already-replaced']);
});

test('a request whose payment was faster is not replaced, and a repeat says so again', async (t) => {
  const b = bench({ accounts: [cancels] });
  t.after(() => b.server.close());
  const old = await b.make();
  const paidMeanwhile = bench({
    store: b.store,
    accounts: [cancels],
    stripe: {
      apiBase: b.sandbox.baseUrl,
      fetch: async (url, init) => {
        // Another payer's attempt is confirmed just before the cancellation arrives.
        if (/\/payment_intents\/\w+\/cancel$/.test(new URL(url).pathname))
          await b.sandbox.fetch(
            new Request(url.replace('/cancel', '/confirm'), {
              method: 'POST',
              headers: {
                authorization: 'Bearer sk_test_sandbox',
                'content-type': 'application/x-www-form-urlencoded',
              },
              body: 'payment_method=pm_card_visa&return_url=https://shop.example/',
            }),
          );
        return b.sandbox.fetch(url, init);
      },
    },
  });
  t.after(() => paidMeanwhile.server.close());
  await b.pay(old.id, 'a1', 'pm_card_visa_chargeDeclined');
  assert.deepEqual(await refusedReplacement(paidMeanwhile, old.id, key('late')), [409, 'already-paid']);
  assert.deepEqual(await refusedReplacement(paidMeanwhile, old.id, key('late')), [409, 'already-paid']);
  assert.deepEqual(await refusedReplacement(b, old.id, key('later')), [409, 'already-paid']);
  assert.equal((await current(b, old.id)).status, 'paid');
  assert.equal((await b.server.list()).data.length, 1);
});

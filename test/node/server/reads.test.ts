import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReads } from '../../../src/server/reads.js';
import { limitsOf } from '../../../src/server/limits.js';
import { memoryStore } from '../../../src/server/index.js';
import { createSandbox } from '../../../src/sandbox/index.js';
import { bench, ORIGIN, problemIn } from './bench.js';

test('ten calls of sync at two servers read Stripe once now and once more after the pace', async (t) => {
  const store = memoryStore();
  const sandbox = createSandbox();
  const stripe = { apiBase: sandbox.baseUrl, fetch: sandbox.fetch };
  const [one, two] = [1, 2].map(() => bench({ store, stripe, pace: { syncEvery: 300 } }));
  assert.ok(one && two);
  t.after(async () => {
    await one.server.close();
    await two.server.close();
  });
  const { id } = await one.make();
  await one.pay(id, 'a1', 'pm_card_visa_chargeDeclined');
  const reads = () =>
    sandbox.log().filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/payment_intents/'));
  const before = reads().length;
  const from = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 ? one : two).call('POST', `/requests/${id}/sync`)),
  );
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(reads().length - before, 2, 'one of each server');
  assert.ok(performance.now() - from >= 290, 'the second kept the pace');
});

test('reads that payers cause are bounded per account, and the rest is told to come back', async (t) => {
  const { server, store, make, call } = bench({ limits: { reads: 1 } });
  t.after(() => server.close());
  const ids = [(await make()).id, (await make()).id];
  // Others have used up this second and those to come.
  const { count } = store;
  let used = 0;
  store.count = (key, windowMs) => {
    if (!key.startsWith('reads demo test')) return count(key, windowMs);
    return Promise.resolve({ count: ++used, resetMs: 1 });
  };
  const answers = await Promise.all(ids.map((id) => call('POST', `/requests/${id}/sync`)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 429]);
  const refused = answers.find(({ status }) => status === 429);
  assert.ok(refused);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal((await problemIn(refused)).code, 'rate-limited');
  assert.equal(
    (await server.pay(ids[0] ?? '', { attempt: 'a', instrument: { paymentMethod: 'pm_card_visa' } })).paid,
    true,
    'attempts have their share',
  );
});

test('pages that read all the time leave a share of the account to who presses Pay Now', async (t) => {
  const { server, store, make } = bench({ limits: { reads: 4 } });
  t.after(() => server.close());
  const { id } = await make();
  // Readers have used up this second and those to come.
  const { count } = store;
  store.count = (key, windowMs, most) =>
    key.startsWith('reads ') ? Promise.resolve({ count: 1_000, resetMs: 1 }) : count(key, windowMs, most);
  const pressed = await server.fetch(new Request(`${ORIGIN}/pay/${id}`, { method: 'POST' }));
  assert.deepEqual([pressed.status, /cs_test_/.test(pressed.headers.get('location') ?? '')], [303, true]);
});

test('what is read is what is so after the call: one that comes while a read runs starts another', async () => {
  const store = memoryStore();
  const reads: { end: () => void }[] = [];
  let begun = (): void => undefined;
  const sync = createReads({
    store,
    limits: limitsOf({}, true),
    every: 0,
    engine: {
      sync: () =>
        new Promise((_, reject) => {
          reads.push({ end: () => reject(new Error('read')) });
          begun();
        }),
    },
  });
  const oneBegins = () => new Promise<void>((resolve) => (begun = resolve));
  const first = oneBegins();
  const asked = [sync('a'), sync('a')];
  assert.equal(asked[0], asked[1], 'shared before it begins');
  await first;
  const second = oneBegins();
  asked.push(sync('a'));
  await second;
  for (const { end } of reads) end();
  await Promise.allSettled(asked);
  assert.equal(reads.length, 2);
});

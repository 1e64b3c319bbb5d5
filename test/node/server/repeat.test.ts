import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { messageResult, createdRequest } from '../../../src/contract/schemas.js';
import { REQUEST_ID, requestIdOf } from '../../../src/server/ids.js';
import { memoryStore, type PaymentStore } from '../../../src/server/index.js';
import { bench, read } from './bench.js';

/** A store whose process dies after so many creates: nothing that it does after that is heard of. */
function dyingAfter(store: PaymentStore, creates: number): PaymentStore {
  let made = 0;
  const alive = (): void => {
    if (made === creates) throw new Error('died');
  };
  return {
    ...store,
    async create(request) {
      alive();
      const result = await store.create(request);
      made += 1;
      alive();
      return result;
    },
    async read(ids) {
      alive();
      return store.read(ids);
    },
  };
}

test('a repeat after the process died with its work done answers the first request and makes no second', async (t) => {
  const store = memoryStore();
  const dies = bench({ store: dyingAfter(store, 1) });
  const lives = bench({ store });
  t.after(async () => {
    await dies.server.close();
    await lives.server.close();
  });
  const body = { label: 'Get more kittens', amount: 2500, reference: 'ORD-1042', exclusive: true };
  const key = { 'idempotency-key': 'order-1042' };
  assert.equal((await dies.operate('POST', '/requests', body, key)).status, 500);
  const again = await lives.operate('POST', '/requests', body, key);
  assert.equal(again.status, 201);
  const { id } = await read(again, createdRequest);
  const all = (await lives.server.list()).data;
  assert.deepEqual(
    all.map((each) => each.id),
    [id],
  );
  assert.equal((await read(await lives.operate('POST', '/requests', body, key), createdRequest)).id, id);
  assert.equal((await lives.server.history(id)).data.length, 1);
  const another = { ...body, reference: 'ORD-1043' };
  await lives.operate('POST', '/requests', another, { 'idempotency-key': 'order-1043' });
  assert.equal((await lives.server.list()).data.length, 2, 'another key makes another');
});

test('a message whose process died half way is finished, with each of its requests once', async (t) => {
  const store = memoryStore();
  const dies = bench({ store: dyingAfter(store, 2) });
  const lives = bench({ store });
  t.after(async () => {
    await dies.server.close();
    await lives.server.close();
  });
  const body = { text: '$[One](1.00) $[Two](2.00) $[Three](3.00)' };
  const key = { 'idempotency-key': 'message-1' };
  assert.equal((await dies.operate('POST', '/messages', body, key)).status, 500);
  const { segments } = await read(await lives.operate('POST', '/messages', body, key), messageResult);
  const told = segments.flatMap((segment) => (segment.type === 'request' ? [segment.request] : []));
  assert.deepEqual(
    told.map(({ label, amount }) => [label, amount]),
    [
      ['One', 100],
      ['Two', 200],
      ['Three', 300],
    ],
  );
  const ids = (await lives.server.list()).data.map((each) => each.id).sort();
  assert.deepEqual(ids, told.map((each) => each.id).sort());
});

test('ids of a seed are request ids, always the same and never one twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), fc.nat(50), async (seed, other, n) => {
      const id = await requestIdOf(seed, n);
      assert.match(id, REQUEST_ID);
      assert.equal(await requestIdOf(seed, n), id);
      assert.notEqual(await requestIdOf(seed, n + 1), id);
      if (other !== seed) assert.notEqual(await requestIdOf(other, n), id);
    }),
  );
});

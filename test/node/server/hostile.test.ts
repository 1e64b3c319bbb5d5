import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from '../../../src/server/body.js';
import { openPglite, postgresStore } from '../../../src/server/index.js';
import { bench, KEY, ORIGIN, problemIn } from './bench.js';

test('a body of 1 MiB that comes byte by byte takes no more memory than its length asks for', async () => {
  const length = 1024 * 1024;
  const byte = new Uint8Array([32]);
  let sent = 0;
  let most = 0;
  const before = process.memoryUsage().heapUsed;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ < length) controller.enqueue(byte);
      else controller.close();
      if (sent % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    },
  });
  const init = { method: 'POST', body, duplex: 'half' };
  assert.equal((await readText(new Request(ORIGIN, init), 60_000, 'operator')).length, length);
  assert.ok(most < 100_000_000, `${most} bytes`);
});

test('a body that does not come in time, or not at all, is malformed', async () => {
  const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array([32])) });
  const init = { method: 'POST', body, duplex: 'half' };
  await assert.rejects(readText(new Request(ORIGIN, init), 20, 'payer'), {
    code: 'malformed-body',
    message: /in time/,
  });
});

test('pressing for Checkout again and again reads Stripe at the pace of payers', async (t) => {
  const { server, sandbox, make } = bench({ pace: { syncEvery: 300 } });
  t.after(() => server.close());
  const { id } = await make();
  const press = () => server.fetch(new Request(`${ORIGIN}/pay/${id}`, { method: 'POST' }));
  const url = (await press()).headers.get('location');
  assert.match(url ?? '', /cs_test_/);
  const before = sandbox.log().length;
  const answers = await Promise.all(Array.from({ length: 20 }, press));
  assert.ok(answers.every((answer) => answer.status === 303 && answer.headers.get('location') === url));
  assert.equal(sandbox.log().length - before, 1, 'one read for all of them');
});

test('a refusal that passes by itself is not kept for its Idempotency-Key', async (t) => {
  const { server, store, make, operate } = bench({ pace: { syncEvery: 0, leaseWait: 30 } });
  t.after(() => server.close());
  const { id } = await make();
  await server.pay(id, { attempt: 'a1', instrument: { paymentMethod: 'pm_card_visa' } });
  const key = { 'idempotency-key': 'k1' };
  const lease = await store.acquire(id, 60_000);
  assert.ok(lease);
  const busy = await operate('POST', `/requests/${id}/refunds`, {}, key);
  assert.deepEqual([busy.status, (await problemIn(busy)).code], [409, 'attempt-in-progress']);
  await store.commit(id, lease.token, { release: true });
  assert.equal((await operate('POST', `/requests/${id}/refunds`, {}, key)).status, 200);
});

test('what no database takes is refused with its code, and not a fault', async (t) => {
  const sql = await openPglite(null);
  const store = await postgresStore(sql);
  const { server, operate } = bench({ store });
  t.after(async () => {
    await server.close();
    await store.close();
    await sql.close();
  });
  const key = { authorization: `Bearer ${KEY}`, 'idempotency-key': 'k1' };
  for (const id of ['%00', 'x'.repeat(100_000)]) {
    const answer = await operate('POST', `/requests/${id}/cancel`, undefined, key);
    assert.deepEqual([answer.status, (await problemIn(answer)).code], [404, 'not-found']);
  }
  for (const cursor of [
    ['1', '\0'],
    ['8640000000000000', 'a'],
  ]) {
    const answer = await operate('GET', `/requests?cursor=${btoa(JSON.stringify(cursor))}`);
    assert.deepEqual([answer.status, (await problemIn(answer)).code], [422, 'invalid-request']);
  }
  const at = '9999-12-31T23:59:59-23:59';
  const answer = await operate('POST', '/requests', { label: 'a', amount: 2500, expiresAt: at });
  assert.deepEqual([answer.status, (await problemIn(answer)).code], [422, 'invalid-request']);
});

test('a logger that throws ends no call, and not the process', async (t) => {
  const fails = (): void => {
    throw new Error('The disk is full.');
  };
  const { server, call } = bench({ logger: { info: fails, warn: fails, error: fails } });
  t.after(() => server.close());
  assert.equal((await call('GET', '/requests/none')).status, 404);
  // A rejection that nobody hears is told after this turn, and fails the test.
  await new Promise((resolve) => setImmediate(resolve));
});

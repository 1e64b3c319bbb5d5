import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, ORIGIN, problemIn, type Bench } from './bench.js';

const tryWith = ({ server }: Bench, id: string, attempt: string, instrument: unknown, address: string) =>
  server.fetch(
    new Request(`${ORIGIN}/api/requests/${id}/attempts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ attempt, instrument }),
    }),
    { address },
  );

test('seventy instruments that do not exist close no request, stay in no document, and a card still pays', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  const kinds = ['paymentMethod', 'confirmationToken', 'token'];
  const prefixes = ['pm_', 'ctoken_', 'tok_'];
  for (let n = 0; n < 70; n++) {
    const instrument = { [kinds[n % 3] ?? '']: `${prefixes[n % 3]}none${n}` };
    const problem = await problemIn(await tryWith(b, id, `a${n}`, instrument, '203.0.113.7'));
    assert.deepEqual([problem.status, problem.errors[0]?.path], [422, 'instrument'], `${n}: ${problem.detail}`);
  }
  const [row] = await b.store.read([id]);
  assert.ok(row);
  assert.deepEqual([row.doc.attempts.length, row.status], [0, 'open']);
  assert.ok(row.doc.operations.length < 6, `${row.doc.operations.length} operations`);
  const keys = b.sandbox.log().flatMap(({ method, idempotencyKey }) => (method === 'POST' ? [idempotencyKey] : []));
  assert.equal(new Set(keys).size, keys.length, 'each call has a key of its own');
  const paid = await tryWith(b, id, 'good', { paymentMethod: 'pm_card_visa' }, '203.0.113.7');
  assert.equal(paid.status, 200, await paid.clone().text());
  assert.equal(b.sandbox.charges().length, 1);
});

test('who sends such instruments again and again waits, on that request only, and other payers do not', async (t) => {
  const b = bench({ limits: { instruments: 3 } });
  t.after(() => b.server.close());
  const [{ id }, other] = [await b.make(), await b.make()];
  const none = { paymentMethod: 'pm_none' };
  const statuses = [];
  for (let n = 0; n < 4; n++) statuses.push((await tryWith(b, id, `a${n}`, none, '203.0.113.7')).status);
  assert.deepEqual(statuses, [422, 422, 422, 429]);
  assert.equal((await tryWith(b, other.id, 'a', none, '203.0.113.7')).status, 422, 'another request');
  assert.equal((await tryWith(b, id, 'b', { paymentMethod: 'pm_card_visa' }, '203.0.113.8')).status, 200);
});

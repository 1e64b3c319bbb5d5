import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attemptResult } from '../../../src/contract/schemas.js';
import { bench, problemIn, read } from '../server/bench.js';

test('our own server charges a token as well: paid, or 402 with code and message, never another amount (C5–C7)', async (t) => {
  const { server, make, call, sandbox } = bench();
  t.after(() => server.close());
  const { id } = await make();
  const pay = (attempt: string, token: string, more: object = {}): Promise<Response> =>
    call('POST', `/requests/${id}/attempts`, { attempt, instrument: { token }, ...more });

  for (const more of [{ amount: 2501 }, { amount: 2500, currency: 'eur' }])
    assert.equal((await problemIn(await pay('a1', 'tok_visa', more))).code, 'amount-mismatch');
  assert.equal(sandbox.charges().length, 0);

  const declined = await problemIn(await pay('a2', 'tok_visa_chargeDeclinedInsufficientFunds'));
  assert.deepEqual([declined.status, declined.code, declined.paid], [402, 'insufficient-funds', false]);
  assert.notEqual(declined.detail, '');

  for (const attempt of ['a3', 'a3']) {
    const result = await read(await pay(attempt, 'tok_visa', { amount: 2500 }), attemptResult);
    assert.deepEqual([result.paid, result.status], [true, 'paid']);
  }
  assert.equal(sandbox.charges().filter(({ paid }) => paid).length, 1);
  assert.ok(sandbox.log().some(({ method, path }) => method === 'POST' && path === '/v1/payment_methods'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTokenApi } from './bench.js';

test('an order is charged its own price with a token, by a PaymentMethod and a PaymentIntent, once', async (t) => {
  const api = await startTokenApi();
  t.after(() => api.close());
  const body = { token: 'tok_visa', amount: 2500, currency: 'usd' };
  assert.deepEqual(await api.post('kittens', body), { status: 200, body: { paid: true } });
  assert.deepEqual(await api.post('kittens', body), { status: 200, body: { paid: true } }, 'the same again');
  const other = await api.post('kittens', { token: 'tok_mastercard' });
  assert.deepEqual(
    [other.status, other.body],
    [409, { paid: false, code: 'already-paid', message: 'This order is paid already.' }],
  );
  const charges = api.sandbox.charges().filter(({ paid }) => paid);
  assert.deepEqual(
    charges.map(({ amount, currency }) => [amount, currency]),
    [[2500, 'usd']],
  );
  assert.deepEqual(
    api.sandbox
      .log()
      .map(({ path }) => path)
      .filter((path) => /charges|tokens/.test(path)),
    [],
    'never the Charges API',
  );
});

test('the amount may be left out, and one that is not the order’s own is refused', async (t) => {
  const api = await startTokenApi();
  t.after(() => api.close());
  for (const wrong of [
    { amount: 2501 },
    { amount: 1 },
    { amount: '2500' },
    { currency: 'eur' },
    { amount: 2500, currency: 'jpy' },
  ]) {
    const { status, body } = await api.post('kittens', { token: 'tok_visa', ...wrong });
    assert.equal(status, 422);
    assert.equal((body as { code: string }).code, 'amount-mismatch');
  }
  assert.equal(api.sandbox.charges().length, 0);
  assert.equal((await api.post('kittens', { token: 'tok_visa' })).status, 200);
  assert.equal(api.sandbox.charges()[0]?.amount, 2500);
});

test('a decline is a 402 with code and message, and another card pays after it', async (t) => {
  const api = await startTokenApi();
  t.after(() => api.close());
  assert.deepEqual(await api.post('kittens', { token: 'tok_visa_chargeDeclinedInsufficientFunds' }), {
    status: 402,
    body: {
      paid: false,
      message: 'Your card has insufficient funds.',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    },
  });
  const incorrect = await api.post('kittens', { token: 'tok_chargeDeclinedIncorrectCvc' });
  assert.deepEqual([incorrect.status, (incorrect.body as { code: string }).code], [402, 'incorrect_cvc']);
  const bank = await api.post('kittens', { token: 'tok_threeDSecure2Required' });
  assert.deepEqual([bank.status, (bank.body as { code: string }).code], [402, 'authentication_required']);
  assert.equal((await api.post('kittens', { token: 'tok_visa' })).status, 200);
});

test('what is no payment of an order is refused before Stripe is called', async (t) => {
  const api = await startTokenApi();
  t.after(() => api.close());
  assert.equal((await api.post('dogs', { token: 'tok_visa' })).status, 404);
  assert.equal((await api.post('kittens', '{')).status, 400);
  assert.equal((await api.post('kittens', 'x'.repeat(10_001))).status, 413);
  for (const body of [{}, null, [], { token: '' }, { token: 'pm_card_visa' }, { token: 7 }])
    assert.equal((await api.post('kittens', body)).status, 422);
  assert.equal((await fetch(`${api.url}/orders/kittens/payments`)).status, 405);
  assert.equal(api.sandbox.log().length, 0);
});

test('a charge whose answer is lost is found again with the same keys, and no other token is charged meanwhile', async (t) => {
  const api = await startTokenApi();
  t.after(() => api.close());
  // A closed connection is tried once more by Stripe's library, whatever it is told.
  api.sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents', fault: 'lost-answer', times: 2 });
  assert.equal((await api.post('kittens', { token: 'tok_visa' })).status, 504);
  assert.equal((await api.post('kittens', { token: 'tok_mastercard' })).status, 409);
  const order = (await (await fetch(`${api.url}/orders/kittens`)).json()) as { state: string };
  assert.equal(order.state, 'paid');
  assert.equal(api.sandbox.charges().length, 1);
});

test('twenty at once are one charge', async (t) => {
  const api = await startTokenApi();
  t.after(() => api.close());
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => api.post('kittens', { token: n % 2 === 0 ? 'tok_visa' : 'tok_mastercard' })),
  );
  assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [200, 409]);
  assert.equal(api.sandbox.charges().length, 1);
});

test('the token of a paid order says paid again without a word to Stripe, and the order stays paid', async (t) => {
  const api = await startTokenApi();
  t.after(() => api.close());
  assert.equal((await api.post('kittens', { token: 'tok_visa' })).status, 200);
  api.sandbox.faults.add({ method: 'POST', path: '/v1/**', fault: 'error', status: 500, times: 9 });
  assert.deepEqual(await api.post('kittens', { token: 'tok_visa' }), { status: 200, body: { paid: true } });
  assert.equal(api.orders.find('kittens')?.state, 'paid');
});

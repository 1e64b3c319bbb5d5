import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenBackend } from '../../../src/backend/token.js';
import type { TokenBackend } from '../../../src/backend/backend.js';
import { startTokenApi, type TokenApi } from './bench.js';

/** The backend of a page that sells kittens. */
async function pageOf({ url }: TokenApi): Promise<TokenBackend> {
  const order = async (): Promise<{ id: string; label: string; amount: number; currency: string; state: string }> =>
    (await (await fetch(`${url}/orders/kittens`)).json()) as Awaited<ReturnType<typeof order>>;
  const { id, label, amount, currency } = await order();
  return tokenBackend({
    url: `${url}/orders/${id}/payments`,
    publishableKey: 'pk_test_sandbox',
    moneyRequest: { id, label, amount, currency, merchant: { name: 'Shoplifter' } },
    sync: async () => {
      const { state } = await order();
      return state === 'paid' ? 'paid' : state === 'open' ? 'failed' : 'unknown';
    },
  });
}

/** Makes a token as Stripe.js does: the card goes to Stripe with the publishable key. */
async function tokenOf({ sandbox }: TokenApi, number: string): Promise<string> {
  const body = new URLSearchParams({
    ...{ 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '2034', 'card[cvc]': '123' },
    key: 'pk_test_sandbox',
  });
  const response = await fetch(`${sandbox.baseUrl}/v1/tokens`, {
    method: 'POST',
    headers: { Authorization: 'Bearer pk_test_sandbox' },
    body,
  });
  assert.equal(response.status, 200, await response.clone().text());
  return ((await response.json()) as { id: string }).id;
}

test('card → token → API → paid, with a decline before it (C1–C8)', async (t) => {
  const api = await startTokenApi();
  t.after(() => api.close());
  const page = await pageOf(api);
  const { amount, currency } = await page.retrieve('kittens');
  const declined = await tokenOf(api, '4000000000009995');
  await assert.rejects(page.pay('kittens', { attempt: 'a1', token: declined, amount, currency }), {
    name: 'PaymentError',
    kind: 'card',
    code: 'insufficient-funds',
    message: 'Your card has insufficient funds.',
  });
  const token = await tokenOf(api, '4242424242424242');
  const result = await page.pay('kittens', { attempt: 'a2', token, amount, currency });
  assert.deepEqual([result.paid, result.request.status], [true, 'paid']);
  assert.deepEqual(
    api.sandbox
      .charges()
      .map(({ paid, ...charge }) => [paid, charge.amount, charge.currency])
      .filter(([paid]) => paid),
    [[true, 2500, 'usd']],
  );
});

test('an answer that Stripe lost is unknown on the page until the API has found it', async (t) => {
  const api = await startTokenApi();
  t.after(() => api.close());
  const page = await pageOf(api);
  const token = await tokenOf(api, '4242424242424242');
  // A closed connection is tried once more by Stripe's library, whatever it is told.
  api.sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents', fault: 'lost-answer', times: 2 });
  await assert.rejects(page.pay('kittens', { attempt: 'a1', token }), { code: 'internal', kind: 'backend' });
  assert.equal((await page.retrieve('kittens')).attempt?.status, 'pending');
  assert.equal((await page.sync?.('kittens'))?.status, 'paid');
  assert.equal((await page.pay('kittens', { attempt: 'a1', token })).paid, true);
  assert.equal(api.sandbox.charges().length, 1);
});

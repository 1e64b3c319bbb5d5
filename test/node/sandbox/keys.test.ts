import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { bench, pay } from './stripe.js';

const refusal = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'accepted';
  } catch (error) {
    // The library rejects with nothing else.
    const { type, statusCode, code } = error as Stripe.errors.StripeError;
    return [type, statusCode, code].filter((word) => word !== undefined).join(' ');
  }
};

test('accepts its own keys and no others', async () => {
  const b = bench();
  for (const key of ['sk_test_sandbox', 'sk_live_sandbox', 'sk_test_sandbox_second', 'sk_live_sandbox_second']) {
    assert.equal((await b.as(key).balance.retrieve()).livemode, key.startsWith('sk_live'));
  }
  assert.equal(await refusal(b.as('sk_test_other').balance.retrieve()), 'StripeAuthenticationError 401');
  assert.equal(await refusal(b.as('sk_test_sandbox_third').balance.retrieve()), 'StripeAuthenticationError 401');
  const answer = await b.browser('GET', '/v1/balance', {}, 'sk_test_0123456789abcdefXYZ1');
  assert.match(String(answer.body.error?.message), /^Invalid API Key provided: sk_test_\*+XYZ1$/);
});

test('lets a publishable key make payment methods and nothing else', async () => {
  const b = bench();
  const stripe = b.as('pk_test_sandbox');
  const needed = 'StripeAuthenticationError 401 secret_key_required';
  assert.equal(await refusal(stripe.paymentIntents.create({ amount: 100, currency: 'usd' })), needed);
  assert.equal(await refusal(stripe.paymentIntents.list()), needed);
  assert.equal(await refusal(stripe.charges.list()), needed);
  assert.equal(await refusal(stripe.balance.retrieve()), needed);
});

test('refuses raw card numbers with a secret key', async () => {
  const b = bench();
  const card = { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' };
  await assert.rejects(b.stripe.paymentMethods.create({ type: 'card', card }), /generally unsafe/);
  await assert.rejects(
    b.stripe.tokens.create({ card: { ...card, exp_month: '12', exp_year: '2034' } }),
    /generally unsafe/,
  );
  assert.ok(!b.sandbox.snapshot().includes('4242424242424242'));
});

test('lets a restricted key take payments and not see the account', async () => {
  const b = bench();
  const stripe = b.as('rk_test_sandbox');
  assert.equal((await stripe.paymentIntents.create({ amount: 2500, currency: 'usd' })).amount, 2500);
  assert.equal(await refusal(stripe.balance.retrieve()), 'StripePermissionError 403');
  assert.equal(await refusal(stripe.accounts.retrieveCurrent()), 'StripePermissionError 403');
});

test('keeps merchants and modes apart', async () => {
  const b = bench();
  const { intent } = await pay(b, 'pm_card_visa');
  for (const key of ['sk_live_sandbox', 'sk_test_sandbox_second']) {
    assert.equal(
      await refusal(b.as(key).paymentIntents.retrieve(intent.id)),
      'StripeInvalidRequestError 404 resource_missing',
    );
    assert.equal((await b.as(key).charges.list()).data.length, 0);
  }
  assert.equal(
    (await b.as('sk_test_sandbox_second').accounts.retrieveCurrent()).business_profile?.name,
    'Second Merchant',
  );
});

test('links an account by OAuth, acts for it, and is refused after it is unlinked', async () => {
  const b = bench();
  const act = () =>
    b.stripe.paymentIntents.create(
      { amount: 2500, currency: 'usd' },
      { stripeAccount: b.sandbox.keys.connected.account },
    );
  assert.equal(await refusal(act()), 'StripePermissionError 403 account_invalid');
  const query = new URLSearchParams({
    client_id: 'ca_sandbox',
    response_type: 'code',
    state: 's1',
    redirect_uri: 'http://localhost:4242/api/connect/return',
  });
  const answer = await b.sandbox.fetch(new Request(`${b.sandbox.baseUrl}/oauth/authorize?${query}`));
  const target = new URL(answer.headers.get('location') ?? '');
  assert.equal(target.searchParams.get('state'), 's1');
  const code = target.searchParams.get('code') ?? '';
  const token = await b.stripe.oauth.token({ grant_type: 'authorization_code', code });
  assert.equal(token.stripe_user_id, b.sandbox.keys.connected.account);
  assert.match(
    await refusal(b.stripe.oauth.token({ grant_type: 'authorization_code', code })),
    /^StripeInvalidGrantError 400/,
  );
  const intent = await act();
  const own = await b.as(token.access_token ?? '').paymentIntents.retrieve(intent.id);
  assert.equal(own.id, intent.id);
  assert.equal(
    await refusal(b.stripe.paymentIntents.retrieve(intent.id)),
    'StripeInvalidRequestError 404 resource_missing',
  );
  await b.stripe.oauth.deauthorize({ client_id: 'ca_sandbox', stripe_user_id: token.stripe_user_id ?? '' });
  assert.equal(await refusal(act()), 'StripePermissionError 403 account_invalid');
});

test("answers every refusal in Stripe's shape, with its headers", async () => {
  const b = bench();
  const answers = [
    await b.browser('GET', '/v1/payment_intents/pi_none', {}, 'sk_test_sandbox'),
    await b.browser('GET', '/v1/nothing', {}, 'sk_test_sandbox'),
    await b.browser('POST', '/v1/payment_intents', { amount: 'x' }, 'sk_test_sandbox'),
    await b.browser('GET', '/v1/balance', {}, 'nonsense'),
  ];
  for (const { body, status, headers } of answers) {
    assert.ok(status >= 400);
    assert.deepEqual(Object.keys(body), ['error']);
    assert.equal(body.error?.type, 'invalid_request_error');
    assert.match(String(body.error.request_log_url), /^https:\/\/dashboard\.stripe\.com\/test\/logs\/req_/);
    assert.match(headers.get('request-id') ?? '', /^req_/);
  }
  const json = await b.sandbox.fetch(
    new Request(`${b.sandbox.baseUrl}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_sandbox', 'content-type': 'application/json' },
      body: '{"amount":2500,"currency":"usd"}',
    }),
  );
  assert.equal(json.status, 400);
});

test('answers a browser of any origin', async () => {
  const b = bench();
  const preflight = await b.sandbox.fetch(
    new Request(`${b.sandbox.baseUrl}/v1/payment_methods`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,stripe-version',
      },
    }),
  );
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/);
});

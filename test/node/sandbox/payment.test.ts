import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { bench, chargeOf, pay, read, typed } from './stripe.js';

test('takes a payment: create, confirm, retrieve', async () => {
  const b = bench();
  const { intent } = await pay(b, 'pm_card_visa');
  assert.equal(intent.status, 'succeeded');
  assert.equal(intent.amount_received, 2500);
  const charge = chargeOf(intent);
  assert.equal(charge.paid, true);
  assert.equal(charge.payment_method_details?.card?.last4, '4242');
  assert.deepEqual(b.sandbox.charges(), [
    { id: charge.id, intent: intent.id, amount: 2500, currency: 'usd', paid: true },
  ]);
});

test('makes a payment method of typed digits with the publishable key, and charges it', async () => {
  const b = bench();
  const { intent } = await pay(b, await typed(b, '5555555555554444'));
  assert.equal(chargeOf(intent).payment_method_details?.card?.brand, 'mastercard');
});

test('gives a test id a new payment method at every use', async () => {
  const b = bench();
  const first = await b.stripe.paymentMethods.retrieve('pm_card_visa');
  const second = await b.stripe.paymentMethods.retrieve('pm_card_visa');
  assert.notEqual(first.id, second.id);
  assert.equal(first.card?.fingerprint, second.card?.fingerprint);
  const { intent } = await pay(b, first.id);
  assert.equal(intent.payment_method, first.id);
});

test('does not let a payment method without a customer pay twice', async () => {
  const b = bench();
  const method = await b.stripe.paymentMethods.retrieve('pm_card_visa');
  await pay(b, method.id);
  const { error } = await pay(b, method.id);
  assert.match(error?.message ?? '', /previously used/);
  assert.equal(b.sandbox.charges().length, 1);
});

test('returns a declined intent to requires_payment_method, with the error and the failed charge', async () => {
  const b = bench();
  const { intent, error } = await pay(b, 'pm_card_visa_chargeDeclinedInsufficientFunds');
  assert.equal(error?.type, 'StripeCardError');
  assert.equal(error.statusCode, 402);
  assert.equal(error.code, 'card_declined');
  assert.equal(error.decline_code, 'insufficient_funds');
  assert.equal(error.payment_intent?.status, 'requires_payment_method');
  assert.equal(intent.status, 'requires_payment_method');
  assert.equal(intent.payment_method, null);
  assert.equal(intent.last_payment_error?.decline_code, 'insufficient_funds');
  assert.equal(chargeOf(intent).status, 'failed');
  assert.equal(intent.last_payment_error.charge, chargeOf(intent).id);
  const again = await b.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
  assert.equal(again.status, 'succeeded');
  assert.equal(again.last_payment_error, null);
});

test('pays with a token, once', async () => {
  const b = bench();
  const params = {
    'card[number]': '4242424242424242',
    'card[exp_month]': '1',
    'card[exp_year]': '2030',
    'card[cvc]': '123',
  };
  const { body: token } = await b.browser('POST', '/v1/tokens', params);
  const method = await b.stripe.paymentMethods.create({ type: 'card', card: { token: String(token.id) } });
  assert.equal((await pay(b, method.id)).intent.status, 'succeeded');
  await assert.rejects(
    b.stripe.paymentMethods.create({ type: 'card', card: { token: String(token.id) } }),
    (error: Stripe.errors.StripeError) => error.code === 'token_already_used',
  );
  const published = await b.stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
  assert.equal(published.card?.last4, '4242');
});

test('pays with a confirmation token, once', async () => {
  const b = bench();
  const token = await b.stripe.testHelpers.confirmationTokens.create({ payment_method: 'pm_card_mastercard' });
  assert.equal(token.payment_method_preview?.card?.brand, 'mastercard');
  const intent = await b.stripe.paymentIntents.create({
    amount: 1000,
    currency: 'eur',
    confirm: true,
    confirmation_token: token.id,
  });
  assert.equal(intent.status, 'succeeded');
  assert.equal((await b.stripe.confirmationTokens.retrieve(token.id)).payment_intent, intent.id);
  const next = await b.stripe.paymentIntents.create({ amount: 1000, currency: 'eur' });
  await assert.rejects(b.stripe.paymentIntents.confirm(next.id, { confirmation_token: token.id }), /already been used/);
});

test('holds money, captures a part, and records the rest as a refund of what was never taken', async () => {
  const b = bench();
  const { intent } = await pay(b, 'pm_card_visa', { capture_method: 'manual' });
  assert.equal(intent.status, 'requires_capture');
  assert.equal(intent.amount_capturable, 2500);
  const charge = chargeOf(intent);
  assert.equal(charge.captured, false);
  assert.equal(charge.payment_method_details?.card?.capture_before, Math.floor(b.clock.now / 1000) + 7 * 86400);
  await assert.rejects(
    b.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 2501 }),
    (error: Stripe.errors.StripeError) => error.code === 'amount_too_large',
  );
  const captured = await b.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 2000 });
  assert.equal(captured.status, 'succeeded');
  assert.equal(captured.amount_received, 2000);
  const after = chargeOf(await read(b, intent.id));
  assert.deepEqual([after.amount_captured, after.amount_refunded, after.refunded], [2000, 500, false]);
});

test('lets held money go when it is canceled, or when seven days have passed', async () => {
  const b = bench();
  const first = await pay(b, 'pm_card_visa', { capture_method: 'manual' });
  const canceled = await b.stripe.paymentIntents.cancel(first.intent.id, { cancellation_reason: 'abandoned' });
  assert.deepEqual([canceled.status, canceled.cancellation_reason], ['canceled', 'abandoned']);
  assert.equal(chargeOf(await read(b, first.intent.id)).refunded, true);
  const second = await pay(b, 'pm_card_visa', { capture_method: 'manual' });
  await b.sandbox.advance(7 * 86400 * 1000);
  assert.deepEqual(
    [(await read(b, second.intent.id)).status, (await read(b, second.intent.id)).cancellation_reason],
    ['canceled', 'automatic'],
  );
});

test('refuses what the status does not allow, and brings the intent', async () => {
  const b = bench();
  const { intent } = await pay(b, 'pm_card_visa');
  for (const operation of [
    () => b.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }),
    () => b.stripe.paymentIntents.cancel(intent.id),
    () => b.stripe.paymentIntents.capture(intent.id),
    () => b.stripe.paymentIntents.update(intent.id, { amount: 5000 }),
  ]) {
    await assert.rejects(operation, (error: Stripe.errors.StripeError) => {
      assert.equal(error.code, 'payment_intent_unexpected_state');
      assert.equal(error.payment_intent?.id, intent.id);
      return error.statusCode === 400;
    });
  }
  assert.equal(b.sandbox.charges().length, 1);
});

test('cancels an intent that is confirmed too often', async () => {
  const b = bench({ confirmLimit: 2 });
  const { intent } = await pay(b, 'pm_card_visa_chargeDeclined');
  await assert.rejects(b.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa_chargeDeclined' }));
  const last = await b.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
  assert.equal(last.status, 'canceled');
  assert.equal(b.sandbox.charges().length, 2);
});

test('refuses amounts and currencies as Stripe does', async () => {
  const b = bench();
  const refused = async (amount: number, currency: string): Promise<string | undefined> => {
    const answer = await b.browser(
      'POST',
      '/v1/payment_intents',
      { amount: String(amount), currency },
      'sk_test_sandbox',
    );
    assert.equal(answer.body.error?.type ?? 'invalid_request_error', 'invalid_request_error');
    return answer.body.error === undefined ? undefined : String(answer.body.error.code ?? answer.body.error.param);
  };
  assert.equal(await refused(49, 'usd'), 'amount_too_small');
  assert.equal(await refused(50, 'USD'), undefined);
  assert.equal(await refused(100_000_000, 'usd'), 'amount_too_large');
  assert.equal(await refused(99_999_999, 'usd'), undefined);
  assert.equal(await refused(999_999_999_999, 'idr'), undefined);
  assert.equal(await refused(0, 'usd'), 'parameter_invalid_integer');
  assert.equal(await refused(25.5, 'usd'), 'parameter_invalid_integer');
  assert.equal(await refused(5124, 'kwd'), 'invalid_charge_amount');
  assert.equal(await refused(5120, 'kwd'), undefined);
  assert.equal(await refused(550, 'isk'), 'invalid_charge_amount');
  assert.equal(await refused(500, 'ugx'), undefined);
  assert.equal(await refused(2500, 'xxx'), 'currency');
});

test('refuses unknown, missing and removed parameters', async () => {
  const b = bench();
  const ask = (params: Record<string, string>) => b.browser('POST', '/v1/payment_intents', params, 'sk_test_sandbox');
  const base = { amount: '2500', currency: 'usd' };
  const unknown = await ask({ ...base, 'shipping[planet]': 'mars' });
  assert.deepEqual(
    [unknown.status, unknown.body.error?.code, unknown.body.error?.param],
    [400, 'parameter_unknown', 'shipping[planet]'],
  );
  const missing = await ask({ amount: '2500' });
  assert.deepEqual(
    [missing.status, missing.body.error?.code, missing.body.error?.param],
    [400, 'parameter_missing', 'currency'],
  );
  const removed = await ask({ ...base, 'payment_method_types[]': 'card' });
  assert.deepEqual([removed.status, removed.body.error?.code], [400, 'payment_method_types_no_longer_supported']);
  const both = await ask({
    ...base,
    'allowed_payment_method_types[0]': 'card',
    'automatic_payment_methods[enabled]': 'true',
  });
  assert.equal(both.body.error?.code, 'parameters_exclusive');
});

test('asks for a return_url where methods may redirect', async () => {
  const b = bench();
  const create = (automatic: Stripe.PaymentIntentCreateParams.AutomaticPaymentMethods) =>
    b.stripe.paymentIntents.create({
      amount: 2500,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_visa',
      automatic_payment_methods: automatic,
    });
  await assert.rejects(create({ enabled: true }), /must provide a `return_url`/);
  assert.equal((await create({ enabled: true, allow_redirects: 'never' })).status, 'succeeded');
});

test('shows a publishable key a subset of the intent, for the right secret only', async () => {
  const b = bench();
  const { intent } = await pay(b, 'pm_card_visa', { metadata: { order: 'ORD-1' } });
  const path = `/v1/payment_intents/${intent.id}`;
  const seen = await b.browser('GET', path, { client_secret: intent.client_secret ?? '' });
  assert.equal(seen.status, 200);
  assert.equal(seen.body.status, 'succeeded');
  for (const hidden of ['metadata', 'latest_charge', 'customer', 'amount_received']) assert.ok(!(hidden in seen.body));
  assert.equal(
    (await b.browser('GET', path, { client_secret: `${intent.id}_secret_x` })).body.error?.code,
    'payment_intent_invalid_parameter',
  );
  assert.equal((await b.browser('GET', path)).body.error?.code, 'parameter_missing');
  const unknown = await b.browser('GET', '/v1/payment_intents/pi_none', { client_secret: 'pi_none_secret_x' });
  assert.deepEqual([unknown.status, unknown.body.error?.code], [404, 'resource_missing']);
});

test('expands members, lists and what is nested in them', async () => {
  const b = bench();
  const { intent } = await pay(b, 'pm_card_visa');
  await b.stripe.refunds.create({ payment_intent: intent.id, amount: 1000 });
  const one = await b.stripe.paymentIntents.retrieve(intent.id, {
    expand: ['latest_charge.refunds', 'payment_method'],
  });
  assert.equal(chargeOf(one).refunds?.data[0]?.amount, 1000);
  assert.equal(typeof one.payment_method === 'object' ? one.payment_method?.card?.last4 : '', '4242');
  const many = await b.stripe.paymentIntents.list({ expand: ['data.latest_charge'] });
  assert.equal(chargeOf(many.data[0] ?? one).amount_refunded, 1000);
  const refunds = await b.stripe.refunds.list({
    payment_intent: intent.id,
    expand: ['data.charge', 'data.payment_intent'],
  });
  assert.equal(typeof refunds.data[0]?.charge, 'object');
  await assert.rejects(b.stripe.paymentIntents.retrieve(intent.id, { expand: ['status'] }), /cannot be expanded/);
  const open = await b.stripe.paymentIntents.create({ amount: 2500, currency: 'usd' });
  for (const path of ['status', 'latest_charge.amount', 'latest_charge.refunds.card']) {
    await assert.rejects(
      b.stripe.paymentIntents.confirm(open.id, {
        payment_method: 'pm_card_visa',
        use_stripe_sdk: true,
        expand: [path],
      }),
      /cannot be expanded/,
    );
  }
  assert.equal((await read(b, open.id)).status, 'requires_payment_method');
});

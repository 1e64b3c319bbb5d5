import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { type Bench, bench, chargeOf, pay, read } from './stripe.js';

const CHALLENGED = 'pm_card_threeDSecure2Required';

async function settle(
  b: Bench,
  intent: Stripe.PaymentIntent,
  outcome: 'authorize' | 'fail',
  more: Record<string, string> = {},
): Promise<Response> {
  const body = new URLSearchParams({ client_secret: intent.client_secret ?? '', outcome, ...more });
  return b.sandbox.fetch(new Request(`${b.sandbox.baseUrl}/_sandbox/challenge/${intent.id}`, { method: 'POST', body }));
}

test('asks for 3-D Secure through Stripe.js, and charges after it was passed', async () => {
  const b = bench();
  const { intent } = await pay(b, CHALLENGED);
  assert.equal(intent.status, 'requires_action');
  assert.equal(intent.next_action?.type, 'use_stripe_sdk');
  assert.equal(b.sandbox.charges().length, 0);
  assert.equal((await settle(b, intent, 'authorize')).status, 200);
  const after = await read(b, intent.id);
  assert.equal(after.status, 'succeeded');
  assert.equal(chargeOf(after).payment_method_details?.card?.three_d_secure?.result, 'authenticated');
  await settle(b, intent, 'authorize');
  assert.equal(b.sandbox.charges().length, 1);
});

test('fails the attempt when 3-D Secure is failed, and takes another card', async () => {
  const b = bench();
  const { intent } = await pay(b, CHALLENGED);
  await settle(b, intent, 'fail');
  const after = await read(b, intent.id);
  assert.deepEqual(
    [after.status, after.last_payment_error?.code, after.latest_charge],
    ['requires_payment_method', 'payment_intent_authentication_failure', null],
  );
  assert.equal(
    (await b.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })).status,
    'succeeded',
  );
});

test('sends the payer to a page where there is a return_url, and back with what Stripe appends', async () => {
  const b = bench();
  const created = await b.stripe.paymentIntents.create({ amount: 2500, currency: 'usd' });
  const intent = await b.stripe.paymentIntents.confirm(created.id, {
    payment_method: CHALLENGED,
    return_url: 'https://shop.example/return?order=1',
  });
  const url = new URL(intent.next_action?.redirect_to_url?.url ?? '');
  assert.equal(url.pathname, '/redirect');
  assert.equal(url.searchParams.get('payment_intent'), intent.id);
  assert.equal(url.searchParams.get('key'), 'pk_test_sandbox');
  for (const outcome of ['authorize', 'fail'] as const) {
    // The first answer settles it; the second finds it settled and goes to the same place.
    const answer = await settle(b, intent, outcome, { redirect: '1' });
    assert.equal(answer.status, 303);
    const target = new URL(answer.headers.get('location') ?? '');
    assert.equal(target.origin + target.pathname, 'https://shop.example/return');
    assert.deepEqual(Object.fromEntries(target.searchParams), {
      order: '1',
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: 'succeeded',
    });
  }
});

test('settles nothing without the right secret, nor an intent that is canceled or has another card', async () => {
  const b = bench();
  const { intent } = await pay(b, CHALLENGED);
  assert.equal((await settle(b, { ...intent, client_secret: 'wrong' }, 'authorize')).status, 400);
  assert.equal((await read(b, intent.id)).status, 'requires_action');
  await b.stripe.paymentIntents.cancel(intent.id);
  await settle(b, intent, 'authorize');
  assert.equal((await read(b, intent.id)).status, 'canceled');
  const other = await pay(b, CHALLENGED);
  await b.stripe.paymentIntents.update(other.intent.id, { payment_method: 'pm_card_visa' });
  await settle(b, other.intent, 'authorize');
  assert.equal((await read(b, other.intent.id)).status, 'requires_confirmation');
  assert.equal(b.sandbox.charges().length, 0);
});

test('declines instead of asking where the caller cannot have it, or the payer is not there', async () => {
  const b = bench();
  const base = { amount: 2500, currency: 'usd', confirm: true, allowed_payment_method_types: ['card' as const] };
  for (const more of [{ error_on_requires_action: true }, { off_session: true }]) {
    await assert.rejects(
      b.stripe.paymentIntents.create({ ...base, ...more, payment_method: CHALLENGED }),
      (error: Stripe.errors.StripeError) =>
        error.code === 'authentication_required' && error.payment_intent?.status === 'requires_payment_method',
    );
  }
  const exempt = await b.stripe.paymentIntents.create({
    ...base,
    off_session: true,
    payment_method: 'pm_card_authenticationRequiredSetupForOffSession',
  });
  assert.equal(exempt.status, 'succeeded');
});

test('gives an intent that is confirmed by hand back to the server after the challenge', async () => {
  const b = bench();
  const { intent } = await pay(b, CHALLENGED, { confirmation_method: 'manual' });
  await settle(b, intent, 'authorize');
  assert.equal((await read(b, intent.id)).status, 'requires_confirmation');
  assert.equal((await b.stripe.paymentIntents.confirm(intent.id)).status, 'succeeded');
});

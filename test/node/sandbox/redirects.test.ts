import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { PAYER, create, refusal } from './methods.js';
import { type Bench, bench, chargeOf, read } from './stripe.js';

/** An intent that waits at a bank's page. */
async function atTheBank(
  b: Bench,
  type: 'amazon_pay' | 'ideal' | 'bancontact',
): Promise<{ intent: Stripe.PaymentIntent; url: string }> {
  const created = await create(b);
  const intent = await b.stripe.paymentIntents.confirm(created.id, {
    payment_method_data: { type, [type]: {}, billing_details: PAYER },
    return_url: 'https://shop.example/return?order=1',
    use_stripe_sdk: true,
  });
  return { intent, url: intent.next_action?.redirect_to_url?.url ?? '' };
}

/** Presses a button of the bank's page, as a browser without JavaScript sends it. */
function press(b: Bench, url: string, outcome: string): Promise<Response> {
  const { origin, pathname, searchParams } = new URL(url);
  const body = new URLSearchParams({ client_secret: searchParams.get('client_secret') ?? '', outcome });
  return b.sandbox.fetch(new Request(`${origin}${pathname}`, { method: 'POST', body }));
}

for (const type of ['amazon_pay', 'ideal', 'bancontact'] as const) {
  test(`sends the payer of ${type} to a plain page, and back with what Stripe appends`, async () => {
    const b = bench();
    const { intent, url } = await atTheBank(b, type);
    assert.deepEqual([intent.status, intent.next_action?.type], ['requires_action', 'redirect_to_url']);
    assert.equal(b.sandbox.charges().length, 0);
    const page = await b.sandbox.fetch(new Request(url));
    const markup = await page.text();
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/);
    assert.ok(markup.includes('>Authorize test payment<') && markup.includes('>Fail test payment<'));
    assert.ok(!markup.includes('<script'));
    const answer = await press(b, url, 'authorize');
    assert.equal(answer.status, 303);
    const back = new URL(answer.headers.get('location') ?? '');
    assert.equal(back.origin, 'https://shop.example');
    assert.deepEqual(Object.fromEntries(back.searchParams), {
      order: '1',
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: 'succeeded',
    });
    const paid = await read(b, intent.id);
    assert.deepEqual([paid.status, chargeOf(paid).payment_method_details?.type], ['succeeded', type]);
    const told = { ...chargeOf(paid).payment_method_details?.[type] };
    assert.equal('verified_name' in told ? told.verified_name : PAYER.name, PAYER.name);
    // Coming back to the bank's page pays nothing again.
    assert.equal((await b.sandbox.fetch(new Request(url))).status, 303);
    await press(b, url, 'authorize');
    assert.equal(b.sandbox.charges().length, 1);
  });
}

test('returns the payer who fails at the bank, and takes another method', async () => {
  const b = bench();
  const { intent, url } = await atTheBank(b, 'ideal');
  const answer = await press(b, url, 'fail');
  const back = new URL(answer.headers.get('location') ?? '');
  assert.equal(back.searchParams.get('redirect_status'), 'failed');
  const failed = await read(b, intent.id);
  assert.deepEqual(
    [failed.status, failed.last_payment_error?.code, failed.last_payment_error?.payment_method?.type],
    ['requires_payment_method', 'payment_intent_authentication_failure', 'ideal'],
  );
  const paid = await b.stripe.paymentIntents.confirm(intent.id, {
    payment_method: 'pm_card_visa',
    return_url: 'https://shop.example/',
  });
  assert.equal(paid.status, 'succeeded');
});

test('shows the page of a bank to nobody without the secret, and does only what its buttons say', async () => {
  const b = bench();
  const { intent, url } = await atTheBank(b, 'ideal');
  const wrong = url.replace(/client_secret=.*/, 'client_secret=pi_x_secret_y');
  assert.equal((await b.sandbox.fetch(new Request(wrong))).status, 404);
  assert.equal((await press(b, wrong, 'authorize')).status, 404);
  assert.equal((await press(b, url, 'steal')).status, 400);
  assert.equal((await read(b, intent.id)).status, 'requires_action');
  await b.stripe.paymentIntents.cancel(intent.id);
  const late = new URL((await press(b, url, 'authorize')).headers.get('location') ?? '');
  assert.equal(late.searchParams.get('redirect_status'), 'failed');
  assert.equal(b.sandbox.charges().length, 0);
});

test('wants a return_url for a method that sends the payer away', async () => {
  const b = bench();
  const intent = await create(b);
  const refused = await refusal(
    b.stripe.paymentIntents.confirm(intent.id, { payment_method_data: { type: 'ideal', ideal: {} } }),
  );
  assert.deepEqual([refused.code, refused.param], ['parameter_missing', 'return_url']);
});

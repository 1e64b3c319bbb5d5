import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { card, create, euros, intentOf, open, press, send, session, SUCCESS, types } from './checkout.js';
import { bench, read } from './stripe.js';

test('takes no money after it has expired, from its page or from a bank that answers late', async () => {
  const b = bench();
  const made = await create(b);
  const challenged = await send(b, made.id, card('4000000000003220'));
  const expired = await b.stripe.checkout.sessions.expire(made.id);
  assert.deepEqual([expired.status, expired.url], ['expired', null]);
  const intent = await read(b, intentOf(expired));
  assert.deepEqual([intent.status, intent.cancellation_reason], ['canceled', 'expired']);
  const late = await press(b, challenged.location, 'authorize');
  assert.equal(new URL(late.location ?? '').searchParams.get('redirect_status'), 'failed');
  const page = await open(b, late.location ?? '');
  assert.deepEqual([page.status, page.location], [410, null]);
  assert.ok(page.markup.includes('timed out') && page.markup.includes('https://shop.example/back'));
  assert.equal((await send(b, made.id, card('4242424242424242'))).status, 410);
  assert.equal(b.sandbox.charges().length, 0);
  assert.equal((await session(b, made.id)).payment_status, 'unpaid');
});

test('expires by the clock, at the time it was given', async () => {
  const b = bench();
  const expires = Math.floor(b.clock.now / 1000) + 1800;
  const { id } = await create(b, { expires_at: expires });
  await b.sandbox.advance(1800 * 1000 - 1);
  assert.equal((await session(b, id)).status, 'open');
  await b.sandbox.advance(1);
  assert.equal((await send(b, id, card('4242424242424242'))).status, 410);
  assert.equal((await session(b, id)).status, 'expired');
  assert.ok((await types(b)).includes('checkout.session.expired'));
  for (const seconds of [1799, 86_401]) {
    const at = Math.floor(b.sandbox.now() / 1000) + seconds;
    await assert.rejects(create(b, { expires_at: at }), /between 30 minutes and 24 hours/);
  }
});

test('cannot be expired once it is complete', async () => {
  const b = bench();
  const { id } = await create(b);
  await send(b, id, card('4242424242424242'));
  await assert.rejects(
    b.stripe.checkout.sessions.expire(id),
    (error: Stripe.errors.StripeError) => error.statusCode === 400 && error.message.includes('`complete`'),
  );
  await b.sandbox.advance(24 * 3600 * 1000);
  assert.equal((await session(b, id)).status, 'complete');
});

test('leaves the intent of an open session to the session', async () => {
  const b = bench();
  const { id } = await create(b);
  await send(b, id, card('4000000000000002'));
  const intent = intentOf(await session(b, id));
  await assert.rejects(b.stripe.paymentIntents.cancel(intent), /Expire the Checkout Session/);
});

test('goes on with another intent when the first was tried too often', async () => {
  const b = bench({ confirmLimit: 1 });
  const { id } = await create(b);
  await send(b, id, card('4000000000000002'));
  const first = intentOf(await session(b, id));
  assert.match((await send(b, id, card('4242424242424242'))).alert ?? '', /too often/);
  assert.equal((await send(b, id, card('4242424242424242'))).status, 303);
  assert.notEqual(intentOf(await session(b, id)), first);
  assert.equal(b.sandbox.charges().filter(({ paid }) => paid).length, 1);
});

test('answers a repeated key with the same session, and refuses it for another', async () => {
  const b = bench();
  const items: Stripe.Checkout.SessionCreateParams = {
    mode: 'payment',
    success_url: SUCCESS,
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 2500, product_data: { name: 'Kitten' } } }],
  };
  const first = await b.stripe.checkout.sessions.create(items, { idempotencyKey: 'k1' });
  const again = await b.stripe.checkout.sessions.create(items, { idempotencyKey: 'k1' });
  assert.equal(again.id, first.id);
  assert.equal((await b.stripe.checkout.sessions.list()).data.length, 1);
  await assert.rejects(
    b.stripe.checkout.sessions.create({ ...items, success_url: 'https://shop.example/x' }, { idempotencyKey: 'k1' }),
    (error: Stripe.errors.StripeError) => error.type === 'StripeIdempotencyError',
  );
});

test('refuses what Stripe refuses of a session', async () => {
  const b = bench();
  const line = (more: Record<string, unknown>): Partial<Stripe.Checkout.SessionCreateParams> => ({
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: 2500, product_data: { name: 'Kitten' } }, ...more },
    ],
  });
  const price_data = { currency: 'usd', unit_amount: -1, product_data: { name: 'Discount' } };
  const rows: [Partial<Stripe.Checkout.SessionCreateParams>, string][] = [
    [line({ price_data }), 'line_items[0][price_data][unit_amount]'],
    [line({ quantity: 0 }), 'line_items[0][quantity]'],
    [{ line_items: [{ price: 'price_none', quantity: 1 }] }, 'line_items[0][price]'],
    [{ success_url: 'javascript:alert(1)' }, 'success_url'],
    [{ cancel_url: 'shop' }, 'cancel_url'],
    [{ customer_email: 'nobody' }, 'customer_email'],
    [euros(['us_bank_account']), 'allowed_payment_method_types'],
  ];
  for (const [params, param] of rows) {
    await assert.rejects(create(b, params), (error: Stripe.errors.StripeError) => error.param === param);
  }
});

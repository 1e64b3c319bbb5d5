import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { card, create, euros, intentOf, open, press, send, session, types } from './checkout.js';
import { bench, chargeOf, read, typed } from './stripe.js';

test('is paid on a plain page with a card, and makes its intent only then', async () => {
  const b = bench();
  const made = await create(b);
  assert.deepEqual([made.status, made.payment_status, made.amount_total], ['open', 'unpaid', 2500]);
  assert.equal(made.payment_intent, null);
  const page = await open(b, made.url ?? '');
  assert.equal(page.status, 200);
  for (const part of [
    '$25.00',
    'Kitten',
    'Milk × 5',
    'Shoplifter',
    'name="cardNumber"',
    'href="https://shop.example/back"',
  ]) {
    assert.ok(page.markup.includes(part), part);
  }
  assert.equal((await session(b, made.id)).payment_intent, null);
  assert.equal((await b.stripe.paymentIntents.list()).data.length, 0);
  const paid = await send(b, made.id, card('4242 4242 4242 4242'));
  assert.deepEqual([paid.status, paid.location], [303, `https://shop.example/ok?session=${made.id}`]);
  const after = await session(b, made.id);
  assert.deepEqual(
    [after.status, after.payment_status, after.url, after.customer_details?.email, after.customer_details?.name],
    ['complete', 'paid', null, 'jenny@example.com', 'Jenny Rosen'],
  );
  const intent = await read(b, intentOf(after));
  assert.deepEqual(
    [intent.status, intent.amount_received, intent.metadata.order, intent.description],
    ['succeeded', 2500, 'ORD-1', 'Kittens'],
  );
  assert.equal(chargeOf(intent).billing_details.email, 'jenny@example.com');
  assert.deepEqual(await types(b), [
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ]);
});

test('charges once, however often Pay is pressed', async () => {
  const b = bench();
  const { id, url } = await create(b);
  const answers = await Promise.all([1, 2, 3].map(() => send(b, id, card('4242424242424242'))));
  assert.deepEqual(
    new Set(answers.map(({ location }) => location)),
    new Set([`https://shop.example/ok?session=${id}`]),
  );
  assert.equal(b.sandbox.charges().length, 1);
  const again = await open(b, url ?? '');
  assert.deepEqual([again.status, again.markup.includes('all done here')], [200, true]);
});

test('shows the page again with what Stripe says of a declined card, and the next card pays', async () => {
  const b = bench();
  const { id } = await create(b);
  const declined = await send(b, id, card('4000000000009995'));
  assert.deepEqual([declined.status, declined.alert], [402, 'Your card has insufficient funds.']);
  assert.ok(declined.markup.includes('value="jenny@example.com"'));
  assert.ok(!declined.markup.includes('4000000000009995'));
  const between = await session(b, id);
  assert.deepEqual([between.status, between.payment_status], ['open', 'unpaid']);
  const first = intentOf(between);
  assert.equal((await send(b, id, card('4242424242424242'))).status, 303);
  assert.equal(intentOf(await session(b, id)), first);
  assert.deepEqual(
    b.sandbox.charges().map(({ paid }) => paid),
    [false, true],
  );
});

test('leads over a plain page for 3-D Secure, and back', async () => {
  const b = bench();
  const { id } = await create(b);
  const challenged = await send(b, id, card('4000000000003220'));
  assert.equal(challenged.status, 303);
  const bank = await open(b, challenged.location ?? '');
  for (const part of ['id="test-source-authorize-3ds"', 'Complete authentication', 'Fail authentication', '$25.00']) {
    assert.ok(bank.markup.includes(part), part);
  }
  const failed = await press(b, challenged.location, 'fail');
  const back = await open(b, failed.location ?? '');
  assert.deepEqual([back.status, back.alert?.startsWith('We are unable to authenticate')], [200, true]);
  const second = await send(b, id, card('4000000000003220'));
  const passed = await press(b, second.location, 'authorize');
  const done = await open(b, passed.location ?? '');
  assert.deepEqual([done.status, done.location], [303, `https://shop.example/ok?session=${id}`]);
  assert.equal((await session(b, id)).payment_status, 'paid');
  assert.deepEqual(
    b.sandbox.charges().map(({ paid }) => paid),
    [true],
  );
});

test('is complete when the bank says so, though the payer never comes back', async () => {
  const b = bench();
  const { id } = await create(b, euros(['card', 'ideal']));
  const sent = await send(b, id, { paymentMethod: 'ideal' });
  assert.equal((await session(b, id)).status, 'open');
  await press(b, sent.location, 'authorize');
  assert.deepEqual([(await session(b, id)).status, (await session(b, id)).payment_status], ['complete', 'paid']);
});

test('completes unpaid with a delayed method, and tells of the money later', async () => {
  const b = bench();
  for (const [iban, status, event] of [
    ['DE89370400440532013000', 'paid', 'checkout.session.async_payment_succeeded'],
    ['DE62370400440532013001', 'unpaid', 'checkout.session.async_payment_failed'],
  ] as const) {
    const { id, url } = await create(b, euros(['card', 'sepa_debit']));
    assert.ok((await open(b, url ?? '')).markup.includes('name="iban"'));
    const sent = await send(b, id, { paymentMethod: 'sepa_debit', iban });
    assert.equal(sent.location, `https://shop.example/ok?session=${id}`);
    const waiting = await session(b, id);
    assert.deepEqual([waiting.status, waiting.payment_status], ['complete', 'unpaid']);
    assert.equal((await read(b, intentOf(waiting))).status, 'processing');
    await b.sandbox.advance(3000);
    assert.deepEqual([(await session(b, id)).status, (await session(b, id)).payment_status], ['complete', status]);
    const told = await types(b);
    assert.equal(told.at(-1), event);
    assert.equal(told.filter((type) => type === event).length, 1);
  }
});

test('pays with a US bank account', async () => {
  const b = bench();
  const { id } = await create(b, { allowed_payment_method_types: ['us_bank_account'] });
  const empty = await send(b, id, {});
  assert.equal(empty.alert, 'Your bank account details are incomplete.');
  const sent = await send(b, id, { accountNumber: '000123456789', routingNumber: '110000000' });
  assert.equal(sent.status, 303);
  await b.sandbox.advance(3000);
  assert.equal((await session(b, id)).payment_status, 'paid');
  assert.ok(!b.sandbox.snapshot().includes('000123456789'));
});

test('holds the money where it is captured by hand, and is paid with the capture', async () => {
  const b = bench();
  const { id } = await create(b, {
    allowed_payment_method_types: ['card', 'us_bank_account'],
    payment_intent_data: { capture_method: 'manual' },
  });
  assert.deepEqual((await session(b, id)).payment_method_types, ['card']);
  await send(b, id, card('4242424242424242'));
  const held = await session(b, id);
  assert.deepEqual([held.status, held.payment_status], ['complete', 'unpaid']);
  assert.equal((await read(b, intentOf(held))).status, 'requires_capture');
  await b.stripe.paymentIntents.capture(intentOf(held));
  assert.equal((await session(b, id)).payment_status, 'paid');
  assert.ok(!(await types(b)).includes('checkout.session.async_payment_succeeded'));
});

test('shares one charge with nobody: a payment method typed elsewhere does not pay a session', async () => {
  const b = bench();
  const { id } = await create(b);
  await send(b, id, card('4242424242424242'));
  const intent = intentOf(await session(b, id));
  await assert.rejects(
    b.stripe.paymentIntents.confirm(intent, { payment_method: await typed(b, '4242424242424242') }),
    (error: Stripe.errors.StripeError) => error.code === 'payment_intent_unexpected_state',
  );
  assert.equal(b.sandbox.charges().length, 1);
});

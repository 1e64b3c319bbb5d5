import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, type Bench, chargeOf, read, typed } from './stripe.js';

const PARAMS = { amount: 2500, currency: 'usd', allowed_payment_method_types: ['card' as const] };
const NOW = { ...PARAMS, confirm: true as const, payment_method: 'pm_card_visa' };
const DAY = 24 * 3_600_000;

const methodOf = ({ payment_method: method }: { payment_method: unknown }): string =>
  typeof method === 'string' ? method : '';

const eventsOf = async (b: Bench): Promise<string[]> =>
  (await b.stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();

test('asks for 3-D Secure again after the payment method was set anew', async () => {
  const b = bench();
  const method = await typed(b, '4000000000003220');
  const { id } = await b.stripe.paymentIntents.create(PARAMS);
  await b.stripe.paymentIntents.confirm(id, { payment_method: method, use_stripe_sdk: true });
  const updated = await b.stripe.paymentIntents.update(id, { payment_method: method });
  assert.equal(updated.status, 'requires_confirmation');
  const again = await b.stripe.paymentIntents.confirm(id, { use_stripe_sdk: true });
  assert.equal(again.status, 'requires_action');
  assert.deepEqual(b.sandbox.charges(), []);
});

test('makes no intent of a request that it refuses to confirm', async () => {
  const b = bench();
  for (const params of [
    { ...NOW, payment_method: 'pm_unknown' },
    { amount: 2500, currency: 'usd', confirm: true as const, payment_method: 'pm_card_visa' },
    { ...NOW, payment_method: 'pm_usBankAccount_success', mandate_data: { customer_acceptance: { type: 'offline' } } },
  ]) {
    await assert.rejects(b.stripe.paymentIntents.create(params), { statusCode: 400 });
  }
  assert.deepEqual((await b.stripe.paymentIntents.list()).data, []);
  assert.deepEqual(await eventsOf(b), []);
});

test('keeps the intent of a create whose card is declined', async () => {
  const b = bench();
  const declined = { ...NOW, payment_method: 'pm_card_visa_chargeDeclined' };
  await assert.rejects(b.stripe.paymentIntents.create(declined), { statusCode: 402 });
  assert.equal((await b.stripe.paymentIntents.list()).data[0]?.status, 'requires_payment_method');
  assert.deepEqual(await eventsOf(b), ['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);
});

test('holds the money of a card that alone is captured by hand', async () => {
  const b = bench();
  const intent = await b.stripe.paymentIntents.create({
    ...NOW,
    payment_method_options: { card: { capture_method: 'manual' } },
  });
  assert.deepEqual([intent.status, intent.capture_method], ['requires_capture', 'automatic_async']);
  assert.equal(intent.payment_method_options?.card?.capture_method, 'manual');
  assert.equal(chargeOf(await read(b, intent.id)).captured, false);
  assert.equal((await b.stripe.paymentIntents.capture(intent.id)).status, 'succeeded');
});

test('asks for 3-D Secure where the merchant wants it', async () => {
  const b = bench();
  const status = async (method: string, secure: 'any' | 'automatic'): Promise<string> => {
    const card = { request_three_d_secure: secure };
    const params = { ...NOW, payment_method: method, use_stripe_sdk: true, payment_method_options: { card } };
    return (await b.stripe.paymentIntents.create(params)).status;
  };
  assert.equal(await status('pm_card_threeDSecureOptional', 'automatic'), 'succeeded');
  assert.equal(await status('pm_card_threeDSecureOptional', 'any'), 'requires_action');
  // Visa's 4242 is not enrolled, so nobody is asked.
  assert.equal(await status('pm_card_visa', 'any'), 'succeeded');
});

test('charges a card again that a customer saved with the first payment', async () => {
  const b = bench();
  const { id: customer } = await b.stripe.customers.create({});
  const first = await b.stripe.paymentIntents.create({ ...NOW, customer, setup_future_usage: 'off_session' });
  const method = methodOf(first);
  assert.equal((await b.stripe.paymentMethods.retrieve(method)).customer, customer);
  const again = { ...NOW, customer, payment_method: method, off_session: true };
  assert.equal((await b.stripe.paymentIntents.create(again)).status, 'succeeded');
  assert.ok((await eventsOf(b)).includes('payment_method.attached'));
});

test('uses up a card that a customer did not save', async () => {
  const b = bench();
  const { id: customer } = await b.stripe.customers.create({});
  const first = await b.stripe.paymentIntents.create({ ...NOW, customer });
  const again = { ...NOW, customer, payment_method: methodOf(first) };
  await assert.rejects(b.stripe.paymentIntents.create(again), /may not be used again/);
});

test('clears with empty text what can be cleared, and changes what can be changed', async () => {
  const b = bench();
  const { id } = await b.stripe.paymentIntents.create({
    amount: 2500,
    currency: 'eur',
    allowed_payment_method_types: ['card', 'ideal'],
    setup_future_usage: 'off_session',
    shipping: { name: 'Jenny', address: { line1: 'Main Street 1' } },
  });
  const cleared = await b.stripe.paymentIntents.update(id, { setup_future_usage: '', shipping: '' });
  assert.deepEqual([cleared.setup_future_usage, cleared.shipping], [null, null]);
  const excluded = await b.stripe.paymentIntents.update(id, {
    excluded_payment_method_types: ['ideal'],
    transfer_group: 'group',
  });
  assert.deepEqual([excluded.payment_method_types, excluded.transfer_group], [['card'], 'group']);
  await assert.rejects(
    // A confirm of Stripe's has no metadata; the types know it, a caller in another language does not.
    b.stripe.rawRequest('POST', `/v1/payment_intents/${id}/confirm`, { metadata: { a: 'b' } }),
    { code: 'parameter_unknown' },
  );
});

test('tells of a held payment that nobody captured that it expired', async () => {
  const b = bench();
  await b.stripe.paymentIntents.create({ ...NOW, capture_method: 'manual' });
  b.clock.now += 8 * DAY;
  const events = await eventsOf(b);
  assert.ok(events.includes('charge.expired'));
  assert.equal(events.at(-1), 'payment_intent.canceled');
});

test('tells that a dispute took the money, and an inquiry not', async () => {
  const b = bench();
  await b.stripe.paymentIntents.create({ ...NOW, payment_method: 'pm_card_createDisputeInquiry' });
  assert.ok(!(await eventsOf(b)).includes('charge.dispute.funds_withdrawn'));
  await b.stripe.paymentIntents.create({ ...NOW, payment_method: 'pm_card_createDispute' });
  assert.deepEqual((await eventsOf(b)).slice(-2), ['charge.dispute.created', 'charge.dispute.funds_withdrawn']);
});

test('refuses a session of no customer or without quantities, and lists those of one', async () => {
  const b = bench();
  const item = { price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'A' } }, quantity: 1 };
  const base = { mode: 'payment' as const, success_url: 'https://shop.test/', line_items: [item, item, item] };
  const { id: customer } = await b.stripe.customers.create({});
  await assert.rejects(b.stripe.checkout.sessions.create({ ...base, customer: 'cus_unknown' }), {
    code: 'resource_missing',
    param: 'customer',
  });
  const { price_data } = item;
  await assert.rejects(
    b.stripe.checkout.sessions.create({ ...base, line_items: [{ price_data }] }),
    /Quantity is required/,
  );
  await b.stripe.checkout.sessions.create(base);
  const own = await b.stripe.checkout.sessions.create({ ...base, customer });
  const listed = await b.stripe.checkout.sessions.list({ customer });
  assert.deepEqual(
    listed.data.map(({ id }) => id),
    [own.id],
  );
  const page = await b.stripe.checkout.sessions.listLineItems(own.id, { limit: 2 });
  assert.deepEqual([page.data.length, page.has_more], [2, true]);
});

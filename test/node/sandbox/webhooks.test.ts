import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { type Bench, bench, chargeOf, pay, read } from './stripe.js';

const SECRET = 'whsec_test_secret';
const URL_ = 'http://127.0.0.1:4242/api/webhooks/demo';

/** The members of a webhook's body that the tests look at. */
const eventOf = (body: string) => JSON.parse(body) as { type: string; data: { object: { status?: string } } };

interface Listener extends Bench {
  received: { body: string; signature: string }[];
  types(): string[];
  /** The statuses it answers next; 200 when none is left. */
  answers: number[];
}

function listener(): Listener {
  const received: Listener['received'] = [];
  const answers: number[] = [];
  const b = bench({
    webhookEndpoints: [{ key: 'sk_test_sandbox', url: URL_, secret: SECRET }],
    async fetch(input, init) {
      const request = new Request(input, init);
      assert.equal(request.url, URL_);
      received.push({ body: await request.text(), signature: request.headers.get('stripe-signature') ?? '' });
      return new Response(null, { status: answers.shift() ?? 200 });
    },
  });
  const types = (): string[] => received.map(({ body }) => eventOf(body).type);
  return { ...b, received, answers, types };
}

test('signs events so that the official library takes them, and refuses them changed', async () => {
  const b = listener();
  await pay(b, 'pm_card_visa');
  await b.sandbox.settled();
  assert.deepEqual(b.types().sort(), ['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']);
  const now = b.clock.now;
  for (const { body, signature } of b.received) {
    const event = await b.stripe.webhooks.constructEventAsync(body, signature, SECRET, 300, undefined, now);
    assert.equal(event.api_version, '2026-10-28.endive');
    assert.equal(event.livemode, false);
    assert.match(event.request?.id ?? '', /^req_/);
    assert.match(event.request?.idempotency_key ?? '', /^stripe-node-retry-/);
  }
  const [first] = b.received;
  await assert.rejects(
    b.stripe.webhooks.constructEventAsync(`${first?.body} `, first?.signature ?? '', SECRET, 300, undefined, now),
  );
});

test('shows each event as it was, however the object changed since', async () => {
  const b = listener();
  await pay(b, 'pm_card_visa');
  await b.sandbox.settled();
  const created = b.received.map(({ body }) => eventOf(body)).find(({ type }) => type === 'payment_intent.created');
  assert.equal(created?.data.object.status, 'requires_payment_method');
  const { data } = await b.stripe.events.list({ type: 'payment_intent.*' });
  const [, first] = data;
  assert.ok(first?.type === 'payment_intent.created');
  assert.equal(first.data.object.status, 'requires_payment_method');
  assert.deepEqual(
    data.map(({ type }) => type),
    ['payment_intent.succeeded', 'payment_intent.created'],
  );
  assert.equal(data[0]?.pending_webhooks, 0);
});

test('tries again until an event is taken, and gives up in the end', async () => {
  const b = listener();
  b.answers.push(500, 503);
  await b.stripe.paymentIntents.create({ amount: 2500, currency: 'usd' });
  await b.sandbox.settled();
  assert.equal(b.received.length, 3);
  b.answers.push(...Array<number>(20).fill(500));
  await b.stripe.paymentIntents.create({ amount: 2500, currency: 'usd' });
  await b.sandbox.settled();
  assert.equal(b.received.length, 3 + 6);
});

test('drops, repeats and delays the webhooks of a type on demand, and sends one again', async () => {
  const b = listener();
  b.sandbox.faults.add({ path: 'payment_intent.created', fault: 'drop-webhook' });
  b.sandbox.faults.add({ path: 'payment_intent.succeeded', fault: 'repeat-webhook' });
  b.sandbox.faults.add({ path: 'charge.*', fault: 'delay-webhook', ms: 60_000 });
  await pay(b, 'pm_card_visa');
  await b.sandbox.settled();
  assert.deepEqual(b.types().sort(), ['charge.succeeded', 'payment_intent.succeeded', 'payment_intent.succeeded']);
  const { data } = await b.stripe.events.list({ type: 'payment_intent.created' });
  assert.equal(await b.sandbox.resend(data[0]?.id ?? ''), true);
  await b.sandbox.settled();
  assert.equal(b.types().at(-1), 'payment_intent.created');
  assert.equal(await b.sandbox.resend('evt_none'), false);
});

test('says what a hold, a capture, a cancel and a decline did', async () => {
  const b = listener();
  const held = await pay(b, 'pm_card_visa', { capture_method: 'manual' });
  await b.stripe.paymentIntents.capture(held.intent.id);
  await pay(b, 'pm_card_visa_chargeDeclined');
  const open = await pay(b, 'pm_card_threeDSecure2Required');
  await b.stripe.paymentIntents.cancel(open.intent.id);
  const { data } = await b.stripe.events.list({ limit: 100 });
  const types = new Set(data.map(({ type }): string => type));
  for (const type of [
    'payment_intent.amount_capturable_updated',
    'charge.captured',
    'payment_intent.succeeded',
    'charge.failed',
    'payment_intent.payment_failed',
    'payment_intent.requires_action',
    'payment_intent.canceled',
  ]) {
    assert.ok(types.has(type), type);
  }
});

test('refunds in parts and in full, and no more than there is', async () => {
  const b = listener();
  const { intent } = await pay(b, 'pm_card_visa');
  const refund = await b.stripe.refunds.create({
    payment_intent: intent.id,
    amount: 1000,
    reason: 'requested_by_customer',
  });
  assert.deepEqual([refund.status, refund.amount, refund.reason], ['succeeded', 1000, 'requested_by_customer']);
  await assert.rejects(
    b.stripe.refunds.create({ payment_intent: intent.id, amount: 1501 }),
    /greater than unrefunded amount/,
  );
  await b.stripe.refunds.create({ payment_intent: intent.id });
  const charge = chargeOf(await read(b, intent.id));
  assert.deepEqual([charge.amount_refunded, charge.refunded], [2500, true]);
  await assert.rejects(
    b.stripe.refunds.create({ payment_intent: intent.id }),
    (error: Stripe.errors.StripeError) => error.code === 'charge_already_refunded',
  );
  await b.sandbox.settled();
  assert.equal(b.types().filter((type) => type === 'refund.created').length, 2);
  assert.equal(b.types().filter((type) => type === 'charge.refunded').length, 2);
});

test('rows 49 and 50: a refund that arrives later, and one that comes back', async () => {
  const b = listener();
  const pending = await pay(b, 'pm_card_pendingRefund');
  const failing = await pay(b, 'pm_card_refundFail');
  const first = await b.stripe.refunds.create({ payment_intent: pending.intent.id });
  const second = await b.stripe.refunds.create({ payment_intent: failing.intent.id });
  assert.deepEqual([first.status, second.status], ['pending', 'succeeded']);
  assert.equal(chargeOf(await read(b, failing.intent.id)).refunded, true);
  await b.sandbox.advance(5000);
  assert.equal((await b.stripe.refunds.retrieve(first.id)).status, 'succeeded');
  assert.equal((await b.stripe.refunds.retrieve(second.id)).status, 'failed');
  const charge = chargeOf(await read(b, failing.intent.id));
  assert.deepEqual([charge.amount_refunded, charge.refunded], [0, false]);
  await b.sandbox.settled();
  assert.ok(b.types().includes('refund.updated') && b.types().includes('refund.failed'));
});

test('makes checkout sessions, expires them by hand and by the clock', async () => {
  const b = listener();
  const create = () =>
    b.stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://shop.example/done?session_id={CHECKOUT_SESSION_ID}',
      line_items: [
        { quantity: 2, price_data: { currency: 'usd', unit_amount: 1250, product_data: { name: 'Kitten' } } },
      ],
    });
  const [first, second] = [await create(), await create()];
  assert.deepEqual(
    [first.status, first.payment_status, first.amount_total, first.payment_intent],
    ['open', 'unpaid', 2500, null],
  );
  const items = await b.stripe.checkout.sessions.listLineItems(first.id);
  assert.deepEqual([items.data[0]?.description, items.data[0]?.amount_total], ['Kitten', 2500]);
  assert.equal((await b.stripe.checkout.sessions.expire(first.id)).status, 'expired');
  await assert.rejects(b.stripe.checkout.sessions.expire(first.id), /can be expired/);
  await b.sandbox.advance(24 * 3_600_000);
  const late = await b.stripe.checkout.sessions.retrieve(second.id, { expand: ['line_items'] });
  assert.deepEqual([late.status, late.line_items?.data.length], ['expired', 1]);
  await b.sandbox.settled();
  assert.equal(b.types().filter((type) => type === 'checkout.session.expired').length, 2);
});

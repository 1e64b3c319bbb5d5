import assert from 'node:assert/strict';
import { test } from 'node:test';
import Stripe from 'stripe';
import { bench, pay } from './stripe.js';

const PARAMS = { amount: 2500, currency: 'usd', allowed_payment_method_types: ['card' as const] };
const HOUR = 3_600_000;

const failure = async (promise: Promise<unknown>): Promise<Stripe.errors.StripeError> => {
  try {
    await promise;
  } catch (error) {
    // The library rejects with nothing else.
    return error as Stripe.errors.StripeError;
  }
  throw new Error('it was not refused');
};

test('answers the same key and parameters with the same object', async () => {
  const b = bench();
  const first = await b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' });
  const second = await b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' });
  assert.equal(second.id, first.id);
  assert.deepEqual(
    b.sandbox.log().map(({ replayed }) => replayed),
    [false, true],
  );
  assert.equal((await b.stripe.paymentIntents.list()).data.length, 1);
});

test('says in its headers which answer is a replay, and of which request', async () => {
  const b = bench();
  const ask = (): Promise<Response> =>
    b.sandbox.fetch(
      new Request(`${b.sandbox.baseUrl}/v1/payment_intents`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_sandbox', 'idempotency-key': 'k1' },
        body: new URLSearchParams({ amount: '2500', currency: 'usd' }),
      }),
    );
  const [first, second] = [await ask(), await ask()];
  assert.equal(await second.text(), await first.text());
  assert.equal(first.headers.get('idempotent-replayed'), null);
  assert.equal(second.headers.get('idempotent-replayed'), 'true');
  assert.equal(second.headers.get('original-request'), first.headers.get('request-id'));
  assert.notEqual(second.headers.get('request-id'), first.headers.get('request-id'));
  assert.equal(second.headers.get('idempotency-key'), 'k1');
  assert.equal(second.headers.get('stripe-version'), '2026-10-28.endive');
});

test('refuses a key with other parameters or another endpoint', async () => {
  const b = bench();
  const intent = await b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' });
  const other = await failure(b.stripe.paymentIntents.create({ ...PARAMS, amount: 2600 }, { idempotencyKey: 'k1' }));
  assert.deepEqual([other.type, other.statusCode], ['StripeIdempotencyError', 400]);
  const elsewhere = await failure(b.stripe.paymentIntents.cancel(intent.id, {}, { idempotencyKey: 'k1' }));
  assert.equal(elsewhere.type, 'StripeIdempotencyError');
});

test('keeps keys apart by account and mode', async () => {
  const b = bench();
  const ids = await Promise.all(
    ['sk_test_sandbox', 'sk_live_sandbox', 'sk_test_sandbox_second'].map(
      async (key) => (await b.as(key).paymentIntents.create(PARAMS, { idempotencyKey: 'k1' })).id,
    ),
  );
  assert.equal(new Set(ids).size, 3);
});

test('replays a decline, and charges nothing more', async () => {
  const b = bench();
  const intent = await b.stripe.paymentIntents.create(PARAMS);
  const confirm = () =>
    failure(
      b.stripe.paymentIntents.confirm(
        intent.id,
        { payment_method: 'pm_card_visa_chargeDeclined' },
        { idempotencyKey: 'c1' },
      ),
    );
  const [first, second] = [await confirm(), await confirm()];
  assert.deepEqual([first.statusCode, second.statusCode], [402, 402]);
  assert.equal(second.charge, first.charge);
  assert.equal(b.sandbox.charges().length, 1);
});

test('replays a refusal that came after the work began, and forgets one that came before', async () => {
  const b = bench();
  const { intent } = await pay(b, 'pm_card_visa', { capture_method: 'manual' });
  const capture = (amount: number) =>
    b.stripe.paymentIntents.capture(intent.id, { amount_to_capture: amount }, { idempotencyKey: 'p1' });
  assert.equal((await failure(capture(9999))).code, 'amount_too_large');
  assert.equal((await failure(capture(1000))).type, 'StripeIdempotencyError');
  const create = (params: Record<string, string>) =>
    b.sandbox.fetch(
      new Request(`${b.sandbox.baseUrl}/v1/payment_intents`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_sandbox', 'idempotency-key': 'p2' },
        body: new URLSearchParams(params),
      }),
    );
  assert.equal((await create({ amount: '2500' })).status, 400);
  assert.equal((await create({ amount: '2500', currency: 'usd' })).status, 200);
});

test('refuses a key that is in use, once the first request still runs', async () => {
  let begun = (): void => undefined;
  let release = (): void => undefined;
  const running = new Promise<void>((resolve) => (begun = resolve));
  const kept = new Promise<void>((resolve) => (release = resolve));
  // The first request runs for as long as its state is being kept.
  const b = bench({
    save: () => {
      begun();
      return kept;
    },
  });
  const first = b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' });
  await running;
  await assert.rejects(b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' }), (refusal) => {
    assert.ok(refusal instanceof Stripe.errors.StripeError);
    assert.equal(refusal.code, 'idempotency_key_in_use');
    return refusal.statusCode === 409;
  });
  release();
  await first;
  assert.equal((await b.stripe.paymentIntents.list()).data.length, 1);
});

test('runs a key anew after 24 hours', async () => {
  const b = bench();
  const first = await b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' });
  await b.sandbox.advance(23 * HOUR);
  assert.equal((await b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' })).id, first.id);
  await b.sandbox.advance(2 * HOUR);
  assert.notEqual((await b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' })).id, first.id);
});

test('replays a stored 500, as Stripe does', async () => {
  const b = bench();
  b.sandbox.faults.add({ path: '/v1/payment_intents', fault: 'error', status: 500, stored: true });
  const create = () => failure(b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' }));
  assert.deepEqual([(await create()).statusCode, (await create()).statusCode], [500, 500]);
  assert.equal(
    (await b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k2' })).status,
    'requires_payment_method',
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answered, bench, type Bench, pay } from './stripe.js';

const PARAMS = { amount: 2500, currency: 'usd', allowed_payment_method_types: ['card' as const] };
const HOUR = 3_600_000;

/** A request as curl sends it. */
async function curl(
  b: Bench,
  method: string,
  path: string,
  body?: string,
  more: Record<string, string> = {},
): Promise<Answered> {
  const headers = { authorization: 'Bearer sk_test_sandbox', ...more };
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const init: RequestInit =
    body === undefined ? { method, headers } : { method, headers: { ...headers, ...type }, body };
  const response = await b.sandbox.fetch(new Request(`${b.sandbox.baseUrl}${path}`, init));
  // Stripe's answers are objects, and their errors too.
  const answer = (await response.json()) as Answered['body'];
  return { status: response.status, body: answer, headers: response.headers };
}

test('expands no member that is only a name of every object', async () => {
  const b = bench();
  const [mine, other] = [await b.stripe.paymentIntents.create(PARAMS), await b.stripe.paymentIntents.create(PARAMS)];
  for (const name of ['constructor', '__proto__', 'toString']) {
    const path = `/v1/payment_intents/${mine.id}?client_secret=${mine.client_secret}&expand[]=${name}`;
    const answer = await curl(b, 'GET', path, undefined, { authorization: 'Bearer pk_test_sandbox' });
    assert.deepEqual([answer.status, answer.body.error?.param], [400, 'expand'], name);
    assert.ok(!JSON.stringify(answer.body).includes(String(other.client_secret)));
    assert.equal(
      (await curl(b, 'POST', `/v1/payment_intents?expand[]=${name}`, 'amount=2500&currency=usd')).status,
      400,
    );
  }
  assert.equal((await b.stripe.paymentIntents.list()).data.length, 2);
});

test('makes no customer where it refuses what to expand', async () => {
  const b = bench();
  assert.equal((await curl(b, 'POST', '/v1/customers', 'name=A&expand[]=nothing')).status, 400);
  assert.deepEqual((await b.stripe.customers.list()).data, []);
});

test('refuses an account that is only a name of every object', async () => {
  const b = bench();
  for (const account of ['constructor', '__proto__', 'toString']) {
    const listed = await curl(b, 'GET', '/v1/payment_intents', undefined, { 'stripe-account': account });
    assert.deepEqual([listed.status, listed.body.error?.code], [403, 'account_invalid']);
    assert.equal((await curl(b, 'GET', `/v1/accounts/${account}`)).status, 404);
    const unlinked = await curl(b, 'POST', '/oauth/deauthorize', `stripe_user_id=${account}&client_id=ca_sandbox`);
    assert.equal(unlinked.status, 401);
  }
});

test('remembers an idempotency key whatever it is called, and for a day', async () => {
  const b = bench();
  const make = async (key: string): Promise<unknown> =>
    (await curl(b, 'POST', '/v1/payment_intents', 'amount=2500&currency=usd', { 'idempotency-key': key })).body.id;
  assert.equal(await make('__proto__'), await make('__proto__'));
  const first = await make('order-1');
  b.clock.now += 2 * HOUR;
  await make('1002');
  b.clock.now += 23 * HOUR;
  assert.notEqual(await make('order-1'), first);
});

test('reads a list of hashes written with empty brackets', async () => {
  const b = bench();
  const item = (name: string, amount: number): string =>
    `line_items[][price_data][currency]=usd&line_items[][price_data][unit_amount]=${amount}&line_items[][price_data][product_data][name]=${name}&line_items[][quantity]=2`;
  const body = `mode=payment&success_url=https://shop.test/&${item('A', 500)}&${item('B', 700)}`;
  const made = await curl(b, 'POST', '/v1/checkout/sessions', body);
  assert.deepEqual([made.status, made.body.amount_total], [200, 2400]);
});

test('takes payment_method_types from a library of an older version', async () => {
  const b = bench();
  const ask = (version: string): Promise<Answered> =>
    curl(b, 'POST', '/v1/payment_intents', 'amount=2500&currency=usd&payment_method_types[]=card', {
      'stripe-version': version,
    });
  const old = await ask('2025-03-31.basil');
  assert.deepEqual([old.status, old.body.payment_method_types], [200, ['card']]);
  assert.equal((await ask('2026-09-30.endive')).body.error?.code, 'payment_method_types_no_longer_supported');
  assert.match(String((await ask('latest')).body.error?.message), /^Invalid Stripe API version: latest/);
});

test('lists what was made in a time', async () => {
  const b = bench();
  const early = await b.stripe.paymentIntents.create(PARAMS);
  b.clock.now += HOUR;
  const late = await b.stripe.paymentIntents.create(PARAMS);
  const ids = async (created: number | { gt?: number; gte?: number; lt?: number; lte?: number }): Promise<string[]> =>
    (await b.stripe.paymentIntents.list({ created })).data.map(({ id }) => id);
  assert.deepEqual(await ids({ gte: late.created }), [late.id]);
  assert.deepEqual(await ids({ lt: late.created }), [early.id]);
  assert.deepEqual(await ids({ gt: early.created, lte: late.created }), [late.id]);
  assert.deepEqual(await ids(early.created), [early.id]);
});

test('forgets events after 30 days', async () => {
  const b = bench();
  await b.stripe.customers.create({});
  const old = (await b.stripe.events.list()).data[0]?.id ?? '';
  b.clock.now += 31 * 24 * HOUR;
  await b.stripe.customers.create({});
  assert.equal((await b.stripe.events.list()).data.length, 1);
  assert.equal((await curl(b, 'GET', `/v1/events/${old}`)).status, 404);
});

test('keeps the payment method that reading a test id made', async () => {
  let kept: string | null = null;
  const keeping = {
    load: () => Promise.resolve(kept),
    save: (state: string) => {
      kept = state;
      return Promise.resolve();
    },
  };
  const method = await bench(keeping).stripe.paymentMethods.retrieve('pm_card_visa');
  assert.equal((await bench(keeping).stripe.paymentMethods.retrieve(method.id)).id, method.id);
});

test('signs with the newest secret of an endpoint, once', async () => {
  const signed: (string | null)[] = [];
  const bodies: string[] = [];
  const b = bench({
    fetch: async (input, init) => {
      const request = new Request(input, init);
      signed.push(request.headers.get('stripe-signature'));
      bodies.push(await request.text());
      return new Response('ok');
    },
  });
  for (const secret of ['whsec_old', 'whsec_new']) {
    b.sandbox.endpoints.add({ key: 'sk_test_sandbox', url: 'http://shop.test/hook', secret });
  }
  await b.stripe.customers.create({});
  await b.sandbox.settled();
  assert.equal(signed.length, 1);
  const event = await b.stripe.webhooks.constructEventAsync(
    bodies[0] ?? '',
    signed[0] ?? '',
    'whsec_new',
    undefined,
    undefined,
    b.clock.now,
  );
  assert.equal(event.type, 'customer.created');
});

test('refuses addresses that are none', async () => {
  const b = bench();
  const codeOf = async (params: object): Promise<unknown> =>
    b.stripe.paymentIntents
      .create({ ...PARAMS, ...params })
      .then(() => null)
      .catch((error: unknown) => (error instanceof b.stripe.errors.StripeError ? error.code : error));
  const card = { confirm: true, payment_method: 'pm_card_authenticationRequired' };
  assert.equal(await codeOf({ ...card, return_url: '/orders/1' }), 'url_invalid');
  assert.equal(await codeOf({ ...card, return_url: 'shop-app://orders/1' }), null);
  assert.equal(await codeOf({ receipt_email: 'nobody' }), 'email_invalid');
});

test('keeps the addresses of a customer', async () => {
  const b = bench();
  const { id } = await b.stripe.customers.create({
    address: { line1: 'Main Street 1', country: 'US' },
    shipping: { name: 'Jenny', address: { line1: 'Side Street 2' } },
  });
  const customer = await b.stripe.customers.retrieve(id);
  assert.ok(customer.deleted !== true);
  assert.equal(customer.address?.line1, 'Main Street 1');
  assert.deepEqual([customer.shipping?.name, customer.shipping?.address?.line1], ['Jenny', 'Side Street 2']);
});

test('tells in an event what was there before', async () => {
  const b = bench();
  const { intent } = await pay(b, 'pm_card_visa');
  for (const amount of [1000, 1500]) await b.stripe.refunds.create({ payment_intent: intent.id, amount });
  const events = (await b.stripe.events.list({ type: 'charge.refunded' })).data;
  assert.deepEqual(
    events.map(({ data }) => data.previous_attributes),
    [{ amount_refunded: 1000, refunded: false }, { amount_refunded: 0 }],
  );
});

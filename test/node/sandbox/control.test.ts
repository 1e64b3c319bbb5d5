import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DroppedConnection } from '../../../src/sandbox/index.js';
import { matches } from '../../../src/sandbox/faults.js';
import { type Bench, bench, NOON, pay } from './stripe.js';

const PARAMS = { amount: 2500, currency: 'usd' };

async function control(
  b: Bench,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await b.sandbox.fetch(new Request(`${b.sandbox.baseUrl}/_sandbox/${path}`, init));
  // Every control answer is a JSON object.
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('loses a request before it is done, or its answer after', async () => {
  const b = bench();
  b.sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents', fault: 'lost-request' });
  await assert.rejects(b.stripe.paymentIntents.create(PARAMS), (error: Error) => error.message.includes('connection'));
  assert.equal((await b.stripe.paymentIntents.list()).data.length, 0);
  b.sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents', fault: 'lost-answer' });
  await assert.rejects(b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' }));
  assert.equal((await b.stripe.paymentIntents.list()).data.length, 1);
  await b.stripe.paymentIntents.create(PARAMS, { idempotencyKey: 'k1' });
  assert.equal((await b.stripe.paymentIntents.list()).data.length, 1);
  assert.deepEqual(
    b.sandbox.log().map(({ fault, status, replayed }) => [fault, status, replayed]),
    [
      ['lost-request', 0, false],
      [null, 200, false],
      ['lost-answer', 0, false],
      [null, 200, false],
      [null, 200, true],
      [null, 200, false],
    ],
  );
});

test('signals a dropped connection with an error of its own', async () => {
  const b = bench();
  b.sandbox.faults.add({ path: '/stripe.js', fault: 'lost-request' });
  await assert.rejects(b.sandbox.fetch(new Request(`${b.sandbox.baseUrl}/stripe.js`)), DroppedConnection);
});

test('answers an error instead of doing what was asked, as often as was said', async () => {
  const b = bench();
  b.sandbox.faults.add({ path: '/v1/**', fault: 'error', status: 503, times: 2 });
  for (let time = 0; time < 2; time += 1) {
    const { status, body } = await b.browser('POST', '/v1/payment_intents', {}, 'sk_test_sandbox');
    assert.deepEqual([status, body.error?.type], [503, 'api_error']);
  }
  assert.equal((await b.stripe.paymentIntents.list()).data.length, 0);
  assert.deepEqual(b.sandbox.faults.list(), []);
});

test('sets, lists and clears faults over HTTP, and refuses what is none', async () => {
  const b = bench();
  const made = await control(b, 'POST', 'faults', {
    method: 'GET',
    path: '/v1/payment_intents/*',
    fault: 'error',
    status: 500,
    times: 3,
  });
  assert.equal(made.status, 201);
  assert.equal(made.body.left, 3);
  const { body } = await control(b, 'GET', 'faults');
  assert.deepEqual(body, { data: [made.body] });
  for (const wrong of [
    {},
    { path: '/v1', fault: 'fire' },
    { fault: 'delay' },
    { path: '/', fault: 'delay', ms: 'x' },
    { path: '/', fault: 'delay', why: 1 },
  ]) {
    assert.equal((await control(b, 'POST', 'faults', wrong)).status, 400);
  }
  await control(b, 'DELETE', 'faults');
  assert.deepEqual((await control(b, 'GET', 'faults')).body, { data: [] });
});

test('matches one segment with a star and any rest with two', () => {
  assert.ok(matches('/v1/payment_intents/*/confirm', '/v1/payment_intents/pi_1/confirm'));
  assert.ok(!matches('/v1/payment_intents/*', '/v1/payment_intents/pi_1/confirm'));
  assert.ok(matches('/v1/**', '/v1/payment_intents/pi_1/confirm'));
  assert.ok(!matches('/v1/payment.intents', '/v1/payment_intents'));
  fc.assert(fc.property(fc.webPath(), (path) => matches('/**', `/${path}`) && matches('**', path)));
});

test('logs what was asked without queries, and lists what was charged', async () => {
  const b = bench();
  const { intent } = await pay(b, 'pm_card_visa');
  await pay(b, 'pm_card_visa_chargeDeclined');
  const { body } = await control(b, 'GET', 'log');
  const [first] = b.sandbox.log();
  assert.deepEqual(body, { data: b.sandbox.log(), charges: b.sandbox.charges() });
  assert.deepEqual(Object.keys(first ?? {}), ['at', 'method', 'path', 'status', 'idempotencyKey', 'replayed', 'fault']);
  assert.equal(first?.at, new Date(NOON).toISOString());
  assert.ok(b.sandbox.log().every(({ path }) => !path.includes('?')));
  assert.deepEqual(
    b.sandbox.charges().map(({ paid }) => paid),
    [true, false],
  );
  assert.equal(b.sandbox.charges()[0]?.intent, intent.id);
});

test('moves its clock on demand', async () => {
  const b = bench();
  const { body } = await control(b, 'POST', 'clock', { advance: 90_000 });
  assert.equal(body.now, new Date(NOON + 90_000).toISOString());
  assert.equal((await b.stripe.paymentIntents.create(PARAMS)).created, NOON / 1000 + 90);
  assert.equal((await control(b, 'POST', 'clock', { advance: -1 })).status, 400);
});

test('is steered from its own host and pages only', async () => {
  const b = bench();
  assert.equal((await control(b, 'GET', 'log', undefined, { origin: 'http://localhost:12111' })).status, 200);
  assert.equal((await control(b, 'GET', 'log', undefined, { origin: 'http://localhost:4242' })).status, 403);
  assert.equal((await control(b, 'GET', 'log', undefined, { origin: 'null' })).status, 403);
  assert.equal((await control(b, 'GET', 'log', undefined, { host: 'evil.example' })).status, 403);
  assert.equal((await b.sandbox.fetch(new Request('http://evil.example:12111/_sandbox/log'))).status, 403);
});

test('serves the browser files to any page, each with a policy of its own', async () => {
  const b = bench({
    assets: (path) =>
      Promise.resolve(
        path === '/stripe.js'
          ? { body: 'script', type: 'text/javascript; charset=utf-8' }
          : path === '/frames/none'
            ? null
            : { body: '<p>', type: 'text/html; charset=utf-8' },
      ),
  });
  const get = (path: string): Promise<Response> => b.sandbox.fetch(new Request(b.sandbox.baseUrl + path));
  const script = await get('/stripe.js');
  assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.equal(script.headers.get('access-control-allow-origin'), '*');
  for (const path of ['/frames/card-number', '/challenge?payment_intent=pi_1', '/redirect?payment_intent=pi_1']) {
    const policy = (await get(path)).headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'; script-src 'self'/);
    assert.match(policy, /frame-ancestors \*/);
    assert.ok(!policy.includes('unsafe'));
  }
  assert.equal((await get('/frames/none')).status, 404);
  b.sandbox.faults.add({ path: '/stripe.js', fault: 'error', status: 404 });
  assert.equal((await get('/stripe.js')).status, 404);
});

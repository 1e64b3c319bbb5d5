/** What Stripe refuses for good is told as that, at once and to everybody who asks again: never as "wait". */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPaymentError, type PaymentError } from '../../../src/errors/index.js';
import { project } from '../../../src/server/requests/projection.js';
import { Bench } from './bench.js';

async function refused(answer: Promise<unknown>): Promise<PaymentError> {
  const thrown: unknown = await answer.then(
    (value) => assert.fail(`It was answered: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  assert.ok(isPaymentError(thrown), String(thrown));
  return thrown;
}

const refusals = [
  ['amount-too-small', /payment_intents$/, 400, { code: 'amount_too_small', param: 'amount', message: 'Amount must convert to at least 50 cents.' }],
  ['amount-too-large', /payment_intents$/, 400, { code: 'amount_too_large', param: 'amount', message: 'Too much.' }],
  ['instrument-used', /\/confirm$/, 400, { message: 'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again.' }],
  ['instrument-used', /\/confirm$/, 400, { message: "The provided ConfirmationToken 'ctoken_1' has already been used." }],
  ['invalid-request', /\/confirm$/, 400, { code: 'resource_missing', param: 'payment_method', message: "No such PaymentMethod: 'pm_1'" }],
  ['unavailable', /payment_intents$/, 400, { param: 'allowed_payment_method_types', message: 'The payment method type provided: ideal is invalid.' }],
  ['unavailable', /\/confirm$/, 400, { code: 'parameter_invalid_empty', param: 'return_url', message: 'You passed an empty string.' }],
  ['unavailable', /\/confirm$/, 400, { code: 'payment_method_not_available', message: 'Not available.' }],
  ['unavailable', /payment_intents$/, 401, { code: 'api_key_expired', message: 'Expired API Key provided: sk_test_***' }],
  ['unavailable', /payment_intents$/, 403, { code: 'account_invalid', message: 'The account does not have access.' }],
  ['unavailable', /\/confirm$/, 404, { message: 'Unrecognized request URL.' }],
] as const; // prettier-ignore

/** Refusals of the instrument itself, whose attempts are forgotten once they are answered. */
const ofInstrument: ReadonlySet<string> = new Set(['instrument-used', 'invalid-request']);

for (const [code, path, status, error] of refusals) {
  test(`${status} ${'code' in error ? error.code : error.message.slice(0, 40)} at ${path.source} is ${code}, with Stripe's words for operators only`, async () => {
    const bench = new Bench();
    const id = await bench.request();
    let left = 1;
    const engine = bench.newEngine({
      fetch: async (request) => {
        if (request.method !== 'POST' || !path.test(new URL(request.url).pathname) || left-- <= 0)
          return bench.sandbox.fetch(request);
        return Response.json({ error: { type: 'invalid_request_error', ...error } }, { status });
      },
    });
    const told = await refused(bench.pay(id, 'a1', 'pm_card_visa', engine));
    assert.equal(told.code, code);
    assert.notEqual(told.recovery, 'wait');
    assert.ok(!told.message.includes(error.message), told.message);
    const { doc } = await bench.row(id);
    const attempt = project(doc, new Date()).attempt;
    if (ofInstrument.has(code)) assert.deepEqual(doc.attempts, [], 'nothing was tried, so nothing stays');
    else {
      assert.deepEqual([attempt?.status, attempt?.code], ['declined', code]);
      assert.equal((await refused(bench.pay(id, 'a1', undefined, engine))).code, code, 'and again to who asks again');
    }
    const fact = (await bench.history(id)).find(({ type }) => type === 'attempt_failed');
    assert.equal(fact?.code, code);
    assert.ok(fact.note?.includes(error.message), String(fact.note));
    assert.equal((await engine.sync(id)).status, 'open');
    assert.equal(bench.paid(), 0);
    assert.equal((await bench.pay(id, 'a2', 'pm_card_visa', engine)).result, 'paid', 'nothing stands in the way');
  });
}

test('a payment method that was used before is refused as Stripe refuses it: by words alone', async () => {
  const bench = new Bench();
  const [one, two] = [await bench.request(), await bench.request()];
  const method = await bench.typed('4242424242424242');
  assert.equal((await bench.pay(one, 'a1', method)).result, 'paid');
  const told = await refused(bench.pay(two, 'a1', method));
  assert.equal(told.code, 'instrument-used');
  assert.deepEqual(
    told.errors?.map(({ path }) => path),
    ['instrument'],
  );
  const intent = (await bench.row(two)).doc.rails[0]?.id ?? '';
  const { error } = await bench.call('POST', `/v1/payment_intents/${intent}/confirm`, {
    payment_method: method,
    return_url: 'https://shop.example/',
  });
  assert.ok(typeof error === 'object' && error !== null);
  assert.deepEqual(Object.keys(error).sort(), ['message', 'request_log_url', 'type']);
});

test('a refusal of a call that was sent before is no refusal of the first', async () => {
  const bench = new Bench();
  const id = await bench.request();
  let calls = 0;
  const engine = bench.newEngine({
    fetch: async (request) => {
      if (!request.url.endsWith('/confirm')) return bench.sandbox.fetch(request);
      calls += 1;
      if (calls === 1) throw new TypeError('The request is on its way.');
      const error = { type: 'invalid_request_error', message: 'No.' };
      return Response.json({ error }, { status: 400 });
    },
  });
  assert.match((await refused(bench.pay(id, 'a1', 'pm_card_visa', engine))).code, /^gateway-/);
  assert.match((await refused(engine.sync(id))).code, /^gateway-/);
  assert.equal((await bench.row(id)).doc.attempts[0]?.status, 'pending');
});

test('a Checkout Session that Stripe refuses for good says so, without its words', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const engine = bench.newEngine({
    fetch: async (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/sessions')) return bench.sandbox.fetch(request);
      const error = { type: 'invalid_request_error', code: 'amount_too_small', message: 'At least 50 cents.' };
      return Response.json({ error }, { status: 400 });
    },
  });
  const told = await refused(engine.checkout(id, { by: 'payer' }));
  assert.equal(told.code, 'amount-too-small');
  assert.ok(!told.message.includes('50 cents'));
});

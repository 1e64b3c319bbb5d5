/** What the holder of a link can find out about others who hold it: nothing but outcomes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import type { AttemptResult } from '../../../src/contract/types.js';
import { bench, problemIn, read, type Bench } from './bench.js';

const ANN = 'ann-0123456789abcdefghij';
const BOB = 'bob-0123456789abcdefghij';
const OPERATOR = 'operator@example.com';
const PAYER = 'ann@example.com';

type Pay = (attempt: string, secret: string | null, card: string, more?: object) => Promise<Response>;

function payerOf({ call }: Bench, id: string): Pay {
  return (attempt, secret, card, more = {}) =>
    call('POST', `/requests/${id}/attempts`, {
      attempt,
      ...(secret === null ? {} : { attemptSecret: secret }),
      ...(card === '' ? {} : { instrument: { paymentMethod: `pm_card_${card}` } }),
      ...more,
    });
}

const resultOf = (response: Promise<Response>): Promise<AttemptResult> =>
  response.then((answer) => read(answer, schemas.attemptResult));

/** The payment object, as whoever has its client secret and the publishable key reads it. */
async function peek({ sandbox }: Bench, clientSecret: string): Promise<string> {
  const query = new URLSearchParams({ client_secret: clientSecret, key: 'pk_test_sandbox' });
  const intent = clientSecret.split('_secret_')[0] ?? '';
  const answer = await sandbox.fetch(new Request(`${sandbox.baseUrl}/v1/payment_intents/${intent}?${query}`));
  assert.equal(answer.status, 200);
  return answer.text();
}

/** Something of Stripe's, as the merchant reads it. */
async function look({ sandbox }: Bench, path: string): Promise<Record<string, unknown>> {
  const headers = { authorization: 'Bearer sk_test_sandbox' };
  return (await (await sandbox.fetch(new Request(`${sandbox.baseUrl}/v1/${path}`, { headers }))).json()) as Record<
    string,
    unknown
  >;
}

async function intentsOf(b: Bench): Promise<{ id: string; status: string }[]> {
  return (await look(b, 'payment_intents'))['data'] as { id: string; status: string }[];
}

async function paidChargeOf(b: Bench): Promise<Record<string, unknown>> {
  const charges = (await look(b, 'charges'))['data'] as Record<string, unknown>[];
  return charges.find((charge) => charge['paid'] === true) ?? {};
}

test('a known attempt tells everybody its outcome, and its client secret only to who sends its own secret', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  const pay = payerOf(b, id);
  const first = await resultOf(pay('a1', ANN, 'threeDSecure2Required'));
  assert.match(first.clientSecret ?? '', /^pi_.+_secret_/);
  for (const secret of [null, BOB]) {
    const told = await resultOf(pay('a1', secret, ''));
    assert.deepEqual([told.status, told.clientSecret], ['requires_action', null], String(secret));
  }
  const own = await resultOf(pay('a1', ANN, ''));
  assert.deepEqual([own.status, own.clientSecret], ['requires_action', first.clientSecret]);
  const row = JSON.stringify(await b.store.read([id]));
  assert.ok(!row.includes(ANN), 'only a digest is kept');
  assert.ok(row.includes('"secretDigest"'));
});

test('an attempt that was started without a secret is opened again by nobody', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  const pay = payerOf(b, id);
  assert.notEqual((await resultOf(pay('a1', null, 'threeDSecure2Required'))).clientSecret, null);
  for (const secret of [null, BOB]) assert.equal((await resultOf(pay('a1', secret, ''))).clientSecret, null);
});

test('a stranger with the publishable key finds no address and no payment method of another payer', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make({ receiptEmail: OPERATOR });
  const pay = payerOf(b, id);
  const before: string[] = [];
  for (const [n, card] of ['visa_chargeDeclined', 'threeDSecure2Required'].entries()) {
    await pay(`ann-${n}`, ANN, card, { receiptEmail: PAYER });
    const { doc } = (await b.store.read([id]))[0] ?? assert.fail();
    before.push(...doc.attempts.map((attempt) => attempt.paymentMethod ?? ''));
    const { clientSecret } = await resultOf(pay(`bob-${n}`, BOB, 'threeDSecure2Required'));
    const seen = await peek(b, clientSecret ?? '');
    for (const words of [OPERATOR, PAYER, 'last_payment_error":{', ...before])
      assert.ok(!seen.includes(words), `${card}: ${words} in ${seen}`);
  }
  const alive = (await intentsOf(b)).filter(({ status }) => status !== 'canceled');
  assert.equal(alive.length, 1, 'one payment object can take money');
});

test('a client secret that a stranger got shows nothing of who pays later', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make({ receiptEmail: OPERATOR });
  const pay = payerOf(b, id);
  const { clientSecret } = await resultOf(pay('bob', BOB, 'threeDSecure2Required'));
  // The bank says no: the payment object could be used again.
  const intent = clientSecret?.split('_secret_')[0] ?? '';
  const refusal = await b.sandbox.fetch(
    new Request(`${b.sandbox.baseUrl}/_sandbox/challenge/${intent}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', host: new URL(b.sandbox.baseUrl).host },
      body: new URLSearchParams({ client_secret: clientSecret ?? '', outcome: 'fail' }).toString(),
    }),
  );
  assert.ok(refusal.ok);
  await b.call('POST', `/requests/${id}/sync`);
  await problemIn(await pay('ann-1', ANN, 'visa_chargeDeclined', { receiptEmail: PAYER }));
  await resultOf(pay('ann-2', ANN, 'visa', { receiptEmail: PAYER }));
  const { doc } = (await b.store.read([id]))[0] ?? assert.fail();
  const seen = await peek(b, clientSecret ?? '');
  for (const words of [OPERATOR, PAYER, ...doc.attempts.slice(1).map(({ paymentMethod }) => paymentMethod ?? '')])
    assert.ok(!seen.includes(words), `${words} in ${seen}`);
});

test('the same payer goes on with the same payment object, which then carries what this attempt gave', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  const pay = payerOf(b, id);
  await problemIn(await pay('a1', ANN, 'visa_chargeDeclined', { receiptEmail: PAYER }));
  const { clientSecret } = await resultOf(pay('a2', ANN, 'threeDSecure2Required'));
  assert.equal((await intentsOf(b)).length, 1);
  assert.ok(!(await peek(b, clientSecret ?? '')).includes(PAYER));
});

test('a payment object that another payer used is ended, as Stripe confirms, before the next one is made', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  const pay = payerOf(b, id);
  await problemIn(await pay('a1', ANN, 'visa_chargeDeclined'));
  b.sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents/*/cancel', fault: 'lost-request' });
  const refused = await problemIn(await pay('b1', BOB, 'visa'));
  assert.equal(refused.code, 'processing-error');
  assert.equal((await intentsOf(b)).length, 1, 'none is made while the old one may take money');
  assert.equal((await resultOf(pay('b2', BOB, 'visa'))).status, 'paid');
  assert.deepEqual((await intentsOf(b)).map(({ status }) => status).sort(), ['canceled', 'succeeded']);
});

test('the operator’s address goes onto the charge after it is paid, unless the payer gave one', async (t) => {
  for (const [given, expected] of [
    [{}, OPERATOR],
    [{ receiptEmail: PAYER }, PAYER],
  ] as const) {
    const b = bench();
    t.after(() => b.server.close());
    const { id } = await b.make({ receiptEmail: OPERATOR });
    assert.equal((await resultOf(payerOf(b, id)('a1', ANN, 'visa', given))).status, 'paid');
    await b.call('POST', `/requests/${id}/sync`);
    await b.call('POST', `/requests/${id}/sync`);
    assert.equal((await paidChargeOf(b))['receipt_email'], expected);
    const updates = b.sandbox.log().filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/charges/'));
    assert.deepEqual(
      updates.map(({ idempotencyKey }) => idempotencyKey),
      'receiptEmail' in given ? [] : [`${id}:receipt:1`],
    );
  }
});

test('a receipt that Stripe did not answer is asked for again, and one that it refuses disturbs nothing', async (t) => {
  for (const fault of ['lost-request', 'lost-answer'] as const) {
    const b = bench();
    t.after(() => b.server.close());
    const { id } = await b.make({ receiptEmail: OPERATOR });
    await resultOf(payerOf(b, id)('a1', ANN, 'visa'));
    b.sandbox.faults.add({ method: 'POST', path: '/v1/charges/*', fault });
    for (let n = 0; n < 3; n++)
      assert.equal((await read(await b.call('POST', `/requests/${id}/sync`), schemas.moneyRequest)).status, 'paid');
    assert.equal((await paidChargeOf(b))['receipt_email'], OPERATOR, fault);
  }
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make({ receiptEmail: OPERATOR });
  await resultOf(payerOf(b, id)('a1', ANN, 'visa'));
  b.sandbox.faults.add({ method: 'POST', path: '/v1/charges/*', fault: 'error', status: 403 });
  for (let n = 0; n < 2; n++)
    assert.equal((await read(await b.call('POST', `/requests/${id}/sync`), schemas.moneyRequest)).status, 'paid');
});

test('Checkout’s page, which everybody with the link can open, does not show the operator’s address', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make({ receiptEmail: OPERATOR });
  const answer = await b.server.fetch(new Request(`http://localhost:4242/pay/${id}`, { method: 'POST' }));
  assert.equal(answer.status, 303);
  const page = await b.sandbox.fetch(new Request(answer.headers.get('location') ?? ''));
  assert.ok(!(await page.text()).includes(OPERATOR));
  assert.ok(!JSON.stringify(await look(b, 'checkout/sessions')).includes(OPERATOR));
});

test('an attempt’s secret may look like a card number, and has 22 to 128 characters', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  const pay = payerOf(b, id);
  for (const secret of ['short', 'x'.repeat(129), `${'x'.repeat(22)}!`])
    assert.equal((await problemIn(await pay('a1', secret, 'visa'))).code, 'invalid-request', secret);
  assert.equal((await resultOf(pay('a1', '4242424242424242-424242', 'visa'))).status, 'paid');
});

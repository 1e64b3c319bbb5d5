import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPaymentError, type PaymentError, type PaymentErrorCode } from '../../../src/errors/index.js';
import type { FaultInput } from '../../../src/sandbox/index.js';
import { rowOf } from '../../../src/server/pay/refusal.js';
import { project } from '../../../src/server/requests/projection.js';
import { Bench } from './bench.js';

const CONFIRM = '/v1/payment_intents/*/confirm';
const fault = (path: string, kind: FaultInput['fault'], more: Partial<FaultInput> = {}): FaultInput => ({
  path,
  fault: kind,
  ...more,
});

async function refused(answer: Promise<unknown>): Promise<PaymentError> {
  const thrown = await answer.then(
    (value) => assert.fail(`It was answered: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  assert.ok(isPaymentError(thrown), String(thrown));
  return thrown;
}

async function refusedWith(code: PaymentErrorCode, answer: Promise<unknown>): Promise<PaymentError> {
  const error = await refused(answer);
  assert.equal(error.code, code, error.message);
  return error;
}

function attemptOf(row: Awaited<ReturnType<Bench['row']>>): string | undefined {
  return project(row.doc, new Date()).attempt?.status;
}

for (const [path, kind] of [
  [CONFIRM, 'lost-answer'],
  [CONFIRM, 'lost-request'],
  ['/v1/payment_intents', 'lost-answer'],
  ['/v1/payment_intents', 'lost-request'],
  ['/v1/payment_methods/*', 'lost-answer'],
  ['/v1/payment_intents/*', 'lost-answer'],
  ['/v1/charges', 'lost-request'],
  [CONFIRM, 'error'],
] as const) {
  test(`a payment with ${kind} at ${path} is unknown, then paid, with one charge`, async () => {
    const bench = new Bench();
    const id = await bench.request();
    bench.sandbox.faults.add(fault(path, kind));
    const error = await refused(bench.pay(id, 'a1', 'pm_card_visa'));
    assert.match(error.code, /^gateway-/);
    assert.equal(rowOf(error)?.status, 'open');
    assert.equal(attemptOf(await bench.row(id)), 'pending');
    const row = await bench.engine.sync(id);
    assert.equal(row.status, 'paid');
    assert.equal(bench.paid(), 1);
    assert.equal((await bench.pay(id, 'a1')).result, 'paid');
  });
}

test('a decline whose answer was lost is found by its payment method, with its true code kept and a masked one shown', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add(fault(CONFIRM, 'lost-answer'));
  await refused(bench.pay(id, 'a1', 'pm_card_visa_chargeDeclinedLostCard'));
  const { doc } = await bench.engine.sync(id);
  assert.equal(doc.attempts[0]?.failure?.declineCode, 'lost_card');
  assert.equal(project(doc, new Date()).attempt?.declineCode, 'generic_decline');
  const error = await refusedWith('card-declined', bench.pay(id, 'a1'));
  assert.equal(error.declineCode, 'generic_decline');
});

test('the decline of the attempt before is never taken for that of one whose request was lost', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await refusedWith('insufficient-funds', bench.pay(id, 'a1', 'pm_card_visa_chargeDeclinedInsufficientFunds'));
  bench.sandbox.faults.add(fault(CONFIRM, 'lost-request', { times: 2 }));
  await refused(bench.pay(id, 'a2', 'pm_card_visa'));
  await bench.pass(61_000);
  assert.equal(attemptOf(await bench.engine.sync(id)), 'pending');
  await bench.pass(60_000);
  assert.equal(attemptOf(await bench.engine.sync(id)), 'lapsed');
});

test('the same card declined again is a decline of its own, also when the answer is lost', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const { id: card } = await bench.call('GET', '/v1/payment_methods/pm_card_visa_chargeDeclined');
  await refusedWith('card-declined', bench.pay(id, 'a1', String(card)));
  bench.sandbox.faults.add(fault(CONFIRM, 'lost-answer'));
  const second = await refused(bench.pay(id, 'a2', String(card)));
  const row = await bench.engine.sync(id);
  const [first, last] = row.doc.attempts;
  // Stripe may refuse a card a second time before it is charged; then the instrument is at fault, not the try before.
  assert.equal(last?.status, 'declined', second.code);
  assert.equal(bench.paid(), 0);
  assert.notEqual(first?.charge, null);
  assert.notEqual(first?.charge, last.charge);
});

test('a confirm without a trace is not sent again after 60 s and has lapsed after 120 s; then another card pays', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add(fault(CONFIRM, 'lost-request'));
  await refused(bench.pay(id, 'a1', 'pm_card_visa'));
  const confirms = (): number => bench.sandbox.log().filter(({ path }) => path.endsWith('/confirm')).length;
  await bench.pass(61_000);
  assert.equal(attemptOf(await bench.engine.sync(id)), 'pending');
  assert.equal(confirms(), 1);
  await refusedWith('attempt-in-progress', bench.pay(id, 'a2', 'pm_card_visa'));
  await bench.pass(59_000);
  assert.equal(attemptOf(await bench.engine.sync(id)), 'lapsed');
  await refusedWith('processing-error', bench.pay(id, 'a1'));
  assert.equal((await bench.pay(id, 'a2', 'pm_card_visa')).result, 'paid');
  assert.equal(bench.paid(), 1);
  assert.ok((await bench.history(id)).some(({ type, attempt }) => type === 'attempt_lapsed' && attempt === 'a1'));
});

test('a payment whose answer was lost is found a day later, and its key is never sent again', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add(fault(CONFIRM, 'lost-answer'));
  await refused(bench.pay(id, 'a1', 'pm_card_visa'));
  await bench.pass(25 * 3_600_000);
  assert.equal((await bench.engine.sync(id)).status, 'paid');
  assert.equal(bench.sandbox.log().filter(({ path }) => path.endsWith('/confirm')).length, 1);
  assert.equal(bench.paid(), 1);
});

test('a 500 that Stripe repeats under its key lapses, and the next attempt has a key of its own', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add(fault(CONFIRM, 'error', { stored: true }));
  await refusedWith('gateway-error', bench.pay(id, 'a1', 'pm_card_visa'));
  await refusedWith('gateway-error', bench.engine.sync(id));
  await bench.pass(121_000);
  assert.equal(attemptOf(await bench.engine.sync(id)), 'lapsed');
  assert.equal((await bench.pay(id, 'a2', 'pm_card_visa')).result, 'paid');
  assert.equal(bench.paid(), 1);
});

test('while Stripe is down nothing is paid, nothing fails, and it settles once Stripe is back', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add(fault(CONFIRM, 'lost-answer'));
  await refused(bench.pay(id, 'a1', 'pm_card_visa'));
  bench.sandbox.faults.add(fault('/v1/**', 'error', { times: 3, status: 503 }));
  for (let round = 0; round < 3; round += 1) {
    await refusedWith('gateway-error', bench.engine.sync(id));
    assert.equal(attemptOf(await bench.row(id)), 'pending');
  }
  assert.equal((await bench.engine.sync(id)).status, 'paid');
});

test('a key that Stripe refuses ends the attempt: it is certain that nothing was charged', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const keys = { test: { publishable: 'pk_test_x', secret: 'sk_test_revoked', webhookSecrets: [] } };
  const engine = bench.newEngine({ accounts: [{ id: 'demo', name: 'Shoplifter', mode: 'test', keys }] });
  await refusedWith('unavailable', bench.pay(id, 'a1', 'pm_card_visa', engine));
  assert.equal(attemptOf(await bench.row(id)), 'declined');
  assert.equal((await bench.pay(id, 'a2', 'pm_card_visa')).result, 'paid');
});

test('an instrument that does not exist, or was used up, is refused for good', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const error = await refusedWith('invalid-request', bench.pay(id, 'a1', 'pm_nothing'));
  assert.equal(error.errors?.[0]?.path, 'instrument');
  await refusedWith(
    'invalid-request',
    bench.engine.pay(id, { attempt: 'a2', instrument: { token: 'tok_nothing' } }, { by: 'payer' }),
  );
  await refusedWith('invalid-request', bench.pay(id, 'a1'));
  assert.equal((await bench.pay(id, 'a3', 'pm_card_visa')).result, 'paid');
});

test('a confirmation token is matched by the PaymentIntent that used it', async () => {
  const bench = new Bench();
  const made = async (card: string): Promise<{ confirmationToken: string }> => {
    const token = await bench.call('POST', '/v1/test_helpers/confirmation_tokens', { payment_method: card });
    return { confirmationToken: String(token['id']) };
  };
  for (const lost of [false, true]) {
    const id = await bench.request();
    const before = bench.paid();
    if (lost) bench.sandbox.faults.add(fault(CONFIRM, 'lost-answer'));
    await refused(
      bench.engine.pay(
        id,
        { attempt: 'a1', instrument: await made('pm_card_chargeDeclinedExpiredCard') },
        { by: 'payer' },
      ),
    );
    const { doc } = await bench.engine.sync(id);
    assert.equal(doc.attempts[0]?.failure?.code, 'expired-card');
    if (lost) bench.sandbox.faults.add(fault(CONFIRM, 'lost-answer'));
    await bench.engine
      .pay(id, { attempt: 'a2', instrument: await made('pm_card_visa') }, { by: 'payer' })
      .catch(() => undefined);
    assert.equal((await bench.engine.sync(id)).status, 'paid');
    assert.equal((await bench.row(id)).doc.attempts[1]?.status, 'succeeded');
    assert.equal(bench.paid(), before + 1);
  }
});

test('Stripe that cancels the intent after too many confirms leaves the request open, and the next card gets a new one', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await refused(bench.pay(id, 'a1', 'pm_card_visa_chargeDeclined'));
  const intent = (await bench.row(id)).doc.rails[0]?.id ?? '';
  for (let count = 0; count < 25; count += 1) {
    await bench.call('POST', `/v1/payment_intents/${intent}/confirm`, {
      payment_method: 'pm_card_visa_chargeDeclined',
    });
  }
  assert.equal((await bench.call('GET', `/v1/payment_intents/${intent}`))['status'], 'canceled');
  const row = await bench.engine.sync(id);
  assert.equal(row.status, 'open');
  assert.equal((await bench.pay(id, 'a2', 'pm_card_visa')).result, 'paid');
  assert.equal((await bench.row(id)).doc.rails.length, 2);
});

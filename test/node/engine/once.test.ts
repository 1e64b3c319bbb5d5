import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPaymentError } from '../../../src/errors/index.js';
import { Bench } from './bench.js';

const codeOf = (error: unknown): string => (isPaymentError(error) ? error.code : String(error));

test('twenty attempts at once, each with an id of its own, are one charge', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const engines = [bench.engine, bench.newEngine()];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      bench.pay(id, `a${n}`, 'pm_card_visa', engines[n % 2]).then((answer) => answer.result, codeOf),
    ),
  );
  assert.equal(answers.filter((answer) => answer === 'paid').length, 1, answers.join());
  assert.ok(
    answers.every((answer) => ['paid', 'attempt-in-progress', 'already-paid'].includes(answer)),
    answers.join(),
  );
  assert.equal(bench.paid(), 1);
  assert.equal(bench.sandbox.charges().length, 1);
});

test('twenty times the same attempt at once, over two engines, are one attempt and one charge', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const engines = [bench.engine, bench.newEngine()];
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      bench.pay(id, 'a1', 'pm_card_visa', engines[n % 2]).then((answer) => answer.result, codeOf),
    ),
  );
  assert.ok(answers.includes('paid'), answers.join());
  assert.ok(
    answers.every((answer) => answer === 'paid' || answer === 'pending'),
    answers.join(),
  );
  assert.equal((await bench.row(id)).doc.attempts.length, 1);
  assert.equal(bench.sandbox.charges().length, 1);
  assert.equal((await bench.pay(id, 'a1', 'pm_card_visa')).result, 'paid');
});

test('attempts, syncs and rounds of two reconcilers at once are one charge', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const other = bench.newEngine();
  bench.sandbox.faults.add({ path: '/v1/payment_intents/*/confirm', fault: 'lost-answer' });
  await bench.pay(id, 'a1', 'pm_card_visa').catch(codeOf);
  await bench.pass(2_000);
  await Promise.all([
    bench.engine.sync(id),
    other.sync(id),
    bench.engine.reconcile(),
    other.reconcile(),
    bench.pay(id, 'a2', 'pm_card_visa', other).catch(codeOf),
    bench.pay(id, 'a1', 'pm_card_visa', other).catch(codeOf),
    other.advance(id, { account: 'demo', event: 'evt_1', type: 'payment_intent.succeeded', objectIds: [] }),
  ]);
  assert.equal((await bench.engine.sync(id)).status, 'paid');
  assert.equal(bench.paid(), 1);
});

test('a declined card and then another are two charges on one PaymentIntent, one of them paid', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_visa_chargeDeclined'));
  assert.equal((await bench.pay(id, 'a2', 'pm_card_mastercard')).result, 'paid');
  const { doc } = await bench.row(id);
  assert.equal(doc.rails.length, 1);
  assert.deepEqual(
    doc.attempts.map(({ status, card }) => [status, card?.brand]),
    [
      ['declined', 'visa'],
      ['succeeded', 'mastercard'],
    ],
  );
  assert.equal(bench.sandbox.charges().length, 2);
  assert.equal(bench.paid(), 1);
  await assert.rejects(bench.pay(id, 'a1'), { code: 'card-declined' });
  await assert.rejects(bench.pay(id, 'a3', 'pm_card_visa'), { code: 'already-paid' });
});

test('a known attempt under another instrument is refused, and so is a new one without any', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_amex'), { code: 'invalid-request' });
  const other = await bench.request();
  await assert.rejects(bench.pay(other, 'a1'), { code: 'invalid-request' });
  await assert.rejects(bench.pay('req_0000000000000000000099', 'a1', 'pm_card_visa'), { code: 'not-found' });
});

test("an amount or a currency that is not the request's own starts nothing", async () => {
  const bench = new Bench();
  const id = await bench.request();
  const instrument = { paymentMethod: 'pm_card_visa' };
  await assert.rejects(bench.engine.pay(id, { attempt: 'a1', instrument, amount: 1 }, { by: 'payer' }), {
    code: 'amount-mismatch',
  });
  await assert.rejects(bench.engine.pay(id, { attempt: 'a1', instrument, currency: 'eur' }, { by: 'payer' }), {
    code: 'amount-mismatch',
  });
  assert.equal(
    (await bench.engine.pay(id, { attempt: 'a1', instrument, amount: 2500, currency: 'usd' }, { by: 'payer' })).result,
    'paid',
  );
});

test('a challenge that was left is replaced: its PaymentIntent is canceled before the next one is made', async () => {
  const bench = new Bench();
  const id = await bench.request();
  assert.equal((await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required')).result, 'requires_action');
  assert.equal((await bench.pay(id, 'a2', 'pm_card_visa')).result, 'paid');
  const { doc } = await bench.row(id);
  assert.deepEqual(
    doc.rails.map((rail) => rail.endedAt !== null),
    [true, false],
  );
  const writes = bench.sandbox
    .log()
    .filter(({ method }) => method === 'POST')
    .map(({ path }) => path.replace(/pi_\w+/, ':id'));
  assert.deepEqual(writes.slice(-3), [
    '/v1/payment_intents/:id/cancel',
    '/v1/payment_intents',
    '/v1/payment_intents/:id/confirm',
  ]);
  assert.equal(doc.attempts[0]?.status, 'lapsed');
  await assert.rejects(bench.pay(id, 'a1'), { code: 'already-paid' });
});

test('a challenge that was passed just before another attempt is the payment, and the other takes nothing', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required');
  await bench.challenge(id, true);
  await assert.rejects(bench.pay(id, 'a2', 'pm_card_visa'), { code: 'already-paid' });
  const { doc, status } = await bench.row(id);
  assert.equal(status, 'paid');
  assert.deepEqual(
    doc.attempts.map((attempt) => attempt.status),
    ['succeeded', 'lapsed'],
  );
  assert.equal(bench.paid(), 1);
});

test('a challenge is answered again with its client secret, which is stored nowhere', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const first = await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required');
  const again = await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required');
  assert.equal(again.result, 'requires_action');
  assert.equal(again.clientSecret, first.clientSecret);
  assert.ok(!JSON.stringify([await bench.row(id), await bench.history(id)]).includes('_secret_'));
});

test('five declines in an hour, and ten ever, are enough', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const decline = (n: number): Promise<unknown> => bench.pay(id, `a${n}`, 'pm_card_visa_chargeDeclined').catch(codeOf);
  for (let n = 0; n < 5; n += 1) assert.equal(await decline(n), 'card-declined');
  const error: unknown = await bench.pay(id, 'b', 'pm_card_visa').catch((thrown: unknown) => thrown);
  assert.ok(isPaymentError(error));
  assert.deepEqual([error.code, error.retryAfter], ['too-many-attempts', 3600]);
  await bench.pass(3_600_000);
  for (let n = 5; n < 10; n += 1) assert.equal(await decline(n), 'card-declined');
  await bench.pass(24 * 3_600_000);
  assert.equal(await decline(10), 'too-many-attempts');
});

test('money on a rail that had ended is given back, whole, and noted as a duplicate', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  const lease = await bench.store.acquire(id, 1_000);
  assert.ok(lease);
  const { doc } = lease.row;
  const stray = await bench.call('POST', '/v1/payment_intents', {
    amount: '2500', currency: 'usd', confirm: 'true', payment_method: 'pm_card_visa', 'allowed_payment_method_types[]': 'card',
  }); // prettier-ignore
  const ended = {
    id: String(stray['id']),
    createdAt: '2026-11-20T11:00:00.000Z',
    ending: true,
    endedAt: '2026-11-20T11:01:00.000Z',
    duplicate: null,
  };
  await bench.store.commit(id, lease.token, { doc: { ...doc, rails: [ended, ...doc.rails] }, release: true });
  const hint = { account: 'demo', event: 'evt_1', type: 'payment_intent.succeeded', objectIds: [ended.id] };
  await bench.engine.advance(id, hint);
  await bench.engine.advance(id, hint);
  const refunds = await bench.call('GET', '/v1/refunds', { payment_intent: ended.id });
  assert.equal(Array.isArray(refunds['data']) && refunds['data'].length, 1);
  const notes = (await bench.history(id)).filter((entry) => entry.note === 'duplicate');
  assert.deepEqual(
    notes.map(({ type, amount, stripe }) => [type, amount, stripe.intent]),
    [['refunded', 2500, ended.id]],
  );
  assert.equal((await bench.row(id)).status, 'paid');
});

/** An engine whose process stands still at the first call that fits, until it is let go. */
function paused(
  bench: Bench,
  fits: (request: Request) => boolean,
): { engine: Bench['engine']; reached: Promise<void>; go: () => void } {
  let reach = (): void => undefined;
  let go = (): void => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const gate = new Promise<void>((resolve) => (go = resolve));
  let waited = false;
  const engine = bench.newEngine({
    fetch: async (request) => {
      if (!waited && fits(request)) {
        waited = true;
        reach();
        await gate;
      }
      return bench.sandbox.fetch(request);
    },
  });
  return { engine, reached, go };
}

test('a process that slept past its lease sends nothing more: another has gone on meanwhile', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const sleeper = paused(bench, ({ url }) => url.includes('/payment_methods/'));
  const paying = bench.pay(id, 'a1', 'pm_card_visa', sleeper.engine).catch(codeOf);
  await sleeper.reached;
  await bench.pass(121_000);
  await bench.engine.sync(id);
  assert.equal((await bench.pay(id, 'a2', 'pm_card_threeDSecure2Required')).result, 'requires_action');
  const writes = (): number => bench.sandbox.log().filter(({ method }) => method === 'POST').length;
  const before = writes();
  sleeper.go();
  assert.equal(await paying, 'processing-error');
  assert.equal(writes(), before);
  await bench.challenge(id, true);
  assert.equal((await bench.engine.sync(id)).status, 'paid');
  assert.equal(bench.paid(), 1);
});

test('a confirm that left a sleeping process late is the one that another has sent meanwhile', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const sleeper = paused(bench, ({ url }) => url.endsWith('/confirm'));
  const paying = bench.pay(id, 'a1', 'pm_card_visa', sleeper.engine);
  await sleeper.reached;
  await bench.pass(46_000);
  assert.equal((await bench.engine.sync(id)).status, 'paid');
  sleeper.go();
  assert.equal((await paying).result, 'paid');
  const keys = bench.sandbox
    .log()
    .filter(({ path }) => path.endsWith('/confirm'))
    .map(({ idempotencyKey, replayed }) => [idempotencyKey, replayed]);
  assert.equal(keys.length, 2);
  assert.deepEqual([keys[0]?.[0], keys[0]?.[1], keys[1]?.[1]], [keys[1]?.[0], false, true]);
  assert.equal(bench.paid(), 1);
});

test('a confirm that comes after its attempt was told as lapsed finds a rail that has ended, and takes nothing', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const sleeper = paused(bench, ({ url }) => url.endsWith('/confirm'));
  const paying = bench.pay(id, 'a1', 'pm_card_visa', sleeper.engine).catch(codeOf);
  await sleeper.reached;
  await bench.pass(121_000);
  await bench.engine.sync(id);
  assert.equal((await bench.row(id)).doc.attempts[0]?.status, 'lapsed');
  await assert.rejects(bench.pay(id, 'a2', 'pm_card_visa_chargeDeclined'), { code: 'card-declined' });
  sleeper.go();
  await paying;
  assert.equal(bench.paid(), 0);
  const row = await bench.engine.sync(id);
  assert.deepEqual([row.status, ...row.doc.attempts.map(({ status }) => status)], ['open', 'lapsed', 'declined']);
  assert.equal((await bench.pay(id, 'a3', 'pm_card_visa')).result, 'paid');
  assert.equal(bench.paid(), 1);
});

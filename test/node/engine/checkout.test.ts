/** A Checkout Session as the rail: made, found again, left for elements, and left by them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPaymentError } from '../../../src/errors/index.js';
import { kindOf } from '../../../src/server/requests/document.js';
import { project } from '../../../src/server/requests/projection.js';
import { Bench, card } from './bench.js';

const codeOf = (error: unknown): string => (isPaymentError(error) ? error.code : String(error));

test('a payer is sent to a page of Stripe for the amount of the request, and paid there is paid here', async () => {
  const bench = new Bench();
  const id = await bench.request({ receiptEmail: 'kim@example.com', metadata: { order: '7' } });
  const url = await bench.checkout(id);
  const made = await bench.session(id);
  assert.equal(made['url'], url);
  assert.deepEqual(
    [made['amount_total'], made['currency'], made['customer_email'], made['client_reference_id']],
    // The page is for everybody with the link.
    [2500, 'usd', null, id],
  );
  assert.deepEqual(made['metadata'], { order: '7', reference: 'ORD-1042', pay_elements_request: id });
  assert.deepEqual(made['allowed_payment_method_types'], ['card']);
  assert.deepEqual(
    [made['success_url'], made['cancel_url']],
    [`http://localhost:4242/pay/${id}/return`, `http://localhost:4242/pay/${id}`],
  );
  assert.equal((await bench.engine.sync(id)).status, 'open');
  const { status, location } = await bench.fillCheckout(url, card('4242424242424242'));
  assert.deepEqual([status, location], [303, `http://localhost:4242/pay/${id}/return`]);
  const row = await bench.engine.sync(id);
  assert.equal(row.status, 'paid');
  const { payment, intent, attempt } = project(row.doc, new Date());
  assert.deepEqual([payment?.captured, payment?.card?.last4, attempt?.status], [2500, '4242', 'succeeded']);
  assert.match(intent ?? '', /^pi_/);
  const history = await bench.history(id);
  assert.deepEqual(
    history.map(({ type, by, stripe, note }) => [type, by, stripe.intent, note]),
    [
      ['created', 'operator:test', null, null],
      ['attempt_started', 'payer', intent, 'checkout'],
      ['paid', 'payer', intent, null],
    ],
  );
  assert.ok(!JSON.stringify([row, history]).includes(url), 'the address of the page is stored nowhere');
  await assert.rejects(bench.checkout(id), { code: 'already-paid' });
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_visa'), { code: 'already-paid' });
  assert.equal(bench.paid(), 1);
});

test('its lines are those of the request where Stripe can show them, else one of the whole amount', async () => {
  const bench = new Bench();
  const line = (label: string, quantity: number, unitAmount: number): { label: string; quantity: number; unitAmount: number; amount: number } => ({
    label, quantity, unitAmount, amount: quantity * unitAmount,
  }); // prettier-ignore
  const named = async (lineItems: ReturnType<typeof line>[]): Promise<unknown> => {
    const id = await bench.request({ lineItems });
    await bench.checkout(id);
    const { line_items: lines } = await bench.session(id);
    return typeof lines === 'object' && lines !== null ? Reflect.get(lines, 'data') : null;
  };
  const shown = await named([line('Kitten', 2, 1000), line('Shipping', 1, 500)]);
  assert.ok(Array.isArray(shown));
  assert.deepEqual(
    shown.map((each: { description: string; quantity: number; amount_total: number }) => [each.description, each.quantity, each.amount_total]),
    [['Kitten', 2, 2000], ['Shipping', 1, 500]],
  ); // prettier-ignore
  const whole = await named([line('Kitten', 2, 1500), line('Discount', 1, -500)]);
  assert.ok(Array.isArray(whole));
  assert.deepEqual(
    whole.map((each: { description: string; amount_total: number }) => [each.description, each.amount_total]),
    [['Get more kittens - 25$', 2500]],
  );
});

test('a page that is open is handed out again; one with minutes left is ended first, and another made', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const url = await bench.checkout(id);
  assert.equal(await bench.checkout(id), url);
  assert.equal(bench.posts().length, 1);
  await bench.pass((24 * 60 - 6) * 60_000);
  assert.notEqual(await bench.checkout(id), url);
  assert.equal(await bench.openSessions(), 1);
  assert.deepEqual(bench.posts(), [
    '/v1/checkout/sessions',
    '/v1/checkout/sessions/:id/expire',
    '/v1/checkout/sessions',
  ]);
});

test('a page that Stripe let expire leaves the request open, and a new one can be asked for', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const url = await bench.checkout(id);
  await bench.pass(24 * 3_600_000);
  const row = await bench.engine.sync(id);
  assert.deepEqual([row.status, row.doc.rails[0]?.endedAt === null], ['open', false]);
  assert.notEqual(await bench.checkout(id), url);
  assert.equal(await bench.openSessions(), 1);
});

test('it expires as near to the request as Stripe allows, and with the request by our own doing', async () => {
  for (const [minutes, expected] of [[10, 32], [120, 120], [60 * 24 * 30, 24 * 60 - 2]] as const) {
    const bench = new Bench();
    const now = await bench.store.now();
    const id = await bench.request({ expiresAt: new Date(now.getTime() + minutes * 60_000).toISOString() });
    await bench.checkout(id);
    const { expires_at: at } = await bench.session(id);
    assert.equal(Number(at) - now.getTime() / 1000, expected * 60);
    if (minutes > 60) continue;
    await bench.pass(minutes * 60_000);
    await bench.engine.reconcile();
    assert.equal((await bench.row(id)).status, 'expired');
    assert.equal(await bench.openSessions(), 0);
    await assert.rejects(bench.checkout(id), { code: 'request-closed' });
  }
}); // prettier-ignore

test('a request that is canceled ends its page', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const url = await bench.checkout(id);
  assert.equal((await bench.engine.cancel(id, 'operator:test', null)).status, 'canceled');
  assert.equal(await bench.openSessions(), 0);
  assert.notEqual((await bench.fillCheckout(url)).status, 303);
  assert.equal(bench.paid(), 0);
});

test('one that was paid on its page before it is canceled is paid', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.fillCheckout(await bench.checkout(id));
  await assert.rejects(bench.engine.cancel(id, 'operator:test', null), { code: 'already-paid' });
  assert.equal((await bench.row(id)).status, 'paid');
});

test('paying by elements ends the page first, and the page takes nothing more', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const url = await bench.checkout(id);
  assert.equal((await bench.pay(id, 'a1', 'pm_card_visa')).result, 'paid');
  assert.deepEqual(bench.posts(), [
    '/v1/checkout/sessions',
    '/v1/checkout/sessions/:id/expire',
    '/v1/payment_intents',
    '/v1/payment_intents/:id/confirm',
  ]);
  assert.equal((await bench.fillCheckout(url)).status, 410);
  assert.equal(bench.paid(), 1);
  const { doc } = await bench.row(id);
  assert.deepEqual(
    doc.rails.map((rail) => [kindOf(rail), rail.endedAt !== null]),
    [
      ['session', true],
      ['intent', false],
    ],
  );
});

test('an attempt on a request that was paid on its page takes nothing and says so', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.fillCheckout(await bench.checkout(id));
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_visa'), { code: 'already-paid' });
  const { doc, status } = await bench.row(id);
  assert.equal(status, 'paid');
  assert.deepEqual(doc.attempts.map((attempt) => attempt.status).sort(), ['lapsed', 'succeeded']);
  assert.equal(bench.paid(), 1);
});

test('one that is paid on its page while the bubble is confirming is charged once, whoever is first', async () => {
  for (const before of ['/expire', '/v1/payment_intents', '/confirm']) {
    const bench = new Bench();
    const id = await bench.request();
    const url = await bench.checkout(id);
    let filled: { status: number } | null = null;
    const engine = bench.newEngine({
      fetch: async (request) => {
        if (filled === null && new URL(request.url).pathname.endsWith(before) && request.method === 'POST')
          filled = await bench.fillCheckout(url);
        return bench.sandbox.fetch(request);
      },
    });
    const answer = await bench.pay(id, 'a1', 'pm_card_visa', engine).then(({ result }) => result, codeOf);
    assert.ok(filled, before);
    assert.equal(answer, before === '/expire' ? 'already-paid' : 'paid', before);
    assert.equal((await bench.engine.sync(id)).status, 'paid', before);
    assert.equal(bench.paid(), 1, before);
  }
});

test('bubbles and pages pressed together, over two servers, are one charge', async () => {
  for (let round = 0; round < 5; round += 1) {
    const bench = new Bench();
    const id = await bench.request();
    const other = bench.newEngine();
    const onPage = async (engine: Bench['engine']): Promise<unknown> =>
      bench.fillCheckout(await bench.checkout(id, engine));
    await Promise.allSettled([
      onPage(bench.engine),
      bench.pay(id, 'a1', 'pm_card_visa', other),
      onPage(other),
      bench.pay(id, 'a2', 'pm_card_visa'),
      bench.engine.sync(id),
    ]);
    await bench.pass(46_000);
    await bench.engine.sync(id);
    assert.equal(bench.paid() <= 1, true);
    if ((await bench.row(id)).status !== 'paid') await bench.fillCheckout(await bench.checkout(id));
    assert.equal((await bench.engine.sync(id)).status, 'paid');
    assert.equal(bench.paid(), 1);
  }
});

test('an intent that was declined, or that a payer leaves to its bank, is canceled before a page is made', async () => {
  for (const [method, status] of [['pm_card_visa_chargeDeclined', 'declined'], ['pm_card_threeDSecure2Required', 'lapsed']] as const) {
    const bench = new Bench();
    const id = await bench.request();
    await bench.pay(id, 'a1', method).catch(() => undefined);
    if (status === 'lapsed') await assert.rejects(bench.checkout(id), { code: 'attempt-in-progress' });
    await bench.fillCheckout(await bench.checkoutAgain(id));
    assert.deepEqual(bench.posts().slice(-2), ['/v1/payment_intents/:id/cancel', '/v1/checkout/sessions']);
    const row = await bench.engine.sync(id);
    assert.equal(row.status, 'paid');
    assert.equal(row.doc.attempts[0]?.status, status);
    assert.equal(bench.paid(), 1);
  }
}); // prettier-ignore

test('an attempt that is pending keeps the page away', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add({ path: '/v1/payment_intents/*/confirm', fault: 'lost-request' });
  await bench.pay(id, 'a1', 'pm_card_visa').catch(codeOf);
  await assert.rejects(bench.checkout(id), { code: 'attempt-in-progress' });
  assert.equal(await bench.openSessions(), 0);
});

test('one whose outcome is unknown is settled first where the payer starts over: paid, or ended at Stripe', async () => {
  for (const fault of ['lost-request', 'lost-answer'] as const) {
    const bench = new Bench();
    const id = await bench.request();
    bench.sandbox.faults.add({ path: '/v1/payment_intents/*/confirm', fault });
    await bench.pay(id, 'a1', 'pm_card_visa').catch(codeOf);
    if (fault === 'lost-answer') await assert.rejects(bench.checkoutAgain(id), { code: 'already-paid' });
    else await bench.fillCheckout(await bench.checkoutAgain(id));
    const { status, doc } = await bench.engine.sync(id);
    assert.deepEqual([status, doc.attempts[0]?.status], ['paid', fault === 'lost-answer' ? 'succeeded' : 'lapsed']);
    assert.equal(bench.paid(), 1);
  }
});

test('one that never got a payment object is over where the payer starts over', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents', fault: 'lost-request' });
  await bench.pay(id, 'a1', 'pm_card_visa').catch(codeOf);
  assert.equal((await bench.row(id)).doc.attempts[0]?.status, 'pending');
  await bench.fillCheckout(await bench.checkoutAgain(id));
  assert.equal((await bench.engine.sync(id)).doc.attempts[0]?.status, 'lapsed');
  assert.equal(bench.paid(), 1);
});

test('a page whose answer was lost is found again by its key', async () => {
  const bench = new Bench();
  const id = await bench.request();
  bench.sandbox.faults.add({ path: '/v1/checkout/sessions', fault: 'lost-answer' });
  await assert.rejects(bench.checkout(id), { code: 'gateway-unavailable' });
  assert.equal((await bench.row(id)).status, 'open');
  await bench.pass(10_000);
  await bench.checkout(id);
  assert.equal(await bench.openSessions(), 1);
});

test('a page that is not known to have ended keeps its rail until Stripe says so', async () => {
  for (const fault of ['lost-request', 'lost-answer'] as const) {
    const bench = new Bench();
    const id = await bench.request();
    await bench.checkout(id);
    bench.sandbox.faults.add({ path: '/v1/checkout/sessions/*/expire', fault });
    const answer = await bench.pay(id, 'a1', 'pm_card_visa').then(({ result }) => result, codeOf);
    assert.equal(answer, fault === 'lost-answer' ? 'paid' : 'processing-error');
    assert.equal(bench.paid(), fault === 'lost-answer' ? 1 : 0);
    await bench.pass(5_000);
    await bench.engine.reconcile();
    assert.equal(await bench.openSessions(), 0);
    if (fault === 'lost-request') assert.equal((await bench.pay(id, 'a2', 'pm_card_visa')).result, 'paid');
    assert.equal(bench.paid(), 1);
  }
});

test('a page that is being ended is not handed out; the next one is, once Stripe has ended it', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const url = await bench.checkout(id);
  bench.sandbox.faults.add({ path: '/v1/checkout/sessions/*/expire', fault: 'lost-request', times: 2 });
  await bench.pay(id, 'a1', 'pm_card_visa').catch(codeOf);
  await assert.rejects(bench.checkout(id), { code: 'gateway-unavailable' });
  assert.notEqual(await bench.checkout(id), url);
  assert.equal(await bench.openSessions(), 1);
});

test('a payment that waits for its bank on the page is left for a card in the bubble, and cannot come back', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const url = await bench.checkout(id);
  assert.equal((await bench.fillCheckout(url, card('4000002500003155'))).status, 303);
  assert.equal((await bench.engine.sync(id)).status, 'open');
  const { payment_intent: intent } = await bench.session(id);
  assert.equal(await bench.checkout(id), url, 'the page is still the one to go on with');
  assert.equal((await bench.pay(id, 'a1', 'pm_card_visa')).result, 'paid');
  assert.equal((await bench.call('GET', `/v1/payment_intents/${String(intent)}`))['status'], 'canceled');
  assert.equal(await bench.openSessions(), 0);
  assert.equal(bench.paid(), 1);
});

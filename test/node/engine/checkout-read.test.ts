/** What is read of a Checkout Session: declines, delays, reserves, refunds, and what does not match. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intentOf } from '../../../src/server/requests/document.js';
import { project } from '../../../src/server/requests/projection.js';
import { account, Bench, card } from './bench.js';

const sepa = (iban: string): Record<string, string> => ({ paymentMethod: 'sepa_debit', iban });
const delayed = { amount: 2500, currency: 'eur', methods: ['card', 'sepa_debit'] };

test('a page stays the rail while it is open, even where Stripe has given up its intent', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const url = await bench.checkout(id);
  for (let n = 0; n < 26; n += 1) await bench.fillCheckout(url, card('4000000000009987'));
  const { payment_intent: intent } = await bench.session(id);
  assert.equal((await bench.call('GET', `/v1/payment_intents/${String(intent)}`))['status'], 'canceled');
  const row = await bench.engine.sync(id);
  assert.deepEqual([row.status, row.doc.rails[0]?.endedAt], ['open', null]);
  assert.equal((await bench.fillCheckout(url)).status, 303);
  assert.equal((await bench.engine.sync(id)).status, 'paid');
});

test('paid on the page and never heard of again, it is found within seconds', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.fillCheckout(await bench.checkout(id));
  await bench.pass(16_000);
  await bench.engine.reconcile();
  assert.equal((await bench.row(id)).status, 'paid');
});

test('declines on the page are attempts that stand in the history and count', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const url = await bench.checkout(id);
  for (let n = 0; n < 2; n += 1) assert.equal((await bench.fillCheckout(url, card('4000000000009987'))).status, 402);
  const row = await bench.engine.sync(id);
  assert.equal(row.status, 'open');
  assert.deepEqual(
    row.doc.attempts.map(({ status, failure }) => [status, failure?.declineCode]),
    [['declined', 'lost_card'], ['declined', 'lost_card']],
  ); // prettier-ignore
  assert.equal(project(row.doc, new Date()).attempt?.declineCode, 'generic_decline');
  const failed = (await bench.history(id)).filter(({ type }) => type === 'attempt_failed');
  assert.deepEqual(failed.map(({ by, declineCode }) => [by, declineCode]), [['payer', 'lost_card'], ['payer', 'lost_card']]); // prettier-ignore
  for (let n = 0; n < 3; n += 1) await bench.fillCheckout(url, card('4000000000009987'));
  await bench.engine.sync(id);
  await assert.rejects(bench.checkout(id), { code: 'too-many-attempts' });
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_visa'), { code: 'too-many-attempts' });
});

test('a delayed method on the page is processing, then paid', async () => {
  const bench = new Bench();
  const id = await bench.request(delayed);
  await bench.fillCheckout(await bench.checkout(id), sepa('DE89370400440532013000'));
  const before = await bench.engine.sync(id);
  assert.equal(before.status, 'processing');
  await assert.rejects(bench.checkout(id), { code: 'attempt-in-progress' });
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_visa'), { code: 'attempt-in-progress' });
  await bench.pass(600_000);
  assert.equal((await bench.engine.sync(id)).status, 'paid');
  assert.deepEqual((await bench.history(id)).map(({ type }) => type), ['created', 'attempt_started', 'paid']); // prettier-ignore
  assert.equal(bench.paid(), 1);
});

test('one that fails leaves a decline in the history, and the request open for another page', async () => {
  const bench = new Bench();
  const id = await bench.request(delayed);
  await bench.fillCheckout(await bench.checkout(id), sepa('DE62370400440532013001'));
  assert.equal((await bench.engine.sync(id)).status, 'processing');
  await bench.pass(600_000);
  const row = await bench.engine.sync(id);
  assert.equal(row.status, 'open');
  assert.equal(row.doc.rails[0]?.endedAt === null, false);
  assert.deepEqual((await bench.history(id)).map(({ type }) => type), ['created', 'attempt_started', 'attempt_failed']); // prettier-ignore
  await bench.fillCheckout(await bench.checkout(id));
  assert.equal((await bench.engine.sync(id)).status, 'paid');
  assert.equal(bench.paid(), 1);
});

test('manual capture goes through the page as well: authorized, then released by a cancel', async () => {
  const bench = new Bench();
  const id = await bench.request({ capture: 'manual' });
  await bench.fillCheckout(await bench.checkout(id));
  const row = await bench.engine.sync(id);
  assert.equal(row.status, 'authorized');
  const rail = row.doc.rails.at(-1);
  assert.ok(rail);
  assert.match(intentOf(rail) ?? '', /^pi_/);
  assert.equal((await bench.engine.cancel(id, 'operator:test', null)).status, 'canceled');
  assert.equal(bench.posts().at(-1), '/v1/payment_intents/:id/cancel');
});

test('a part that is captured of what was reserved on the page is what was paid', async () => {
  const bench = new Bench();
  const id = await bench.request({ capture: 'manual' });
  await bench.fillCheckout(await bench.checkout(id));
  const { doc } = await bench.engine.sync(id);
  const { intent } = project(doc, new Date());
  await bench.call('POST', `/v1/payment_intents/${intent ?? ''}/capture`, { amount_to_capture: '1000' });
  const row = await bench.engine.sync(id);
  assert.equal(row.status, 'paid');
  const { payment } = project(row.doc, new Date());
  assert.deepEqual([payment?.amount, payment?.captured, payment?.refunded], [2500, 1000, 0]);
  assert.deepEqual((await bench.history(id)).map(({ type }) => type), ['created', 'attempt_started', 'authorized', 'captured', 'paid']); // prettier-ignore
});

test('a refund of what was paid on the page is seen', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.fillCheckout(await bench.checkout(id));
  const { doc } = await bench.engine.sync(id);
  await bench.call('POST', '/v1/refunds', { payment_intent: project(doc, new Date()).intent ?? '', amount: '500' });
  const row = await bench.engine.sync(id);
  assert.equal(row.status, 'partially_refunded');
  assert.equal(project(row.doc, new Date()).payment?.refunded, 500);
});

test('a webhook about the session, or its intent, finds the request', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.fillCheckout(await bench.checkout(id));
  const made = await bench.session(id);
  const intent = await bench.call('GET', `/v1/payment_intents/${String(made['payment_intent'])}`);
  assert.equal(await bench.engine.findRequest('demo', false, made), id);
  assert.equal(await bench.engine.findRequest('demo', false, intent), id);
  const hint = { account: 'demo', event: 'evt_1', type: 'checkout.session.completed', objectIds: [String(made['id'])] };
  assert.equal((await bench.engine.advance(id, hint))?.status, 'paid');
});

test('money on a page that had ended is given back, whole, also where only its intent is named', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.fillCheckout(await bench.checkout(id));
  const made = await bench.session(id);
  const other = await bench.request();
  await bench.pay(other, 'a1', 'pm_card_visa');
  const lease = await bench.store.acquire(other, 1_000);
  assert.ok(lease);
  const { doc } = lease.row;
  const ended = {
    id: String(made['id']), kind: 'session', intent: null, createdAt: '2026-11-20T11:00:00.000Z', ending: true,
    endedAt: '2026-11-20T11:01:00.000Z', duplicate: null,
  } as const; // prettier-ignore
  await bench.store.commit(other, lease.token, { doc: { ...doc, rails: [ended, ...doc.rails] }, release: true });
  const intent = String(made['payment_intent']);
  const hint = { account: 'demo', event: 'evt_1', type: 'payment_intent.succeeded', objectIds: [intent] };
  await bench.engine.advance(other, hint);
  await bench.engine.advance(other, hint);
  const refunds = await bench.call('GET', '/v1/refunds', { payment_intent: intent });
  assert.equal(Array.isArray(refunds['data']) && refunds['data'].length, 1);
  const notes = (await bench.history(other)).filter((entry) => entry.note === 'duplicate');
  assert.deepEqual(
    notes.map(({ type, amount, stripe }) => [type, amount, stripe.intent]),
    [['refunded', 2500, intent]],
  );
});

test('a session that another amount came on is under review, never paid', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.fillCheckout(await bench.checkout(id));
  const lease = await bench.store.acquire(id, 1_000);
  assert.ok(lease);
  const { doc } = lease.row;
  await bench.store.commit(id, lease.token, { doc: { ...doc, terms: { ...doc.terms, amount: 2600 } }, release: true });
  assert.equal((await bench.engine.sync(id)).status, 'review');
});

test('keys of another account do not find the session: under review', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.checkout(id);
  const keys = {
    test: { publishable: 'pk_test_sandbox_second', secret: 'sk_test_sandbox_second', webhookSecrets: [] },
  };
  const moved = bench.newEngine({ accounts: [{ ...account, keys }] });
  assert.equal((await moved.sync(id)).status, 'review');
  await assert.rejects(bench.checkout(id, moved), { code: 'request-closed' });
  assert.equal((await bench.engine.sync(id)).status, 'open');
});

/** A voucher that was chosen on Checkout's page: the session is complete, and its payment waits for the payer at a counter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../../../src/server/pay/engine.js';
import { withCheckout } from '../../../src/server/requests/checkout.js';
import type { Snapshot } from '../../../src/server/requests/document.js';
import { Bench } from './bench.js';

/** What Stripe has of the voucher at a time; null once the sandbox's own objects tell. */
type Voucher = 'requires_action' | 'requires_payment_method' | null;

/** An engine to which Stripe shows a session of a voucher, and refuses to end either of the two. */
function withVoucher(bench: Bench): { engine: Engine; set(to: Voucher): void; ended(): number } {
  let voucher: Voucher = null;
  let ended = 0;
  const refuse = (message: string): Response => {
    ended += 1;
    return Response.json({ error: { type: 'invalid_request_error', message } }, { status: 400 });
  };
  const engine = bench.newEngine({
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      if (voucher !== null && /\/(expire|cancel)$/.test(pathname)) return refuse('Only open ones can be ended.');
      const answer = await bench.sandbox.fetch(request);
      if (voucher === null || request.method !== 'GET' || !/\/sessions\/cs_\w+$/.test(pathname)) return answer;
      const session = (await answer.json()) as { id: string; amount_total: number; currency: string };
      const intent = {
        ...{ id: 'pi_voucher', object: 'payment_intent', status: voucher, livemode: false },
        ...{ amount: session.amount_total, currency: session.currency, amount_received: 0, amount_capturable: 0 },
        ...{ latest_charge: null, payment_method: 'pm_voucher', last_payment_error: null, cancellation_reason: null },
        next_action: voucher === 'requires_action' ? { type: 'boleto_display_details' } : null,
      };
      return Response.json({ ...session, status: 'complete', payment_status: 'unpaid', payment_intent: intent });
    },
  });
  return { engine, set: (to) => (voucher = to), ended: () => ended };
}

test('a voucher that waits to be paid is processing: nothing else can be paid, and nothing at Stripe is asked to end', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const { engine, set, ended } = withVoucher(bench);
  await bench.checkout(id, engine);
  set('requires_action');
  assert.equal((await engine.sync(id)).status, 'processing');
  assert.deepEqual(
    (await bench.row(id)).doc.attempts.map(({ id: name, status }) => [name, status]),
    [['pi_voucher', 'requires_action']],
  );
  assert.equal((await engine.sync(id)).doc.attempts.length, 1, 'and is one attempt, however often it is read');
  await assert.rejects(bench.checkout(id, engine), { code: 'attempt-in-progress' });
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_visa', engine), { code: 'attempt-in-progress' });
  assert.equal(ended(), 0);
});

test('a voucher that expired leaves the request open for another payment', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const { engine, set } = withVoucher(bench);
  await bench.checkout(id, engine);
  set('requires_action');
  await engine.sync(id);
  set('requires_payment_method');
  assert.equal((await engine.sync(id)).status, 'open');
  assert.equal((await bench.row(id)).doc.attempts[0]?.status, 'lapsed');
  set(null);
  assert.equal((await bench.pay(id, 'a1', 'pm_card_visa', engine)).result, 'paid');
});

test('a voucher that an operator wants canceled ends as Stripe says: paid first, it is paid', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const { engine, set } = withVoucher(bench);
  const url = await bench.checkout(id, engine);
  set('requires_action');
  await engine.sync(id);
  assert.equal((await engine.cancel(id, 'operator:desk', null)).status, 'processing');
  set(null);
  await bench.fillCheckout(url);
  assert.equal((await engine.sync(id)).status, 'paid');
});

test('what is paid for a voucher is the outcome of the attempt that waited for it', () => {
  const rail = { ...RAIL, status: 'processing', nextAction: 'boleto_display_details' };
  const waiting = withCheckout([], { ...SNAPSHOT, rail });
  assert.deepEqual(
    waiting.map(({ id, status }) => [id, status]),
    [['pi_1', 'requires_action']],
  );
  const paid: Snapshot = { ...SNAPSHOT, rail: { ...RAIL, status: 'succeeded' }, charges: [CHARGE] };
  const after = withCheckout(waiting, paid);
  assert.deepEqual(
    after.map(({ id, status, charge }) => [id, status, charge]),
    [['pi_1', 'succeeded', 'ch_1']],
  );
  assert.deepEqual(withCheckout(after, paid), after, 'and stays it');
  assert.deepEqual(
    withCheckout([], paid).map(({ id }) => id),
    ['ch_1'],
    'one that was paid at once is its charge',
  );
});

const RAIL: Snapshot['rail'] = {
  ...{ id: 'cs_1', status: 'processing', amount: 2500, currency: 'brl', livemode: false, amountReceived: 0 },
  ...{ amountCapturable: 0, paymentMethod: 'pm_1', latestCharge: null, cancellationReason: null, lastError: null },
  nextAction: null,
  session: { status: 'complete', intent: 'pi_1', expiresAt: '2026-11-21T12:00:00.000Z' },
};
const SNAPSHOT: Snapshot = {
  ...{ readAt: '2026-11-20T12:00:00.000Z', rail: RAIL, charges: [], refunds: [], disputes: [], fraudWarnings: [] },
  tokens: {},
};
const CHARGE: Snapshot['charges'][number] = {
  ...{ id: 'ch_1', status: 'succeeded', amount: 2500, amountCaptured: 2500, amountRefunded: 0, currency: 'brl' },
  ...{ paymentMethod: 'pm_1', captured: true, disputed: false, failureCode: null, declineCode: null, card: null },
  ...{ risk: null, failedChecks: [], createdAt: '2026-11-20T13:00:00.000Z', captureBefore: null },
};

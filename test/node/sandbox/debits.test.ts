import assert from 'node:assert/strict';
import { test } from 'node:test';
import { types } from './checkout.js';
import { MANDATE, create, debit, refusal } from './methods.js';
import { bench, chargeOf, read } from './stripe.js';

test('keeps a debit processing until the bank has answered, and then takes the money', async () => {
  const b = bench();
  const intent = await debit(b, 'pm_sepaDebit_success_de');
  assert.equal(intent.status, 'processing');
  assert.equal(intent.amount_received, 0);
  const pending = chargeOf(await read(b, intent.id));
  assert.match(pending.id, /^py_/);
  assert.deepEqual(
    [pending.status, pending.paid, pending.payment_method_details?.type],
    ['pending', false, 'sepa_debit'],
  );
  assert.equal(pending.payment_method_details?.sepa_debit?.last4, '3000');
  assert.equal((await b.stripe.balance.retrieve()).pending[0]?.amount, 0);
  await b.sandbox.advance(3000);
  const paid = await read(b, intent.id);
  assert.deepEqual([paid.status, paid.amount_received], ['succeeded', 2500]);
  assert.deepEqual([chargeOf(paid).id, chargeOf(paid).status, chargeOf(paid).paid], [pending.id, 'succeeded', true]);
  assert.deepEqual(await types(b), [
    'payment_intent.created',
    'charge.pending',
    'payment_intent.processing',
    'charge.succeeded',
    'payment_intent.succeeded',
  ]);
  assert.equal(b.sandbox.charges().length, 1);
});

test('fails a debit afterwards, with the reason on the charge, and takes another method', async () => {
  const b = bench();
  const intent = await debit(b, 'pm_usBankAccount_noAccount', 'usd');
  assert.equal(intent.status, 'processing');
  await b.sandbox.advance(3000);
  const failed = await read(b, intent.id);
  assert.deepEqual(
    [failed.status, failed.last_payment_error?.code, failed.last_payment_error?.type, failed.payment_method],
    ['requires_payment_method', 'payment_intent_payment_attempt_failed', 'invalid_request_error', null],
  );
  const charge = chargeOf(failed);
  assert.deepEqual([charge.status, charge.failure_code, charge.captured], ['failed', 'no_account', false]);
  assert.deepEqual((await types(b)).slice(-2), ['charge.failed', 'payment_intent.payment_failed']);
  const again = await b.stripe.paymentIntents.confirm(intent.id, {
    payment_method: 'pm_usBankAccount_success',
    mandate_data: MANDATE,
  });
  assert.equal(again.status, 'processing');
});

test('settles each published account in its time', async () => {
  const b = bench();
  const rows: [string, string, number, string][] = [
    ['pm_sepaDebit_success_de', 'eur', 3000, 'succeeded'],
    ['pm_sepaDebit_successDelayed_fr', 'eur', 180_000, 'succeeded'],
    ['pm_sepaDebit_failed_at', 'eur', 3000, 'requires_payment_method'],
    ['pm_sepaDebit_failedDelayed_be', 'eur', 180_000, 'requires_payment_method'],
    ['pm_sepaDebit_insufficientFunds_ie', 'eur', 3000, 'requires_payment_method'],
    ['pm_usBankAccount_success', 'usd', 3000, 'succeeded'],
    ['pm_usBankAccount_debitNotAuthorized', 'usd', 3000, 'requires_payment_method'],
    ['pm_usBankAccount_processing', 'usd', 86_400_000, 'processing'],
  ];
  for (const [method, currency, after, status] of rows) {
    const { id } = await debit(b, method, currency);
    await b.sandbox.advance(after - 1);
    assert.equal((await b.stripe.paymentIntents.retrieve(id)).status, 'processing', `${method} too early`);
    await b.sandbox.advance(1);
    assert.equal((await b.stripe.paymentIntents.retrieve(id)).status, status, method);
  }
});

test('brings a dispute where the account is made for one', async () => {
  const b = bench();
  const intent = await debit(b, 'pm_sepaDebit_disputed_de');
  await b.sandbox.advance(3000);
  const { data } = await b.stripe.disputes.list({ payment_intent: intent.id });
  assert.equal(data[0]?.reason, 'fraudulent');
  assert.equal(data[0].payment_method_details, undefined);
});

test('refunds a debit once it is paid, and not before', async () => {
  const b = bench();
  const intent = await debit(b, 'pm_sepaDebit_success_de');
  assert.match((await refusal(b.stripe.refunds.create({ payment_intent: intent.id }))).message, /successful charge/);
  const charge = chargeOf(await read(b, intent.id));
  const early = await refusal(b.stripe.refunds.create({ charge: charge.id }));
  assert.equal(early.code, 'charge_not_refundable');
  await b.sandbox.advance(3000);
  const refund = await b.stripe.refunds.create({ payment_intent: intent.id, amount: 500 });
  assert.deepEqual([refund.status, refund.destination_details?.type], ['succeeded', 'sepa_debit']);
});

test('asks a server for the mandate that a debit needs', async () => {
  const b = bench();
  const intent = await create(b);
  const refused = await refusal(
    b.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_sepaDebit_success_de' }),
  );
  assert.deepEqual([refused.code, refused.payment_intent?.id], ['payment_intent_mandate_invalid', intent.id]);
  assert.equal(b.sandbox.charges().length, 0);
});

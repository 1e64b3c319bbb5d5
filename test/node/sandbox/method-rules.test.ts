import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { passesMod97, TEST_ACCOUNTS } from '../../../src/sandbox/debits.js';
import { IBAN, MANDATE, PAYER, create, refusal } from './methods.js';
import { bench, read } from './stripe.js';

test('makes a payment method of a typed account, with either key, and keeps no number of it', async () => {
  const b = bench();
  const sepa = await b.stripe.paymentMethods.create({
    type: 'sepa_debit',
    sepa_debit: { iban: 'de89 3704 0044 0532 0130 00' },
    billing_details: PAYER,
  });
  assert.deepEqual(
    [sepa.type, sepa.sepa_debit?.last4, sepa.sepa_debit?.country, sepa.sepa_debit?.bank_code, sepa.card],
    ['sepa_debit', '3000', 'DE', '37040044', undefined],
  );
  const us = await b.browser('POST', '/v1/payment_methods', {
    type: 'us_bank_account',
    'us_bank_account[account_number]': '000123456789',
    'us_bank_account[routing_number]': '110000000',
    'us_bank_account[account_holder_type]': 'company',
    'billing_details[name]': 'Acme',
  });
  assert.equal(us.status, 200);
  const state = b.sandbox.snapshot();
  assert.ok(!state.includes(IBAN) && !state.includes('000123456789'));
});

test('refuses accounts and details that Stripe refuses', async () => {
  const b = bench();
  const make = async (params: Record<string, string>): Promise<[number, unknown]> => {
    const { status, body } = await b.browser('POST', '/v1/payment_methods', params);
    return [status, body.error?.code];
  };
  const payer = { 'billing_details[name]': 'A', 'billing_details[email]': 'a@example.com' };
  const iban = (number: string): Promise<[number, unknown]> =>
    make({ type: 'sepa_debit', 'sepa_debit[iban]': number, ...payer });
  assert.deepEqual(await iban('DE89370400440532013001'), [400, 'invalid_bank_account_iban']);
  // A right check digit, and no account of Stripe's tests.
  assert.deepEqual(await iban('GB82WEST12345698765432'), [400, 'payment_method_invalid_parameter_testmode']);
  assert.deepEqual(await iban('DE91370400440000055555'), [400, 'sepa_debit_bank_not_supported']);
  assert.deepEqual(await make({ type: 'sepa_debit', ...payer }), [400, 'parameter_missing']);
  assert.deepEqual(await make({ type: 'sepa_debit', 'sepa_debit[iban]': IBAN }), [400, 'parameter_missing']);
  assert.deepEqual(await make({ type: 'bancontact' }), [400, 'parameter_missing']);
  assert.deepEqual(
    await make({
      type: 'us_bank_account',
      'us_bank_account[account_number]': '000123456789',
      'us_bank_account[routing_number]': '021000021',
      'us_bank_account[account_holder_type]': 'individual',
      ...payer,
    }),
    [400, 'routing_number_invalid'],
  );
  assert.deepEqual((await make({ type: 'ideal', 'ideal[bank]': 'no_bank' }))[0], 400);
  assert.deepEqual((await make({ type: 'klarna' }))[0], 400);
  assert.deepEqual((await make({ type: 'ideal', 'sepa_debit[iban]': IBAN }))[0], 400);
  const live = b.as('sk_live_sandbox').paymentMethods.retrieve('pm_usBankAccount_success');
  assert.equal((await refusal(live)).code, 'resource_missing');
});

test('publishes no account whose check digits are wrong', () => {
  for (const { number } of TEST_ACCOUNTS.filter(({ type }) => type === 'sepa_debit'))
    assert.ok(passesMod97(number), number);
  assert.ok(!passesMod97('DE00370400440532013000'));
  assert.ok(!passesMod97('3000'));
});

test('drops the methods that go neither with the currency nor with a capture by hand', async () => {
  const b = bench();
  const all = ['card', 'amazon_pay', 'ideal', 'bancontact', 'sepa_debit', 'us_bank_account', 'klarna'];
  const of = async (params: Partial<Stripe.PaymentIntentCreateParams>): Promise<string[]> =>
    (await create(b, { allowed_payment_method_types: all, ...params })).payment_method_types;
  assert.deepEqual(await of({}), ['card', 'amazon_pay', 'ideal', 'bancontact', 'sepa_debit']);
  assert.deepEqual(await of({ currency: 'usd' }), ['card', 'amazon_pay', 'us_bank_account']);
  assert.deepEqual(await of({ currency: 'jpy' }), ['card', 'amazon_pay']);
  assert.deepEqual(await of({ capture_method: 'manual' }), ['card', 'amazon_pay']);
  const none = await refusal(of({ allowed_payment_method_types: ['sepa_debit'], capture_method: 'manual' }));
  assert.deepEqual([none.code, none.param], ['payment_intent_invalid_parameter', 'allowed_payment_method_types']);
  const updated = await b.stripe.paymentIntents.update((await create(b)).id, { capture_method: 'manual' });
  assert.deepEqual(updated.payment_method_types, ['card', 'amazon_pay']);
});

test('refuses a method that the intent does not allow, and does nothing', async () => {
  const b = bench();
  const intent = await create(b, { allowed_payment_method_types: ['card'] });
  for (const confirm of [
    b.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_sepaDebit_success_de', mandate_data: MANDATE }),
    b.stripe.paymentIntents.confirm(intent.id, {
      payment_method_data: { type: 'ideal', ideal: {} },
      return_url: 'https://shop.example/',
    }),
  ]) {
    assert.equal((await refusal(confirm)).code, 'payment_intent_incompatible_payment_method');
  }
  const held = await create(b, { allowed_payment_method_types: ['card', 'sepa_debit'] });
  const manual = b.stripe.paymentIntents.confirm(held.id, {
    payment_method: 'pm_sepaDebit_success_de',
    mandate_data: MANDATE,
    capture_method: 'manual',
  });
  assert.equal((await refusal(manual)).code, 'payment_intent_incompatible_payment_method');
  assert.equal((await read(b, intent.id)).status, 'requires_payment_method');
  assert.equal(b.sandbox.charges().length, 0);
});

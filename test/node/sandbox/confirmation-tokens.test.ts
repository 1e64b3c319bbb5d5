import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { type Bench, bench, read } from './stripe.js';

const CARD = {
  'payment_method_data[type]': 'card',
  'payment_method_data[card][number]': '4242424242424242',
  'payment_method_data[card][exp_month]': '12',
  'payment_method_data[card][exp_year]': '34',
  'payment_method_data[card][cvc]': '123',
};
const SEPA = {
  'payment_method_data[type]': 'sepa_debit',
  'payment_method_data[sepa_debit][iban]': 'DE89370400440532013000',
  'payment_method_data[billing_details][name]': 'Jenny Rosen',
  'payment_method_data[billing_details][email]': 'jenny@example.com',
};
const RETURN = { return_url: 'https://shop.example/return' };

/** Makes a token as Stripe.js does. */
async function make(b: Bench, params: Record<string, string>): Promise<Stripe.ConfirmationToken> {
  const { status, body } = await b.browser('POST', '/v1/confirmation_tokens', params);
  assert.equal(status, 200, JSON.stringify(body.error));
  return b.stripe.confirmationTokens.retrieve(String(body.id));
}

const create = (b: Bench, params: Partial<Stripe.PaymentIntentCreateParams> = {}): Promise<Stripe.PaymentIntent> =>
  b.stripe.paymentIntents.create({
    amount: 2500,
    currency: 'eur',
    allowed_payment_method_types: ['card', 'ideal', 'bancontact', 'sepa_debit'],
    ...params,
  });

test('previews what each kind of method will be, and shows no number', async () => {
  const b = bench();
  const card = await make(b, CARD);
  assert.deepEqual([card.payment_method_preview?.type, card.payment_method_preview?.card?.last4], ['card', '4242']);
  assert.equal(card.payment_intent, null);
  assert.equal(card.mandate_data, null);
  const sepa = await make(b, SEPA);
  assert.equal(sepa.payment_method_preview?.sepa_debit?.last4, '3000');
  assert.equal(sepa.payment_method_preview.billing_details.email, 'jenny@example.com');
  assert.equal(sepa.mandate_data?.customer_acceptance.type, 'online');
  const ideal = await make(b, {
    'payment_method_data[type]': 'ideal',
    'payment_method_data[ideal][bank]': 'rabobank',
    ...RETURN,
  });
  assert.equal(ideal.payment_method_preview?.ideal?.bic, 'RABONL2U');
  assert.equal(ideal.return_url, RETURN.return_url);
  const bancontact = await make(b, {
    'payment_method_data[type]': 'bancontact',
    'payment_method_data[billing_details][name]': 'Jenny Rosen',
  });
  assert.deepEqual(bancontact.payment_method_preview?.bancontact, {});
  assert.ok(!b.sandbox.snapshot().includes('DE89370400440532013000'));
});

test('wants something to make a token of', async () => {
  const b = bench();
  const { status, body } = await b.browser('POST', '/v1/confirmation_tokens', RETURN);
  assert.deepEqual([status, body.error?.code], [400, 'parameter_missing']);
  const both = await b.browser('POST', '/v1/confirmation_tokens', { ...CARD, payment_method: 'pm_card_visa' });
  assert.equal(both.body.error?.code, 'parameters_exclusive');
});

test('confirms a debit with a token: the payer has accepted the mandate with it', async () => {
  const b = bench();
  const token = await make(b, SEPA);
  const intent = await create(b, { confirm: true, confirmation_token: token.id });
  assert.equal(intent.status, 'processing');
  assert.equal((await b.stripe.confirmationTokens.retrieve(token.id)).payment_intent, intent.id);
});

test('sends the payer to the bank with the address of the token, where the confirm names none', async () => {
  const b = bench();
  const params = { 'payment_method_data[type]': 'ideal', ...RETURN };
  const intent = await create(b, { confirm: true, confirmation_token: (await make(b, params)).id });
  assert.equal(intent.next_action?.redirect_to_url?.return_url, RETURN.return_url);
  const other = await create(b, {
    confirm: true,
    confirmation_token: (await make(b, params)).id,
    return_url: 'https://shop.example/other',
  });
  assert.equal(other.next_action?.redirect_to_url?.return_url, 'https://shop.example/other');
});

test('leaves 3-D Secure to Stripe.js, as a token says', async () => {
  const b = bench();
  const params = { ...CARD, 'payment_method_data[card][number]': '4000000000003220', ...RETURN };
  const token = await make(b, params);
  const intent = await create(b, { confirm: true, confirmation_token: token.id });
  assert.equal(intent.next_action?.type, 'use_stripe_sdk');
});

test('brings what was set with the token, where the intent has none of its own', async () => {
  const b = bench();
  const token = await make(b, {
    ...CARD,
    setup_future_usage: 'off_session',
    'shipping[name]': 'Jenny',
    'shipping[address][line1]': 'Main Street 1',
  });
  const intent = await create(b, { confirm: true, confirmation_token: token.id });
  assert.equal(intent.setup_future_usage, 'off_session');
  assert.equal(intent.shipping?.address?.line1, 'Main Street 1');
});

test('is used up by a decline, and not by a confirm that is refused', async () => {
  const b = bench();
  const token = await make(b, { ...CARD, 'payment_method_data[card][number]': '4000000000000002' });
  const sepaOnly = await create(b, { allowed_payment_method_types: ['sepa_debit'] });
  await assert.rejects(
    b.stripe.paymentIntents.confirm(sepaOnly.id, { confirmation_token: token.id }),
    (error: Stripe.errors.StripeError) => error.code === 'payment_intent_incompatible_payment_method',
  );
  assert.equal((await b.stripe.confirmationTokens.retrieve(token.id)).payment_intent, null);
  const intent = await create(b);
  await assert.rejects(b.stripe.paymentIntents.confirm(intent.id, { confirmation_token: token.id }), /declined/);
  assert.equal((await b.stripe.confirmationTokens.retrieve(token.id)).payment_intent, intent.id);
  await assert.rejects(
    b.stripe.paymentIntents.confirm(intent.id, { confirmation_token: token.id }),
    /already been used/,
  );
  assert.equal(b.sandbox.charges().length, 1);
});

test('expires after twelve hours', async () => {
  const b = bench();
  const token = await make(b, CARD);
  assert.equal(token.expires_at, token.created + 12 * 3600);
  const intent = await create(b);
  await b.sandbox.advance(12 * 3600 * 1000);
  await assert.rejects(b.stripe.paymentIntents.confirm(intent.id, { confirmation_token: token.id }), /has expired/);
  assert.equal((await read(b, intent.id)).status, 'requires_payment_method');
});

import assert from 'node:assert/strict';
import type Stripe from 'stripe';
import type { Bench } from './stripe.js';

/** An account whose debits succeed. */
export const IBAN = 'DE89370400440532013000';
/** A mandate as a server passes it on. */
export const MANDATE: Stripe.PaymentIntentConfirmParams.MandateData = {
  customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'test' } },
};
/** Who pays. */
export const PAYER = { name: 'Jenny Rosen', email: 'jenny@example.com' };

/** An intent of 25.00 eur that takes every kind of method. */
export const create = (
  b: Bench,
  params: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> =>
  b.stripe.paymentIntents.create({
    amount: 2500,
    currency: 'eur',
    allowed_payment_method_types: ['card', 'amazon_pay', 'ideal', 'bancontact', 'sepa_debit'],
    ...params,
  });

/** An intent of a currency, confirmed with a published account as a server does. */
export async function debit(b: Bench, method: string, currency = 'eur'): Promise<Stripe.PaymentIntent> {
  const types = [currency === 'eur' ? 'sepa_debit' : 'us_bank_account'];
  const intent = await create(b, { currency, allowed_payment_method_types: types });
  return b.stripe.paymentIntents.confirm(intent.id, { payment_method: method, mandate_data: MANDATE });
}

/** What an operation is refused with. */
export const refusal = async (asked: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  asked.then(
    () => assert.fail('it was not refused'),
    // What the library rejects with is its own error.
    (error: unknown) => error as Stripe.errors.StripeError,
  );

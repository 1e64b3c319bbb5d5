import type Stripe from 'stripe';
import type { Decline, TestCard } from '../cards.js';
import { newId, randomText } from '../ids.js';

const DAY = 24 * 3600;

/** What the details of a charge are made of. `created` in seconds. */
export interface DetailsInput {
  intent: Stripe.PaymentIntent;
  method: Stripe.PaymentMethod;
  /** The test card behind the method; null for what is no card. */
  card: TestCard | null;
  cvc: boolean;
  authenticated: boolean;
  /** Whether the money is held until it is captured by hand. */
  held: boolean;
  decline: Decline | null;
  created: number;
}

/** What a charge says of a card. */
function cardDetails(input: DetailsInput, card: TestCard): Stripe.Charge.PaymentMethodDetails.Card {
  const { intent, method } = input;
  const address = method.billing_details.address;
  const check = (given: boolean, name: 'cvc' | 'line1' | 'postal_code'): string | null =>
    !given ? null : card.failedChecks?.includes(name) === true ? 'fail' : 'pass';
  const details: Stripe.Charge.PaymentMethodDetails.Card = {
    amount_authorized: input.decline === null ? intent.amount : null,
    authorization_code: input.decline === null ? '123456' : null,
    brand: card.brand,
    checks: {
      // A failing address check is reported for the card that exists to fail it, given an address or not.
      address_line1_check: check(address?.line1 != null || card.failedChecks?.includes('line1') === true, 'line1'),
      address_postal_code_check: check(
        address?.postal_code != null || card.failedChecks?.includes('postal_code') === true,
        'postal_code',
      ),
      cvc_check: check(input.cvc, 'cvc'),
    },
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: method.card?.exp_month ?? 12,
    exp_year: method.card?.exp_year ?? 2030,
    extended_authorization: { status: 'disabled' },
    fingerprint: method.card?.fingerprint ?? null,
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: method.card?.last4 ?? null,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: randomText(15),
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: input.authenticated
      ? {
          authentication_flow: 'challenge',
          electronic_commerce_indicator: '05',
          exemption_indicator: null,
          result: 'authenticated',
          result_reason: null,
          transaction_id: crypto.randomUUID(),
          version: '2.2.0',
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  };
  if (input.decline === null && input.held) details.capture_before = input.created + 7 * DAY;
  return details;
}

/** The bank behind a redirect: what it tells of the payer once they have paid there. */
function bankDetails(method: Stripe.PaymentMethod, paid: boolean): Partial<Stripe.Charge.PaymentMethodDetails> {
  const told = {
    generated_sepa_debit: null,
    generated_sepa_debit_mandate: null,
    iban_last4: paid ? '5264' : null,
    verified_name: paid ? method.billing_details.name : null,
  };
  if (method.type === 'amazon_pay') return { amazon_pay: { transaction_id: paid ? randomText(16) : null } };
  if (method.type === 'bancontact') {
    const bank = { bank_code: 'VAPE', bank_name: 'VAN DE PUT & CO', bic: 'VAPEBE22', preferred_language: 'en' };
    return { bancontact: { ...told, ...bank } };
  }
  const { bank = null, bic = null } = method.ideal ?? {};
  return { ideal: { ...told, bank, bic, transaction_id: paid ? randomText(16) : null } };
}

/** What a charge says of what it was paid with. */
export function chargeDetails(input: DetailsInput): Stripe.Charge.PaymentMethodDetails {
  const { card, decline, method } = input;
  const { type } = method;
  if (card !== null) return { card: cardDetails(input, card), type };
  if (method.sepa_debit !== undefined) {
    const { bank_code, branch_code, country, fingerprint, last4 } = method.sepa_debit;
    return { sepa_debit: { bank_code, branch_code, country, fingerprint, last4, mandate: newId('mandate') }, type };
  }
  if (method.us_bank_account !== undefined) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } = method.us_bank_account;
    const shown = { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number };
    return { us_bank_account: { ...shown, mandate: newId('mandate'), payment_reference: null }, type };
  }
  return { ...bankDetails(method, decline === null), type };
}

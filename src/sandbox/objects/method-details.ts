import type Stripe from 'stripe';
import { TEST_ROUTING_NUMBER, type TestAccount } from '../debits.js';

/** What tells a payment method's kind: its `type`, and the member of that name. */
export type MethodDetails = Pick<
  Stripe.PaymentMethod,
  'type' | 'card' | 'amazon_pay' | 'ideal' | 'bancontact' | 'sepa_debit' | 'us_bank_account'
>;

/** The bank codes of iDEAL and what they are in SWIFT's (docs.stripe.com/api/payment_methods/object, `ideal.bic`). */
export const IDEAL_BANKS: Readonly<Record<string, string>> = {
  abn_amro: 'ABNANL2A',
  asn_bank: 'ASNBNL21',
  bunq: 'BUNQNL2A',
  ing: 'INGBNL2A',
  knab: 'KNABNL2H',
  n26: 'NTSBDEB1',
  nn: 'NNBANL2G',
  rabobank: 'RABONL2U',
  regiobank: 'RBRBNL21',
  revolut: 'REVOLT21',
  sns_bank: 'SNSBNL2A',
  triodos_bank: 'TRIONL2U',
  van_lanschot: 'FVLBNL22',
  yoursafe: 'BITSNL2A',
};

/** iDEAL, with the bank that was chosen ahead, if any. */
export function idealMethod(bank: string | null): MethodDetails {
  return { type: 'ideal', ideal: { bank, bic: bank === null ? null : (IDEAL_BANKS[bank] ?? null) } };
}

/** Amazon keeps the card to itself. */
export function amazonMethod(): MethodDetails {
  return { type: 'amazon_pay', amazon_pay: {} };
}

/** Bancontact has nothing of its own before it is paid. */
export function bancontactMethod(): MethodDetails {
  return { type: 'bancontact', bancontact: {} };
}

/** A bank account by its IBAN, of which only country, bank code and the last four characters are shown. */
export function sepaMethod(account: TestAccount, fingerprint: string): MethodDetails {
  return {
    type: 'sepa_debit',
    sepa_debit: {
      bank_code: account.number.slice(4, 12),
      branch_code: null,
      country: account.country,
      fingerprint,
      generated_from: { charge: null, setup_attempt: null },
      last4: account.number.slice(-4),
    },
  };
}

/** A US bank account. The sandbox takes it as verified at once: it plays no microdeposits. */
export function usBankMethod(account: TestAccount, holder: string, kind: string, fingerprint: string): MethodDetails {
  return {
    type: 'us_bank_account',
    us_bank_account: {
      account_holder_type: holder,
      account_type: kind,
      bank_name: 'STRIPE TEST BANK',
      financial_connections_account: null,
      fingerprint,
      last4: account.number.slice(-4),
      networks: { preferred: 'ach', supported: ['ach'] },
      routing_number: TEST_ROUTING_NUMBER,
      status_details: {},
    },
  };
}

import type { InputName } from './kinds.js';

/** The payment methods that the Payment Element collects, by Stripe's names. */
export type MethodType = 'card' | 'amazon_pay' | 'ideal' | 'bancontact' | 'sepa_debit' | 'us_bank_account';

/** What is asked for a method, and under what rules it is offered. */
interface Method {
  label: string;
  /** The inputs, in reading order; two of a row stand side by side. */
  rows: readonly (readonly InputName[])[];
  /** Whether the payer's country is asked, and with it the postal code. */
  address: boolean;
  /** The only currency it is charged in; null: any. */
  currency: string | null;
  /** The payer goes to their bank's page and comes back. */
  redirect: boolean;
  /** The money comes days later, and the payer agrees to a debit. */
  debit: boolean;
}

const OWN = { address: false, redirect: false, debit: false } as const;

/** In the order Stripe shows them. */
export const METHODS: Readonly<Record<MethodType, Method>> = {
  card: { ...OWN, label: 'Card', rows: [['number'], ['expiry', 'cvc']], address: true, currency: null },
  amazon_pay: { ...OWN, label: 'Amazon Pay', rows: [], currency: null, redirect: true },
  ideal: { ...OWN, label: 'iDEAL', rows: [], currency: 'eur', redirect: true },
  bancontact: { ...OWN, label: 'Bancontact', rows: [['name']], currency: 'eur', redirect: true },
  sepa_debit: {
    ...OWN,
    label: 'SEPA Direct Debit',
    rows: [['name'], ['email'], ['iban']],
    currency: 'eur',
    debit: true,
  },
  us_bank_account: {
    ...OWN,
    label: 'US bank account',
    rows: [['name'], ['email'], ['routingNumber', 'accountNumber']],
    currency: 'usd',
    debit: true,
  },
};

/** All of them. */
export const METHOD_TYPES = Object.keys(METHODS) as MethodType[];

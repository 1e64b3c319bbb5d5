import type Stripe from 'stripe';
import { ACCOUNTS } from '../keys.js';

/** The account object of a merchant, as `GET /v1/account` gives it. It has no `livemode`. */
export function buildAccount(id: string): Stripe.Account {
  const name = { [ACCOUNTS.sandbox]: 'Shoplifter', [ACCOUNTS.second]: 'Second Merchant' }[id] ?? 'Connected Merchant';
  return {
    id,
    object: 'account',
    business_profile: {
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: '5734',
      minority_owned_business_designation: null,
      name,
      product_description: null,
      specified_commercial_transactions_act_url: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    business_type: 'company',
    capabilities: {
      amazon_pay_payments: 'active',
      bancontact_payments: 'active',
      card_payments: 'active',
      ideal_payments: 'active',
      sepa_debit_payments: 'active',
      transfers: 'active',
      us_bank_account_ach_payments: 'active',
    },
    charges_enabled: true,
    country: 'US',
    created: 1_700_000_000,
    default_currency: 'usd',
    details_submitted: true,
    email: `${id.slice(-9).toLowerCase()}@example.com`,
    metadata: {},
    payouts_enabled: true,
    type: 'standard',
  };
}

/** The balance of an account: what its charges brought, less what was given back. */
export function buildBalance(livemode: boolean, amounts: Map<string, number>): Stripe.Balance {
  const rows = [...amounts].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  const none = [{ amount: 0, currency: 'usd', source_types: { card: 0 } }];
  return { object: 'balance', available: none, livemode, pending: rows.length > 0 ? rows : none };
}

/** A new customer. */
export function buildCustomer(input: {
  id: string;
  created: number;
  livemode: boolean;
  description: string | null;
  email: string | null;
  name: string | null;
  phone: string | null;
  address: Stripe.Address | null;
  shipping: Stripe.Customer.Shipping | null;
  metadata: Record<string, string>;
}): Stripe.Customer {
  return {
    object: 'customer',
    balance: 0,
    currency: null,
    default_source: null,
    delinquent: false,
    discount: null,
    invoice_prefix: input.id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    next_invoice_sequence: 1,
    preferred_locales: [],
    tax_exempt: 'none',
    test_clock: null,
    ...input,
  };
}

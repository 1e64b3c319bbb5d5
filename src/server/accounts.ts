/** Merchants' Stripe credentials and where they are found. */
import type { Mode } from '../contract/types.js';

/** Credentials of one mode. */
export interface KeyPair {
  /** `pk_test_…` or `pk_live_…`. */
  publishable: string;
  /** `sk_test_…`, `sk_live_…` or a restricted `rk_…`. Goes to Stripe and nowhere else. */
  secret: string;
  /** `whsec_…`, several while one is being rotated. */
  webhookSecrets: string[];
}

/** A merchant's account. */
export interface AccountConfig {
  /** `[A-Za-z0-9_-]{1,64}`, part of the webhook's address. */
  id: string;
  /** Who is paid, in words for the payer. */
  name: string;
  /** `off`: nothing new can be paid; what runs is still settled. */
  mode: Mode | 'off';
  keys: { test?: KeyPair; live?: KeyPair };
  /** `acct_…` of a connected account that the keys act for. */
  stripeAccount?: string;
  /** `allowed_payment_method_types` of new requests; `['card']` by default. */
  methods?: string[];
  /** For requests that give none; `usd` by default. */
  currency?: string;
  capture?: 'automatic' | 'manual';
  postalCode?: 'auto' | 'always' | 'never';
  supportEmail?: string;
  supportPhone?: string;
  supportUrl?: string;
}

/** Where accounts are looked up. */
export interface AccountSource {
  find(id: string): Promise<AccountConfig | null>;
  /** In the order in which they are tried for a request that names none. */
  list(): Promise<AccountConfig[]>;
}

/** Accounts from the server's configuration. */
export function fixedAccounts(accounts: readonly AccountConfig[]): AccountSource {
  return {
    find: (id) => Promise.resolve(accounts.find((account) => account.id === id) ?? null),
    list: () => Promise.resolve([...accounts]),
  };
}

/** Why a request of this account and mode cannot be paid now, in words for developers; null where it can. */
export function unavailableReason(account: AccountConfig | null, mode: Mode): string | null {
  if (!account) return 'The account of this request is not configured.';
  if (account.mode === 'off') return 'The account of this request is off.';
  if (!account.keys[mode]) return `The account of this request has no ${mode} keys.`;
  return null;
}

/** Merchants' Stripe credentials and where they are found. */
import type { Capability, Mode } from '../contract/types.js';
import { ruleRefusal, type AccountRule } from './rule.js';

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
  /** Which requests it is offered for; all by default. */
  rule?: AccountRule;
  /**
   * What its operators may do here, where they may do it at all: `CAPABILITY_DEFAULTS` where nothing is said, so that
   * canceling and paying out have to be allowed. The host's own process is held to none of this.
   */
  capabilities?: Partial<Record<Capability, boolean>>;
  /** Whether its requests may be sent and shown as links to the hosted page; `on` by default. */
  links?: 'on' | 'off';
  /** Where the hosted page takes the money: in our elements (the default; without JavaScript on Stripe's page), or on Stripe's Checkout only. */
  hostedPage?: 'elements' | 'stripe';
  /** Who answers for its requests, as operators see it; by default whoever makes one. */
  owner?: string;
}

/** What operators may do with an account that does not say. */
export const CAPABILITY_DEFAULTS: Readonly<Record<Capability, boolean>> = {
  create: true,
  read: true,
  capture: true,
  cancel: false,
  refund: true,
  payout: false,
  accounts: true,
};

/** What operators may do with an account, each capability said. */
export function capabilitiesOf({ capabilities = {} }: AccountConfig): Record<Capability, boolean> {
  return { ...CAPABILITY_DEFAULTS, ...capabilities };
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

/** What a payer reads of a request that cannot be paid now: neither the account's settings nor its rule. */
export const UNAVAILABLE = 'This request cannot be paid at the moment.';

/** Why nothing can be paid to this account in this mode, in words for developers; null where something can. */
export function closedReason(account: AccountConfig | null, mode: Mode): string | null {
  if (!account) return 'The account of this request is not configured.';
  if (account.mode === 'off') return 'The account of this request is off.';
  if (!account.keys[mode]) return `The account of this request has no ${mode} keys.`;
  return null;
}

/** Why a request of this account cannot be paid now, in words for developers; null where it can. */
export function unavailableReason(
  account: AccountConfig | null,
  terms: { mode: Mode; currency: string; amount: number; country?: string },
): string | null {
  const closed = closedReason(account, terms.mode);
  if (closed !== null) return closed;
  const refusal = ruleRefusal(account?.rule, terms);
  return refusal && `The account of this request does not take it. ${refusal.message}`;
}

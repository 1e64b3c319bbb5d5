import { invalidRequest, StripeFailure } from './failure.js';

/** What a key may do: `secret` everything, `restricted` payments but not the account, `publishable` what a browser may. */
export type KeyKind = 'secret' | 'restricted' | 'publishable';

/** Who a key speaks for. */
export interface KeyOwner {
  key: string;
  kind: KeyKind;
  account: string;
  livemode: boolean;
}

/** A key pair of one merchant in one mode. */
export interface KeyPair {
  account: string;
  livemode: boolean;
  publishable: string;
  secret: string;
}

/** Account ids: the first merchant, the second, and the one that links itself by OAuth to the first or the second. */
export const ACCOUNTS = {
  sandbox: 'acct_1SandboxMerchantA',
  second: 'acct_1SandboxMerchantB',
  connected: 'acct_1SandboxConnected',
} as const;

const pair = (account: string, mode: 'test' | 'live', suffix: string): KeyPair => ({
  account,
  livemode: mode === 'live',
  publishable: `pk_${mode}_sandbox${suffix}`,
  secret: `sk_${mode}_sandbox${suffix}`,
});

/** Every key pair there is. No other key is accepted. */
export const KEY_PAIRS: readonly KeyPair[] = [
  pair(ACCOUNTS.sandbox, 'test', ''),
  pair(ACCOUNTS.sandbox, 'live', ''),
  pair(ACCOUNTS.second, 'test', '_second'),
  pair(ACCOUNTS.second, 'live', '_second'),
  pair(ACCOUNTS.connected, 'test', '_connected'),
  pair(ACCOUNTS.connected, 'live', '_connected'),
];

const OWNERS = new Map<string, KeyOwner>();
for (const { account, livemode, publishable, secret } of KEY_PAIRS) {
  OWNERS.set(publishable, { key: publishable, kind: 'publishable', account, livemode });
  OWNERS.set(secret, { key: secret, kind: 'secret', account, livemode });
}
OWNERS.set('rk_test_sandbox', {
  key: 'rk_test_sandbox',
  kind: 'restricted',
  account: ACCOUNTS.sandbox,
  livemode: false,
});

/** The owner of a key; undefined for a key the sandbox does not know. */
export function ownerOf(key: string): KeyOwner | undefined {
  return OWNERS.get(key);
}

/** The publishable key of an account and mode, as challenge pages need it. */
export function publishableKeyOf(account: string, livemode: boolean): string {
  const found = KEY_PAIRS.find((candidate) => candidate.account === account && candidate.livemode === livemode);
  if (found === undefined) throw new Error(`no key pair for ${account}`);
  return found.publishable;
}

/** The key of a request, from `Authorization` (Bearer or Basic) or, as Stripe.js sends it, from its `key` parameter. */
export function keyOf(headers: Headers, param: string | undefined): string | undefined {
  const [scheme = '', credentials = ''] = (headers.get('authorization') ?? '').split(/\s+/, 2);
  if (scheme.toLowerCase() === 'bearer' && credentials !== '') return credentials;
  if (scheme.toLowerCase() === 'basic') {
    try {
      return atob(credentials).split(':', 1)[0];
    } catch {
      return undefined;
    }
  }
  return param;
}

/** A key as Stripe shows it in messages: its ends only. */
export function masked(key: string): string {
  const shown = key.slice(0, 64);
  const head = /^(?:sk|pk|rk)_(?:test|live)_/.exec(shown)?.[0] ?? shown.slice(0, 3);
  return `${head}${'*'.repeat(Math.max(4, shown.length - head.length - 4))}${shown.slice(-4)}`;
}

/** Stripe's 401s: no key, and a key it does not know. */
export function unauthorized(key: string | undefined): StripeFailure {
  const message =
    key === undefined || key === ''
      ? "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/."
      : `Invalid API Key provided: ${masked(key)}`;
  return new StripeFailure(401, { type: 'invalid_request_error', message });
}

/** Stripe's 401 for a publishable key where a secret one is needed. */
export function secretKeyRequired(): StripeFailure {
  return new StripeFailure(401, {
    type: 'invalid_request_error',
    code: 'secret_key_required',
    message:
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
  });
}

/** Stripe's 403 for a restricted key without the permission. */
export function notPermitted(owner: KeyOwner, permission: string): StripeFailure {
  return new StripeFailure(403, {
    type: 'invalid_request_error',
    message: `The provided key '${masked(owner.key)}' does not have the required permissions for this endpoint on account '${owner.account}'. Having the '${permission}' permission would allow this request to continue.`,
  });
}

/** Stripe's 403 for a `Stripe-Account` that the key may not act for. */
export function noAccessTo(owner: KeyOwner, account: string): StripeFailure {
  return new StripeFailure(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key '${masked(owner.key)}' does not have access to account '${account.slice(0, 64)}' (or that account does not exist). Application access may have been revoked.`,
  });
}

/** Stripe's refusal of raw card numbers with a secret key. */
export function rawCardRefused(): StripeFailure {
  return invalidRequest(
    'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing. To enable testing raw card data APIs, see https://support.stripe.com/questions/enabling-access-to-raw-card-data-apis.',
  );
}

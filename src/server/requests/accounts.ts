/** The accounts that an operator may use, as they may be seen: nothing secret is whole. */
import { pageQuery } from '../../contract/schemas.js';
import type { Account, MaskedKeys, Page } from '../../contract/types.js';
import { capabilitiesOf, type AccountConfig, type KeyPair } from '../accounts.js';
import type { Context } from '../context.js';
import { readInput } from '../input.js';
import { allows, mayUse, need, type Principal } from '../principal.js';
import { invalid } from '../problems.js';

/** A page of accounts, in the order in which they are tried. Throws `forbidden`, `invalid-request`. */
export async function listAccounts(
  { settings }: Context,
  query: unknown,
  principal: Principal,
): Promise<Page<Account>> {
  need(principal, 'accounts');
  const { limit, cursor } = readInput(pageQuery, query, 'operator');
  const own = (await settings.accounts.list()).filter(
    (account) => mayUse(principal, account.id) && allows(principal, 'accounts', account),
  );
  // A cursor is the last id of the page before.
  const from = cursor === undefined ? 0 : own.findIndex(({ id }) => id === cursor) + 1;
  if (cursor !== undefined && from === 0) throw invalid('cursor', 'It is none of this list.');
  const data = own.slice(from, from + limit);
  const last = data.at(-1);
  return { data: data.map(view), nextCursor: last && from + limit < own.length ? last.id : null };
}

function view(account: AccountConfig): Account {
  const { test, live } = account.keys;
  return {
    id: account.id,
    name: account.name,
    mode: account.mode,
    // Nobody has asked Stripe about its keys yet.
    status: 'unverified',
    reason: null,
    currency: account.currency ?? 'usd',
    capture: account.capture ?? 'automatic',
    postalCode: account.postalCode ?? 'auto',
    keys: { test: test ? masked(test) : null, live: live ? masked(live) : null },
    links: account.links ?? 'on',
    capabilities: capabilitiesOf(account),
  };
}

function masked({ publishable, secret, webhookSecrets }: KeyPair): MaskedKeys {
  return { publishable, secret: maskSecret(secret), webhookSecrets: webhookSecrets.map(maskSecret) };
}

/** Kind and last four: `sk_test_…dbox`, `whsec_…1f0c`. Of one that is too short to hide anything, the kind alone. */
export function maskSecret(secret: string): string {
  const [kind = ''] = /^(?:[a-z]+_)?(?:(?:test|live)_)?/.exec(secret) ?? [];
  const rest = secret.slice(kind.length);
  return `${kind}…${rest.length > 6 ? rest.slice(-4) : ''}`;
}

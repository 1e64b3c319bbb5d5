/** Says at once what is wrong with an account of the server's configuration. */
import { isCurrency } from '../money/index.js';
import { CAPABILITY_DEFAULTS, type AccountConfig } from './accounts.js';
import { checkRule } from './rule.js';

/** Throws a TypeError that names the account and the member. */
export function checkAccounts(accounts: readonly AccountConfig[]): void {
  const ids = new Set<string>();
  for (const account of accounts) {
    const { id } = account;
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id))
      throw new TypeError(`accounts: the id ${JSON.stringify(id)} is not 1 to 64 of A-Z a-z 0-9 _ -.`);
    if (ids.has(id)) throw new TypeError(`accounts: the id ${JSON.stringify(id)} is there twice.`);
    ids.add(id);
    checkAccount(account);
  }
}

function checkAccount({ id, mode, keys, currency, capabilities = {}, links = 'on', rule }: AccountConfig): void {
  const name = `accounts.${id}`;
  if (!['test', 'live', 'off'].includes(mode)) throw new TypeError(`${name}.mode: it must be "test", "live" or "off".`);
  checkKeys(keys, `${name}.keys`);
  if (currency !== undefined && !isCurrency(currency))
    throw new TypeError(`${name}.currency: ${JSON.stringify(currency)} is not a lowercase currency code.`);
  for (const [capability, value] of Object.entries(capabilities)) {
    if (!Object.hasOwn(CAPABILITY_DEFAULTS, capability))
      throw new TypeError(`${name}.capabilities.${capability}: there is no such capability.`);
    if (typeof value !== 'boolean')
      throw new TypeError(`${name}.capabilities.${capability}: it must be true or false.`);
  }
  if (!['on', 'off'].includes(links)) throw new TypeError(`${name}.links: it must be "on" or "off".`);
  if (rule) checkRule(rule, `${name}.rule`);
}

/** A variable of the environment that is not set is undefined here, and keys of the other mode would take real money for a trial. */
function checkKeys(keys: AccountConfig['keys'], name: string): void {
  for (const mode of ['test', 'live'] as const) {
    const pair = keys[mode];
    if (!pair) continue;
    const { publishable, secret, webhookSecrets } = pair;
    for (const [member, key] of Object.entries({ publishable, secret })) {
      const at = `${name}.${mode}.${member}`;
      if (typeof key !== 'string' || key === '') throw new TypeError(`${at}: the key is missing. Is its variable set?`);
      if (key.includes(mode === 'test' ? '_live_' : '_test_'))
        throw new TypeError(`${at}: it is a key of the other mode.`);
    }
    if (!Array.isArray(webhookSecrets) || !webhookSecrets.every((given) => typeof given === 'string' && given !== ''))
      throw new TypeError(`${name}.${mode}.webhookSecrets: one is missing. Is its variable set? [] takes no webhooks.`);
  }
}

/** The demo's merchants: two at the sandbox, or one at the real Stripe where its keys are given. */
import type { AccountConfig } from '../src/server/index.js';
import { settings } from './settings.js';

const WEBHOOK_SECRET = 'whsec_sandbox_demo';
/** What the store takes beside cards: redirects and delayed methods, in dollars and euros. What does not go with a currency is not offered. */
const METHODS = ['card', 'amazon_pay', 'ideal', 'bancontact', 'sepa_debit', 'us_bank_account'];

/** The account of the store and of the portal, which take more than cards at the sandbox. */
export const storeAccount = settings.stripeKeys ? 'demo' : 'second';

/** Which webhooks the sandbox sends where. */
export const webhookEndpoints = [
  { key: 'sk_test_sandbox', account: 'demo', secret: WEBHOOK_SECRET },
  { key: 'sk_test_sandbox_second', account: 'second', secret: WEBHOOK_SECRET },
].map(({ key, account, secret }) => ({ key, url: `${settings.baseUrl}/api/webhooks/${account}`, secret }));

/** The accounts, in the order in which they are tried. */
export function demoAccounts(): AccountConfig[] {
  if (settings.stripeKeys) {
    const mode = settings.stripeKeys.secret.includes('_live_') ? 'live' : 'test';
    const webhookSecrets = settings.webhookSecret === undefined ? [] : [settings.webhookSecret];
    return [{ id: 'demo', name: 'Shoplifter', mode, keys: { [mode]: { ...settings.stripeKeys, webhookSecrets } } }];
  }
  const pair = (suffix: string) => ({
    test: {
      publishable: `pk_test_sandbox${suffix}`,
      secret: `sk_test_sandbox${suffix}`,
      webhookSecrets: [WEBHOOK_SECRET],
    },
    live: {
      publishable: `pk_live_sandbox${suffix}`,
      secret: `sk_live_sandbox${suffix}`,
      webhookSecrets: [WEBHOOK_SECRET],
    },
  });
  return [
    { id: 'demo', name: 'Shoplifter', mode: 'test', keys: pair('') },
    {
      id: 'second',
      name: 'Shoplifter Store',
      mode: 'test',
      keys: pair('_second'),
      methods: METHODS,
      capabilities: { cancel: true },
    },
  ];
}

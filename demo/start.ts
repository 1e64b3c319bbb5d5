/** The demo: one server with a page per use, and the sandbox beside it as another origin. */
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { createPaymentServer, operatorKey, type PaymentServer } from '../src/server/index.js';
import { serveSandbox } from '../src/sandbox/serve.js';
import { demoAccounts, webhookEndpoints } from './accounts.js';
import { buildBundle, buildPages } from './assets.js';
import { business, isBusiness, sendToPhone, tellBusiness } from './business.js';
import { ownOrigins } from './hosts.js';
import { portalRoutes } from './invoice/portal.js';
import { badPort, refuseToStart, withSetting } from './refusal.js';
import { freePort, settings } from './settings.js';
import { createSite } from './site.js';
import { openStore } from './store.js';
import { shopRoutes } from './storefront/shop.js';

const started = performance.now();
const { sandbox: sandboxSettings } = settings;
// Before anything is built: what it takes is known at once.
await freePort({ port: settings.port, host: settings.host, variable: 'PORT' });
const entry = (name: string): string => join(import.meta.dirname, name);

// All of it at once: the store opens and the sandbox starts while the bundle is built.
const [{ store, close: closeStore }, sandbox, pages] = await Promise.all([
  openStore(),
  sandboxSettings
    ? serveSandbox({ port: sandboxSettings.port, dataDir: settings.dataDir, webhookEndpoints }).catch(
        (error: unknown) => {
          throw badPort(error, { port: sandboxSettings.port, host: '127.0.0.1', variable: 'SANDBOX_PORT' });
        },
      )
    : null,
  buildPages({
    page: entry('pages/page.css'),
    ...Object.fromEntries(
      ['chat', 'gallery', 'storefront', 'invoice', 'sms'].flatMap((name) => [
        [name, entry(`${name}/${name}.ts`)],
        [`${name}-page`, entry(`${name}/${name}.css`)],
      ]),
    ),
  }),
  buildBundle(),
]);

const byKey = await withSetting('PAY_OPERATOR_KEY', () => operatorKey(settings.operatorKey));
const apiBase = settings.stripeApiBase ?? sandboxSettings?.url;
const payments: PaymentServer = createPaymentServer({
  store,
  accounts: demoAccounts(),
  authorize: (request) => (isBusiness(request) ? business : byKey(request)),
  baseUrl: settings.baseUrl,
  // Its pages work at each name by which the machine is opened.
  operatorOrigins: ownOrigins(settings.port),
  stripe: {
    ...(apiBase === undefined ? {} : { apiBase }),
    ...(sandboxSettings ? { scriptUrl: `${sandboxSettings.url}/stripe.js` } : {}),
  },
  onEvent: tellBusiness,
  onSend: sendToPhone,
});

const healthy = async (): Promise<boolean> => {
  try {
    await store.now();
    return sandboxSettings === null || (await fetch(`${sandboxSettings.url}/stripe.js`, { method: 'HEAD' })).ok;
  } catch {
    return false;
  }
};
const site = createSite({
  pay: (request, address) => payments.fetch(request, { address }),
  shop: shopRoutes(payments),
  portal: portalRoutes(payments),
  pages,
  healthy,
});
const app = new Hono().all('*', (context) => site.fetch(context.req.raw, getConnInfo(context).remote.address ?? ''));
const server = serve({ fetch: app.fetch, port: settings.port, hostname: settings.host }, () => {
  const lines = [
    `Pay Elements is at ${settings.baseUrl} (ready in ${((performance.now() - started) / 1000).toFixed(1)} s)`,
    `  pages:    ${['chat', 'storefront', 'invoice', 'sms'].map((name) => `${settings.baseUrl}/${name}`).join('  ')}`,
    sandboxSettings ? `  Stripe:   the sandbox at ${sandboxSettings.url}` : '  Stripe:   the real one, with your keys',
    ...(settings.operatorKeyIsMade ? [`  operator: ${settings.operatorKey}`] : []),
  ];
  console.log(lines.join('\n'));
});
server.on('error', (error) => {
  refuseToStart(badPort(error, { port: settings.port, host: settings.host, variable: 'PORT' }));
});

let closing = false;
async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  server.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
  await payments.close();
  await sandbox?.close();
  await closeStore();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    void close().then(() => process.exit(0));
  });

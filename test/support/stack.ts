/** The sandbox and a payment server for tests in a browser: real HTTP on loopback, everything in memory. */
import { once } from 'node:events';
import { serve } from '@hono/node-server';
import { createPaymentServer, memoryStore, operatorKey } from '../../src/server/index.js';
import { serveSandbox } from '../../src/sandbox/serve.js';
import { freePort } from './demo.js';

/** Where a test finds them. */
export interface StackUrls {
  api: string;
  sandbox: string;
  operatorKey: string;
}

/** Starts both on free ports. */
export async function startStack(): Promise<{ urls: StackUrls; close(): Promise<void> }> {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const webhookSecret = 'whsec_for_tests';
  const sandbox = await serveSandbox({
    port: sandboxPort,
    webhookEndpoints: [{ key: 'sk_test_sandbox', url: `${origin}/api/webhooks/shop`, secret: webhookSecret }],
  });
  const key = 'op_for_tests_only_0123456789';
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const payments = createPaymentServer({
    store: memoryStore(),
    accounts: [
      {
        id: 'shop',
        name: 'Shoplifter',
        mode: 'test',
        keys: { test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: [webhookSecret] } },
      },
    ],
    authorize: operatorKey(key),
    baseUrl: origin,
    operatorOrigins: [],
    stripe: { apiBase: sandboxUrl, scriptUrl: `${sandboxUrl}/stripe.js` },
  });
  const server = serve({ fetch: (request) => payments.fetch(request), port, hostname: 'localhost' });
  // A name is looked up first: until then nobody answers.
  if (!server.listening) await once(server, 'listening');
  return {
    urls: { api: `${origin}/api`, sandbox: sandboxUrl, operatorKey: key },
    async close() {
      server.close();
      await payments.close();
      await sandbox.close();
    },
  };
}

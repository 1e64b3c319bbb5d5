/** The sandbox and a payment server for tests in a browser: real HTTP on loopback, everything in memory. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createPaymentServer, memoryStore, operatorKey, type PaymentServer } from '../../src/server/index.js';
import { serveSandbox } from '../../src/sandbox/serve.js';

/** Where a test finds them. */
export interface StackUrls {
  api: string;
  sandbox: string;
  operatorKey: string;
}

/** Starts both on free ports. */
export async function startStack(): Promise<{ urls: StackUrls; close(): Promise<void> }> {
  // Each takes whatever port is free, and keeps it: one that is looked for first may be another's by then.
  let payments: PaymentServer | null = null;
  const server = serve({
    fetch: (request) => payments?.fetch(request) ?? new Response(),
    port: 0,
    hostname: 'localhost',
  });
  // A name is looked up first: until then nobody answers.
  if (!server.listening) await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const webhookSecret = 'whsec_for_tests';
  const sandbox = await serveSandbox({
    port: 0,
    webhookEndpoints: [{ key: 'sk_test_sandbox', url: `${origin}/api/webhooks/shop`, secret: webhookSecret }],
  });
  const key = 'op_for_tests_only_0123456789';
  const running = (payments = createPaymentServer({
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
    stripe: { apiBase: sandbox.url, scriptUrl: `${sandbox.url}/stripe.js` },
  }));
  return {
    urls: { api: `${origin}/api`, sandbox: sandbox.url, operatorKey: key },
    async close() {
      server.close();
      await running.close();
      await sandbox.close();
    },
  };
}

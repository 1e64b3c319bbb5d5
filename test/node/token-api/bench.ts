/** The example API and the sandbox, both over HTTP on loopback. */
import type { AddressInfo } from 'node:net';
import { createTokenApi } from '../../../demo/token-api/api.js';
import { Orders } from '../../../demo/token-api/orders.js';
import { stripeClient } from '../../../demo/token-api/stripe.js';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { serveSandbox } from '../../../src/sandbox/serve.js';

/** What a test works with. */
export interface TokenApi {
  url: string;
  orders: Orders;
  sandbox: Sandbox;
  /** Posts to an order's payments. */
  post(id: string, body: unknown): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

/** Starts both on free ports. */
export async function startTokenApi(): Promise<TokenApi> {
  const served = await serveSandbox({ port: 0 });
  const orders = new Orders();
  // Without the library's own repeats, which take seconds: a fault is one lost answer.
  const stripe = stripeClient('sk_test_sandbox', served.url, { maxNetworkRetries: 0 });
  const server = createTokenApi({ stripe, orders });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    orders,
    sandbox: served.sandbox,
    async post(id, body) {
      const response = await fetch(`${url}/orders/${id}/payments`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await served.close();
    },
  };
}

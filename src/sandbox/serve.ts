#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { WebhookEndpoint } from './webhook-endpoint.js';
import { DroppedConnection } from './faults.js';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.js';
import { stateFile } from './state-file.js';

/** How a sandbox is served. */
export interface ServeOptions extends Omit<SandboxOptions, 'baseUrl' | 'load' | 'save'> {
  /** 12111 by default; 0 takes a free one. */
  port?: number;
  /** Keeps the state in `{dataDir}/sandbox`; without it, in memory. */
  dataDir?: string;
  webhookEndpoints?: WebhookEndpoint[];
}

/** A sandbox that listens on the loopback address. */
export interface ServedSandbox {
  /** `http://127.0.0.1:{port}` */
  url: string;
  sandbox: Sandbox;
  close(): Promise<void>;
}

/**
 * Serves a sandbox on 127.0.0.1. A fault that drops the connection destroys its socket.
 * @throws the listener's error, such as EADDRINUSE
 */
export async function serveSandbox({ port = 12111, dataDir, ...options }: ServeOptions = {}): Promise<ServedSandbox> {
  // The port is known only once it is taken, and the sandbox's links need it: the handler reads this when it is called.
  let sandbox: Sandbox | null = null;
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    async fetch(request, env) {
      try {
        return await (sandbox?.fetch(request) ?? new Response('Starting', { status: 503 }));
      } catch (error) {
        if (!(error instanceof DroppedConnection)) throw error;
        // The adaptor hands over Node's own pair; this is an HTTP/1.1 server, so it is the first of its kinds.
        (env as HttpBindings).incoming.socket.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  });
  const url = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      // A TCP listener's address is this form; text is a pipe's.
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
  const persistence = dataDir === undefined ? {} : stateFile(join(dataDir, 'sandbox'));
  const serving = createSandbox({ ...options, ...persistence, baseUrl: url });
  sandbox = serving;
  return {
    url,
    sandbox: serving,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      await serving.close();
    },
  };
}

/** The `pay-elements-sandbox` command: `SANDBOX_PORT`, `DATA_DIR`, and `SANDBOX_WEBHOOK_URL` with `SANDBOX_WEBHOOK_SECRET`. */
async function main(): Promise<void> {
  const { SANDBOX_PORT, DATA_DIR, SANDBOX_WEBHOOK_URL, SANDBOX_WEBHOOK_SECRET } = process.env;
  const port = SANDBOX_PORT === undefined || SANDBOX_PORT === '' ? 12111 : Number(SANDBOX_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    console.error(`SANDBOX_PORT: ${JSON.stringify(SANDBOX_PORT)} is no port. Set it to a number from 1 to 65535.`);
    process.exit(1);
  }
  const options: ServeOptions = { port };
  if (DATA_DIR !== undefined && DATA_DIR !== '') options.dataDir = DATA_DIR;
  if (SANDBOX_WEBHOOK_URL !== undefined && SANDBOX_WEBHOOK_SECRET !== undefined) {
    options.webhookEndpoints = [{ key: 'sk_test_sandbox', url: SANDBOX_WEBHOOK_URL, secret: SANDBOX_WEBHOOK_SECRET }];
  }
  const served = await serveSandbox(options).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    console.error(`Port ${port} is taken. Set SANDBOX_PORT to a free one.`);
    process.exit(1);
  });
  console.log(`Sandbox for Stripe on ${served.url} (keys pk_test_sandbox, sk_test_sandbox)`);
  const stop = (): void => void served.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) await main();

/** The stream of live status in a host's Express app, behind its `compression()`: real HTTP on loopback. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import compression from 'compression';
import express from 'express';
import { bench, type Bench } from './bench.js';

/** How long an event may take from its commit, in ms. */
const MOST_MS = 1_000;
const gzip = { 'accept-encoding': 'gzip' };

/** A bench whose server is mounted in an Express app that compresses what it answers. */
async function mounted(t: TestContext): Promise<Bench & { origin: string }> {
  const b = bench();
  const app = express();
  app.use(compression());
  app.all(
    ['/api/{*path}', '/pay/{*path}'],
    getRequestListener((request, { incoming }) => b.server.fetch(request, { address: incoming.socket.remoteAddress })),
  );
  const server = app.listen(0, 'localhost');
  await once(server, 'listening');
  t.after(async () => {
    await b.server.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { ...b, origin: `http://localhost:${(server.address() as AddressInfo).port}` };
}

/** Rejects unless `work` is over within `most` ms. */
async function inTime<T>(work: Promise<T>, what: string, most: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not arrive within ${most} ms`));
    }, most);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads the stream, as text, until it has `wanted`. */
async function until(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  const decoder = new TextDecoder();
  for (let text = ''; ;) {
    if (text.includes(wanted)) return text;
    const { done, value } = await reader.read();
    if (done) assert.fail(`The stream ended before ${wanted}: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
}

test('a change of status passes Express with compression() within a second, for a reader that accepts gzip', async (t) => {
  const { make, pay, origin } = await mounted(t);
  const { id } = await make();

  const page = await fetch(`${origin}/pay/${id}`, { headers: gzip });
  assert.equal(page.headers.get('content-encoding'), 'gzip', 'the app compresses');
  await page.arrayBuffer();

  const answer = await fetch(`${origin}/api/events?request=${id}`, { headers: gzip });
  const reader = answer.body?.getReader() ?? assert.fail();
  await inTime(until(reader, '"status":"open"'), 'the present', 10 * MOST_MS);

  const event = until(reader, '"status":"paid"');
  assert.equal((await pay(id, 'a1', 'pm_card_visa')).status, 200);
  await inTime(event, 'the change that is committed', MOST_MS);
  await reader.cancel();
});

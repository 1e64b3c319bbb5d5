import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { createSandbox } from '../../../src/sandbox/index.js';
import { bench } from './bench.js';

test('close ends streams and waits for the attempt that runs, which is paid', async () => {
  const sandbox = createSandbox();
  let arrived = (): void => undefined;
  let answer = (): void => undefined;
  const confirming = new Promise<void>((resolve) => (arrived = resolve));
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const { server, make, pay, call } = bench({
    stripe: {
      apiBase: sandbox.baseUrl,
      fetch: async (url, init) => {
        const result = await sandbox.fetch(url, init);
        if (!url.endsWith('/confirm')) return result;
        arrived();
        await answered;
        return result;
      },
    },
  });
  const { id } = await make();
  const stream = await call('GET', `/events?request=${id}`);
  const paying = pay(id, 'a1', 'pm_card_visa');
  await confirming;
  const closed = server.close();
  await stream.text();
  let isClosed = false;
  void closed.then(() => (isClosed = true));
  await new Promise(setImmediate);
  assert.equal(isClosed, false, 'it waits');
  answer();
  await closed;
  assert.equal((await paying).status, 200);
});

test('close does not wait for ever: what Stripe does not answer is left to the lease', async () => {
  const { server, make, pay } = bench({
    limits: { close: 20 },
    stripe: { apiBase: 'http://127.0.0.1:1', fetch: () => new Promise(() => undefined) },
  });
  const { id } = await make();
  void pay(id, 'a1', 'pm_card_visa');
  await server.close();
});

for (const store of ['memoryStore()', 'await postgresStore(sql = await openPglite(null))'])
  test(`a process ends by itself after close (${/\w+Store/.exec(store)?.[0]})`, async (t) => {
    const src = new URL('../../../src/', import.meta.url).href;
    const script = `
      import { createPaymentServer, memoryStore, openPglite, postgresStore, operatorKey } from '${src}server/index.ts';
      import { createSandbox } from '${src}sandbox/index.ts';
      let sql;
      const store = ${store};
      const sandbox = createSandbox();
      const server = createPaymentServer({
        store,
        accounts: [{ id: 'demo', name: 'S', mode: 'test', keys: { test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: [] } } }],
        authorize: operatorKey('op_0123456789abcdef'),
        baseUrl: 'http://localhost:4242',
        onEvent: () => undefined,
        stripe: { apiBase: sandbox.baseUrl, fetch: sandbox.fetch },
      });
      const { id } = await server.createRequest({ label: 'x', amount: 2500 });
      const stream = await server.fetch(new Request('http://localhost:4242/api/events?request=' + id));
      const reader = stream.body.getReader();
      await reader.read();
      await server.pay(id, { attempt: 'a', instrument: { paymentMethod: 'pm_card_visa' } });
      void server.sync(id);
      await server.sync(id);
      await server.close();
      await store.close();
      await sql?.close();
      console.log('closed');
    `;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => child.kill('SIGKILL'));
    let closedAt = 0;
    child.stdout.on('data', () => (closedAt ||= performance.now()));
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0);
    assert.ok(closedAt > 0, 'it came to its end');
    assert.ok(performance.now() - closedAt < 1_500, `${performance.now() - closedAt} ms after close`);
  });

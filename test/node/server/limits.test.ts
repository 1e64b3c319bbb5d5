import assert from 'node:assert/strict';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import Stripe from 'stripe';
import { callerOf } from '../../../src/server/address.js';
import type { PaymentServer } from '../../../src/server/index.js';
import { bench, KEY, ORIGIN, problemIn } from './bench.js';

const call = (server: PaymentServer, path: string, address: string, headers: Record<string, string> = {}) =>
  server.fetch(new Request(`${ORIGIN}/api${path}`, { headers }), { address });

test('the caller is the peer, or what the trusted proxies say, and never what the caller says itself', () => {
  const cases: [string | undefined, string | null, number, string | null][] = [
    ['203.0.113.7', null, 0, '203.0.113.7'],
    ['203.0.113.7', '198.51.100.1', 0, '203.0.113.7'],
    ['10.0.0.1', '6.6.6.6, 198.51.100.1', 1, '198.51.100.1'],
    ['10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', 2, '198.51.100.1'],
    ['10.0.0.1', null, 1, '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1', 5, '198.51.100.1'],
    ['10.0.0.1', 'unknown', 1, '10.0.0.1'],
    ['10.0.0.1', `${'x'.repeat(100_000)}, 198.51.100.1:5555`, 1, '198.51.100.1'],
    [undefined, '198.51.100.1', 1, '198.51.100.1'],
    [undefined, '198.51.100.1', 0, null],
    ['::ffff:203.0.113.7', null, 0, '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', null, 0, '2001:db8:1:2::/64'],
    ['2001:0db8:1:2::9', null, 0, '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:443', null, 0, '2001:db8:1:2::/64'],
    ['fe80::1%eth0', null, 0, 'fe80:0:0:0::/64'],
    ['::1', null, 0, '0:0:0:0::/64'],
    ['1:2:3:4:5:6:7:8:9', null, 0, null],
    ['', '', 1, null],
  ];
  for (const [address, forwarded, trusted, caller] of cases)
    assert.equal(callerOf(address, forwarded, trusted), caller, `${address} ${forwarded?.slice(-40)} ${trusted}`);
});

test('too many calls of one address are told to come back, in every way they can ask, and nobody else is', async (t) => {
  const { server, make } = bench({ limits: { calls: 3 } });
  t.after(() => server.close());
  const { id } = await make();
  for (let n = 0; n < 3; n++) assert.equal((await call(server, `/requests/${id}`, '203.0.113.7')).status, 200);
  for (const path of [`/requests/${id}`, '/requests/status', `/return/${id}`, `/events?request=${id}`]) {
    const answer = await call(server, path, '203.0.113.7');
    assert.equal(answer.status, 429, path);
    // 3 a minute: one every 20 s.
    const wait = Number(answer.headers.get('retry-after'));
    assert.ok(wait > 15 && wait <= 20, String(wait));
    if (!path.startsWith('/return')) assert.equal(answer.headers.get('access-control-allow-origin'), '*', path);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal((await problemIn(answer)).code, 'rate-limited');
  }
  const page = await server.fetch(new Request(`${ORIGIN}/pay/${id}`), { address: '203.0.113.7' });
  assert.equal(page.status, 429);
  assert.equal((await call(server, `/requests/${id}`, '203.0.113.8')).status, 200);
  assert.equal((await server.fetch(new Request(`${ORIGIN}/api/requests/${id}`))).status, 200, 'no address, no limit');
});

test('behind a trusted proxy each payer has a limit of their own', async (t) => {
  const { server } = bench({ limits: { calls: 1 }, trustProxy: 1 });
  t.after(() => server.close());
  const from = (payer: string) => call(server, '/requests/x', '10.0.0.1', { 'x-forwarded-for': `6.6.6.6, ${payer}` });
  assert.deepEqual(
    [await from('198.51.100.1'), await from('198.51.100.2'), await from('198.51.100.1')].map(({ status }) => status),
    [404, 404, 429],
  );
});

test('calls with a right key do not count, and a wrong one counts ten times', async (t) => {
  const { server } = bench({ limits: { calls: 15 } });
  t.after(() => server.close());
  const list = (key: string) => call(server, '/requests', '203.0.113.7', { authorization: `Bearer ${key}` });
  for (let n = 0; n < 20; n++) assert.equal((await list(KEY)).status, 200);
  assert.deepEqual(
    [(await list('wrong')).status, (await list('wrong')).status, (await list('wrong')).status],
    [401, 401, 429],
  );
});

test('a right key is answered from an address that payers used up, on every route', async (t) => {
  const { server, make } = bench({ limits: { calls: 2 } });
  t.after(() => server.close());
  const { id } = await make();
  const address = '203.0.113.7';
  while ((await call(server, `/requests/${id}`, address)).status !== 429);
  for (const path of ['/requests', `/requests/${id}`, '/accounts', `/requests/${id}/history`])
    assert.equal((await call(server, path, address, { authorization: `Bearer ${KEY}` })).status, 200, path);
  assert.equal((await call(server, '/requests', address)).status, 429, 'without a key');
});

test('wrong keys on the routes of payers count as they do on those of operators', async (t) => {
  const { server, make } = bench({ limits: { calls: 15 } });
  t.after(() => server.close());
  const { id } = await make();
  const address = '203.0.113.7';
  const guess = (key: string) => call(server, `/requests/${id}`, address, { authorization: `Bearer ${key}` });
  assert.deepEqual(
    [(await guess('wrong')).status, (await guess('wrong')).status, (await guess('wrong')).status],
    [200, 200, 429],
  );
  assert.equal((await call(server, `/requests/${id}`, address)).status, 200, 'payers go on');
  const basic = { authorization: 'Basic YTpi' };
  assert.equal((await call(server, `/requests/${id}`, address, basic)).status, 200, 'what a proxy asks for is no key');
});

test('webhooks that nobody signed are limited by address before they are read, and signed ones get through', async (t) => {
  const { server } = bench({ limits: { webhooks: 2 } });
  t.after(() => server.close());
  const payload = JSON.stringify({ id: 'evt_1', object: 'event', type: 'x', livemode: false, data: { object: {} } });
  const library = new Stripe('sk_test_signatures');
  const right = await library.webhooks.generateTestHeaderStringAsync({ payload, secret: 'whsec_demo' });
  let read = 0;
  const send = (headers: Record<string, string>, address: string, account = 'demo') => {
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read++;
          controller.enqueue(new TextEncoder().encode(payload));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const init = { method: 'POST', headers, body, duplex: 'half' };
    return server.fetch(new Request(`${ORIGIN}/api/webhooks/${account}`, init), { address });
  };
  const statuses = [];
  for (let n = 0; n < 3; n++) statuses.push((await send({}, '203.0.113.7')).status);
  assert.deepEqual(statuses, [400, 400, 429]);
  assert.equal(read, 0);
  const wrong = { 'stripe-signature': right.replace(/v1=.{8}/, 'v1=00000000') };
  assert.equal((await send(wrong, '203.0.113.7')).status, 429);
  assert.equal((await send({ 'stripe-signature': right }, '203.0.113.7')).status, 200);
  assert.equal((await send(wrong, '203.0.113.8')).status, 400, 'another address');
});

test('attempts have a limit of their own, and are not started beyond it', async (t) => {
  const { server, make, sandbox } = bench({ limits: { attempts: 1 } });
  t.after(() => server.close());
  const { id } = await make();
  const pay = (attempt: string) =>
    server.fetch(
      new Request(`${ORIGIN}/api/requests/${id}/attempts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ attempt, instrument: { paymentMethod: 'pm_card_visa_chargeDeclined' } }),
      }),
      { address: '203.0.113.7' },
    );
  assert.equal((await pay('a1')).status, 402);
  assert.equal((await pay('a2')).status, 429);
  assert.equal(sandbox.charges().length, 1);
});

test('streams are bounded per address and in all, and one that ends makes room', async (t) => {
  const { server } = bench({ limits: { streams: 2, allStreams: 3 } });
  t.after(() => server.close());
  const open = (address: string) => call(server, '/events?request=req_x', address);
  const first = await open('203.0.113.7');
  await open('203.0.113.7');
  const refused = await open('203.0.113.7');
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal((await open('203.0.113.8')).status, 200);
  assert.equal((await open('203.0.113.9')).status, 429, 'in all');
  await first.body?.cancel();
  assert.equal((await open('203.0.113.7')).status, 200);
});

test('a stream whose reader stopped reading is ended, and keeps nothing', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { server, call: ask } = bench();
  t.after(() => server.close());
  const reads = (await ask('GET', '/events?request=req_x')).body?.getReader();
  const sleeps = (await ask('GET', '/events?request=req_x')).body?.getReader();
  for (let n = 0; n < 20; n++) {
    await reads?.read();
    t.mock.timers.tick(15_000);
  }
  await reads?.read();
  await assert.rejects(async () => sleeps?.read(), /too slow/);
  await reads?.cancel();
});

test('hostile queries and headers are answered by a problem, never a fault', async (t) => {
  const { server, call: ask, operate, lines } = bench();
  t.after(() => server.close());
  const many = Array.from({ length: 20_000 }, (_, n) => `request=req_${n}`).join('&');
  const queries = [
    'request=%E0%A4%A',
    'request=%',
    'request[]=a',
    '__proto__=1&constructor=2',
    'request=%00',
    many,
    '&'.repeat(50_000),
  ];
  for (const query of queries) {
    for (const path of [
      '/events',
      '/requests',
      '/requests/x',
      '/return/x',
      '/requests/%E0%A4%A',
      '/requests/..%2f..%2fetc',
    ]) {
      const answer = await operate('GET', `${path}?${query}`);
      assert.ok(answer.status < 500, `${path} ${query.slice(0, 30)} ${answer.status}`);
      await answer.body?.cancel();
    }
  }
  const odd = { 'idempotency-key': 'x'.repeat(300), 'x-forwarded-for': ','.repeat(9_000) };
  assert.equal((await operate('POST', '/requests', { label: 'x', amount: 2500 }, odd)).status, 422);
  assert.equal(
    (await ask('POST', '/webhooks/demo', '{}', { 'stripe-signature': `t=${'9'.repeat(5_000)},v1=` })).status,
    400,
  );
  assert.deepEqual(
    lines.filter(({ message }) => message === 'fault'),
    [],
  );
});

/** The server on a port of its own, with the caller's address told. */
async function listen(t: TestContext, server: PaymentServer): Promise<number> {
  const app = new Hono().all('*', (c) => server.fetch(c.req.raw, { address: getConnInfo(c).remote.address ?? '' }));
  const port = await new Promise<{ info: AddressInfo; end: () => void }>((resolve) => {
    const http = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) =>
      resolve({
        info,
        end: () => {
          http.close();
          if ('closeAllConnections' in http) http.closeAllConnections();
        },
      }),
    );
  });
  t.after(async () => {
    port.end();
    await server.close();
  });
  return port.info.port;
}

function open(t: TestContext, port: number): { socket: Socket; ended: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.on('error', () => undefined);
  t.after(() => socket.destroy());
  return { socket, ended: new Promise((resolve) => socket.on('close', () => resolve(text))) };
}

test('a body that stalls is answered within the time limit, and its connection ends', async (t) => {
  const { server } = bench({ limits: { body: 50 } });
  const port = await listen(t, server);
  for (const path of ['/api/requests/status', '/api/webhooks/demo']) {
    const { socket, ended } = open(t, port);
    const signature = `t=1,v1=${'0'.repeat(64)}`;
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nStripe-Signature: ${signature}\r\nContent-Length: 100\r\n\r\n{"ids"`,
    );
    const answer = await ended;
    assert.match(answer, /^HTTP\/1\.1 400 /, path);
    assert.match(answer, /malformed-body/);
  }
});

test('headers that never end are refused by Node', async (t) => {
  const port = await listen(t, bench().server);
  const { socket, ended } = open(t, port);
  socket.write(`GET /api/requests/x HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`);
  assert.match(await ended, /^HTTP\/1\.1 431 /);
});

test('a limit that is none is refused when the server is made', () => {
  for (const limits of [{ calls: 0 }, { streams: -1 }, { body: NaN }, { reads: { test: 0, live: 1 } }])
    assert.throws(() => bench({ limits }), TypeError);
  for (const trustProxy of [-1, 0.5]) assert.throws(() => bench({ trustProxy }), TypeError);
});

test('a limit that cannot be one is refused when the server is made', () => {
  assert.throws(() => bench({ limits: { calls: 0 } }), /limits\.calls: it must be a number above 0/);
  assert.throws(
    () => bench({ limits: { reads: { test: 0.5, live: 40 } } }),
    /limits\.reads: it must be a whole number/,
  );
});

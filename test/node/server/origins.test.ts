/** Which origins can be named for what, and what a browser is then told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Principal } from '../../../src/server/index.js';
import { bench, demo, ORIGIN, problemIn } from './bench.js';

const APPS = [
  'capacitor://localhost',
  'ionic://localhost',
  'tauri://localhost',
  'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
];

/** What the server allows a page of this origin on a payer's route: its origin, and whether with credentials. */
async function allowed(
  payerOrigins: '*' | string[],
  origin: string,
): Promise<{ origin: string | null; credentials: string | null }> {
  const { server, call, make } = bench({ payerOrigins });
  const { id } = await make();
  const { headers } = await call('GET', `/requests/${id}`, undefined, { origin });
  const preflight = await call('OPTIONS', `/requests/${id}/attempts`, undefined, { origin });
  await server.close();
  const told = (from: Headers): { origin: string | null; credentials: string | null } => ({
    origin: from.get('access-control-allow-origin'),
    credentials: from.get('access-control-allow-credentials'),
  });
  assert.deepEqual(told(preflight.headers), told(headers));
  return told(headers);
}

for (const origin of APPS)
  test(`pages of ${origin} pay where payerOrigins names them`, async () => {
    assert.deepEqual(await allowed([origin], origin), { origin, credentials: 'true' });
    assert.deepEqual(await allowed([origin], `${origin}.evil`), { origin: null, credentials: null });
  });

test('pages without an origin of their own pay where "null" is named, without credentials: any page can make one', async () => {
  assert.deepEqual(await allowed(['null'], 'null'), { origin: 'null', credentials: null });
  assert.deepEqual(await allowed(['https://shop.example'], 'null'), { origin: null, credentials: null });
});

test('a star stands for every name under a domain, and for nothing else', async () => {
  const star = ['https://*.example.com'];
  for (const origin of ['https://shop.example.com', 'https://a.b.example.com'])
    assert.deepEqual(await allowed(star, origin), { origin, credentials: 'true' });
  for (const origin of [
    'https://example.com',
    'http://shop.example.com',
    'https://shop.example.com:8443',
    'https://evilexample.com',
    'https://shop.example.com.evil.example',
    'https://example.com.evil',
    'null',
  ])
    assert.deepEqual(await allowed(star, origin), { origin: null, credentials: null }, origin);
  const origin = 'https://shop.example.com:8443';
  assert.deepEqual(await allowed(['https://*.example.com:8443/'], origin), { origin, credentials: 'true' });
});

test('under "*" no page gets credentials', async () => {
  for (const origin of ['https://shop.example', 'capacitor://localhost', 'null'])
    assert.deepEqual(await allowed('*', origin), { origin: '*', credentials: null });
});

test('what can match no page is refused at the start, with its name', () => {
  const refused = [
    'shop.example',
    '*',
    'https://*',
    'https://*.com',
    'https://shop.*.example',
    'https://*shop.example.com',
    '*.example.com',
    'https://*.example.com/path',
    'https://shop.example/path',
    'htps://shop.example',
    'file://',
    'about:blank',
    'capacitor:localhost',
    'capacitor://',
    'capacitor://localhost/app',
    'capacitor://*',
    'https://user@shop.example',
    '',
  ];
  for (const origin of refused)
    assert.throws(
      () => bench({ payerOrigins: [origin] }),
      (error: TypeError) => error.message.startsWith(`payerOrigins: ${JSON.stringify(origin)}`),
      origin,
    );
});

test('apps, pages without an origin, and stars are for payers alone', () => {
  for (const origin of [...APPS, 'null', 'https://*.example.com'])
    for (const option of ['operatorOrigins', 'returnOrigins', 'checkoutOrigins'] as const)
      assert.throws(() => bench({ [option]: [origin] }), new RegExp(`^TypeError: ${option}: `), `${option} ${origin}`);
  assert.throws(() => bench({ frameAncestors: ['null'] }), /frameAncestors/);
});

test('an app cannot be returned to by a redirect: a returnUrl is a web address', async (t) => {
  const b = bench({ payerOrigins: [...APPS, 'https://*.example.com'] });
  t.after(() => b.server.close());
  const { id } = await b.make();
  const attempt = async (attempt: string, returnUrl: string): Promise<string> => {
    const body = { attempt, instrument: { paymentMethod: 'pm_card_visa_chargeDeclined' }, returnUrl };
    return (
      await problemIn(await b.call('POST', `/requests/${id}/attempts`, body, { origin: 'capacitor://localhost' }))
    ).code;
  };
  assert.equal(await attempt('a', 'capacitor://localhost/'), 'invalid-request');
  assert.equal(await attempt('b', 'https://shop.example.com/'), 'card-declined');
});

test('a cookie makes nobody an operator on a page of payerOrigins, though it is let through', async (t) => {
  const staff: Principal = { id: 'staff', accounts: '*', capabilities: ['create', 'read'] };
  const shop = 'https://shop.example';
  const { server, call } = bench({
    payerOrigins: [shop, 'https://*.example.com'],
    operatorOrigins: ['https://office.example.com'],
    authorize: (request) => (request.headers.get('cookie') === 'session=1' ? staff : null),
  });
  t.after(() => server.close());
  const { id } = await server.createRequest({ label: 'Kittens', amount: 2500 });
  const sees = async (method: string, path: string, origin: string): Promise<boolean> => {
    const body = path.endsWith('status') ? { ids: [id] } : undefined;
    const answer = await call(method, path, body, { cookie: 'session=1', origin });
    return (await answer.text()).includes('"account":"demo"');
  };
  for (const [method, path] of [
    ['GET', `/requests/${id}`],
    ['POST', '/requests/status'],
    ['POST', `/requests/${id}/sync`],
  ] as const) {
    assert.equal(await sees(method, path, shop), false, path);
    assert.equal(await sees(method, path, 'https://other.example.com'), false, path);
    assert.equal(await sees(method, path, 'https://office.example.com'), true, path);
  }
  const refused = await call('GET', '/requests', undefined, { cookie: 'session=1', origin: shop });
  assert.deepEqual([refused.status, (await problemIn(refused)).code], [403, 'cross-site']);
  assert.equal(refused.headers.get('access-control-allow-origin'), null);
});

test('the hosted page may be framed by the pages of frameAncestors, and leads to Checkout out of the frame', async (t) => {
  const portal = 'https://portal.example';
  const plain = bench();
  const framed = bench({
    frameAncestors: [portal, 'https://*.example.com'],
    checkoutOrigins: ['https://pay.shop.example'],
  });
  t.after(async () => {
    await plain.server.close();
    await framed.server.close();
  });
  const page = async ({
    server,
    make,
  }: typeof plain): Promise<{ policy: string; frames: string | null; text: string }> => {
    const { payUrl } = await make();
    const { headers, ...answer } = await server
      .fetch(new Request(payUrl))
      .then(async (got) => ({ headers: got.headers, text: await got.text() }));
    return { policy: headers.get('content-security-policy') ?? '', frames: headers.get('x-frame-options'), ...answer };
  };
  const one = await page(plain);
  assert.match(one.policy, /frame-ancestors 'none'/);
  assert.equal(one.frames, 'DENY');
  assert.ok(!one.text.includes('target='));
  const other = await page(framed);
  assert.match(other.policy, /frame-ancestors https:\/\/portal\.example https:\/\/\*\.example\.com(;|$)/);
  assert.equal(other.frames, null);
  assert.match(other.text, /<form method="post" action="[^"]+" target="_top">/);
  assert.match(other.policy, /form-action 'self' https:\/\/checkout\.stripe\.com https:\/\/pay\.shop\.example/);
  // The API is in no frame.
  const api = await framed.call('GET', '/requests/req_0000000000000000000000');
  assert.equal(api.headers.get('x-frame-options'), 'DENY');
  assert.match(api.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
});

test('what is common to all of them stays as it was', async (t) => {
  const { server, call, make } = bench({ accounts: [demo], payerOrigins: [`${ORIGIN}/`, 'https://SHOP.example:443'] });
  t.after(() => server.close());
  const { id } = await make();
  const { headers } = await call('GET', `/requests/${id}`, undefined, { origin: 'https://shop.example' });
  assert.equal(headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.match(headers.get('vary') ?? '', /Origin/);
});

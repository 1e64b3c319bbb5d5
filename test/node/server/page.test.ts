import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostPolicy } from '../../../src/server/index.js';
import { bench, ORIGIN } from './bench.js';

test('the hosted page says what is asked for in plain HTML, with a label as text whatever is in it', async (t) => {
  const { server, make, pay, sandbox } = bench();
  t.after(() => server.close());
  const label = `"><script>alert(1)</script><img src=x onerror='alert(2)'> & more`;
  const { id, payUrl } = await make({ label, reference: '<b>ORD</b>' });
  const answer = await server.fetch(new Request(payUrl));
  assert.equal(answer.status, 200);
  const page = await answer.text();
  assert.ok(page.includes('$25.00'));
  assert.ok(page.includes('Shoplifter'));
  assert.ok(page.includes(`<pay-checkout request="${id}" backend="/api" fields="card" loading="visible"`));
  assert.ok(page.includes(`<form method="post" action="/pay/${id}">`));
  assert.ok(!/<script>|<img|<b>/.test(page));
  assert.ok(page.includes('&#60;script&#62;alert(1)&#60;/script&#62;'));
  assert.deepEqual(sandbox.log(), [], 'Stripe is not called');
  await pay(id, 'a1', 'pm_card_visa');
  const paid = await (await server.fetch(new Request(payUrl))).text();
  assert.match(paid, /Paid to Shoplifter/);
  assert.match(paid, /Visa •••• 4242/);
  assert.ok(paid.includes(`<pay-checkout request="${id}" backend="/api" fields="card" loading="visible"`));
  assert.ok(!paid.includes('<form'));
});

test('the hosted page is not kept, indexed or framed, and allows no inline script', async (t) => {
  const { server, make } = bench();
  t.after(() => server.close());
  const { payUrl } = await make();
  const { headers } = await server.fetch(new Request(payUrl));
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('x-robots-tag'), 'noindex');
  assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
  const policy = headers.get('content-security-policy') ?? '';
  assert.ok(!policy.includes('unsafe'));
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src [^;]*http:\/\/127\.0\.0\.1:12111/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.match(policy, /form-action 'self' https:\/\/checkout\.stripe\.com http:\/\/127\.0\.0\.1:12111(;|$)/);
});

test('a page for an unknown id is a 404 that says so', async (t) => {
  const { server } = bench();
  t.after(() => server.close());
  const answer = await server.fetch(new Request(`${ORIGIN}/pay/req_<script>`));
  assert.equal(answer.status, 404);
  assert.match(answer.headers.get('content-type') ?? '', /text\/html/);
  const page = await answer.text();
  assert.match(page, /There is nothing here/);
  assert.ok(!page.includes('Shoplifter'));
});

test('the policy takes an address for its origin, and refuses what is none', () => {
  const policy = hostPolicy({ script: 'https://cdn.example/pay-elements.min.js', api: 'https://pay.example:8443/api' });
  assert.ok(policy['script-src']?.includes('https://cdn.example'));
  assert.ok(policy['connect-src']?.includes('https://pay.example:8443'));
  assert.throws(() => hostPolicy({ api: '/api' }), TypeError);
});

test('the policy names the origins of Link where they are asked for, and on the hosted page', async (t) => {
  const { server, make } = bench();
  t.after(() => server.close());
  const named = (policy: Record<string, string[]>): string[] =>
    Object.keys(policy).filter((directive) => policy[directive]?.includes('https://*.link.com'));
  assert.deepEqual(named(hostPolicy()), []);
  assert.deepEqual(named(hostPolicy({ link: true })), ['frame-src', 'connect-src', 'img-src']);
  const { headers } = await server.fetch(new Request((await make()).payUrl));
  for (const directive of ['frame-src', 'connect-src', 'img-src'])
    assert.match(
      headers.get('content-security-policy') ?? '',
      new RegExp(`${directive} [^;]*https://\\*\\.link\\.com`),
    );
});

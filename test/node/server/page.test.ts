import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bench, ORIGIN } from './bench.js';

test('the hosted page says what is asked for in plain HTML, with a label as text whatever is in it (S13)', async (t) => {
  const { server, make, pay, sandbox } = bench();
  t.after(() => server.close());
  const label = `"><script>alert(1)</script><img src=x onerror='alert(2)'> & more`;
  const { id, payUrl } = await make({ label, reference: '<b>ORD</b>' });
  const answer = await server.fetch(new Request(payUrl));
  assert.equal(answer.status, 200);
  const page = await answer.text();
  assert.ok(page.includes('$25 USD'));
  assert.ok(page.includes('Shoplifter'));
  assert.ok(page.includes('Not paid yet.'));
  assert.ok(page.includes(`<pay-request request="${id}" backend="/api">`));
  assert.ok(!/<script>|<img|<b>/.test(page));
  assert.ok(page.includes('&#60;script&#62;alert(1)&#60;/script&#62;'));
  assert.deepEqual(sandbox.log(), [], 'Stripe is not called');
  await pay(id, 'a1', 'pm_card_visa');
  assert.match(await (await server.fetch(new Request(payUrl))).text(), /<p>Paid\.<\/p>/);
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
});

test('a page for an unknown id is a 404 that says so', async (t) => {
  const { server } = bench();
  t.after(() => server.close());
  const answer = await server.fetch(new Request(`${ORIGIN}/pay/req_<script>`));
  assert.equal(answer.status, 404);
  assert.match(answer.headers.get('content-type') ?? '', /text\/html/);
  assert.match(await answer.text(), /no such payment request/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import { ownHosts, ownOrigins } from '../../../demo/hosts.js';
import { createSite } from '../../../demo/site.js';

const site = createSite({
  pay: (request) => Promise.resolve(new Response(`paid ${new URL(request.url).pathname}`)),
  shop: new Hono(),
  portal: new Hono(),
  pages: new Map(),
  healthy: () => Promise.resolve(true),
});

test('the demo answers to loopback names and addresses, and to no foreign name', async () => {
  const statusOf = async (host: string, path: string): Promise<number> =>
    (await site.fetch(new Request(`http://localhost:4242${path}`, { headers: { host } }), '127.0.0.1')).status;
  for (const path of ['/api/requests', '/pay/req_1', '/', '/chat', '/business/events']) {
    for (const host of [
      'rebound.example:4242',
      'localhost.evil.example',
      'evil-localhost',
      '',
      'a@localhost',
      'localhost/x',
    ])
      assert.equal(await statusOf(host, path), 421, `${host} ${path}`);
    for (const host of [
      'localhost:4242',
      'LOCALHOST',
      'shop.localhost:4242',
      '127.0.0.1:4242',
      '192.168.1.5',
      '[::1]:4242',
    ])
      assert.notEqual(await statusOf(host, path), 421, `${host} ${path}`);
  }
});

test('the names that BASE_URL and HOST say are its own', () => {
  const isOwn = ownHosts({ baseUrl: 'https://demo.example', host: 'Box.lan' });
  assert.deepEqual(
    ['demo.example', 'box.lan:4242', 'other.example', 'demo.example.evil.example'].map((host) => isOwn(host)),
    [true, true, false, false],
  );
});

test('its pages may act for the business at each of its own names', () => {
  const origins = ownOrigins(4242);
  for (const origin of ['http://localhost:4242', 'http://127.0.0.1:4242', 'http://[::1]:4242'])
    assert.ok(origins.includes(origin), origin);
});

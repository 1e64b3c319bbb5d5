/** What a host's own server puts into an element. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { fallbackHtml } from '../../../src/server/index.js';
import { aRequest } from '../../support/money-request.js';

const payUrl = 'https://shop.example/pay/req_0123456789abcdefghijkl';

test('the fallback is one link with label and amount', () => {
  assert.equal(
    fallbackHtml(aRequest({ payUrl })),
    `<a href="${payUrl}"><bdi>Get more kittens - 25$</bdi> · <bdi>$25.00</bdi></a>`,
  );
});

test('a label is text in it, whatever it says', () => {
  const markup = fallbackHtml(
    aRequest({ payUrl: `${payUrl}?"><script>`, label: '</a><img src=x onerror="alert(1)">' }),
  );
  assert.match(markup, /^<a href="[^"<>]*"><bdi>&#60;\/a/);
  assert.equal(markup.match(/<[a-z]/g)?.join(), '<a,<b,<b');
});

test('an address that is none of the web makes no link', () => {
  const markup = fallbackHtml(aRequest({ payUrl: 'javascript:alert(1)' }));
  assert.match(markup, /^<span><bdi>Get more kittens/);
  assert.doesNotMatch(markup, /javascript/);
});

test('label and amount are in the language that is asked for', () => {
  const labels = { de: { label: 'Mehr Kätzchen', shortLabel: null } };
  assert.match(fallbackHtml(aRequest({ payUrl, labels }), { lang: 'de-AT' }), /Mehr Kätzchen/);
  assert.match(fallbackHtml(aRequest({ payUrl, labels }), { lang: 'fr' }), /Get more kittens/);
});

test('what cannot be paid any more says how it stands', () => {
  const said = (change: Parameters<typeof aRequest>[0]): string =>
    fallbackHtml(aRequest({ payUrl, ...change })).replaceAll(/^.*\$25\.00<\/bdi>|<[^>]*>/g, '');
  assert.equal(said({ status: 'paid' }), ' · Payment completed');
  assert.equal(said({ status: 'partially_refunded' }), ' · Payment completed');
  assert.equal(said({ status: 'refunded' }), ' · Payment refunded');
  assert.equal(said({ status: 'authorized' }), ' · $25.00 reserved');
  assert.equal(said({ status: 'canceled' }), ' · Canceled');
  assert.match(said({ status: 'expired' }), /^ · Expired on /);
  assert.match(said({ status: 'processing' }), /^ · \$25\.00 on its way/);
  assert.match(said({ status: 'review' }), /checking this payment/);
  assert.equal(said({ available: false }), ' · This cannot be paid right now');
  assert.equal(said({}), '');
});

test('importing the elements in Node registers nothing, says nothing and keeps nothing running', async () => {
  const code = `
    await import('./src/index.ts');
    const made = ['pay-request', 'pay-card', 'pay-checkout', 'pay-receipt', 'pay-message'].filter((tag) => globalThis.customElements?.get(tag));
    if (made.length > 0) throw new Error('registered: ' + made.join());
    if (process.getActiveResourcesInfo().includes('Timeout')) throw new Error('timers');
  `;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    cwd: new URL('../../..', import.meta.url),
  });
  assert.equal(stdout, '');
  assert.equal(stderr, '');
});

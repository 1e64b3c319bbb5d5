import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../../../src/sandbox/index.js';
import { bench } from './bench.js';

/** What Stripe was asked to send a receipt to, with the key of the call; `refuses` an address as Stripe does. */
function recorded(refuses: string): {
  options: Parameters<typeof bench>[0];
  sent: { key: string; email: string | null }[];
} {
  const sandbox = createSandbox();
  const sent: { key: string; email: string | null }[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const request = new Request(url, init);
    if (!new URL(request.url).pathname.endsWith('/confirm')) return sandbox.fetch(request);
    const email = new URLSearchParams(await request.clone().text()).get('receipt_email');
    sent.push({ key: request.headers.get('idempotency-key') ?? '', email });
    if (email !== refuses) return sandbox.fetch(request);
    const error = {
      type: 'invalid_request_error',
      code: 'email_invalid',
      param: 'receipt_email',
      message: `Invalid email address: ${email}`,
    };
    return Response.json({ error }, { status: 400 });
  };
  return { options: { stripe: { apiBase: sandbox.baseUrl, fetch } }, sent };
}

const attempt = (receiptEmail: string): object => ({
  attempt: 'a1',
  instrument: { paymentMethod: 'pm_card_visa' },
  receiptEmail,
});

test('an address that Stripe refuses costs no payment: it is confirmed without, under a new key', async (t) => {
  const { options, sent } = recorded('me@localhost');
  const { server, make, call } = bench(options);
  t.after(() => server.close());
  const { id } = await make();
  const answer = await call('POST', `/requests/${id}/attempts`, attempt('me@localhost'));
  assert.equal(answer.status, 200);
  assert.equal(((await answer.json()) as { status: string }).status, 'paid');
  assert.deepEqual(
    sent.map(({ email }) => email),
    ['me@localhost', ''],
  );
  assert.equal(new Set(sent.map(({ key }) => key)).size, 2);
});

test('a domain goes to Stripe as punycode, and a name beyond ASCII not at all', async (t) => {
  for (const [given, at] of [
    ['info@räucher.de', 'info@xn--rucher-bua.de'],
    ['a&b@example.com', 'a&b@example.com'],
    ['jürgen@example.com', ''],
  ] as const) {
    const { options, sent } = recorded('none');
    const { server, store, make, call } = bench(options);
    t.after(() => server.close());
    const { id } = await make();
    const answer = await call('POST', `/requests/${id}/attempts`, attempt(given));
    assert.equal(answer.status, 200, given);
    assert.deepEqual(
      sent.map(({ email }) => email),
      [at],
    );
    const [row] = await store.read([id]);
    assert.equal(row?.doc.attempts[0]?.receiptEmail, given.replace('räucher', 'xn--rucher-bua'), 'kept by us');
  }
});

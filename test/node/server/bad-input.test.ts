import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { bench, KEY, ORIGIN, problemIn, read } from './bench.js';

/** A body of `POST /requests`, its code and the member that is named. */
const requests: [name: string, body: unknown, code: string, path: string][] = [
  ['a negative amount', { label: 'a', amount: -1 }, 'invalid-amount', 'amount'],
  ['no amount at all', { label: 'a', amount: 0 }, 'invalid-amount', 'amount'],
  ['half a minor unit', { label: 'a', amount: 25.5 }, 'invalid-amount', 'amount'],
  ['an amount as text', { label: 'a', amount: '1e3' }, 'invalid-amount', 'amount'],
  ['null as the amount', { label: 'a', amount: null }, 'invalid-amount', 'amount'],
  ['10 cents', { label: 'a', amount: 10 }, 'amount-too-small', 'amount'],
  ['more than a card takes', { label: 'a', amount: 999_999_999_999 }, 'amount-too-large', 'amount'],
  ['more than a number holds', { label: 'a', amount: 1e300 }, 'invalid-amount', 'amount'],
  ['a currency that is none', { label: 'a', amount: 2500, currency: 'xxx' }, 'unknown-currency', 'currency'],
  ['an empty label', { label: '', amount: 2500 }, 'invalid-label', 'label'],
  ['a blank label', { label: ' \t\u200b', amount: 2500 }, 'invalid-label', 'label'],
  ['a label of 10 kB', { label: 'x'.repeat(10_240), amount: 2500 }, 'invalid-label', 'label'],
  ['a label with U+0000', { label: 'a\u0000b', amount: 2500 }, 'invalid-label', 'label'],
  ['a label that is no text', { label: 5, amount: 2500 }, 'invalid-label', 'label'],
  ['no label', { amount: 2500 }, 'invalid-request', 'label'],
  ['a missing amount', { label: 'a' }, 'invalid-request', 'amount'],
  ['an unknown member', { label: 'a', amount: 2500, price: 1 }, 'invalid-request', 'price'],
  ['an unknown member below', { label: 'a', amount: 2500, invoice: { id: '1', x: 1 } }, 'invalid-request', 'invoice.x'],
  ['__proto__ as a member', '{"label": "a", "amount": 2500, "__proto__": {"a": 1}}', 'invalid-request', '__proto__'],
  ['a list', [], 'invalid-request', ''],
  ['a past expiry', { label: 'a', amount: 2500, expiresAt: '2020-01-01T00:00:00Z' }, 'invalid-request', 'expiresAt'],
  ['an expiry that is no time', { label: 'a', amount: 2500, expiresAt: 'soon' }, 'invalid-request', 'expiresAt'],
  ['a long reference', { label: 'a', amount: 2500, reference: 'x'.repeat(121) }, 'invalid-request', 'reference'],
  ['exclusive for no reference', { label: 'a', amount: 2500, exclusive: true }, 'invalid-request', 'reference'],
  ['an unknown account', { label: 'a', amount: 2500, account: 'nobody' }, 'invalid-request', 'account'],
  [
    'a language that is none',
    { label: 'a', amount: 2500, labels: { '1!': { label: 'a' } } },
    'invalid-request',
    'labels.1!',
  ],
  [
    'a blank label in a language',
    { label: 'a', amount: 2500, labels: { de: { label: ' ' } } },
    'invalid-label',
    'labels.de.label',
  ],
  [
    'a line that is not quantity × unit amount',
    { label: 'a', amount: 2500, lineItems: [{ label: 'b', quantity: 2, unitAmount: 1000, amount: 2500 }] },
    'invalid-request',
    'lineItems.0.amount',
  ],
  [
    'lines that do not add up',
    { label: 'a', amount: 2500, lineItems: [{ label: 'b', quantity: 1, unitAmount: 2400, amount: 2400 }] },
    'invalid-request',
    'lineItems',
  ],
  ['a security code in metadata', { label: 'a', amount: 2500, metadata: { CVC: '123' } }, 'card-data-refused', ''],
  ['a card', { label: 'a', amount: 2500, card: { number: '4242' } }, 'card-data-refused', ''],
  ['a card as forms write it', { label: 'a', amount: 2500, 'card[number]': '1' }, 'card-data-refused', ''],
];

test('each wrong body of a request is refused with its code and the member, and nothing is made', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  for (const [name, body, code, path] of requests) {
    await t.test(name, async () => {
      const problem = await problemIn(await operate('POST', '/requests', body));
      assert.equal(problem.code, code);
      assert.equal(problem.status, 422);
      assert.equal(problem.errors[0]?.path ?? '', path);
    });
  }
  const { data } = await read(await operate('GET', '/requests'), schemas.page(schemas.operatorRequest));
  assert.deepEqual(data, []);
});

test('line items with a discount add up, and a request keeps what it was given', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  const body = {
    label: '  Kittens  ',
    amount: 2500,
    currency: 'EUR',
    reference: '4242424242424242',
    lineItems: [
      { label: 'Kitten', quantity: 3, unitAmount: 1000, amount: 3000 },
      { label: 'Discount', quantity: 1, unitAmount: -500, amount: -500 },
    ],
    labels: { de: { label: 'Kätzchen', shortLabel: 'Katzen' }, fr: { label: 'Chatons' } },
    invoice: { id: 'R-1', dueAt: '2030-01-01T00:30:00+01:00' },
    capture: 'manual',
    account: 'second',
  };
  const answer = await operate('POST', '/requests', body);
  const made = await read(answer, schemas.createdRequest);
  assert.equal(answer.headers.get('location'), `${ORIGIN}/api/requests/${made.id}`);
  assert.equal(made.label, 'Kittens');
  assert.equal(made.currency, 'eur');
  assert.equal(made.reference, '4242424242424242', "an operator's reference may look like a card number");
  assert.equal(made.account, 'second');
  assert.equal(made.capture, 'manual');
  assert.deepEqual(made.labels, {
    de: { label: 'Kätzchen', shortLabel: 'Katzen' },
    fr: { label: 'Chatons', shortLabel: null },
  });
  assert.deepEqual(made.invoice, { id: 'R-1', customer: null, dueAt: '2030-01-01' });
});

test('bodies that are malformed, of another type, too deep or too large are refused and nothing breaks', async (t) => {
  const { server, operate, call, make } = bench();
  t.after(() => server.close());
  const malformed = await problemIn(await operate('POST', '/requests', '{"label": "4242424242424242'));
  assert.deepEqual([malformed.status, malformed.code], [400, 'malformed-body']);
  assert.ok(!JSON.stringify(malformed).includes('4242'), 'the body is not repeated');
  const form = await operate('POST', '/requests', 'label=a', { 'content-type': 'application/x-www-form-urlencoded' });
  assert.deepEqual([form.status, (await problemIn(form)).code], [415, 'unsupported-media-type']);
  const deep = `{"label": "a", "amount": 2500, "metadata": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  assert.equal((await problemIn(await operate('POST', '/requests', deep))).code, 'invalid-request');
  const bytes = await server.fetch(
    new Request(`${ORIGIN}/api/requests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
    }),
  );
  assert.equal((await problemIn(bytes)).code, 'malformed-body');
  const { id } = await make();
  const large = JSON.stringify({ attempt: 'a', returnUrl: 'x'.repeat(2 * 1024 * 1024) });
  const answer = await call('POST', `/requests/${id}/attempts`, large);
  assert.deepEqual([answer.status, (await problemIn(answer)).code], [413, 'body-too-large']);
});

test("a payer's body of 16 KiB is read, and one byte more is refused as too large", async (t) => {
  const { server, make } = bench();
  t.after(() => server.close());
  const { id } = await make();
  const send = (path: string, bytes: number, type: string): Promise<Response> =>
    server.fetch(
      new Request(`${ORIGIN}${path}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{}'.padEnd(bytes, ' '),
      }),
    );
  const json = 'application/json';
  for (const [path, type] of [
    [`/api/requests/${id}/attempts`, json],
    [`/api/requests/${id}/sync`, json],
    ['/api/requests/status', json],
    [`/pay/${id}`, 'application/x-www-form-urlencoded'],
  ] as const) {
    assert.notEqual((await send(path, 16 * 1024, type)).status, 413, path);
    assert.equal((await send(path, 16 * 1024 + 1, type)).status, 413, path);
  }
});

test('a body without an end is cut off at 1 MiB, whatever its Content-Length says', async (t) => {
  const { server } = bench();
  t.after(() => server.close());
  for (const headers of [{}, { 'content-length': '12' }]) {
    let sent = 0;
    let canceled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
      cancel() {
        canceled = true;
      },
    });
    const request = new Request(`${ORIGIN}/api/requests/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      duplex: 'half',
    } as RequestInit);
    const answer = await server.fetch(request);
    assert.equal(answer.status, 413);
    assert.ok(canceled);
    assert.ok(sent <= 1024 * 1024 + 4 * 65_536, `${sent} bytes were read`);
  }
});

test("card data is refused anywhere in a payer's body, except where ids and addresses stand", async (t) => {
  const { server, make, call, lines, sandbox } = bench();
  t.after(() => server.close());
  const { id } = await make();
  const attempts: unknown[] = [
    { attempt: 'a', number: '1' },
    { attempt: 'a', instrument: { paymentMethod: 'pm_1' }, cvc: '123' },
    { attempt: 'a', exp_month: 1 },
    { attempt: 'a', 'Card-Number': '1' },
    { attempt: 'a', receiptEmail: '4242 4242 4242 4242' },
    { attempt: 'a', note: { deep: [{ er: 'card: 5555-5555-5555-4444.' }] } },
    { attempt: 'a', amount: 4242424242424242 },
    { attempt: 'a', instrument: { paymentMethod: 'pm_1', more: '378282246310005' } },
    { attempt: 'a', x: '４２４２４２４２４２４２４２４２' },
    { attempt: 'a', receiptEmail: '4242+4242+4242+4242@example.com' },
    { attempt: 'a', receiptEmail: '4242\u20134242\u200b4242\u20134242@example.com' },
    { attempt: 'a', x: '٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢' },
    { attempt: 'a', '5555 5555 5555 4444': 1 },
  ];
  for (const body of attempts) {
    const problem = await problemIn(await call('POST', `/requests/${id}/attempts`, body));
    assert.equal(problem.code, 'card-data-refused', JSON.stringify(body));
    assert.ok(!/4242|5555|3782|٤٢٤٢/.test(JSON.stringify(problem)));
  }
  const status = await problemIn(await call('POST', '/requests/status', { ids: ['4242424242424242'] }));
  assert.equal(status.code, 'card-data-refused');
  assert.equal((await problemIn(await call('POST', `/requests/${id}/sync`, { cvv: 1 }))).code, 'card-data-refused');

  const allowed = await call(
    'POST',
    `/requests/${id}/attempts`,
    {
      attempt: '4242424242424242',
      instrument: { paymentMethod: 'pm_4242424242424242' },
      returnUrl: 'https://shop.example/4242424242424242',
    },
    { origin: 'https://shop.example' },
  );
  assert.ok(!(await allowed.text()).includes('card-data-refused'));
  assert.ok(sandbox.log().length > 0);
  assert.ok(!JSON.stringify(lines).includes('4242424242424242'));
});

test("a wrong attempt is refused with the member's path", async (t) => {
  const { server, make, call } = bench();
  t.after(() => server.close());
  const { id } = await make();
  const cases: [body: unknown, path: string][] = [
    [{}, 'attempt'],
    [{ attempt: 'a b' }, 'attempt'],
    [{ attempt: 'a', instrument: {} }, 'instrument'],
    [{ attempt: 'a', instrument: { token: 'tok_1', paymentMethod: 'pm_1' } }, 'instrument'],
    [{ attempt: 'a', returnUrl: 'javascript:alert(1)' }, 'returnUrl'],
    [{ attempt: 'a', returnUrl: 'https://evil.example/' }, 'returnUrl'],
    [{ attempt: 'a', returnUrl: `https://x:y@shop.example/` }, 'returnUrl'],
    [{ attempt: 'a', price: 1 }, 'price'],
  ];
  for (const [body, path] of cases) {
    const origin = { origin: 'https://shop.example' };
    const problem = await problemIn(await call('POST', `/requests/${id}/attempts`, body, origin));
    assert.equal(problem.code, 'invalid-request', JSON.stringify(body));
    assert.equal(problem.errors[0]?.path, path);
  }
  const many = { ids: Array.from({ length: 101 }, () => id) };
  assert.equal((await problemIn(await call('POST', '/requests/status', many))).errors[0]?.path, 'ids');
});

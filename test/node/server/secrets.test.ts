import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../../../src/sandbox/index.js';
import { bench, KEY, ORIGIN } from './bench.js';

test('over a whole run no log line has a key, a client secret, a card digit, or the id of a request or attempt', async (t) => {
  const sandbox = createSandbox();
  const secrets = new Set<string>();
  let broken: 'no' | 'lost' | '500' = 'no';
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    if (broken === 'lost') throw new TypeError(`fetch failed with ${new Headers(init.headers).get('authorization')}`);
    if (broken === '500')
      return Response.json({ error: { type: 'api_error', message: 'sk_test_sandbox' } }, { status: 500 });
    const answer = await sandbox.fetch(url, init);
    for (const [, secret] of (await answer.clone().text()).matchAll(/"client_secret":\s*"([^"]+)"/g))
      if (secret !== undefined) secrets.add(secret);
    return answer;
  };
  const said: string[] = [];
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    t.mock.method(console, level, (...words: unknown[]) => void said.push(words.map(String).join(' ')));
  const { server, call, operate, make, pay, lines } = bench({
    stripe: { apiBase: sandbox.baseUrl, fetch },
    onEvent: () => {
      throw new Error('cannot');
    },
  });
  const ids: string[] = [];
  const newId = async (): Promise<string> => {
    const { id } = await make({ label: 'Private words', reference: 'ORD-PRIVATE', receiptEmail: 'ada@example.com' });
    ids.push(id);
    return id;
  };
  const paid = await newId();
  await pay(paid, 'attempt-one', 'pm_card_visa_chargeDeclined');
  await pay(paid, 'attempt-two', 'pm_card_visa');
  const challenged = await newId();
  const answer = (await (await pay(challenged, 'attempt-three', 'pm_card_authenticationRequired')).json()) as object;
  assert.match(JSON.stringify(answer), /"clientSecret":"/);
  await call('POST', `/requests/${challenged}/sync`);
  const wrong = await newId();
  await pay(wrong, 'attempt-four', 'pm_no_such_thing');
  for (const how of ['lost', '500'] as const) {
    broken = how;
    const unknown = await newId();
    await pay(unknown, 'attempt-five', 'pm_card_visa');
    await call('POST', `/requests/${unknown}/sync`);
    broken = 'no';
  }
  await call('POST', `/requests/${paid}/attempts`, { attempt: 'x', number: '4242424242424242', cvc: '123' });
  await call('GET', `/requests/${paid}/4242424242424242?secret=hush`);
  await call('GET', `/events?request=${paid}`).then(({ body }) => body?.cancel());
  await call('GET', `/return/${paid}?payment_intent_client_secret=pi_1_secret_2`);
  await server.fetch(new Request(`${ORIGIN}/pay/${paid}`));
  await operate('GET', '/requests', undefined, { authorization: 'Bearer op_wrong_0123456789' });
  await call('POST', '/webhooks/demo', '{"id":"evt_1"}', { 'stripe-signature': 't=1,v1=whsec' });
  await call('POST', '/webhooks/whsec_demo', '{}');
  await server.close();

  const text = [...lines.map((line) => JSON.stringify(line)), ...said].join('\n');
  assert.ok(lines.length > 20, `${lines.length} lines`);
  for (const message of ['call', 'Stripe refused or did not answer', 'onEvent did not take an event; it is told again'])
    assert.ok(
      lines.some((line) => line.message === message),
      message,
    );
  assert.ok(secrets.size > 0);
  const forbidden = [
    KEY,
    'op_wrong',
    'sk_test',
    'whsec',
    'hush',
    '_secret_',
    'Private',
    'PRIVATE',
    'ada@',
    '4242',
    'attempt-',
    ...ids,
    ...secrets,
  ];
  for (const word of forbidden)
    assert.ok(!text.includes(word), `${word} in ${text.split('\n').find((line) => line.includes(word))}`);
});

test('every kind of answer has the security headers', async (t) => {
  const { server, make, call, operate } = bench({ limits: { calls: 40 } });
  t.after(() => server.close());
  const { id } = await make();
  const get = (path: string, init?: RequestInit) =>
    server.fetch(new Request(`${ORIGIN}${path}`, init), { address: '203.0.113.7' });
  const answers: [string, Response][] = [
    ['JSON', await call('GET', `/requests/${id}`)],
    ['201', await operate('POST', '/requests', { label: 'x', amount: 2500 })],
    ['401', await call('GET', '/requests')],
    ['404', await call('GET', '/nowhere')],
    ['another path', await get('/nowhere')],
    [
      'OPTIONS',
      await call('OPTIONS', `/requests/${id}`, undefined, {
        origin: 'https://a.example',
        'access-control-request-method': 'POST',
      }),
    ],
    ['HEAD', await call('HEAD', `/requests/${id}`)],
    ['SSE', await call('GET', `/events?request=${id}`)],
    ['303', await call('GET', `/return/${id}`)],
    ['webhook', await call('POST', '/webhooks/demo', '{}')],
    ['HTML', await get(`/pay/${id}`)],
    ['HTML 404', await get('/pay/none')],
    ['script', await get('/pay/trusted-types.js')],
  ];
  for (let n = 0; n < 40; n++) await get('/pay/none');
  answers.push(['429', await get(`/pay/${id}`)]);
  assert.equal(answers.at(-1)?.[1].status, 429);
  for (const [what, { headers, body }] of answers) {
    assert.equal(headers.get('x-content-type-options'), 'nosniff', what);
    assert.match(headers.get('cache-control') ?? '', /^no-store(, no-transform)?$/, what);
    assert.equal(headers.get('referrer-policy'), 'no-referrer', what);
    assert.equal(headers.get('x-frame-options'), 'DENY', what);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/, what);
    assert.match(policy, /frame-ancestors 'none'/, what);
    assert.doesNotMatch(policy, /unsafe/, what);
    await body?.cancel();
  }
});

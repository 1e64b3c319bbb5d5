import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { signature } from '../../../src/sandbox/index.js';
import { createApp } from '../../../src/server/app.js';
import type { Context } from '../../../src/server/context.js';
import { openApiDocument, type OpenApiDocument } from '../../../src/server/openapi/index.js';
import { bench, demo, ORIGIN, second, type Bench } from '../server/bench.js';

const address = { apiUrl: `${ORIGIN}/api`, origin: ORIGIN, payPath: '/pay' };
const document = openApiDocument(address);

/** `GET /requests/{id}`, each route of the document. */
function described(): string[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    (['get', 'post'] as const)
      .filter((method) => methods[method])
      .map((method) => `${method.toUpperCase()} ${methods.servers ? '' : '/api'}${path}`),
  );
}

test('describes every route that the app answers, and no other', () => {
  // Routes are registered here, never run: nothing else of a server is looked at.
  const context = {
    settings: { basePath: '/api', payPath: '/pay', origins: { own: ORIGIN, payer: '*', operator: [] }, limits: {} },
    logger: {},
  } as unknown as Context;
  const answered = createApp(context)
    .routes.filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/\/$/, '').replaceAll(/:(\w+)/g, '{$1}')}`);
  assert.deepEqual([...new Set(answered)].sort(), described().sort());
});

test('is sound: unique ids, references that lead somewhere, parameters of each path, security by audience', () => {
  const text = JSON.stringify(document);
  const names = Object.keys(document.components.schemas);
  const used = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  for (const name of used) assert.ok(name !== undefined && names.includes(name), name);
  assert.deepEqual(
    names.filter((name) => !used.includes(name) && name !== 'RequestChange'),
    [],
    'none is idle',
  );
  assert.ok(!/"\$(schema|id)"/.test(text));
  const operations = Object.entries(document.paths).flatMap(([path, { get, post }]) =>
    [get, post].flatMap((operation) => (operation ? [{ path, ...operation }] : [])),
  );
  const ids = operations.map(({ operationId }) => operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { path, parameters = [], security, tags } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    assert.deepEqual(
      parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
      inPath,
    );
    if (tags[0] === 'operator') assert.deepEqual(security, [{ operator: [] }]);
    else assert.ok(security.length === 0 || security.some((one) => Object.keys(one).length === 0));
  }
});

test('lists the headers: Idempotency-Key, Location, Retry-After', () => {
  const { paths } = document;
  for (const path of ['/requests', '/messages'])
    assert.ok(
      paths[path]?.post?.parameters?.some(({ name, in: where }) => name === 'Idempotency-Key' && where === 'header'),
    );
  assert.ok(paths['/requests']?.post?.responses['201']?.headers?.['Location']);
  assert.ok(paths['/return/{id}']?.get?.responses['303']?.headers?.['Location']);
  assert.ok(paths['/requests/{id}/attempts']?.post?.responses['429']?.headers?.['Retry-After']);
});

test('says what a payer may send as the contract has it', () => {
  const { AttemptInput, ErrorCode, RequestInput } = document.components.schemas;
  assert.equal(AttemptInput?.['additionalProperties'], false);
  assert.deepEqual(AttemptInput['required'], ['attempt']);
  assert.deepEqual(RequestInput?.['required'], ['label', 'amount']);
  assert.ok((ErrorCode?.['enum'] as string[]).includes('amount-mismatch'));
  const sent = compile({ $ref: '#/components/schemas/AttemptInput' });
  assert.ok(sent.safeParse({ attempt: 'a1', instrument: { token: 'tok_visa' }, amount: 2500 }).success);
  assert.ok(!sent.safeParse({ attempt: 'a 1' }).success);
  assert.ok(!sent.safeParse({ attempt: 'a1', instrument: { token: 'tok_visa', paymentMethod: 'pm_1' } }).success);
  assert.ok(!sent.safeParse({ attempt: 'a1', price: 1 }).success);
});

/** A schema of the document as something that checks, made from the document alone. */
function compile(schema: object): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as Record<string, unknown>);
}

/** One by one: zod's intersection lets members through that one of its sides refuses. */
function parts(schema: Record<string, unknown>): object[] {
  return Array.isArray(schema['allOf']) ? (schema['allOf'] as object[]) : [schema];
}

const compiled = new Map<string, z.ZodType[]>();

/** Holds an answer to the document: its status, its media type, its body, its headers. */
async function held(operationId: string, response: Response): Promise<unknown> {
  const operation = Object.values(document.paths)
    .flatMap(({ get, post }) => [get, post])
    .find((one) => one?.operationId === operationId);
  const answer = operation?.responses[response.status];
  const where = `${operationId} ${response.status}`;
  assert.ok(answer, `${where} is described`);
  for (const name of Object.keys(answer.headers ?? {})) assert.ok(response.headers.has(name), `${where} has ${name}`);
  for (const name of ['Location', 'Retry-After', 'WWW-Authenticate'])
    if (response.headers.has(name)) assert.ok(answer.headers?.[name], `${where} describes ${name}`);
  const media = response.headers.get('content-type')?.replace(/;.*/, '') ?? null;
  const content = media === null ? undefined : answer.content?.[media];
  if (media === null) assert.equal(answer.content?.['application/json'], undefined, `${where} has a body`);
  else assert.ok(content, `${where} ${media} is described`);
  if (!media?.endsWith('json')) return null;
  const body: unknown = await response.json();
  const key = `${where} ${media}`;
  const schemas = compiled.get(key) ?? parts({ ...content?.schema }).map(compile);
  compiled.set(key, schemas);
  for (const schema of schemas) {
    const result = schema.safeParse(body);
    assert.ok(result.success, `${where}: ${result.error?.message ?? ''} ${JSON.stringify(body)}`);
  }
  return body;
}

const UNKNOWN = 'req_0000000000000000000000';

/** What operators do with a request that is paid, and with one that is only reserved. */
async function orders({ call, operate, make, pay }: Bench, paid: string): Promise<void> {
  const { id } = await make({ capture: 'manual' });
  await pay(id, 'a1', 'pm_card_visa');
  const sms = { channel: 'sms', to: '+1 555 0100' };
  const rows: [string, string, unknown][] = [
    ['captureRequest', 'capture', { amount: 2501 }],
    ['captureRequest', 'capture', { amount: 2000 }],
    ['captureRequest', 'capture', undefined],
    ['refundRequest', 'refunds', { amount: 500, reason: 'shy' }],
    ['refundRequest', 'refunds', { amount: 5000 }],
    ['cancelRequest', 'cancel', { reason: 'late' }],
    ['sendRequest', 'send', sms],
  ];
  for (const [name, path, body] of rows) {
    await held(name, await operate('POST', `/requests/${id}/${path}`, body));
    await held(name, await operate('POST', `/requests/${paid}/${path}`, { no: 1 }));
    await held(name, await operate('POST', `/requests/${UNKNOWN}/${path}`, body));
    await held(name, await call('POST', `/requests/${id}/${path}`, body));
  }
  const open = await make();
  await held('cancelRequest', await operate('POST', `/requests/${open.id}/cancel`));
  await held('sendRequest', await operate('POST', `/requests/${open.id}/send`, sms));
  const other = await make();
  await held('sendRequest', await operate('POST', `/requests/${other.id}/send`, sms));
  await held('listAccounts', await operate('GET', '/accounts'));
  await held('listAccounts', await operate('GET', '/accounts?cursor=none'));
  await held('listAccounts', await call('GET', '/accounts'));
}

async function run(given: Bench): Promise<void> {
  const { call, operate, sandbox } = given;
  const make = async (more: object = {}, headers = {}): Promise<string> => {
    const body = { label: 'Get more kittens - 25$', amount: 2500, ...more };
    return ((await held('createRequest', await operate('POST', '/requests', body, headers))) as { id: string }).id;
  };
  const pay = async (id: string, attempt: string, paymentMethod: string, more: object = {}): Promise<void> => {
    const body = { attempt, instrument: { paymentMethod }, ...more };
    await held('payRequest', await call('POST', `/requests/${id}/attempts`, body));
  };

  const full = {
    reference: 'ORD-1042',
    exclusive: true,
    lineItems: [{ label: 'Kitten', quantity: 2, unitAmount: 1250, amount: 2500 }],
    labels: { de: { label: 'Mehr Kätzchen' } },
    invoice: { id: 'INV-1', dueAt: '2030-01-01T00:00:00Z' },
  };
  const id = await make(full, { 'idempotency-key': 'k1' });
  assert.equal(await make(full), id, 'an exclusive one is there already');
  await held('createRequest', await operate('POST', '/requests', { ...full, amount: 2501 }));
  await held(
    'createRequest',
    await operate('POST', '/requests', { label: 'x', amount: 1 }, { 'idempotency-key': 'k1' }),
  );
  for (const body of [
    {},
    '{',
    { label: '', amount: 1 },
    { label: 'x', amount: 0.5 },
    { label: 'x', amount: 1, cvc: '1' },
  ])
    await held('createRequest', await operate('POST', '/requests', body));
  for (const more of [{ currency: 'xxx' }, { amount: 1 }, { amount: 1e12 }, { account: 'none' }, { replaces: UNKNOWN }])
    await held('createRequest', await operate('POST', '/requests', { label: 'x', amount: 2500, ...more }));
  await held('createRequest', await call('POST', '/requests', {}));
  await held('createRequest', await operate('POST', '/requests', 'x', { 'content-type': 'text/plain' }));
  await held('createRequest', await operate('POST', '/requests', `"${'x'.repeat(1024 * 1024)}"`));

  await held('retrieveRequest', await call('GET', `/requests/${id}`));
  await held('retrieveRequest', await operate('GET', `/requests/${id}`));
  await held('retrieveRequest', await call('GET', `/requests/${UNKNOWN}`));
  await held('syncRequest', await call('POST', `/requests/${id}/sync`));
  await held('syncRequest', await call('POST', `/requests/${id}/sync`, { no: 1 }));

  await pay(id, 'a0', 'pm_card_visa', { amount: 1 });
  await pay(id, 'a 0', 'pm_card_visa');
  await pay(id, 'a1', 'pm_card_visa_chargeDeclinedStolenCard');
  await pay(id, 'a2', 'pm_card_threeDSecure2Required');
  await pay(id, 'a3', 'pm_card_visa');
  await pay(id, 'a3', 'pm_card_visa');
  await pay(id, 'a4', 'pm_card_visa');
  await pay(UNKNOWN, 'a1', 'pm_card_visa');
  const poor = await make();
  for (const n of [1, 2, 3, 4, 5, 6]) await pay(poor, `a${n}`, 'pm_card_visa_chargeDeclined');
  const unlucky = await make();
  sandbox.faults.add({ method: 'POST', path: '/v1/**', fault: 'error', status: 500, times: 1 });
  await pay(unlucky, 'a1', 'pm_card_visa');

  await held('retrieveRequest', await call('GET', `/requests/${id}`));
  await held('retrieveRequest', await operate('GET', `/requests/${id}`));
  await held('retrieveRequests', await call('POST', '/requests/status', { ids: [id, poor, UNKNOWN] }));
  await held('retrieveRequests', await operate('POST', '/requests/status', { ids: [id] }));
  await held('retrieveRequests', await call('POST', '/requests/status', {}));
  await held('listRequests', await operate('GET', '/requests?limit=2'));
  await held('listRequests', await operate('GET', '/requests?status=wrong'));
  await held('listRequests', await call('GET', '/requests'));
  await held('requestHistory', await operate('GET', `/requests/${id}/history`));
  await held('requestHistory', await operate('GET', `/requests/${UNKNOWN}/history`));
  await held('requestHistory', await operate('GET', `/requests/${id}/history?cursor=wrong`));
  await orders(given, id);
  await held('createMessage', await operate('POST', '/messages', { text: 'Buy $[Kittens](25.00) or $[Dogs](1.234)' }));
  await held('createMessage', await operate('POST', '/messages', { text: 7 }));
  await held('returnFromBank', await call('GET', `/return/${id}?to=https://evil.example/`));
  await held('returnFromBank', await call('GET', `/return/${UNKNOWN}`));
  await held('watchRequests', await call('GET', '/events'));
  await held('describe', await call('GET', '/openapi.json'));

  const event = JSON.stringify({ id: 'evt_1', object: 'event', type: 'x.y', livemode: false, data: { object: {} } });
  const signed = await signature(event, 'whsec_demo', Math.floor(Date.now() / 1000));
  await held('receiveWebhook', await call('POST', '/webhooks/demo', event, { 'stripe-signature': signed }));
  await held('receiveWebhook', await call('POST', '/webhooks/demo', event));
  await held('receiveWebhook', await call('POST', '/webhooks/none', event, { 'stripe-signature': signed }));
}

test('every answer of a whole run is as the document says', async (t) => {
  const given = bench({
    accounts: [{ ...demo, capabilities: { cancel: true } }, second],
    onSend: () => undefined,
  });
  t.after(() => given.server.close());
  await run(given);

  const { id } = await given.make();
  for (const path of [`/${id}`, `/${UNKNOWN}`])
    await held('showPage', await given.server.fetch(new Request(`${ORIGIN}/pay${path}`)));
  await held('trustedTypes', await given.server.fetch(new Request(`${ORIGIN}/pay/trusted-types.js`)));

  const stop = new AbortController();
  const stream = await given.server.fetch(new Request(`${ORIGIN}/api/events?request=${id}`, { signal: stop.signal }));
  await held('watchRequests', stream);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  // A comment comes first.
  assert.match((await reader?.read())?.value ?? '', /^: +\n\n$/);
  const first = (await reader?.read())?.value ?? '';
  stop.abort();
  const data: unknown = JSON.parse(/^event: request\ndata: (.*)\n\n$/.exec(first)?.[1] ?? '');
  compile({ $ref: '#/components/schemas/RequestChange' }).parse(data);
});

test('is served to any origin, under the address of the server', async (t) => {
  const { call, server } = bench();
  t.after(() => server.close());
  const response = await call('GET', '/openapi.json', undefined, { origin: 'https://editor.example' });
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.deepEqual((await response.json()) as OpenApiDocument, document);
});

test('an answer that is other than described is noticed', async () => {
  const problem = { type: 'x', title: 'x', status: 404, detail: 'x', kind: 'backend', recovery: 'none', errors: [] };
  const answer = (body: object, status = 404): Response =>
    new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });
  const whole = { ...problem, code: 'not-found', declineCode: null };
  await held('retrieveRequest', answer(whole));
  await assert.rejects(held('retrieveRequest', answer({ ...whole, code: 'forbidden' })), 'a code of another route');
  await assert.rejects(held('retrieveRequest', answer({ ...whole, more: 1 })), 'a member more');
  await assert.rejects(held('retrieveRequest', answer(problem)), 'a member less');
  await assert.rejects(held('retrieveRequest', answer(whole, 403)), 'another status');
  await assert.rejects(held('retrieveRequest', Response.json({ id: 'req_1' })), 'no request');
});

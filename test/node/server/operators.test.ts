import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { operatorKey, type Principal } from '../../../src/server/index.js';
import { cancels } from '../operator/bench.js';
import { bench, KEY, ORIGIN, problemIn, read } from './bench.js';

const input = { label: 'Kittens', amount: 2500 };

test('operator routes answer 401 without a key or with a wrong one, 403 without the capability', async (t) => {
  const reader: Principal = { id: 'reader', accounts: ['second'], capabilities: ['read'] };
  const byKey = operatorKey(KEY);
  const { server, call, make } = bench({
    authorize: (request) => (request.headers.get('authorization') === 'Bearer reader' ? reader : byKey(request)),
  });
  t.after(() => server.close());
  for (const headers of [
    {},
    { authorization: 'Bearer no' },
    { authorization: `Basic ${KEY}` },
    { authorization: `Bearer ${KEY}x` },
  ]) {
    const answer = await call('POST', '/requests', input, headers);
    assert.deepEqual([answer.status, (await problemIn(answer)).code], [401, 'unauthorized']);
  }
  const as = { authorization: 'Bearer reader' };
  assert.equal((await problemIn(await call('POST', '/requests', input, as))).code, 'forbidden');
  const { id } = await make({ account: 'demo' });
  const other = await make({ account: 'second' });
  assert.equal(
    (await call('GET', `/requests/${id}/history`, undefined, as)).status,
    404,
    "another merchant's is not found",
  );
  assert.equal((await call('GET', `/requests/${other.id}/history`, undefined, as)).status, 200);
  const { data } = await read(await call('GET', '/requests', undefined, as), schemas.page(schemas.operatorRequest));
  assert.deepEqual(
    data.map((each) => each.id),
    [other.id],
  );
  const seen = await read(await call('GET', `/requests/${id}`, undefined, as), schemas.moneyRequest);
  assert.ok(!('account' in seen), "for another merchant's request an operator is a payer");
});

test('an account outside the scope is forbidden, and the first in scope is taken where none is named', async (t) => {
  const scoped: Principal = { id: 's', accounts: ['second'], capabilities: ['create', 'read'] };
  const { server, call } = bench({ authorize: () => scoped });
  t.after(() => server.close());
  assert.equal((await problemIn(await call('POST', '/requests', { ...input, account: 'demo' }))).code, 'forbidden');
  assert.equal((await read(await call('POST', '/requests', input), schemas.createdRequest)).account, 'second');
});

test('the list narrows by status and reference, pages, and refuses a cursor that is none', async (t) => {
  const { server, operate, make, pay } = bench();
  t.after(() => server.close());
  const paid = await make({ reference: 'A' });
  await make({ reference: 'A' });
  await make({ reference: 'B' });
  await pay(paid.id, 'a', 'pm_card_visa');
  const list = schemas.page(schemas.operatorRequest);
  const first = await read(await operate('GET', '/requests?reference=A&limit=1'), list);
  assert.equal(first.data.length, 1);
  const rest = await read(await operate('GET', `/requests?reference=A&limit=1&cursor=${first.nextCursor ?? ''}`), list);
  assert.deepEqual([rest.data.length, rest.nextCursor], [1, null]);
  const done = await read(await operate('GET', '/requests?status=paid'), list);
  assert.deepEqual(
    done.data.map(({ id }) => id),
    [paid.id],
  );
  for (const query of ['cursor=x', 'limit=0', 'limit=101', 'status=nice'])
    assert.equal((await problemIn(await operate('GET', `/requests?${query}`))).code, 'invalid-request', query);
});

test('an Idempotency-Key gives a repeat the first answer, and refuses another body', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  const key = { 'idempotency-key': 'k-1' };
  const [one, two] = await Promise.all([
    operate('POST', '/requests', input, key),
    operate('POST', '/requests', input, key),
  ]);
  assert.deepEqual([one.status, two.status], [201, 201]);
  assert.equal(one.headers.get('location'), two.headers.get('location'));
  assert.equal(await one.text(), await two.text());
  const other = await operate('POST', '/requests', { ...input, amount: 2600 }, key);
  assert.deepEqual([other.status, (await problemIn(other)).code], [409, 'idempotency-key-reused']);
  const wrong = await operate('POST', '/requests', { ...input, amount: 1 }, { 'idempotency-key': 'k-2' });
  const again = await operate('POST', '/requests', { ...input, amount: 1 }, { 'idempotency-key': 'k-2' });
  assert.deepEqual(await problemIn(wrong), await problemIn(again));
  const { data } = await read(await operate('GET', '/requests'), schemas.page(schemas.operatorRequest));
  assert.equal(data.length, 1);
});

test('an exclusive request is made once per reference, and another price for it is a conflict', async (t) => {
  const { server, operate, pay } = bench();
  t.after(() => server.close());
  const body = { ...input, reference: 'ORD-1', exclusive: true };
  const answers = await Promise.all([1, 2, 3].map(() => operate('POST', '/requests', body)));
  const made = await Promise.all(answers.map((answer) => read(answer, schemas.createdRequest)));
  assert.equal(new Set(made.map(({ id }) => id)).size, 1);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 201]);
  const other = await problemIn(await operate('POST', '/requests', { ...body, amount: 2600 }));
  assert.deepEqual([other.status, other.errors[0]?.code], [409, 'amount-mismatch']);
  await pay(made[0]?.id ?? '', 'a', 'pm_card_visa');
  assert.equal((await problemIn(await operate('POST', '/requests', { ...body, amount: 2600 }))).code, 'already-paid');
  assert.equal((await operate('POST', '/requests', body)).status, 200);
});

test('a replacement that its reference refuses leaves the request that it was to replace as it was', async (t) => {
  const { server, operate, call, make } = bench();
  t.after(() => server.close());
  const old = await make({ reference: 'A' });
  await make({ reference: 'B', amount: 1000, exclusive: true });
  const next = { ...input, reference: 'B', exclusive: true, replaces: old.id };
  assert.equal((await operate('POST', '/requests', next)).status, 409);
  assert.equal((await read(await call('GET', `/requests/${old.id}`), schemas.moneyRequest)).status, 'open');
});

test("the server's own methods show a request to nobody who may not read", async (t) => {
  const { server, make } = bench();
  t.after(() => server.close());
  const { id } = await make();
  const as = { principal: { id: 'maker', accounts: ['demo'], capabilities: ['create'] } satisfies Principal };
  for (const reading of [server.retrieve(id, as), server.retrieveMany([id], as), server.sync(id, as)])
    await assert.rejects(reading, { code: 'forbidden' });
});

test('a request that replaces another ends it first, and cannot replace a paid one', async (t) => {
  const { server, operate, make, pay, call } = bench({ accounts: [cancels] });
  t.after(() => server.close());
  const old = await make();
  const made = await operate('POST', '/requests', { ...input, amount: 2600, replaces: old.id });
  assert.equal(made.status, 201);
  assert.equal((await read(await call('GET', `/requests/${old.id}`), schemas.moneyRequest)).status, 'canceled');
  assert.equal((await problemIn(await pay(old.id, 'a', 'pm_card_visa'))).code, 'request-closed');
  const { id } = await read(made, schemas.createdRequest);
  await pay(id, 'a', 'pm_card_visa');
  assert.equal((await problemIn(await operate('POST', '/requests', { ...input, replaces: id }))).code, 'already-paid');
  const nobody = await operate('POST', '/requests', { ...input, replaces: 'req_0000000000000000000000' });
  assert.equal((await problemIn(nobody)).code, 'not-found');
});

test('a call with a cookie must come from a page of the same origin, or of one that is named', async (t) => {
  const session: Principal = { id: 'staff', accounts: '*', capabilities: ['create', 'read'] };
  const { server, call } = bench({
    authorize: (request) => (request.headers.get('cookie') === 'session=1' ? session : null),
    operatorOrigins: ['https://office.example'],
  });
  t.after(() => server.close());
  const cookie = { cookie: 'session=1' };
  const refused: Record<string, string>[] = [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    // Same as what, where another name leads to this server?
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'same-origin', origin: 'http://rebound.example:4242' },
    { origin: `${ORIGIN}.evil.example` },
  ];
  for (const headers of refused) {
    const answer = await call('POST', '/requests', input, { ...cookie, ...headers });
    assert.deepEqual([answer.status, (await problemIn(answer)).code], [403, 'cross-site'], JSON.stringify(headers));
  }
  const allowed: Record<string, string>[] = [
    { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    { origin: ORIGIN },
    { origin: 'https://office.example', 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of allowed)
    assert.equal(
      (await call('POST', '/requests', input, { ...cookie, ...headers })).status,
      201,
      JSON.stringify(headers),
    );
  const form = { ...cookie, origin: ORIGIN, 'content-type': 'text/plain' };
  assert.equal((await call('POST', '/requests', input, form)).status, 415);
  const reading = async (headers: Record<string, string>): Promise<number> =>
    (await call('GET', '/requests', undefined, { ...cookie, ...headers })).status;
  for (const headers of [{}, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'none' }, { origin: 'null' }])
    assert.equal(await reading(headers as Record<string, string>), 403, JSON.stringify(headers));
  for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: ORIGIN }, { origin: 'https://office.example' }])
    assert.equal(await reading(headers as Record<string, string>), 200, JSON.stringify(headers));
});

test('of Authorization only a bearer key says that no other page made the call: browsers add Basic by themselves', async (t) => {
  const session: Principal = { id: 'staff', accounts: '*', capabilities: ['create', 'read'] };
  const { server, call, make } = bench({
    authorize: (request) => (request.headers.get('authorization') === null ? null : session),
  });
  t.after(() => server.close());
  const basic = { authorization: 'Basic c3RhZmY6c2VjcmV0' };
  const bearer = { authorization: 'Bearer op_0123456789abcdef' };
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const status = async (method: string, headers: Record<string, string>): Promise<number> =>
    (await call(method, '/requests', method === 'POST' ? input : undefined, headers)).status;
  assert.deepEqual(
    [await status('POST', { ...basic, ...evil }), await status('GET', { ...basic, ...evil })],
    [403, 403],
  );
  assert.deepEqual([await status('POST', basic), await status('GET', basic)], [403, 403]);
  assert.equal(await status('POST', { ...basic, origin: ORIGIN, 'sec-fetch-site': 'same-origin' }), 201);
  assert.equal(await status('GET', { ...basic, 'sec-fetch-site': 'same-origin' }), 200);
  assert.deepEqual([await status('POST', { ...bearer, ...evil }), await status('GET', bearer)], [201, 200]);
  // On payers' routes it makes nobody an operator either.
  const { id } = await make();
  const sees = async (headers: Record<string, string>): Promise<boolean> =>
    'account' in ((await (await call('GET', `/requests/${id}`, undefined, headers)).json()) as object);
  assert.deepEqual([await sees({ ...basic, ...evil }), await sees({ ...bearer, ...evil })], [false, true]);
});

test('messages make the requests in them, as payers see them, with links where there are no buttons', async (t) => {
  const { server, operate } = bench();
  t.after(() => server.close());
  const text = 'You must like laser beams $[Get more kittens - 25$](25.00) or $[two](25.0)';
  const chat = await read(await operate('POST', '/messages', { text }), schemas.messageResult);
  assert.equal(chat.segments.map(({ source }) => source).join(''), text);
  const request = chat.segments.find((segment) => segment.type === 'request');
  assert.deepEqual([request?.label, request?.amount, request?.currency], ['Get more kittens - 25$', 2500, 'usd']);
  assert.equal(
    chat.segments.find((segment) => segment.type === 'text' && segment.code !== undefined)?.source,
    '$[two](25.0)',
  );
  assert.ok(!chat.text.includes('$[Get'));

  const sms = await read(
    await operate('POST', '/messages', { text: 'Hi $[Kittens](25)', channel: 'sms' }),
    schemas.messageResult,
  );
  const link = sms.segments.find((segment) => segment.type === 'request')?.request.payUrl ?? '?';
  assert.equal(sms.text, `Hi Kittens: ${link}`);
  assert.equal(
    (await problemIn(await operate('POST', '/messages', { text, currency: 'xxx' }))).errors[0]?.path,
    'currency',
  );
  assert.equal(
    (await problemIn(await operate('POST', '/messages', { text: '$[a](5)'.repeat(51) }))).errors[0]?.path,
    'text',
  );
  assert.equal((await operate('POST', '/messages', { text: '' })).status, 201);
});

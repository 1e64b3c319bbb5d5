import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { operatorKey, type Principal } from '../../../src/server/index.js';
import { bench, demo, KEY, problemIn, read, second, type Bench } from '../server/bench.js';
import { cancels, done, DOINGS, refused, SMS } from './bench.js';

/** A request whose payer stands before the bank's question. */
async function challenged({ make, pay, sandbox }: Bench): Promise<{ id: string; answer: () => Promise<number> }> {
  const { id } = await make();
  const { clientSecret } = await read(await pay(id, 'a1', 'pm_card_threeDSecure2Required'), schemas.attemptResult);
  const [intent] = (clientSecret ?? '').split('_secret_');
  return {
    id,
    async answer() {
      const body = new URLSearchParams({ client_secret: clientSecret ?? '', outcome: 'authorize' }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded', host: '127.0.0.1:12111' };
      const url = `${sandbox.baseUrl}/_sandbox/challenge/${intent}`;
      return (await sandbox.fetch(new Request(url, { method: 'POST', headers, body }))).status;
    },
  };
}

test('captures what is reserved, in part too, with and without a body', async (t) => {
  const b = bench({ accounts: [{ ...demo, capture: 'manual' }] });
  t.after(() => b.server.close());
  const [whole, part] = [await b.make(), await b.make()];
  for (const { id } of [whole, part]) await b.pay(id, 'a1', 'pm_card_visa');
  assert.deepEqual((await done(b, whole.id, 'capture')).payment?.captured, 2500);
  const taken = await done(b, part.id, 'capture', { amount: 2000 });
  assert.deepEqual([taken.status, taken.payment?.amount, taken.payment?.captured], ['paid', 2500, 2000]);
  assert.deepEqual(await refused(b, part.id, 'capture'), [409, 'not-capturable', '']);
  const back = await done(b, part.id, 'refunds', { amount: 500, reason: 'requested_by_customer' });
  assert.deepEqual([back.status, back.payment?.refunded], ['partially_refunded', 500]);
  assert.deepEqual(await refused(b, part.id, 'refunds', { amount: 1501 }), [409, 'exceeds-remaining', '']);
  assert.equal((await done(b, part.id, 'refunds')).status, 'refunded');
});

test('each body is checked: amounts, reasons, channels, unknown members', async (t) => {
  const b = bench({ accounts: [cancels], onSend: () => undefined });
  t.after(() => b.server.close());
  const { id } = await b.make();
  for (const doing of ['capture', 'refunds'])
    for (const amount of [0, -1, 1.5, '100', null])
      assert.deepEqual(
        await refused(b, id, doing, { amount }),
        [422, 'invalid-amount', 'amount'],
        `${doing} ${amount}`,
      );
  for (const doing of ['cancel', 'refunds'])
    for (const reason of ['', '  ', 'x'.repeat(201), 5, '\u0000'])
      assert.deepEqual(await refused(b, id, doing, { reason }), [422, 'invalid-request', 'reason'], doing);
  for (const doing of DOINGS) {
    assert.equal((await refused(b, id, doing, { ...(doing === 'send' ? SMS : {}), all: true }))[2], 'all', doing);
    assert.deepEqual(await refused(b, id, doing, '{'), [400, 'malformed-body', '']);
    assert.deepEqual(await refused(b, id, doing, { cvc: '123' }), [422, 'card-data-refused', '']);
  }
  for (const to of ['', 'ann', '12', 'a@b.example', '+1'.repeat(20)])
    assert.deepEqual(await refused(b, id, 'send', { channel: 'sms', to }), [422, 'invalid-request', 'to'], to);
  for (const to of ['', 'ann', '+15550100', 'a@', 'a@b..example'])
    assert.deepEqual(await refused(b, id, 'send', { channel: 'email', to }), [422, 'invalid-request', 'to'], to);
  assert.deepEqual(await refused(b, id, 'send', { channel: 'fax', to: '1' }), [422, 'invalid-request', 'channel']);
  assert.equal((await refused(b, id, 'send'))[1], 'invalid-request');
});

test('each needs a key, its capability, and a request of an account of its own', async (t) => {
  const byKey = operatorKey(KEY);
  const only: Principal = { id: 'only', accounts: ['demo'], capabilities: ['read'] };
  const all: Principal = { id: 'all', accounts: ['demo'], capabilities: ['create', 'capture', 'cancel', 'refund'] };
  const b = bench({
    accounts: [cancels, second],
    authorize: (request) => {
      const key = request.headers.get('authorization');
      return key === 'Bearer only' ? only : key === 'Bearer all' ? all : byKey(request);
    },
  });
  t.after(() => b.server.close());
  const [own, other] = [await b.make(), await b.make({ account: 'second' })];
  for (const doing of DOINGS) {
    const as = async (id: string, headers: Record<string, string>): Promise<string> =>
      (await problemIn(await b.call('POST', `/requests/${id}/${doing}`, doing === 'send' ? SMS : {}, headers))).code;
    assert.equal(await as(own.id, {}), 'unauthorized', doing);
    assert.equal(await as(own.id, { authorization: 'Bearer only' }), 'forbidden', doing);
    assert.equal(await as(other.id, { authorization: 'Bearer all' }), 'not-found', doing);
    assert.equal(await as('req_x', { authorization: 'Bearer all' }), 'not-found', doing);
  }
});

test('an account keeps its operators from what it does not allow, canceling at first, and not its own host', async (t) => {
  const b = bench({ accounts: [{ ...demo, capabilities: { capture: false, refund: false, create: false } }, second] });
  t.after(() => b.server.close());
  const { id } = await b.server.createRequest({ label: 'Kittens', amount: 2500, account: 'demo' });
  const other = await b.make();
  assert.equal((await b.server.retrieve(other.id)).account, 'second', 'demo is not offered');
  for (const doing of DOINGS)
    assert.deepEqual((await refused(b, id, doing, doing === 'send' ? SMS : {})).slice(0, 2), [403, 'forbidden'], doing);
  assert.deepEqual((await refused(b, other.id, 'cancel')).slice(0, 2), [403, 'forbidden']);
  assert.equal((await b.server.cancel(id)).status, 'canceled');
});

test('an account that is not for reading is listed to no operator, who sees its requests as a payer does', async (t) => {
  const b = bench({ accounts: [demo, { ...second, capabilities: { read: false } }] });
  t.after(() => b.server.close());
  const [own, other] = [
    await b.make(),
    await b.server.createRequest({ label: 'Hidden', amount: 100, account: 'second' }),
  ];
  const { data } = await read(await b.operate('GET', '/requests'), schemas.page(schemas.operatorRequest));
  assert.deepEqual(data.map(({ id }) => id), [own.id]); // prettier-ignore
  assert.equal((await problemIn(await b.operate('GET', `/requests/${other.id}/history`))).code, 'forbidden');
  assert.equal((await b.operate('GET', `/requests/${own.id}/history`)).status, 200);
  await read(await b.operate('GET', `/requests/${other.id}`), schemas.moneyRequest);
  assert.equal((await b.server.list()).data.length, 2, 'the host sees all');
});

test('a cancel ends what is not paid, says why in the history, and tells the truth about what is', async (t) => {
  const b = bench({ accounts: [cancels] });
  t.after(() => b.server.close());
  const [open, paid, held] = [await b.make(), await b.make(), await b.make({ capture: 'manual' })];
  for (const { id } of [paid, held]) await b.pay(id, 'a1', 'pm_card_visa');
  assert.equal((await done(b, open.id, 'cancel', { reason: 'Sold elsewhere' })).status, 'canceled');
  assert.equal((await done(b, open.id, 'cancel')).status, 'canceled', 'and again');
  const { data } = await b.server.history(open.id);
  const last = data.at(-1);
  assert.deepEqual([last?.type, last?.by, last?.note], ['canceled', 'operator:operator', 'Sold elsewhere']);
  assert.deepEqual(await refused(b, paid.id, 'cancel'), [409, 'already-paid', '']);
  const released = await done(b, held.id, 'cancel');
  assert.deepEqual([released.status, released.payment], ['canceled', null]);
});

test("a cancel during the payer's 3-D Secure lets no money through, or says that it was paid", async (t) => {
  const b = bench({ accounts: [cancels] });
  t.after(() => b.server.close());
  const [left, passed] = [await challenged(b), await challenged(b)];
  assert.equal((await done(b, left.id, 'cancel')).status, 'canceled');
  await left.answer();
  const late = await problemIn(await b.call('POST', `/requests/${left.id}/attempts`, { attempt: 'a1' }));
  assert.equal(late.code, 'request-closed');
  assert.equal(
    (await read(await b.call('POST', `/requests/${left.id}/sync`), schemas.moneyRequest)).status,
    'canceled',
  );
  assert.equal(await passed.answer(), 200);
  assert.deepEqual(await refused(b, passed.id, 'cancel'), [409, 'already-paid', '']);
  const { status, attempt } = await b.server.retrieve(passed.id);
  assert.deepEqual([status, attempt?.status], ['paid', 'succeeded']);
  assert.equal(b.sandbox.charges().filter((charge) => charge.paid).length, 1);
});

test('a repeat under its Idempotency-Key does nothing twice, and another body is refused', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  await b.pay(id, 'a1', 'pm_card_visa');
  const key = { 'idempotency-key': 'press-1' };
  const [one, two] = await Promise.all([1, 2].map(() => done(b, id, 'refunds', { amount: 500 }, key)));
  assert.deepEqual(one, two);
  assert.equal((await done(b, id, 'refunds', { amount: 500 }, key)).payment?.refunded, 500);
  const other = await b.operate('POST', `/requests/${id}/refunds`, { amount: 600 }, key);
  assert.equal((await problemIn(other)).code, 'idempotency-key-reused');
  assert.equal(
    (await done(b, id, 'refunds', { amount: 500 }, { 'idempotency-key': 'press-2' })).payment?.refunded,
    1000,
  );
});

test('a press whose outcome was not known is not taken for the next one, and is found when it is repeated', async (t) => {
  // Stripe makes the first refund, and says nothing of it: neither to the call nor to the read after it.
  const silence = { begun: false, left: 2 };
  const b = bench({
    stripe: {
      apiBase: 'http://127.0.0.1:12111',
      async fetch(url, init) {
        const answer = await b.sandbox.fetch(url, init);
        silence.begun ||= init.method === 'POST' && url.endsWith('/refunds');
        if (!silence.begun || silence.left === 0) return answer;
        silence.left -= 1;
        throw new TypeError('The connection was lost.');
      },
    },
  });
  t.after(() => b.server.close());
  const { id } = await b.make();
  await b.pay(id, 'a1', 'pm_card_visa');
  const press = (key: string): Promise<Response> =>
    b.operate('POST', `/requests/${id}/refunds`, { amount: 500 }, { 'idempotency-key': key });
  assert.equal((await problemIn(await press('one'))).status, 503);
  const refunded = async (key: string): Promise<number | undefined> =>
    (await read(await press(key), schemas.operatorRequest)).payment?.refunded;
  assert.equal(await refunded('two'), 1000);
  assert.equal(await refunded('one'), 1000);
});

test("operators' pages see more on payers' routes by their own session, and nobody else's page does", async (t) => {
  const staff: Principal = { id: 'staff', accounts: '*', capabilities: ['create', 'read'] };
  const office = 'https://office.example';
  const b = bench({
    authorize: (request) => (request.headers.get('cookie') === 'session=1' ? staff : null),
    operatorOrigins: [office],
  });
  t.after(() => b.server.close());
  const { id } = await b.server.createRequest({ label: 'Kittens', amount: 2500 });
  const seen = async (headers: Record<string, string>): Promise<boolean> => {
    const answer = await b.call('GET', `/requests/${id}`, undefined, { cookie: 'session=1', ...headers });
    return 'account' in ((await answer.json()) as object);
  };
  assert.equal(await seen({ 'sec-fetch-site': 'same-origin' }), true);
  assert.equal(await seen({ 'sec-fetch-site': 'cross-site', origin: office }), true);
  assert.equal(await seen({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }), false);
  assert.equal(await seen({ 'sec-fetch-site': 'same-site' }), false);
  const preflight = await b.call('OPTIONS', `/requests/${id}`, undefined, { origin: office });
  assert.equal(preflight.headers.get('access-control-allow-credentials'), 'true');
  const evil = await b.call('OPTIONS', `/requests/${id}`, undefined, { origin: 'https://evil.example' });
  assert.deepEqual(
    [evil.headers.get('access-control-allow-origin'), evil.headers.get('access-control-allow-credentials')],
    ['*', null],
  );
});

test('operator routes are for pages of the own origin and of operatorOrigins', async (t) => {
  const b = bench({ operatorOrigins: ['https://office.example'] });
  t.after(() => b.server.close());
  const { id } = await b.make();
  for (const path of [...DOINGS.map((doing) => `/requests/${id}/${doing}`), '/accounts']) {
    const evil = await b.call('OPTIONS', path, undefined, { origin: 'https://evil.example' });
    assert.equal(evil.headers.get('access-control-allow-origin'), null, path);
    const office = await b.call('OPTIONS', path, undefined, { origin: 'https://office.example' });
    assert.equal(office.headers.get('access-control-allow-credentials'), 'true', path);
  }
});

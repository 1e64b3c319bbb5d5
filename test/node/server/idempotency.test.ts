import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import {
  memoryStore,
  openPglite,
  operatorKey,
  postgresStore,
  type AccountConfig,
  type Authorize,
  type Principal,
} from '../../../src/server/index.js';
import { cancels } from '../operator/bench.js';
import { bench, demo, KEY, problemIn, read, second } from './bench.js';

const input = { label: 'Kittens', amount: 2500 };
const key = (name: string): Record<string, string> => ({ 'idempotency-key': name });
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const KEYS = { a: 'merchant_a_0123456789', b: 'merchant_b_0123456789' };
const database = await openPglite(null);
after(() => database.close());

function firstOf(...all: Authorize[]): Authorize {
  return async (request) => {
    for (const authorize of all) {
      const principal = await authorize(request);
      if (principal) return principal;
    }
    return null;
  };
}

test('two operator keys without an id are two operators: neither is answered with what the other asked for', async (t) => {
  const b = bench({
    authorize: firstOf(operatorKey(KEYS.a, { accounts: ['demo'] }), operatorKey(KEYS.b, { accounts: ['second'] })),
  });
  t.after(() => b.server.close());
  const as = (token: string): Promise<Response> =>
    b.call('POST', '/requests', input, { ...bearer(token), ...key('order-1') });
  const ofA = await read(await as(KEYS.a), schemas.createdRequest);
  const ofB = await read(await as(KEYS.b), schemas.createdRequest);
  assert.deepEqual([ofA.account, ofB.account], ['demo', 'second']);
  assert.equal((await read(await as(KEYS.a), schemas.createdRequest)).id, ofA.id);
  const [made] = (await b.server.history(ofA.id)).data;
  assert.equal(made?.by, `operator:operator-${createHash('sha256').update(KEYS.a).digest('hex').slice(0, 8)}`);
});

test('an operator key takes the id that it is given, and none from one that is not there', async () => {
  const asked = (): Request => new Request('http://localhost/', { headers: bearer(KEYS.a) });
  assert.equal((await operatorKey(KEYS.a, { id: 'ann' })(asked()))?.id, 'ann');
  const unset = { id: undefined } as unknown as Partial<Principal>;
  assert.match((await operatorKey(KEYS.a, unset)(asked()))?.id ?? '', /^operator-[0-9a-f]{8}$/);
});

test('a kept answer is given to nobody whose capability or account was taken away', async (t) => {
  let staff: Principal = {
    id: 'ann',
    accounts: ['demo'],
    capabilities: ['create', 'read', 'refund', 'cancel', 'capture'],
  };
  const account: AccountConfig = { ...demo, capabilities: { cancel: true } };
  const accounts = [account, second];
  const b = bench({
    authorize: () => staff,
    accounts: {
      find: (id) => Promise.resolve(accounts.find((each) => each.id === id) ?? null),
      list: () => Promise.resolve(accounts),
    },
  });
  t.after(() => b.server.close());
  const [sold, held, open, old] = [await b.make(), await b.make({ capture: 'manual' }), await b.make(), await b.make()];
  await b.pay(sold.id, 'a1', 'pm_card_visa');
  await b.pay(held.id, 'a1', 'pm_card_visa');
  const calls: readonly [string, Record<string, unknown>, Principal['capabilities'][number]][] = [
    ['/requests', input, 'create'],
    ['/requests', { ...input, replaces: old.id }, 'cancel'],
    ['/messages', { text: '$[One](1.00)' }, 'create'],
    [`/requests/${sold.id}/refunds`, { amount: 1000 }, 'refund'],
    [`/requests/${held.id}/capture`, {}, 'capture'],
    [`/requests/${open.id}/cancel`, {}, 'cancel'],
  ];
  const send = async (index: number): Promise<Response> => {
    const [path, body] = calls[index] ?? ['', {}];
    return b.operate('POST', path, body, key(`call-${index}`));
  };
  const first = await Promise.all(calls.map(async (_call, index) => (await send(index)).text()));
  const whole = staff;
  for (const [index, [path, , capability]] of calls.entries()) {
    staff = { ...whole, capabilities: whole.capabilities.filter((each) => each !== capability) };
    assert.equal((await problemIn(await send(index))).code, 'forbidden', `${path} without ${capability}`);
    staff = { ...whole, accounts: ['second'] };
    const other = await send(index);
    assert.ok(other.status === 403 || other.status === 404, `${path} of another account: ${other.status}`);
    staff = whole;
    accounts[0] = { ...account, capabilities: { ...account.capabilities, [capability]: false } };
    if (path !== '/requests' || capability === 'create')
      assert.equal((await problemIn(await send(index))).code, 'forbidden', `${path}, account without ${capability}`);
    accounts[0] = account;
    assert.equal(await (await send(index)).text(), first[index], path);
  }
});

for (const [title, one, two] of [
  [
    'null for what is left out',
    '{"label":"Kittens","amount":2500}',
    '{"label":"Kittens","amount":2500,"reference":null,"replaces":null,"invoice":null}',
  ],
  ['the order of members and blanks', '{"label":"Kittens","amount":2500}', '{ "amount": 2500, "label": "Kittens" }'],
  [
    'the order inside',
    '{"label":"K","amount":500,"metadata":{"a":"1","b":"2"}}',
    '{"label":"K","metadata":{"b":"2","a":"1"},"amount":500}',
  ],
  ['escapes', '{"label":"Kittens","amount":2500}', '{"label":"\\u004bittens","amount":25e2}'],
] as const)
  test(`a repeat is known whatever ${title}`, async (t) => {
    const b = bench();
    t.after(() => b.server.close());
    const first = await b.operate('POST', '/requests', one, key('k'));
    const again = await b.operate('POST', '/requests', two, key('k'));
    assert.deepEqual([first.status, again.status], [201, 201]);
    assert.equal(await first.text(), await again.text());
  });

test('an empty body of an order is the same as one that says nothing, and another amount is not', async (t) => {
  const b = bench({ accounts: [cancels] });
  t.after(() => b.server.close());
  const { id } = await b.make();
  await b.pay(id, 'a1', 'pm_card_visa');
  const path = `/requests/${id}/refunds`;
  const first = await b.operate('POST', path, undefined, key('k'));
  const again = await b.operate('POST', path, {}, key('k'));
  assert.deepEqual([first.status, again.status], [200, 200]);
  assert.equal(
    (await problemIn(await b.operate('POST', path, { amount: 100 }, key('k')))).code,
    'idempotency-key-reused',
  );
});

for (const [name, open] of [
  ['memory', () => Promise.resolve(memoryStore())],
  ['PGlite', () => postgresStore(database)],
] as const) {
  test(`an answer that an earlier release kept over a store in ${name} is found by a repeat for 24 hours`, async (t) => {
    const store = await open();
    const b = bench({ store, authorize: operatorKey(KEY) });
    t.after(() => b.server.close());
    const text = '{"label":"Kittens", "amount":2500}';
    const made = await b.make();
    const kept = await (await b.operate('GET', `/requests/${made.id}`)).text();
    const hash = createHash('sha256').update(text).digest('hex');
    // As the release before named the scope and compared the body.
    const answer = (): Promise<{ status: number; body: string }> => Promise.resolve({ status: 201, body: kept });
    await store.once('operator POST /api/requests', `old-${name}`, hash, answer);
    const count = (await b.server.list({ limit: 100 })).data.length;
    const again = await b.operate('POST', '/requests', text, key(`old-${name}`));
    assert.equal((await read(again, schemas.operatorRequest)).id, made.id);
    const other = await b.operate('POST', '/requests', { ...input, amount: 900 }, key(`old-${name}`));
    assert.equal((await problemIn(other)).code, 'idempotency-key-reused');
    assert.equal((await b.server.list({ limit: 100 })).data.length, count);
  });

  test(`a call that an earlier release began over a store in ${name} and did not finish goes on under its seed`, async (t) => {
    const store = await open();
    const seeds: string[] = [];
    const dies = (seed: string): Promise<never> => {
      seeds.push(seed);
      return Promise.reject(new Error('died'));
    };
    const text = '{"label":"Kittens", "amount":2500}';
    const hash = createHash('sha256').update(text).digest('hex');
    await assert.rejects(store.once('operator POST /api/requests', `begun-${name}`, hash, dies));
    const spied = {
      ...store,
      once: ((scope, name_, bodyHash, answer) =>
        store.once(scope, name_, bodyHash, (seed) => {
          seeds.push(seed);
          return answer(seed);
        })) satisfies typeof store.once,
    };
    const b = bench({ store: spied, authorize: operatorKey(KEY) });
    t.after(() => b.server.close());
    assert.equal((await b.operate('POST', '/requests', text, key(`begun-${name}`))).status, 201);
    assert.deepEqual(seeds, [seeds[0], seeds[0]]);
  });

  test(`an answer that an earlier release kept for another merchant's key is not given, over a store in ${name}`, async (t) => {
    const store = await open();
    const b = bench({
      store,
      authorize: firstOf(operatorKey(KEY), operatorKey(KEYS.b, { accounts: ['second'] })),
    });
    t.after(() => b.server.close());
    const text = JSON.stringify(input);
    const ofA = await b.make({ account: 'demo' });
    const kept = await (await b.operate('GET', `/requests/${ofA.id}`)).text();
    const hash = createHash('sha256').update(text).digest('hex');
    await store.once('operator POST /api/requests', `other-${name}`, hash, () =>
      Promise.resolve({ status: 201, body: kept }),
    );
    const answer = await b.call('POST', '/requests', text, { ...bearer(KEYS.b), ...key(`other-${name}`) });
    const ofB = await read(answer, schemas.createdRequest);
    assert.equal(ofB.account, 'second');
    assert.notEqual(ofB.id, ofA.id);
  });
}

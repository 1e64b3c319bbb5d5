import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { operatorKey, type AccountConfig, type Principal } from '../../../src/server/index.js';
import { bench, demo, KEY, problemIn, read, second } from '../server/bench.js';

const list = schemas.page(schemas.account);
const both: AccountConfig = {
  ...demo,
  keys: {
    test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: ['whsec_a0b1c2d31f0c'] },
    live: { publishable: 'pk_live_sandbox', secret: 'rk_live_0123456789', webhookSecrets: [] },
  },
};

test('lists the accounts in their order with every member, and no secret whole', async (t) => {
  const b = bench({
    accounts: [both, { ...second, mode: 'off', links: 'off', capabilities: { refund: false, cancel: true } }],
  });
  t.after(() => b.server.close());
  const answer = await b.operate('GET', '/accounts');
  const text = await answer.clone().text();
  const { data, nextCursor } = await read(answer, list);
  assert.equal(nextCursor, null);
  assert.deepEqual(data[0], {
    ...{ id: 'demo', name: 'Shoplifter', mode: 'test', status: 'unverified', reason: null },
    ...{ currency: 'usd', capture: 'automatic', postalCode: 'auto' },
    keys: {
      test: { publishable: 'pk_test_sandbox', secret: 'sk_test_…dbox', webhookSecrets: ['whsec_…1f0c'] },
      live: { publishable: 'pk_live_sandbox', secret: 'rk_live_…6789', webhookSecrets: [] },
    },
    links: 'on',
    capabilities: {
      create: true,
      read: true,
      capture: true,
      cancel: false,
      refund: true,
      payout: false,
      accounts: true,
    },
  });
  assert.deepEqual([data[1]?.id, data[1]?.mode, data[1]?.links, data[1]?.keys.live], ['second', 'off', 'off', null]);
  assert.deepEqual([data[1]?.capabilities.refund, data[1]?.capabilities.cancel], [false, true]);
  for (const secret of ['sk_test_sandbox', 'rk_live_0123456789', 'whsec_a0b1c2d31f0c', 'whsec_second'])
    assert.ok(!text.includes(secret), secret);
});

test('pages, and refuses a cursor or a limit that is none', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const first = await read(await b.operate('GET', '/accounts?limit=1'), list);
  const rest = await read(await b.operate('GET', `/accounts?limit=1&cursor=${first.nextCursor ?? ''}`), list);
  assert.deepEqual([first.data[0]?.id, rest.data[0]?.id, rest.nextCursor], ['demo', 'second', null]);
  for (const query of ['cursor=x', 'limit=0', 'limit=101'])
    assert.equal((await problemIn(await b.operate('GET', `/accounts?${query}`))).code, 'invalid-request', query);
});

test('shows an operator its own accounts only, and those that are shown to operators at all', async (t) => {
  const byKey = operatorKey(KEY);
  const own: Principal = { id: 'own', accounts: ['second'], capabilities: ['accounts'] };
  const none: Principal = { id: 'none', accounts: '*', capabilities: ['create', 'read'] };
  const b = bench({
    accounts: [{ ...demo, capabilities: { accounts: false } }, second],
    authorize: (request) => {
      const key = request.headers.get('authorization');
      return key === 'Bearer own' ? own : key === 'Bearer none' ? none : byKey(request);
    },
  });
  t.after(() => b.server.close());
  const ids = async (headers: Record<string, string>): Promise<string[]> =>
    (await read(await b.call('GET', '/accounts', undefined, headers), list)).data.map(({ id }) => id);
  assert.deepEqual(await ids({ authorization: 'Bearer own' }), ['second']);
  assert.deepEqual(await ids({ authorization: `Bearer ${KEY}` }), ['second']);
  assert.deepEqual(
    (await b.server.accounts()).data.map(({ id }) => id),
    ['demo', 'second'],
  );
  const refused = await b.call('GET', '/accounts', undefined, { authorization: 'Bearer none' });
  assert.deepEqual([refused.status, (await problemIn(refused)).code], [403, 'forbidden']);
  assert.equal((await problemIn(await b.call('GET', '/accounts'))).code, 'unauthorized');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { operatorKey, type AccountConfig, type Principal } from '../../../src/server/index.js';
import { bench, demo, KEY, problemIn, read, second, type Bench } from '../server/bench.js';

/** The account that a request would go to, or what refuses it, each with its reason. */
async function goesTo({ operate }: Bench, more: object): Promise<string | [string, ...string[]]> {
  const answer = await operate('POST', '/requests', { label: 'Kittens', amount: 2500, ...more });
  if (answer.status === 201) return (await read(answer, schemas.createdRequest)).account;
  const { code, errors } = await problemIn(answer);
  return [code, ...errors.map(({ path }) => path)];
}

test('a request goes to the first account whose rule allows currency, amount and country', async (t) => {
  const b = bench({
    accounts: [
      {
        ...demo,
        rule: { currencies: ['usd', 'eur'], countries: ['DE', 'FR'], minimum: { usd: 1000 }, maximum: { usd: 5000 } },
      },
      { ...second, rule: { currencies: ['usd'] } },
    ],
  });
  t.after(() => b.server.close());
  assert.equal(await goesTo(b, { country: 'DE' }), 'demo');
  assert.equal(await goesTo(b, { country: 'fr', amount: 1000 }), 'demo', 'bounds are in');
  assert.equal(await goesTo(b, { country: 'FR', amount: 5000 }), 'demo');
  assert.equal(await goesTo(b, { country: 'FR', amount: 999 }), 'second');
  assert.equal(await goesTo(b, { country: 'FR', amount: 5001 }), 'second');
  assert.equal(await goesTo(b, { country: 'US' }), 'second');
  assert.equal(await goesTo(b, {}), 'second', 'no country is not one of the rule’s');
  assert.equal(await goesTo(b, { country: 'DE', currency: 'eur', amount: 999 }), 'demo', 'a bound is of its currency');
  assert.deepEqual(await goesTo(b, { country: 'US', currency: 'eur' }), ['unavailable', 'country', 'currency']);
  assert.deepEqual(await goesTo(b, { currency: 'gbp' }), ['unavailable', 'currency', 'currency']);
  assert.deepEqual(await goesTo(b, { account: 'demo', amount: 999, country: 'DE' }), ['unavailable', 'amount']);
  assert.deepEqual(await goesTo(b, { currency: 'zzz' }), ['unknown-currency', 'currency']);
  for (const country of ['', 'D', 'DEU', '12'])
    assert.deepEqual(await goesTo(b, { country }), ['invalid-request', 'country']);
});

test('a request whose account does not take it any more says so, and cannot be paid; what runs is settled', async (t) => {
  const accounts = new Map<string, AccountConfig>([['demo', demo]]);
  const b = bench({
    accounts: { find: async (id) => accounts.get(id) ?? null, list: async () => [...accounts.values()] },
  });
  t.after(() => b.server.close());
  const [open, running] = [await b.make({ country: 'DE' }), await b.make()];
  await b.pay(running.id, 'a1', 'pm_card_threeDSecure2Required');
  const changes: [Partial<AccountConfig>, RegExp][] = [
    [{ mode: 'off' }, /is off/],
    [{ rule: { currencies: ['eur'] } }, /allows eur, not usd/],
    [{ rule: { countries: ['FR'] } }, /FR, not in DE/],
    [{ rule: { minimum: { usd: 2501 } } }, /at least 2501 usd/],
    [{ rule: { maximum: { usd: 2499 } } }, /at most 2499 usd/],
  ];
  for (const [change, words] of changes) {
    accounts.set('demo', { ...demo, ...change });
    const seen = await read(await b.call('GET', `/requests/${open.id}`), schemas.moneyRequest);
    assert.equal(seen.available, false);
    assert.equal(seen.unavailableReason, 'This request cannot be paid at the moment.', "the rule is the merchant's");
    const own = await read(await b.operate('GET', `/requests/${open.id}`), schemas.operatorRequest);
    assert.match(own.unavailableReason ?? '', words);
    const { status, code, detail, errors } = await problemIn(await b.pay(open.id, 'a1', 'pm_card_visa'));
    assert.deepEqual([status, code, detail, errors], [422, 'unavailable', seen.unavailableReason, []]);
  }
  const known = await b.call('POST', `/requests/${running.id}/attempts`, { attempt: 'a1' });
  assert.equal((await read(known, schemas.attemptResult)).status, 'requires_action');
  accounts.set('demo', { ...demo, rule: { profiles: ['agents'] } });
  assert.equal((await b.pay(open.id, 'a1', 'pm_card_visa')).status, 200, 'profiles are for whoever makes a request');
});

test('an account is offered to the profiles of its rule only', async (t) => {
  const as = (profiles: Principal['profiles']): Principal => ({
    ...{ id: 'p', accounts: '*', capabilities: ['create', 'read'] },
    ...(profiles === undefined ? {} : { profiles }),
  });
  const byKey: Record<string, Principal> = {
    'Bearer agent': as(['agents', 'sales']),
    'Bearer clerk': as(['clerks']),
    'Bearer nobody': as(undefined),
    'Bearer any': as('*'),
  };
  const b = bench({
    accounts: [{ ...demo, rule: { profiles: ['agents', 'managers'] } }, second],
    authorize: (request) => byKey[request.headers.get('authorization') ?? ''] ?? null,
  });
  t.after(() => b.server.close());
  const account = async (who: string, more: object = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${who}` };
    const answer = await b.call('POST', '/requests', { label: 'Kittens', amount: 2500, ...more }, headers);
    return answer.status === 201
      ? (await read(answer, schemas.createdRequest)).account
      : (await problemIn(answer)).code;
  };
  assert.deepEqual(await Promise.all(['agent', 'clerk', 'nobody', 'any'].map((who) => account(who))), [
    'demo',
    'second',
    'second',
    'demo',
  ]);
  assert.equal(await account('clerk', { account: 'demo' }), 'unavailable');
  assert.equal((await b.server.createRequest({ label: 'Kittens', amount: 2500 })).account, 'demo');
});

test("an operator's limits are of each currency, and one that is not named is not for it", async (t) => {
  const limits = { create: { usd: 5000 }, refund: { usd: 1000 } };
  const b = bench({ authorize: operatorKey(KEY, { limits }) });
  t.after(() => b.server.close());
  assert.equal(await goesTo(b, { amount: 5000 }), 'demo');
  assert.deepEqual(await goesTo(b, { amount: 5001 }), ['forbidden', 'amount']);
  assert.deepEqual(await goesTo(b, { currency: 'eur' }), ['forbidden', 'amount']);
  const message = { text: '$[one](20) $[two](51)' };
  assert.equal((await problemIn(await b.operate('POST', '/messages', message))).code, 'forbidden');
  assert.equal((await b.server.list()).data.length, 1, 'none of the message was made');
  const { id } = await b.make();
  await b.pay(id, 'a1', 'pm_card_visa');
  assert.equal((await problemIn(await b.operate('POST', `/requests/${id}/refunds`))).code, 'forbidden');
  assert.equal((await b.operate('POST', `/requests/${id}/refunds`, { amount: 1000 })).status, 200);
  assert.equal((await problemIn(await b.operate('POST', `/requests/${id}/refunds`, { amount: 1 }))).code, 'forbidden');
});

test('each request of a message goes to its own account, all or none', async (t) => {
  const b = bench({
    accounts: [
      { ...demo, rule: { maximum: { usd: 2000 } } },
      { ...second, rule: { currencies: ['usd'] } },
    ],
  });
  t.after(() => b.server.close());
  const made = await b.operate('POST', '/messages', { text: '$[a](10) $[b](25)' });
  assert.equal(made.status, 201);
  assert.deepEqual((await b.server.list()).data.map(({ account, amount }) => `${account} ${amount}`).sort(), [
    'demo 1000',
    'second 2500',
  ]);
  const answer = await b.operate('POST', '/messages', { text: '$[a](10) $[b](25.00 EUR)' });
  assert.equal(answer.status, 201, 'demo takes any currency');
  const none = bench({ accounts: [{ ...demo, rule: { currencies: ['usd'] } }] });
  t.after(() => none.server.close());
  const refused = await none.operate('POST', '/messages', { text: '$[a](10) $[b](25.00 EUR)' });
  assert.equal((await problemIn(refused)).code, 'unavailable');
  assert.deepEqual((await none.server.list()).data, []);
});

test('the owner of an account answers for its requests', async (t) => {
  const b = bench({ accounts: [{ ...demo, owner: 'kittens department' }, second] });
  t.after(() => b.server.close());
  const [one, other] = [await b.make(), await b.make({ account: 'second' })];
  assert.ok(!('owner' in one));
  assert.equal((await b.server.retrieve(one.id)).owner, 'kittens department');
  assert.equal((await b.server.retrieve(other.id)).owner, 'operator');
});

test('an account that cannot be is refused when the server is made, with what is wrong', () => {
  const pair = { publishable: 'pk_test_x', secret: 'sk_test_x', webhookSecrets: ['whsec_x'] };
  const wrong: [Record<string, unknown>, RegExp][] = [
    [{ id: 'a b' }, /the id "a b"/],
    [{ id: 'second' }, /"second" is there twice/],
    [{ currency: 'USD' }, /accounts\.demo\.currency/],
    [{ links: 'maybe' }, /accounts\.demo\.links/],
    [{ capabilities: { fly: true } }, /capabilities\.fly/],
    [{ capabilities: { cancel: 'yes' } }, /capabilities\.cancel/],
    [{ rule: { currencies: ['EUR'] } }, /accounts\.demo\.rule\.currencies/],
    [{ rule: { countries: ['de'] } }, /rule\.countries/],
    [{ rule: { minimum: { usd: 1.5 } } }, /rule\.minimum\.usd/],
    [{ rule: { maximum: { zzz: 1 } } }, /rule\.maximum/],
    [{ rule: { minimum: { usd: 5 }, maximum: { usd: 4 } } }, /rule\.maximum: usd/],
    [{ rule: { colour: 'red' } }, /rule\.colour/],
    [{ mode: undefined }, /accounts\.demo\.mode/],
    // Variables of the environment that are not set, and the other mode's keys.
    [{ keys: { test: { ...pair, secret: undefined } } }, /keys\.test\.secret: the key is missing/],
    [{ keys: { test: { ...pair, publishable: '' } } }, /keys\.test\.publishable: the key is missing/],
    [{ keys: { test: { ...pair, webhookSecrets: [undefined] } } }, /keys\.test\.webhookSecrets/],
    [{ keys: { test: { ...pair, webhookSecrets: undefined } } }, /keys\.test\.webhookSecrets/],
    [{ keys: { test: { ...pair, secret: 'sk_live_x' } } }, /keys\.test\.secret: it is a key of the other mode/],
    [{ keys: { live: pair } }, /keys\.live\.publishable: it is a key of the other mode/],
  ];
  for (const [change, words] of wrong)
    assert.throws(() => bench({ accounts: [{ ...demo, ...change }, second] }), {
      name: 'TypeError',
      message: words,
    });
});

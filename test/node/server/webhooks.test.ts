import assert from 'node:assert/strict';
import { test } from 'node:test';
import Stripe from 'stripe';
import * as schemas from '../../../src/contract/schemas.js';
import { bench, demo, problemIn, read, type Bench } from './bench.js';

const library = new Stripe('sk_test_signatures');
const now = (): number => Math.floor(Date.now() / 1000);

function sign(payload: string, secret = 'whsec_demo', timestamp = now()): Promise<string> {
  return library.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp });
}

function event(id: string, object: Record<string, unknown>, type = 'payment_intent.succeeded'): string {
  return JSON.stringify({ id, object: 'event', type, livemode: false, data: { object } });
}

function send({ call }: Bench, payload: string, signature: string | null, account = 'demo'): Promise<Response> {
  return call('POST', `/webhooks/${account}`, payload, signature === null ? {} : { 'stripe-signature': signature });
}

test('a webhook whose signature is bad, old, missing or of another account is refused', async (t) => {
  const setting = bench();
  t.after(() => setting.server.close());
  const payload = event('evt_1', { id: 'pi_1' });
  const refused: [string, string | null][] = [
    ['missing', null],
    ['empty', ''],
    ['made up', 't=1,v1=00'],
    ['another secret', await sign(payload, 'whsec_second')],
    ['too old', await sign(payload, 'whsec_demo', now() - 400)],
    ['another body', await sign(`${payload} `)],
  ];
  for (const [name, signature] of refused) {
    const answer = await send(setting, payload, signature);
    assert.deepEqual([answer.status, (await problemIn(answer)).code], [400, 'invalid-signature'], name);
  }
  assert.equal((await send(setting, payload, await sign(payload), 'nobody')).status, 404);
  assert.deepEqual(await setting.store.openWebhooks(10), []);
});

test('a webhook makes the server read Stripe, and a repeat changes nothing', async (t) => {
  const setting = bench();
  const { server, make, pay, sandbox, store, call } = setting;
  t.after(() => server.close());
  const { id } = await make();
  sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents/*/confirm', fault: 'lost-answer' });
  sandbox.faults.add({ method: 'GET', path: '/v1/payment_intents/*', fault: 'error', times: 2 });
  const unknown = await pay(id, 'a1', 'pm_card_visa');
  assert.ok(unknown.status >= 500 || unknown.status === 202 || unknown.status === 200);
  sandbox.faults.clear();

  const intent = sandbox.charges()[0]?.intent ?? '?';
  const payload = event('evt_2', { id: intent, object: 'payment_intent', metadata: { pay_elements_request: id } });
  const first = await send(setting, payload, await sign(payload));
  assert.deepEqual([first.status, await first.json()], [200, { received: true }]);
  const seen = await read(await call('GET', `/requests/${id}`), schemas.moneyRequest);
  assert.equal(seen.status, 'paid');

  const calls = sandbox.log().length;
  const again = await send(setting, payload, await sign(payload));
  assert.deepEqual([again.status, await again.json()], [200, { received: true }]);
  assert.equal(sandbox.log().length, calls, 'Stripe is not asked again');
  assert.equal((await read(await call('GET', `/requests/${id}`), schemas.moneyRequest)).version, seen.version);
  assert.deepEqual(await store.openWebhooks(10), []);
  assert.equal(sandbox.charges().length, 1);
});

test('a webhook of a type or an object that is none of ours is taken, logged and done', async (t) => {
  const setting = bench();
  t.after(() => setting.server.close());
  const payload = event('evt_3', { id: 'cus_1', object: 'customer' }, 'customer.created');
  const answer = await send(setting, payload, await sign(payload));
  assert.deepEqual(await answer.json(), { received: true });
  assert.ok(setting.lines.some(({ fields }) => fields['type'] === 'customer.created'));
  assert.deepEqual(await setting.store.openWebhooks(10), []);
});

test('a signed event that cannot be acted on is answered 200, moves nothing, and one line says why', async (t) => {
  const live = { publishable: 'pk_live_sandbox', secret: 'sk_live_sandbox', webhookSecrets: ['whsec_live'] };
  const setting = bench({
    accounts: [{ ...demo, keys: { ...demo.keys, live } }],
    pace: { syncEvery: 0, tick: 3_600_000 },
  });
  const { server, make, pay, sandbox, store, lines, call } = setting;
  t.after(() => server.close());
  const { id } = await make();
  sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents/*/confirm', fault: 'lost-answer' });
  await pay(id, 'a1', 'pm_card_visa');
  const object = { id: sandbox.charges()[0]?.intent, object: 'payment_intent', metadata: { pay_elements_request: id } };
  const all = { id: 'evt_9', object: 'event', type: 'payment_intent.succeeded', livemode: false, data: { object } };
  const thin = {
    id: 'evt_test_65',
    object: 'v2.core.event',
    type: 'v1.billing.meter.error_report_triggered',
    livemode: false,
  };
  const cases: [string, unknown, string, RegExp][] = [
    ['a test event at a live endpoint', all, 'whsec_live', /a test event at a live endpoint/],
    ['a live event at a test endpoint', { ...all, livemode: true }, 'whsec_demo', /a live event at a test endpoint/],
    ['a thin event', thin, 'whsec_demo', /thin event/],
    ['no data', { ...all, data: undefined }, 'whsec_demo', /without data/],
    ['no object in the data', { ...all, data: { object: null } }, 'whsec_demo', /without data/],
    ['data that is text', { ...all, data: 'x' }, 'whsec_demo', /without data/],
    ['no event', { ...all, object: 'charge' }, 'whsec_demo', /no event of Stripe/],
    ['no id', { ...all, id: undefined }, 'whsec_demo', /no event of Stripe/],
    ['a list', [], 'whsec_demo', /no event of Stripe/],
    ['null', null, 'whsec_demo', /no event of Stripe/],
  ];
  const before = await server.retrieve(id);
  for (const [name, body, secret, why] of cases) {
    const payload = JSON.stringify(body);
    const calls = sandbox.log().length;
    lines.length = 0;
    const answer = await send(setting, payload, await sign(payload, secret));
    assert.deepEqual([answer.status, await answer.json()], [200, { received: true }], name);
    const told = lines.filter(({ message }) => message !== 'call');
    assert.equal(told.length, 1, name);
    assert.match(String(told[0]?.fields['reason']), why, name);
    assert.equal(sandbox.log().length, calls, name);
    assert.deepEqual(await store.openWebhooks(10), []);
    const forged = await send(setting, payload, await sign(payload, 'whsec_other'));
    assert.deepEqual([forged.status, (await problemIn(forged)).code], [400, 'invalid-signature'], name);
  }
  const text = 'not json';
  assert.equal((await send(setting, text, await sign(text))).status, 200);
  assert.equal((await server.retrieve(id)).version, before.version);
  // The same event by the right secret is acted on: what was left alone is not remembered as done.
  const payload = JSON.stringify(all);
  await send(setting, payload, await sign(payload));
  assert.equal((await read(await call('GET', `/requests/${id}`), schemas.moneyRequest)).status, 'paid');
});

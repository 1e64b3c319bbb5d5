import assert from 'node:assert/strict';
import { test } from 'node:test';
import Stripe from 'stripe';
import * as schemas from '../../../src/contract/schemas.js';
import { bench, problemIn, read, type Bench } from './bench.js';

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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bench } from '../engine/bench.js';

const isCreate = ({ method, url }: Request): boolean => method === 'POST' && url.endsWith('/v1/payment_intents');

test('the id of a PaymentIntent is kept before it is used and before its secret leaves', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const kept = async (intent: string): Promise<boolean> =>
    (await bench.row(id)).doc.rails.some((rail) => rail.id === intent);
  const used: string[] = [];
  const engine = bench.newEngine({
    fetch: async (request) => {
      const intent = /\/payment_intents\/(pi_\w+)\//.exec(request.url)?.[1];
      if (intent) {
        used.push(intent);
        assert.ok(await kept(intent), `${intent} is used and not kept`);
      }
      return bench.sandbox.fetch(request);
    },
  });
  const { clientSecret } = await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required', engine);
  assert.equal(used.length, 1);
  assert.ok(clientSecret);
  assert.ok(await kept(clientSecret.split('_secret_')[0] ?? ''));
});

test('where the id of a new PaymentIntent cannot be kept it is not used, and no secret leaves', async () => {
  const bench = new Bench();
  const id = await bench.request();
  let broken = false;
  const engine = bench.newEngine({
    store: {
      ...bench.store,
      commit: (request, token, change) =>
        broken ? Promise.reject(new Error('The disk is full')) : bench.store.commit(request, token, change),
    },
    fetch: async (request) => {
      const answer = await bench.sandbox.fetch(request);
      if (isCreate(request)) broken = true;
      return answer;
    },
  });
  await assert.rejects(bench.pay(id, 'a1', 'pm_card_threeDSecure2Required', engine), /disk is full/);
  assert.ok(broken);
  const after = bench.sandbox
    .log()
    .slice(bench.sandbox.log().findIndex(({ path }) => path === '/v1/payment_intents') + 1);
  assert.deepEqual(after, []);
});

test('each call that changes something at Stripe is kept, with its key and its parameters, before it is sent', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const sent: string[] = [];
  const engine = bench.newEngine({
    fetch: async (request) => {
      if (request.method === 'POST') {
        const key = request.headers.get('idempotency-key');
        const operation = (await bench.row(id)).doc.operations.find((each) => each.key === key);
        assert.ok(operation, `${key} is not kept`);
        const body = new URLSearchParams(await request.clone().text());
        for (const [name, value] of Object.entries(operation.params))
          if (typeof value !== 'object') assert.equal(body.get(name), String(value), name);
        sent.push(operation.type);
      }
      return bench.sandbox.fetch(request);
    },
  });
  await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required', engine);
  await bench.pay(id, 'a2', 'pm_card_visa', engine);
  assert.deepEqual(sent, ['intent', 'confirm', 'cancel', 'intent', 'confirm']);
});

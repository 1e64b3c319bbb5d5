import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPaymentError } from '../../../src/errors/index.js';
import { operatorClient, type OperatorClient } from '../../../src/operator/index.js';
import type { AccountConfig, PaymentServerOptions } from '../../../src/server/index.js';
import { bench, demo, KEY, ORIGIN, second, type Bench } from '../server/bench.js';

/** What was sent, and a client that sends it to a server. `lose` says which answers get lost, from 1. */
interface Line {
  client: OperatorClient;
  sent: Request[];
}

function lineTo({ server }: Bench, lose: readonly number[] = [], key: string | null = KEY): Line {
  const sent: Request[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    sent.push(request.clone());
    const answer = await server.fetch(request);
    if (lose.includes(sent.length)) throw new TypeError('The connection was lost.');
    return answer;
  };
  return { client: operatorClient({ url: `${ORIGIN}/api/`, fetch, ...(key === null ? {} : { key }) }), sent };
}

const accounts: AccountConfig[] = [{ ...demo, capabilities: { cancel: true } }, second];
const draft = { label: 'Invoice 7', amount: 2500, reference: 'INV-7', exclusive: true };

function open(t: { after: (close: () => Promise<void>) => void }, options: Partial<PaymentServerOptions> = {}): Bench {
  const b = bench({ accounts, ...options });
  t.after(() => b.server.close());
  return b;
}

test('does everything that an operator can', async (t) => {
  const sent: string[] = [];
  const b = open(t, { onSend: ({ to }) => void sent.push(to) });
  const { client } = lineTo(b);
  const { id } = await client.createRequest(draft);
  assert.equal((await client.createRequest(draft)).id, id);
  assert.equal((await client.retrieve(id)).account, 'demo');
  assert.deepEqual((await client.send(id, { channel: 'email', to: 'ann@shop.example' })).channels, ['sms', 'email']);
  assert.deepEqual(sent, ['ann@shop.example']);
  const held = await client.createRequest({ label: 'Held', amount: 1000, capture: 'manual' });
  for (const one of [id, held.id]) await b.pay(one, 'a1', 'pm_card_visa');
  assert.equal((await client.capture(held.id, { amount: 600 })).payment?.captured, 600);
  assert.equal((await client.refund(id, { amount: 500, reason: 'shy' })).payment?.refunded, 500);
  assert.equal((await client.refund(id)).status, 'refunded');
  const gone = await client.createRequest({ label: 'Gone', amount: 1000 });
  assert.equal((await client.cancel(gone.id, { reason: 'sold' })).status, 'canceled');
  const { data, nextCursor } = await client.list({ limit: 2, status: 'refunded' });
  assert.deepEqual([data.map((one) => one.id), nextCursor], [[id], null]);
  const first = await client.list({ limit: 1 });
  const next = await client.list({ limit: 2, cursor: first.nextCursor ?? '' });
  assert.deepEqual([...first.data, ...next.data].map((one) => one.id).sort(), [id, held.id, gone.id].sort());
  const types = (await client.history(id)).data.map(({ type }) => type);
  assert.deepEqual(types, ['created', 'attempt_started', 'paid', 'refunded', 'refunded']);
  assert.deepEqual(
    (await client.accounts()).data.map((account) => account.id),
    ['demo', 'second'],
  );
});

test('sends each action with a key of its own, and the key and no cookie with all', async (t) => {
  const b = open(t);
  const { client, sent } = lineTo(b);
  const { id } = await client.createRequest({ label: 'Kittens', amount: 2500 });
  await client.retrieve(id);
  await client.cancel(id);
  await client.cancel(id, {}, { idempotencyKey: 'press-1' });
  const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
  assert.match(keys[0] ?? '', /^[0-9a-f]{32}$/);
  assert.deepEqual([keys[1], keys[3]], [null, 'press-1']);
  assert.notEqual(keys[0], keys[2]);
  for (const { headers, credentials } of sent)
    assert.deepEqual([headers.get('authorization'), credentials], [`Bearer ${KEY}`, 'omit']);
});

test('sends the cookie where it has no key', async (t) => {
  const b = open(t);
  const { client, sent } = lineTo(b, [], null);
  await assert.rejects(client.list(), { name: 'PaymentError', code: 'unauthorized' });
  assert.deepEqual([sent[0]?.headers.get('authorization'), sent[0]?.credentials], [null, 'include']);
});

test('sends what got no answer once more with the same key, so that it is done once', async (t) => {
  const b = open(t);
  const { client, sent } = lineTo(b, [1, 3]);
  const { id } = await client.createRequest({ label: 'Kittens', amount: 2500 });
  assert.equal((await b.server.list()).data.length, 1);
  await b.pay(id, 'a1', 'pm_card_visa');
  assert.equal((await client.refund(id, { amount: 500 })).payment?.refunded, 500);
  const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
  assert.deepEqual([keys.length, keys[0] === keys[1], keys[2] === keys[3]], [4, true, true]);
});

test('gives up after the second, and says what is wrong', async (t) => {
  const b = open(t);
  const { client, sent } = lineTo(b, [1, 2]);
  await assert.rejects(client.list(), { name: 'PaymentError', code: 'network-error' });
  assert.equal(sent.length, 2);
});

test('tells problems by their code, with what is wrong in which member', async (t) => {
  const b = open(t);
  const { client } = lineTo(b);
  await assert.rejects(client.createRequest({ label: 'Kittens', amount: 1 }), (error: unknown) => {
    assert.ok(error instanceof Error && 'code' in error && 'errors' in error);
    assert.equal(error.code, 'amount-too-small');
    assert.equal((error.errors as { path: string }[])[0]?.path, 'amount');
    return true;
  });
  await assert.rejects(client.retrieve('req_0000000000000000000000'), { code: 'not-found' });
  const { id } = await client.createRequest({ label: 'Kittens', amount: 2500 });
  await assert.rejects(client.capture(id), { code: 'not-capturable' });
  await assert.rejects(client.send(id, { channel: 'sms', to: '+1 555 0199' }), { code: 'unavailable' });
  await assert.rejects(lineTo(b, [], 'op_wrong_0123456789').client.retrieve(id), { code: 'unauthorized' });
});

test('learns when to come back while an earlier order is undecided, and then gets an answer under the same key', async (t) => {
  const b = open(t);
  const { client } = lineTo(b);
  const { id } = await client.createRequest({ label: 'Kittens', amount: 2500 });
  await b.pay(id, 'a1', 'pm_card_visa');
  b.sandbox.faults.add({ path: '/v1/refunds', method: 'POST', fault: 'lost-request', times: 2 });
  const first = { idempotencyKey: 'first' };
  await assert.rejects(client.refund(id, { amount: 2000 }, first), (error: { code: string }) =>
    error.code.startsWith('gateway-'),
  );
  const second = { idempotencyKey: 'second' };
  await assert.rejects(client.refund(id, { amount: 100 }, second), (error: unknown) => {
    assert.ok(isPaymentError(error));
    assert.deepEqual([error.code, error.recovery], ['order-in-progress', 'wait']);
    assert.ok(error.retryAfter !== undefined && error.retryAfter > 0 && error.retryAfter <= 120);
    return true;
  });
  assert.equal((await client.refund(id, { amount: 2000 }, first)).payment?.refunded, 2000);
  assert.equal((await client.refund(id, { amount: 100 }, second)).payment?.refunded, 2100);
});

test('takes nothing for an answer that is none', async () => {
  const answering = (body: string, status = 200): OperatorClient =>
    operatorClient({ url: ORIGIN, key: KEY, fetch: async () => new Response(body, { status }) });
  for (const client of [answering('<html>'), answering('{}'), answering('{"code":"what"}', 500), answering('null')]) {
    await assert.rejects(client.retrieve('req_1'), { code: 'bad-response' });
    await assert.rejects(client.list(), { code: 'bad-response' });
  }
});

test('an abort and the time limit end a call', async () => {
  const never: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
    });
  const controller = new AbortController();
  const client = operatorClient({ url: ORIGIN, key: KEY, fetch: never });
  const call = client.list({}, { signal: controller.signal });
  controller.abort(new Error('left the page'));
  await assert.rejects(call, { message: 'left the page' });
  await assert.rejects(operatorClient({ url: ORIGIN, key: KEY, fetch: never, timeout: 5 }).list(), { code: 'timeout' });
});

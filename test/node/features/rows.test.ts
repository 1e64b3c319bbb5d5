import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../../../src/sandbox/index.js';
import { createPaymentServer, memoryStore, operatorKey } from '../../../src/server/index.js';
import type { AttemptResult, HistoryEntry, OperatorRequest, Page } from '../../../src/contract/types.js';

const KEY = 'op_for_tests_only_0123456789';

/** A shop with the sandbox's keys: no account anywhere, no network. */
function shop() {
  const sandbox = createSandbox();
  const server = createPaymentServer({
    store: memoryStore(),
    accounts: [
      {
        id: 'shop',
        name: 'Shoplifter',
        mode: 'test',
        keys: { test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: ['whsec_x'] } },
      },
    ],
    authorize: operatorKey(KEY),
    baseUrl: 'http://shop.example',
    stripe: { apiBase: sandbox.baseUrl, fetch: sandbox.fetch },
  });
  const call = async <T>(path: string, body?: object): Promise<T> => {
    const answer = await server.fetch(
      new Request(`http://shop.example/api${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
    );
    return (await answer.json()) as T;
  };
  return { sandbox, server, call };
}

test('a key pair of the sandbox is all it takes to be paid, at once and in full', async () => {
  const { sandbox, server, call } = shop();
  const request = await call<OperatorRequest>('/requests', { label: 'Kitten', amount: 2500, reference: 'ORD-1042' });
  assert.equal(request.mode, 'test');
  const result = await call<AttemptResult>(`/requests/${request.id}/attempts`, {
    attempt: 'a1',
    instrument: { paymentMethod: 'pm_card_visa' },
  });
  assert.deepEqual([result.paid, result.status, result.request.payment?.captured], [true, 'paid', 2500]);
  assert.deepEqual(
    sandbox.charges().map(({ amount, currency, paid }) => ({ amount, currency, paid })),
    [{ amount: 2500, currency: 'usd', paid: true }],
  );
  await server.close();
  await sandbox.close();
});

test('the reference finds the payment at Stripe and in the history', async () => {
  const { sandbox, server, call } = shop();
  const request = await call<OperatorRequest>('/requests', { label: 'Kitten', amount: 2500, reference: 'ORD-1042' });
  await call(`/requests/${request.id}/attempts`, { attempt: 'a1', instrument: { paymentMethod: 'pm_card_visa' } });
  const { data } = await call<Page<HistoryEntry>>(`/requests/${request.id}/history`);
  const paid = data.find(({ type }) => type === 'paid');
  const intent = await sandbox.fetch(
    new Request(`${sandbox.baseUrl}/v1/payment_intents/${paid?.stripe.intent ?? ''}`, {
      headers: { authorization: 'Bearer sk_test_sandbox' },
    }),
  );
  const { metadata, description } = (await intent.json()) as { metadata: Record<string, string>; description: string };
  assert.ok(Object.values(metadata).includes('ORD-1042'));
  assert.match(`${description} ${Object.values(metadata).join(' ')}`, /ORD-1042/);
  const found = await call<Page<OperatorRequest>>('/requests?reference=ORD-1042');
  assert.deepEqual(
    found.data.map(({ id }) => id),
    [request.id],
  );
  await server.close();
  await sandbox.close();
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IntentBackend } from '../../../src/backend/backend.js';
import { httpBackend } from '../../../src/backend/http.js';
import type { MoneyRequest, RequestChange } from '../../../src/contract/types.js';
import { startStack } from '../../support/stack.js';

let stack: Awaited<ReturnType<typeof startStack>>;
let backend: IntentBackend;

before(async () => {
  stack = await startStack();
  backend = httpBackend({ url: stack.urls.api });
});
after(() => stack.close());

/** A request of a payment server that runs beside this test. */
async function create(): Promise<MoneyRequest> {
  const response = await fetch(`${stack.urls.api}/requests`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${stack.urls.operatorKey}` },
    body: JSON.stringify({ label: 'Get more kittens - 25$', amount: 2500, currency: 'usd' }),
  });
  return (await response.json()) as MoneyRequest;
}

test('reads one request, and several, and leaves out those that are not known', async () => {
  const [one, other] = [await create(), await create()];
  const unknown = 'req_0123456789abcdefghijkl';
  assert.equal((await backend.retrieve(one.id)).amount, 2500);
  const several = await backend.retrieveMany?.([one.id, unknown, other.id]);
  assert.deepEqual([...(several?.keys() ?? [])].sort(), [one.id, other.id].sort());
  await assert.rejects(backend.retrieve(unknown), { name: 'PaymentError', code: 'not-found', kind: 'backend' });
});

test('tells of a payment on its stream, from the present on, until it is stopped', async () => {
  const { id, version } = await create();
  const changes: RequestChange[] = [];
  let tell = (): void => undefined;
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      tell = () => {
        if (condition()) resolve();
      };
      tell();
    });
  const stop = backend.watch?.([id], (change) => {
    changes.push(change);
    tell();
  });
  await until(() => changes.length > 0);
  assert.deepEqual(changes[0], { id, status: 'open', version });
  const result = await backend.pay(id, { attempt: 'a1', instrument: { paymentMethod: 'pm_card_visa' } });
  assert.deepEqual([result.paid, result.status], [true, 'paid']);
  await until(() => changes.at(-1)?.status === 'paid');
  assert.deepEqual((await backend.sync(id)).payment?.card, { brand: 'visa', last4: '4242' });
  stop?.();
});

test('rejects a decline with its code, masked, and the same again for the same attempt', async () => {
  const { id } = await create();
  const declined = { code: 'card-declined', kind: 'card', recovery: 'change-card', declineCode: 'generic_decline' };
  const instrument = { paymentMethod: 'pm_card_visa_chargeDeclinedLostCard' };
  await assert.rejects(backend.pay(id, { attempt: 'a1', instrument }), declined);
  await assert.rejects(backend.pay(id, { attempt: 'a1' }), declined);
});

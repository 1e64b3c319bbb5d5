import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { httpBackend } from '../../../src/backend/http.js';
import { tokenBackend } from '../../../src/backend/token.js';
import { moneyRequest as schema } from '../../../src/contract/schemas.js';
import type { MoneyRequest } from '../../../src/contract/types.js';
import { PaymentError } from '../../../src/errors/index.js';
import { backendContract, moneyRequest, type OpenBackend } from '../../../src/testing/index.js';
import type { ScriptedBackend } from '../../../src/testing/scripted-backend.js';
import { startStack } from '../../support/stack.js';
import { startTokenApi } from '../token-api/bench.js';
import { openScripted } from './script.js';

const runner = { describe, test };

backendContract('httpBackend over a payment server and the sandbox', runner, async (terms) => {
  const { urls, close } = await startStack();
  const make = async (): Promise<string> => {
    const response = await fetch(`${urls.api}/requests`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${urls.operatorKey}` },
      body: JSON.stringify({ label: 'Get more kittens', ...terms }),
    });
    assert.equal(response.status, 201);
    return schema
      .pick({ id: true })
      .loose()
      .parse(await response.json()).id;
  };
  return {
    backend: httpBackend({ url: urls.api }),
    id: await make(),
    another: make,
    unknownId: 'req_0123456789abcdefghijkl',
    async charges() {
      const log = (await (await fetch(`${urls.sandbox}/_sandbox/log`)).json()) as { charges: { paid: boolean }[] };
      return log.charges.filter((one) => one.paid).length;
    },
    end: close,
  };
});

backendContract('tokenBackend over the example API and the sandbox', runner, async ({ amount, currency }) => {
  const api = await startTokenApi();
  const label = 'Get more kittens';
  api.orders.add({ id: 'order-17', label, amount, currency });
  return {
    backend: tokenBackend({
      url: `${api.url}/orders/order-17/payments`,
      publishableKey: 'pk_test_sandbox',
      moneyRequest: { id: 'order-17', label, amount, currency, merchant: { name: 'Shoplifter' } },
      async sync() {
        const order = (await (await fetch(`${api.url}/orders/order-17`)).json()) as { state: string };
        return order.state === 'paid' ? 'paid' : order.state === 'open' ? 'failed' : 'unknown';
      },
    }),
    id: 'order-17',
    unknownId: 'order-18',
    charges: () => api.sandbox.charges().filter((one) => one.paid).length,
    end: () => api.close(),
  };
});

backendContract('scriptedBackend with the script of a server', runner, async (terms) => openScripted(terms), {
  // Its calls take no time, and it knows no signal.
  aborts: false,
});

/** The names of the tests that a backend fails. */
async function failures(change: (backend: ScriptedBackend) => Partial<ScriptedBackend>): Promise<string[]> {
  const tests: { name: string; body: () => Promise<void> }[] = [];
  const collect = {
    describe: (_: string, body: () => void) => body(),
    test: (name: string, body: () => Promise<void>) => tests.push({ name, body }),
  };
  const open: OpenBackend = async (terms) => {
    const setup = openScripted(terms);
    return { ...setup, backend: { ...setup.backend, ...change(setup.backend) } };
  };
  backendContract('broken', collect, open, { aborts: false });
  const failed: string[] = [];
  for (const { name, body } of tests) await body().catch(() => failed.push(name));
  return failed;
}

test('the suite passes a right backend and fails one that is wrong in one thing', async () => {
  assert.deepEqual(await failures(() => ({})), []);
  const wrong: [string, RegExp, (backend: ScriptedBackend) => Partial<ScriptedBackend>][] = [
    [
      'repeats an attempt under another name',
      /is no second charge|not paid again/,
      (backend) => {
        let n = 0;
        return { pay: (id, input) => backend.pay(id, { ...input, attempt: `${input.attempt}-${n++}` }) };
      },
    ],
    [
      'says network where a card was declined',
      /is insufficient-funds/,
      (backend) => ({
        pay: (id, input) =>
          backend.pay(id, input).catch((cause: unknown) => {
            throw new PaymentError('network-error', 'Something.', { cause });
          }),
      }),
    ],
    [
      'tells a thief',
      /StolenCard/,
      (backend) => ({
        pay: (id, input) =>
          backend.pay(id, input).catch((cause: unknown) => {
            const { code, message } = PaymentError.from(cause);
            throw new PaymentError(code, message, { declineCode: 'stolen_card' });
          }),
      }),
    ],
    ['makes a request of any id', /unknown id is not found/, () => ({ retrieve: async (id) => moneyRequest({ id }) })],
    [
      'leaves members out',
      /answered whole/,
      (backend) => ({
        retrieve: async (id) => {
          const members = Object.entries(await backend.retrieve(id)).filter(([name]) => name !== 'invoice');
          return Object.fromEntries(members) as unknown as MoneyRequest;
        },
      }),
    ],
    [
      'counts in major units',
      /minor units/,
      (backend) => ({
        pay: async (id, input) => {
          const result = await backend.pay(id, input);
          const { amount, payment } = result.request;
          const request = { ...result.request, payment: payment && { ...payment, amount: Math.round(amount / 100) } };
          return { ...result, request };
        },
      }),
    ],
    [
      'refuses all for one unknown id',
      /unknown ones are left out/,
      (backend) => ({
        retrieveMany: async (ids) =>
          new Map(await Promise.all(ids.map(async (id) => [id, await backend.retrieve(id)] as const))),
      }),
    ],
    [
      'answers an old row to sync',
      /never an older one/,
      (backend) => {
        const old = backend.get('req_0123456789abcdefghijkl');
        return { sync: async (id) => (id === old.id ? old : backend.sync(id)) };
      },
    ],
    [
      'keeps telling',
      /nothing once it is stopped/,
      (backend) => ({
        watch: (ids, listener) => {
          backend.watch(ids, listener);
          return () => undefined;
        },
      }),
    ],
  ];
  for (const [what, name, change] of wrong) {
    const failed = await failures(change);
    assert.ok(
      failed.some((one) => name.test(one)),
      `A backend that ${what} fails: ${failed.join('; ')}`,
    );
  }
});

test('a backend that never tells fails the suite, and does not keep it waiting', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const work = failures(() => ({ watch: () => () => undefined }));
  const looking = setInterval(() => t.mock.timers.tick(60_000), 5);
  const failed = await work.finally(() => clearInterval(looking));
  assert.match(failed.join(), /^watching tells the present first/);
});

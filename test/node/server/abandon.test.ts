/** A challenge that its payer gives up: ended at Stripe first, and only then over. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import type { MoneyRequest } from '../../../src/contract/types.js';
import { bench, problemIn, read, type Bench } from './bench.js';

const SECRET = 'ann-0123456789abcdefghij';

interface Given extends Bench {
  id: string;
  abandon(secret?: string, attempt?: string): Promise<Response>;
  bank(outcome: 'authorize' | 'fail'): Promise<void>;
  intents(): Promise<string[]>;
}

/** A request whose attempt `a1` waits for the bank. */
async function waiting(t: TestContext): Promise<Given> {
  const b = bench();
  t.after(() => b.server.close());
  const { call, sandbox } = b;
  const { id } = await b.make();
  const instrument = { paymentMethod: 'pm_card_threeDSecure2Required' };
  const answer = await call('POST', `/requests/${id}/attempts`, { attempt: 'a1', attemptSecret: SECRET, instrument });
  const { clientSecret } = await read(answer, schemas.attemptResult);
  return {
    ...b,
    id,
    abandon: (attemptSecret = SECRET, attempt = 'a1') =>
      call('POST', `/requests/${id}/abandon`, { attempt, attemptSecret }),
    async bank(outcome) {
      const intent = clientSecret?.split('_secret_')[0] ?? '';
      const response = await sandbox.fetch(
        new Request(`${sandbox.baseUrl}/_sandbox/challenge/${intent}`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', host: new URL(sandbox.baseUrl).host },
          body: new URLSearchParams({ client_secret: clientSecret ?? '', outcome }).toString(),
        }),
      );
      assert.ok(response.ok);
    },
    async intents() {
      const headers = { authorization: 'Bearer sk_test_sandbox' };
      const listed = await sandbox.fetch(new Request(`${sandbox.baseUrl}/v1/payment_intents`, { headers }));
      return ((await listed.json()) as { data: { status: string }[] }).data.map(({ status }) => status);
    },
  };
}

const requestOf = (response: Promise<Response>): Promise<MoneyRequest> =>
  response.then((answer) => read(answer, schemas.moneyRequest));

test('it is over once Stripe has ended it: not charged, and another attempt pays', async (t) => {
  const { abandon, intents, pay, id, sandbox } = await waiting(t);
  const after = await requestOf(abandon());
  assert.deepEqual([after.status, after.attempt?.status], ['open', 'lapsed']);
  assert.deepEqual(await intents(), ['canceled']);
  assert.equal((await requestOf(abandon())).attempt?.status, 'lapsed', 'the same again');
  assert.equal((await pay(id, 'a2', 'pm_card_visa')).status, 200);
  assert.equal(sandbox.charges().filter(({ paid }) => paid).length, 1);
});

test('it is paid where the bank was first', async (t) => {
  const { abandon, bank, intents } = await waiting(t);
  await bank('authorize');
  const after = await requestOf(abandon());
  assert.deepEqual([after.status, after.attempt?.status], ['paid', 'succeeded']);
  assert.deepEqual(await intents(), ['succeeded']);
});

test('it is declined where the bank had said no', async (t) => {
  const { abandon, bank } = await waiting(t);
  await bank('fail');
  const { attempt, status } = await requestOf(abandon());
  assert.deepEqual([status, attempt?.status, attempt?.code], ['open', 'declined', 'authentication-failed']);
});

test('it still waits for the bank while Stripe has not ended it, and is ended by the next look', async (t) => {
  const { abandon, call, id, sandbox } = await waiting(t);
  sandbox.faults.add({ method: 'POST', path: '/v1/payment_intents/*/cancel', fault: 'lost-request' });
  assert.equal((await requestOf(abandon())).attempt?.status, 'requires_action');
  assert.equal((await requestOf(call('POST', `/requests/${id}/sync`))).attempt?.status, 'lapsed');
});

test('nobody else ends it: the link and the attempt’s id are not enough', async (t) => {
  const { abandon, call, id, intents } = await waiting(t);
  for (const [secret, attempt] of [['bob-0123456789abcdefghij'], [SECRET, 'a2']] as const) {
    const { status, code } = await problemIn(await abandon(secret, attempt));
    assert.deepEqual([status, code], [403, 'forbidden']);
  }
  const { code } = await problemIn(await call('POST', `/requests/${id}/abandon`, { attempt: 'a1' }));
  assert.equal(code, 'invalid-request');
  assert.deepEqual(await intents(), ['requires_action']);
  const unknown = { attempt: 'a1', attemptSecret: SECRET };
  const missing = await call('POST', '/requests/req_0000000000000000000000/abandon', unknown);
  assert.equal((await problemIn(missing)).code, 'not-found');
});

test('a page of any origin may ask for it', async (t) => {
  const { server } = bench();
  t.after(() => server.close());
  const preflight = await server.fetch(
    new Request('http://localhost:4242/api/requests/req_0000000000000000000000/abandon', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    }),
  );
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { createSandbox } from '../../../src/sandbox/index.js';
import { fixedAccounts } from '../../../src/server/accounts.js';
import { createStripeClients } from '../../../src/server/stripe/client.js';
import { stripeFailure } from '../../../src/server/stripe/errors.js';
import type { StripeOptions } from '../../../src/server/stripe/options.js';
import { demo } from './bench.js';

/** A client of the server's, whose calls `fetch` answers. A new one has a closed circuit. */
async function client(fetch: NonNullable<StripeOptions['fetch']>): Promise<Stripe> {
  const clients = createStripeClients(fixedAccounts([demo]), { fetch }, () => Promise.resolve(new Date()));
  return (await clients.client('demo', 'test')).api;
}

/** Every call that the server makes. */
const calls: readonly [name: string, call: (api: Stripe) => Promise<unknown>][] = [
  ['paymentIntents.create', (api) => api.paymentIntents.create({ amount: 2500, currency: 'usd' })],
  ['paymentIntents.retrieve', (api) => api.paymentIntents.retrieve('pi_1')],
  ['paymentIntents.confirm', (api) => api.paymentIntents.confirm('pi_1', {})],
  ['paymentIntents.capture', (api) => api.paymentIntents.capture('pi_1', {})],
  ['paymentIntents.cancel', (api) => api.paymentIntents.cancel('pi_1', {})],
  ['paymentMethods.create', (api) => api.paymentMethods.create({ type: 'card', card: { token: 'tok_1' } })],
  ['paymentMethods.retrieve', (api) => api.paymentMethods.retrieve('pm_card_visa')],
  ['confirmationTokens.retrieve', (api) => api.confirmationTokens.retrieve('ctoken_1')],
  ['charges.list', (api) => api.charges.list({ limit: 100 })],
  ['charges.update', (api) => api.charges.update('ch_1', { receipt_email: 'a@example.com' })],
  ['refunds.create', (api) => api.refunds.create({ payment_intent: 'pi_1' })],
  ['refunds.list', (api) => api.refunds.list({}).autoPagingToArray({ limit: 1000 })],
  ['disputes.list', (api) => api.disputes.list({})],
  ['events.retrieve', (api) => api.events.retrieve('evt_1')],
  ['checkout.sessions.create', (api) => api.checkout.sessions.create({ mode: 'payment' })],
  ['checkout.sessions.retrieve', (api) => api.checkout.sessions.retrieve('cs_1')],
  ['checkout.sessions.expire', (api) => api.checkout.sessions.expire('cs_1')],
  ['oauth.token', (api) => api.oauth.token({ grant_type: 'authorization_code', code: 'ac_1' })],
  ['oauth.deauthorize', (api) => api.oauth.deauthorize({ client_id: 'ca_1', stripe_user_id: 'acct_1' })],
];

const json = (status: number, body: unknown): Response => Response.json(body, { status });
const text = (status: number, body: string | null, headers: HeadersInit = {}): Response =>
  new Response(body, { status, headers });

/** What gateways, firewalls and login pages answer in Stripe's place. */
const foreign: readonly [name: string, answer: () => Response][] = [
  ...[200, 403, 404, 429, 502].map((status): [string, () => Response] => [
    `a message with status ${status}`,
    () => json(status, { message: 'Bad gateway' }),
  ]),
  ['an empty object', () => json(200, {})],
  ['an empty body', () => text(200, '')],
  ['204', () => text(204, null)],
  ['a page with 200', () => text(200, '<!doctype html><title>Log in</title>', { 'content-type': 'text/html' })],
  ['a page with 403', () => text(403, '<h1>Forbidden</h1>', { 'content-type': 'text/html' })],
  ['JSON that breaks off', () => text(200, '{"object": "payment_intent", "id": "pi_1"')],
  ['null', () => json(200, null)],
  ['an array', () => json(200, [])],
  ['a text', () => json(200, 'ok')],
  ['another object', () => json(200, { object: 'customer', id: 'cus_1' })],
  ['an object without an id', () => json(200, { object: 'payment_intent' })],
  ['an object with another id', () => json(200, { object: 'account', id: 'pi_2' })],
  ['a list of something else', () => json(200, { object: 'list', data: [{ object: 'customer', id: 'cus_1' }] })],
  ['a list that has no array', () => json(200, { object: 'list', data: {} })],
  ['402 of a gateway', () => json(402, { error: { message: 'pay us' } })],
  ['402 with a type of its own', () => json(402, { error: { type: 'quota', code: 'card_declined' } })],
  ['an error that is a text', () => json(403, { error: 'Forbidden' })],
  ['an error that is a list', () => json(400, { error: [{ type: 'card_error' }] })],
  ['an error with a success', () => json(200, { error: { type: 'card_error', message: 'Declined.' } })],
  ['a redirect to a login page', () => text(302, null, { location: 'https://login.example.com/' })],
  ['a redirect that keeps the method', () => text(307, null, { location: 'https://login.example.com/' })],
  ['an answer without end', endless],
];

function endless(): Response {
  const chunk = new TextEncoder().encode(`{"object":"list","data":[${' '.repeat(1024 * 1024)}`);
  return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }));
}

for (const [call, make] of calls) {
  test(`${call} takes nobody's answer for Stripe's`, async () => {
    for (const [name, answer] of foreign) {
      const asked: RequestInit[] = [];
      const api = await client((_, init) => {
        asked.push(init);
        return Promise.resolve(answer());
      });
      const thrown: unknown = await make(api).then(
        (value) => assert.fail(`${name} was taken: ${JSON.stringify(value)}`),
        (error: unknown) => error,
      );
      const failure = stripeFailure(thrown);
      const verdict = failure.kind === 'unknown' ? failure.error.code : failure.kind;
      assert.equal(verdict, 'gateway-error', `${name}: ${JSON.stringify(failure)}`);
      assert.equal(asked.length, 1, `${name}: it is sent once`);
      assert.equal(asked[0]?.redirect, 'manual', 'no key follows a redirect');
    }
  });
}

test("an object with another id than the one asked for is not Stripe's answer, and a test name answers a new one", async () => {
  const api = await client(() => Promise.resolve(json(200, { object: 'payment_intent', id: 'pi_2' })));
  assert.equal((await api.paymentIntents.create({ amount: 1, currency: 'usd' })).id, 'pi_2');
  assert.equal((await api.paymentIntents.retrieve('pi_2')).id, 'pi_2');
  await assert.rejects(api.paymentIntents.retrieve('pi_1'), { type: 'StripeConnectionError' });
  const sandbox = createSandbox();
  const real = createStripeClients(fixedAccounts([demo]), { apiBase: sandbox.baseUrl, fetch: sandbox.fetch }, () =>
    Promise.resolve(new Date()),
  );
  const { api: stripe } = await real.client('demo', 'test');
  const method = await stripe.paymentMethods.retrieve('pm_card_visa');
  assert.equal((await stripe.paymentMethods.retrieve(method.id)).id, method.id);
});

test("Stripe's own errors keep their meaning", async () => {
  const verdict = async (status: number, error: unknown, call = calls[0]?.[1]): Promise<unknown> => {
    const api = await client(() => Promise.resolve(json(status, { error })));
    return call?.(api).then(
      () => null,
      (thrown: unknown) => stripeFailure(thrown).kind,
    );
  };
  assert.equal(await verdict(402, { type: 'card_error', code: 'card_declined', message: 'No.' }), 'declined');
  assert.equal(await verdict(400, { type: 'invalid_request_error', message: 'No.' }), 'refused');
  assert.equal(await verdict(400, { type: 'idempotency_error', message: 'Other parameters.' }), 'unknown');
  assert.equal(await verdict(500, { type: 'api_error', message: 'Sorry.' }), 'unknown');
  const token = calls.find(([name]) => name === 'oauth.token')?.[1];
  assert.equal(await verdict(400, 'invalid_grant', token), 'refused');
  assert.equal(await verdict(401, 'invalid_grant'), 'unknown', 'a text is an error of OAuth only');
});

test('a call that the table does not have is not sent', async () => {
  let sent = 0;
  const api = await client(() => {
    sent += 1;
    return Promise.resolve(json(200, { object: 'customer', id: 'cus_1' }));
  });
  await assert.rejects(api.customers.create({}), (error: { detail?: unknown }) =>
    /customers/.test(String(error.detail)),
  );
  assert.equal(sent, 0);
});

/** Where the return from a bank's page leads: to the page that paid, once, and to the hosted page in any other case. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import type { AttemptResult } from '../../../src/contract/types.js';
import { bench, ORIGIN, problemIn, read, type Bench } from './bench.js';

const ASKS = 'pm_card_threeDSecure2Required';
const SHOP = 'https://shop.example';
const HOUR = 3_600_000;

interface Challenge {
  /** What Stripe adds to the return address. */
  query: string;
  intent: string;
}

/** Starts an attempt that the bank asks about, from a page of `origin`. */
async function challenge(
  b: Bench,
  id: string,
  attempt: string,
  returnUrl?: string,
  origin = SHOP,
  attemptSecret?: string,
): Promise<Challenge> {
  const body = {
    attempt,
    instrument: { paymentMethod: ASKS },
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...(attemptSecret === undefined ? {} : { attemptSecret }),
  };
  const answer = await b.call('POST', `/requests/${id}/attempts`, body, { origin });
  const { status, clientSecret } = await read(answer, schemas.attemptResult);
  assert.equal(status, 'requires_action');
  const intent = clientSecret?.split('_secret_')[0] ?? '';
  return { intent, query: stripes(intent, clientSecret ?? '') };
}

function stripes(intent: string, secret: string): string {
  return new URLSearchParams({
    payment_intent: intent,
    payment_intent_client_secret: secret,
    redirect_status: 'succeeded',
  }).toString();
}

async function back({ call }: Bench, id: string, query: string): Promise<string | null> {
  const answer = await call('GET', `/return/${id}?${query}`);
  assert.equal(answer.status, 303);
  return answer.headers.get('location');
}

const hosted = (id: string): string => `${ORIGIN}/pay/${id}?pay_request=${id}`;

test("a redirect comes back to the page that paid, without Stripe's parameters, and once", async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  const { query } = await challenge(b, id, 'a', `${SHOP}/cart?x=1&redirect_status=old`);
  assert.equal(await back(b, id, query), `${SHOP}/cart?x=1&pay_request=${id}`);
  assert.equal(await back(b, id, query), hosted(id));
});

test('a link that names an address leads to the hosted page, whatever else is in it', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  const other = await b.make();
  const evil = 'https://evil.example/phish';
  const to = `to=${encodeURIComponent(evil)}`;
  const { intent, query } = await challenge(b, id, 'a', evil, 'https://evil.example');
  for (const wrong of [
    to,
    `${to}&payment_intent=${intent}`,
    stripes(intent, `${intent}_secret_guess`),
    stripes(intent, ''),
  ])
    assert.equal(await back(b, id, wrong), hosted(id), wrong);
  assert.equal(await back(b, other.id, query), hosted(other.id), "another request's parameters");
  // None of these has used up the return of the attempt itself.
  assert.equal(await back(b, id, query), `${evil}?pay_request=${id}`);
});

test('an attempt that no bank asked about has no return', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  await b.call(
    'POST',
    `/requests/${id}/attempts`,
    { attempt: 'a', instrument: { paymentMethod: 'pm_card_visa' }, returnUrl: `${SHOP}/done` },
    { origin: SHOP },
  );
  const intent = b.sandbox.charges()[0]?.intent ?? '';
  assert.equal(await back(b, id, stripes(intent, `${intent}_secret_x`)), hosted(id));
});

test('a return later than an hour after the challenge leads to the hosted page', async (t) => {
  let now = Date.parse('2026-11-20T12:00:00.000Z');
  const b = bench({ clock: { now: () => new Date(now) } });
  t.after(() => b.server.close());
  const [early, late] = [await b.make(), await b.make()];
  const one = await challenge(b, early.id, 'a', `${SHOP}/1`);
  const two = await challenge(b, late.id, 'a', `${SHOP}/2`);
  now += 59 * 60_000;
  assert.equal(await back(b, early.id, one.query), `${SHOP}/1?pay_request=${early.id}`);
  now += 2 * 60_000;
  assert.equal(await back(b, late.id, two.query), hosted(late.id));
});

test('a challenge that is handed out again, hours later, comes back to the page, once each time', async (t) => {
  let now = Date.parse('2026-11-20T12:00:00.000Z');
  const b = bench({ clock: { now: () => new Date(now) } });
  t.after(() => b.server.close());
  const { id } = await b.make();
  const attemptSecret = 'ann-0123456789abcdefghij';
  const { query } = await challenge(b, id, 'a', `${SHOP}/1`, SHOP, attemptSecret);
  const ask = (secret: string): Promise<AttemptResult> =>
    b
      .call('POST', `/requests/${id}/attempts`, { attempt: 'a', attemptSecret: secret }, { origin: SHOP })
      .then((answer) => read(answer, schemas.attemptResult));

  now += 3 * HOUR;
  assert.equal((await ask('bob-0123456789abcdefghij')).clientSecret, null);
  assert.equal(await back(b, id, query), hosted(id), 'who only knows the id renews nothing');
  assert.notEqual((await ask(attemptSecret)).clientSecret, null);
  now += HOUR - 1;
  assert.equal(await back(b, id, query), `${SHOP}/1?pay_request=${id}`);
  assert.equal(await back(b, id, query), hosted(id));
  // The payer came back without an answer from the bank, and continues.
  await ask(attemptSecret);
  assert.equal(await back(b, id, query), `${SHOP}/1?pay_request=${id}`);
  assert.equal(await back(b, id, query), hosted(id));
  await b.call('POST', `/requests/${id}/sync`);
  now += HOUR + 1;
  assert.equal(await back(b, id, query), hosted(id), 'a look at Stripe hands nothing out');
});

test('of two attempts on one payment object, the return is that of the one which was asked last', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  await challenge(b, id, 'a', `${SHOP}/first`);
  const second = await challenge(b, id, 'b', `${SHOP}/second`);
  assert.equal(await back(b, id, second.query), `${SHOP}/second?pay_request=${id}`);
});

test('the address that Stripe is told is short, however long the page’s own', async (t) => {
  const b = bench();
  t.after(() => b.server.close());
  const { id } = await b.make();
  const long = `${SHOP}/?${'é'.repeat(300)}`.slice(0, 2_000);
  const { query } = await challenge(b, id, 'a', long);
  const [row] = await b.store.read([id]);
  const sent = row?.doc.operations.find(({ type }) => type === 'confirm')?.params['return_url'];
  assert.equal(sent, `${ORIGIN}/api/return/${id}`);
  assert.equal(await back(b, id, query), `${new URL(long).href}&pay_request=${id}`);
});

test('where payerOrigins names the shops, a page elsewhere cannot leave an address, whatever Origin it claims', async (t) => {
  const b = bench({
    payerOrigins: [SHOP],
    operatorOrigins: ['https://office.example'],
    returnOrigins: ['https://app.example'],
  });
  t.after(() => b.server.close());
  const { id } = await b.make();
  let attempts = 0;
  const attempt = async (returnUrl: string, origin: string): Promise<Response> =>
    b.call(
      'POST',
      `/requests/${id}/attempts`,
      { attempt: `a${++attempts}`, instrument: { paymentMethod: 'pm_card_visa_chargeDeclined' }, returnUrl },
      { origin },
    );
  for (const origin of ['https://evil.example', SHOP]) {
    const problem = await problemIn(await attempt('https://evil.example/', origin));
    assert.deepEqual([problem.code, problem.errors[0]?.path], ['invalid-request', 'returnUrl'], origin);
  }
  for (const allowed of [SHOP, 'https://office.example', 'https://app.example', ORIGIN])
    assert.equal((await problemIn(await attempt(`${allowed}/back`, SHOP))).code, 'card-declined', allowed);
});

test('returnOrigins are web origins', () => {
  for (const origin of ['capacitor://localhost', 'null', 'shop.example', 'https://shop.example/path'])
    assert.throws(() => bench({ returnOrigins: [origin] }), /returnOrigins/, origin);
});

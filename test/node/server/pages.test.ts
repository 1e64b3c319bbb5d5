/** The hosted page in each state of a request, and the way to Checkout and back without JavaScript. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { MoneyRequest } from '../../../src/contract/types.js';
import type { PaymentServerOptions } from '../../../src/server/index.js';
import { cancels } from '../operator/bench.js';
import { bench, demo, ORIGIN, type Bench } from './bench.js';

interface Shown {
  status: number;
  text: string;
  location: string | null;
  headers: Headers;
}

interface Pages extends Bench {
  show(path: string, method?: 'GET' | 'POST', address?: string, form?: string): Promise<Shown>;
  /** Presses Pay Now; answers the address of Stripe's page. */
  press(id: string, form?: string): Promise<string>;
  /** Sends the form on Stripe's page. */
  fill(url: string, fields?: Record<string, string>): Promise<string>;
}

const CARD = { paymentMethod: 'card', cardNumber: '4242424242424242', cardExpiry: '12 / 34', cardCvc: '123' };

function pages(t: TestContext, options: Partial<PaymentServerOptions> = {}): Pages {
  const b = bench(options);
  t.after(() => b.server.close());
  const show: Pages['show'] = async (path, method = 'GET', address, form) => {
    const sent = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form ?? '' };
    const answer = await b.server.fetch(
      new Request(new URL(path, ORIGIN), { method, ...(method === 'POST' ? sent : {}) }),
      address === undefined ? {} : { address },
    );
    const { status, headers } = answer;
    return { status, headers, text: await answer.text(), location: headers.get('location') };
  };
  return {
    ...b,
    show,
    async press(id, form) {
      const { status, location } = await show(`/pay/${id}`, 'POST', undefined, form);
      assert.equal(status, 303);
      assert.ok(location !== null && location.startsWith(`${b.sandbox.baseUrl}/c/pay/cs_`), location ?? 'no location');
      return location;
    },
    async fill(url, fields = CARD) {
      const answer = await b.sandbox.fetch(
        new Request(url, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ email: 'payer@example.com', billingName: 'A Payer', ...fields }).toString(),
        }),
      );
      assert.equal(answer.status, 303, await answer.text());
      return answer.headers.get('location') ?? '';
    },
  };
}

const account = (more: Partial<typeof demo>): Partial<PaymentServerOptions> => ({ accounts: [{ ...demo, ...more }] });

test('Pay Now leads to a page of Stripe and back to one that says paid, with no JavaScript', async (t) => {
  const { make, show, press, fill } = pages(t);
  const { id } = await make({ reference: 'ORD-1042' });
  const asked = await show(`/pay/${id}`);
  assert.match(asked.text, /You will enter your card on a secure page of Stripe, and come back here\./);
  assert.match(asked.text, /Card details go to Stripe only/);
  const back = await fill(await press(id));
  assert.equal(back, `${ORIGIN}/pay/${id}/return`);
  const { status, location } = await show(back);
  assert.deepEqual([status, location], [303, `${ORIGIN}/pay/${id}`]);
  const paid = await show(`/pay/${id}`);
  assert.match(paid.text, /Paid to Shoplifter/);
  assert.match(paid.text, /ORD-1042/);
  assert.deepEqual([(await show(`/pay/${id}`, 'POST')).location, (await show(`/pay/${id}`, 'POST')).status], [`${ORIGIN}/pay/${id}`, 303]);
}); // prettier-ignore

test('looking at the page, however often, calls no Stripe and changes nothing', async (t) => {
  const { make, show, press, server, sandbox } = pages(t);
  const { id } = await make();
  await press(id);
  const calls = sandbox.log().length;
  const { version } = await server.retrieve(id);
  for (const path of [`/pay/${id}`, `/pay/${id}?turn=3`, `/pay/${id}?turn=x`]) await show(path);
  assert.equal(sandbox.log().length, calls);
  assert.equal((await server.retrieve(id)).version, version);
});

test('back before it is known what came of it, the page says so and looks again by itself, a few times', async (t) => {
  const { make, show, press } = pages(t);
  const { id } = await make();
  await press(id);
  const turns: number[] = [];
  let at = `/pay/${id}/return`;
  for (let n = 0; n < 20; n += 1) {
    const { location } = await show(at);
    const { text } = await show(location ?? '');
    const next = /<noscript>\s*<meta http-equiv="refresh" content="(\d+); url=([^"]+)"/.exec(text);
    if (!next) {
      assert.match(text, /<form/);
      break;
    }
    assert.match(text, /You need not pay again/);
    assert.ok(!text.includes('<form'));
    turns.push(Number(next[1]));
    at = next[2] ?? '';
  }
  assert.deepEqual(turns, [2, 3, 5, 8, 13, 20]);
});

test('where Stripe does not answer, Pay Now says so with 503, and nothing is lost', async (t) => {
  const { make, show, press, fill, sandbox } = pages(t);
  const { id } = await make();
  sandbox.faults.add({ path: '/v1/**', fault: 'error', status: 500 });
  const down = await show(`/pay/${id}`, 'POST');
  assert.equal(down.status, 503);
  assert.match(down.text, /This does not work right now/);
  assert.ok(down.text.includes(`href="${ORIGIN}/pay/${id}"`));
  assert.ok(down.headers.get('retry-after'));
  assert.match(down.headers.get('content-type') ?? '', /text\/html/);
  await fill(await press(id));
  sandbox.faults.add({ path: '/v1/**', fault: 'error', status: 500, times: 1 });
  assert.equal((await show(`/pay/${id}/return`)).location, `${ORIGIN}/pay/${id}?turn=1`);
  assert.equal((await show(`/pay/${id}/return?turn=1`)).location, `${ORIGIN}/pay/${id}`);
});

test('presses are limited by address like attempts, and the page says so', async (t) => {
  const { make, show } = pages(t, { limits: { attempts: 2 } });
  const { id } = await make();
  const press = (): Promise<Shown> => show(`/pay/${id}`, 'POST', '203.0.113.7');
  assert.deepEqual([(await press()).status, (await press()).status], [303, 303]);
  const third = await press();
  assert.equal(third.status, 429);
  assert.match(third.text, /Wait a minute/);
  assert.ok(third.headers.get('retry-after'));
});

test('too many looks are limited by address, and a page says so', async (t) => {
  const { server, make } = bench({ limits: { calls: 1 } });
  t.after(() => server.close());
  const { payUrl } = await make();
  const look = (path = ''): Promise<Response> =>
    server.fetch(new Request(`${payUrl}${path}`), { address: '203.0.113.7' });
  assert.equal((await look()).status, 200);
  for (const path of ['', '/return']) {
    const refused = await look(path);
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('content-type') ?? '', /text\/html/);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.match(await refused.text(), /That was too often/);
  }
});

test('an unknown id is a page that says there is nothing, whatever is done to it', async (t) => {
  const { show } = pages(t);
  const unknown = '/pay/req_0000000000000000000000';
  for (const { status, text } of [
    await show(unknown),
    await show(unknown, 'POST'),
    await show(`${unknown}/return`),
    await show('/pay/req_%3Cscript%3E/return'),
  ]) {
    assert.equal(status, 404);
    assert.match(text, /There is nothing here/);
    assert.ok(!text.includes('Shoplifter'));
  }
});

test('whom to ask is on the page: mail, telephone, address', async (t) => {
  const { make, show } = pages(
    t,
    account({ supportEmail: 'help@shop.example', supportPhone: '+49 30 123', supportUrl: 'https://shop.example/help' }),
  );
  const { id } = await make();
  const { text } = await show(`/pay/${id}`);
  assert.match(text, /<bdi>Shoplifter<\/bdi>/);
  assert.match(text, /Questions\? <a href="mailto:help@shop\.example"/);
  assert.match(text, /href="tel:\+4930123"/);
  assert.match(text, /href="https:\/\/shop\.example\/help"/);
});

test('a request that has expired says until when it was open, and that nothing was charged', async (t) => {
  let now = Date.parse('2026-11-20T12:00:00.000Z');
  const { make, show, call } = pages(t, { clock: { now: () => new Date(now) } });
  const { id } = await make({ expiresAt: '2026-12-20T12:00:00.000Z' });
  now = Date.parse('2026-12-20T12:00:01.000Z');
  await call('POST', `/requests/${id}/sync`);
  const { status, text } = await show(`/pay/${id}`);
  assert.equal(status, 200);
  assert.match(text, /This request has expired/);
  assert.match(text, /It was open until 20 Dec 2026\. You were not charged\. Ask Shoplifter for a new one\./);
  assert.ok(!text.includes('<form') && !text.includes('<script'));
});

test('one that was canceled says who withdrew it', async (t) => {
  const { make, show } = pages(t, { accounts: [cancels] });
  const old = await make();
  await make({ replaces: old.id });
  const { text } = await show(`/pay/${old.id}`);
  assert.match(text, /This request was canceled/);
  assert.match(text, /Shoplifter withdrew it\. You were not charged\./);
});

test('an account that is off, or has its links off, takes nothing on the page', async (t) => {
  const accounts = [{ ...demo }];
  const { make, show, sandbox } = pages(t, { accounts: { find: (id) => Promise.resolve(accounts.find((each) => each.id === id) ?? null), list: () => Promise.resolve(accounts) } });
  const { id } = await make();
  for (const more of [{ mode: 'off' }, { links: 'off' }] as const) {
    accounts[0] = { ...demo, ...more };
    const { text } = await show(`/pay/${id}`);
    assert.match(text, /This cannot be paid right now/);
    assert.match(text, /<bdi>Shoplifter<\/bdi>/);
    assert.ok(!text.includes('<form') && !text.includes('<pay-checkout'));
    assert.equal((await show(`/pay/${id}`, 'POST')).location, `${ORIGIN}/pay/${id}`);
  }
  assert.deepEqual(sandbox.log(), []);
}); // prettier-ignore

/** The form of a page: its fields and what its button adds. */
const AGAIN =
  /<form method="post" action="[^"]+">\s*<button type="submit" name="again" value="yes">Start over<\/button>/;
/** Nothing is settled by a timer. */
const QUIET = { syncEvery: 0, tick: 3_600_000 };
const ASKS = 'pm_card_threeDSecure2Required';

test('a plain POST leaves a payment alone that its bank is asked about, and shows a form that ends it', async (t) => {
  const { make, show, pay, server, sandbox, store } = pages(t, { pace: QUIET });
  const { id } = await make();
  await pay(id, 'a1', ASKS);
  const { payment, version } = await server.retrieve(id);
  assert.equal(payment, null);
  // Twice, as a scanner and then the payer.
  for (let n = 0; n < 2; n += 1) {
    const asked = await show(`/pay/${id}`, 'POST');
    assert.equal(asked.status, 200);
    assert.match(asked.text, /Another payment for this is already in progress/);
    assert.match(asked.text, /Your bank hasn’t confirmed it yet\. You were not charged so far\./);
    assert.match(asked.text, AGAIN);
    assert.ok(asked.headers.get('content-security-policy'));
  }
  const calls = sandbox.log().filter(({ path }) => /cancel|expire|sessions/.test(path));
  assert.deepEqual(calls, []);
  assert.equal((await server.retrieve(id)).version, version);
  // Confirmed in the bank's app after that, it is paid.
  const [row] = await store.read([id]);
  const intent = row?.doc.rails[0]?.id ?? '';
  const read = await sandbox.fetch(
    new Request(`${sandbox.baseUrl}/v1/payment_intents/${intent}`, {
      headers: { authorization: 'Bearer sk_test_sandbox' },
    }),
  );
  const { client_secret } = (await read.json()) as { client_secret: string };
  await sandbox.fetch(
    new Request(`${sandbox.baseUrl}/_sandbox/challenge/${intent}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_secret, outcome: 'authorize' }).toString(),
    }),
  );
  assert.equal((await show(`/pay/${id}`, 'POST')).location, `${ORIGIN}/pay/${id}`);
  assert.equal((await server.retrieve(id)).status, 'paid');
});

test('the second form ends it at Stripe and leads to a page that is paid once', async (t) => {
  const { make, show, pay, press, fill, server, sandbox } = pages(t);
  const { id } = await make();
  await pay(id, 'a1', ASKS);
  const url = await press(id, 'again=yes');
  assert.equal((await server.retrieve(id)).attempt?.status, 'lapsed');
  assert.equal(sandbox.log().filter(({ path }) => path.endsWith('/cancel')).length, 1);
  await show(await fill(url));
  assert.equal((await server.retrieve(id)).status, 'paid');
  assert.deepEqual(
    [
      sandbox.charges().filter(({ paid }) => paid).length,
      (await show(`/pay/${id}`, 'POST', undefined, 'again=yes')).location,
    ],
    [1, `${ORIGIN}/pay/${id}`],
  );
});

test('an attempt whose outcome is not known is said to be checked; the second form settles it first', async (t) => {
  const { make, show, pay, press, fill, server, sandbox } = pages(t, { pace: QUIET });
  for (const fault of ['lost-request', 'lost-answer'] as const) {
    const { id } = await make();
    sandbox.faults.add({ path: '/v1/payment_intents/*/confirm', fault });
    await pay(id, 'a1', 'pm_card_visa');
    assert.match((await show(`/pay/${id}`)).text, /We are checking this payment/);
    const asked = await show(`/pay/${id}`, 'POST');
    assert.match(asked.text, /We’re checking with your bank whether it went through\. You will not be charged twice\./);
    assert.ok(!asked.text.includes('not charged'));
    assert.match(asked.text, AGAIN);
    if (fault === 'lost-answer') {
      // It was paid all along: nothing is ended, and nobody is sent to pay again.
      assert.equal((await show(`/pay/${id}`, 'POST', undefined, 'again=yes')).location, `${ORIGIN}/pay/${id}`);
    } else {
      await show(await fill(await press(id, 'again=yes')));
    }
    assert.equal((await server.retrieve(id)).status, 'paid');
  }
  assert.equal(sandbox.charges().filter(({ paid }) => paid).length, 2);
});

test('while Stripe does not answer, the second form ends nothing and says so', async (t) => {
  const { make, show, pay, server, sandbox } = pages(t);
  const { id } = await make();
  await pay(id, 'a1', ASKS);
  sandbox.faults.add({ path: '/v1/**', fault: 'error', status: 500 });
  assert.equal((await show(`/pay/${id}`, 'POST', undefined, 'again=yes')).status, 503);
  assert.equal((await server.retrieve(id)).attempt?.status, 'requires_action');
});

test('a delayed method on the page of Stripe comes back to a page that says it is on its way', async (t) => {
  const { make, show, press, fill } = pages(t, account({ methods: ['card', 'sepa_debit'], currency: 'eur' }));
  const { id } = await make({ currency: 'eur' });
  const { text } = await show(`/pay/${id}`);
  assert.match(text, /You will pay on a secure page of Stripe/);
  assert.match(text, /<pay-checkout [^>]*fields="payment"/);
  const back = await fill(await press(id), { paymentMethod: 'sepa_debit', iban: 'DE89370400440532013000' });
  await show(back);
  assert.match((await show(`/pay/${id}`)).text, /on its way/);
});

test('what is reserved, and what was given back, is told in plain HTML', async (t) => {
  const { make, show, pay, sandbox, call, server } = pages(t);
  const { id } = await make({ capture: 'manual' });
  await pay(id, 'a1', 'pm_card_visa');
  assert.match((await show(`/pay/${id}`)).text, /Reserved for Shoplifter/);
  const { payment } = await server.retrieve(id);
  const stripe = (path: string, params: Record<string, string>): Promise<Response> =>
    sandbox.fetch(
      new Request(`${sandbox.baseUrl}${path}`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_sandbox', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(params).toString(),
      }),
    );
  await stripe(`/v1/payment_intents/${payment?.intent ?? ''}/capture`, { amount_to_capture: '1000' });
  await call('POST', `/requests/${id}/sync`);
  const captured = (await show(`/pay/${id}`)).text.replaceAll(/<[^>]+>|\s+/g, ' ').replaceAll(/ +/g, ' ');
  assert.match(captured, /\$10\.00 Paid to Shoplifter Reserved \$25\.00 Released −\$15\.00 You paid \$10\.00/);
  await stripe('/v1/refunds', { payment_intent: payment?.intent ?? '', amount: '400' });
  await call('POST', `/requests/${id}/sync`);
  const refunded = (await show(`/pay/${id}`)).text.replaceAll(/<[^>]+>|\s+/g, ' ').replaceAll(/ +/g, ' ');
  assert.match(refunded, /Refunded \d+ \w+ \d{4} −\$4\.00 You paid \$6\.00/);
});

test("an account that wants Stripe's page only has no elements on its own", async (t) => {
  const { make, show, press, fill } = pages(t, account({ hostedPage: 'stripe' }));
  const { id } = await make();
  const { text } = await show(`/pay/${id}`);
  assert.ok(!text.includes('<pay-checkout') && !text.includes('<script'));
  const back = await fill(await press(id));
  assert.equal((await show(back)).location, `${ORIGIN}/pay/${id}`);
  const paid = await show(`/pay/${id}`);
  assert.match(paid.text, /Paid to Shoplifter/);
  assert.ok(!paid.text.includes('<script'));
});

test('lines, description and invoice are in the plain page, as text whatever is in them', async (t) => {
  const { make, show } = pages(t);
  const evil = '<img src=x onerror=alert(1)>';
  const made: MoneyRequest = await make({
    description: evil,
    lineItems: [{ label: evil, quantity: 2, unitAmount: 1250, amount: 2500 }],
    invoice: { id: 'INV-7', dueAt: '2026-12-01T00:00:00Z' },
  });
  const { text } = await show(`/pay/${made.id}`);
  assert.ok(!text.includes('<img'));
  assert.match(text, /INV-7/);
  assert.match(text, /1 Dec 2026/);
  assert.match(text, /× 2/);
});

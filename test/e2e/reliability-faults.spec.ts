/** Trouble with Stripe.js, with the network, and with a server that dies: said, never guessed, and over by itself. */
import { expect, test } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import {
  charges,
  end,
  eventsOf,
  fault,
  GOOD,
  keepEvents,
  LABEL,
  makeRequest,
  pageOf,
  startAgain,
  tagOf,
} from './reliability-kit.js';

let demo: Demo;
let site: Site | null = null;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});
test.afterEach(async () => {
  await site?.close();
  site = null;
});

test('Stripe.js that fails once is loaded at the second try, unseen', async ({ page }) => {
  const request = await makeRequest(demo);
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  let tries = 0;
  await page.route('**/stripe.js', (route) => (++tries === 1 ? route.abort() : route.continue()));
  await keepEvents(page);
  await page.goto(site.url);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(tries).toBe(2);
  expect(await eventsOf(page)).toEqual(['submit', 'succeeded']);
});

test('Stripe.js that fails for good is said, and the next press tries again', async ({ page }) => {
  const request = await makeRequest(demo);
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  let blocked = true;
  await page.route('**/stripe.js', (route) => (blocked ? route.abort() : route.continue()));
  await keepEvents(page);
  await page.goto(site.url);
  await page.getByRole('button', { name: LABEL }).click();
  await expect(page.locator(`a[href$="/pay/${request.id}"]`)).toBeVisible();
  expect(await eventsOf(page)).toEqual(['error']);
  blocked = false;
  await page.evaluate(() => document.querySelector('pay-request')?.show());
  const payer = new Payer(page);
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

test('slow Stripe.js shows that it is coming, and then takes the card', async ({ page }) => {
  const request = await makeRequest(demo);
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  let go: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/stripe.js', async (route) => {
    await wait;
    await route.continue();
  });
  await page.goto(site.url);
  await page.getByRole('button', { name: LABEL }).click();
  await expect.poll(() => page.evaluate(() => document.querySelector('pay-request')?.state.status)).toBe('opening');
  go();
  const payer = new Payer(page);
  await expect(payer.number).toBeEditable();
  await payer.pay(GOOD);
  await payer.seesPaid();
});

for (const [what, status] of [
  ['a page of a proxy in place of the answer', 502],
  ['an answer that is cut off', 0],
] as const)
  test(`${what} is not called a failure: it is asked for, and the payment shown`, async ({ page }) => {
    const request = await makeRequest(demo);
    site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
    await page.route('**/attempts', async (route) => {
      if (route.request().method() === 'OPTIONS') return route.continue();
      await route.fetch();
      if (status === 0) await route.abort('connectionreset');
      else
        await route.fulfill({ status, body: '<h1>Bad Gateway</h1>', headers: { 'access-control-allow-origin': '*' } });
    });
    await keepEvents(page);
    await page.goto(site.url);
    const payer = new Payer(page);
    await payer.open(LABEL);
    await payer.pay(GOOD);
    await payer.seesPaid();
    expect(await eventsOf(page)).toEqual(['submit', 'succeeded']);
    expect(await charges(demo, request)).toBe(1);
  });

test('a page without a network says so, and pays when it is back', async ({ page, context }) => {
  const request = await makeRequest(demo);
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  await page.goto(site.url);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.type(GOOD);
  await context.setOffline(true);
  await expect(page.getByText(/offline/i).first()).toBeVisible();
  expect(
    await page.evaluate(async () => {
      const state = await document.querySelector('pay-request')?.submit();
      return state?.status === 'failed' && state.error.code;
    }),
  ).toBe('offline');
  await context.setOffline(false);
  await payer.payNow.click();
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

test('a server that stops in the middle of a payment and comes back: unknown meanwhile, then paid, by itself, once', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const mortal = await startDemo();
  const request = await makeRequest(mortal);
  site = await servePages({ '/': pageOf(mortal, tagOf(mortal, request)) });
  let again = null;
  try {
    await keepEvents(page);
    await page.goto(site.url);
    const payer = new Payer(page);
    await payer.open(LABEL);
    await payer.type(GOOD);
    await fault(mortal, { method: 'POST', path: '/v1/payment_intents/*/confirm', fault: 'delay', ms: 20_000 });
    await payer.payNow.click();
    const state = (): Promise<string | undefined> =>
      page.evaluate(() => document.querySelector('pay-request')?.state.status);
    await expect
      .poll(async () => (await mortal.sandboxLog()).data.some(({ path }) => path.startsWith('/v1/payment_intents')))
      .toBe(true);
    await mortal.stop();
    await expect.poll(state).toBe('unknown');
    again = await startAgain(mortal);
    await expect.poll(state, { timeout: 90_000 }).toMatch(/paid|failed/);
    const outcome = await state();
    console.log(`the server came back: ${outcome}`);
    if (outcome === 'failed') {
      expect(await charges(mortal, request)).toBe(0);
      await payer.pay(GOOD);
    }
    await payer.seesPaid();
    expect(await charges(mortal, request)).toBe(1);
  } finally {
    if (again) await end(again);
    await mortal.close();
  }
});

/** 3-D Secure: left, redirected, framed, expired, behind a modal dialog of the host. */
import { expect, test, type FrameLocator, type Page } from '@playwright/test';
import type { MoneyRequest } from '../../src/contract/types.js';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import {
  ASKS,
  charges,
  eventsOf,
  GOOD,
  keepEvents,
  LABEL,
  makeRequest,
  pageOf,
  readRequest,
  tagOf,
} from './reliability-kit.js';

let demo: Demo;
const sites: Site[] = [];
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});
test.afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

async function serve(pages: Record<string, string>): Promise<string> {
  const site = await servePages(pages);
  sites.push(site);
  return site.url;
}

/** Makes Stripe.js see the next action as Stripe gives it where a bank takes the whole page. */
async function redirects(page: Page): Promise<void> {
  await page.route(`${demo.sandboxUrl}/v1/payment_intents/*`, async (route) => {
    const answer = await route.fetch();
    const intent = (await answer.json()) as { id: string; client_secret: string; next_action: unknown };
    const query = new URLSearchParams({
      payment_intent: intent.id,
      client_secret: intent.client_secret,
      key: 'pk_test_sandbox',
    });
    if (intent.next_action)
      intent.next_action = {
        type: 'redirect_to_url',
        redirect_to_url: { url: `${demo.sandboxUrl}/redirect?${query}`, return_url: null },
      };
    await route.fulfill({ response: answer, json: intent });
  });
}

async function payUntilTheBankAsks(page: Page, request: MoneyRequest, path: string): Promise<Payer> {
  await keepEvents(page);
  const url = await serve({ '/': pageOf(demo, tagOf(demo, request)), '/shop': pageOf(demo, tagOf(demo, request)) });
  await page.goto(url + path);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.pay(ASKS);
  return payer;
}

test('a bank’s window that a reload took away and that is given up: nothing is charged, and another card pays once', async ({
  page,
}) => {
  const request = await makeRequest(demo);
  const payer = await payUntilTheBankAsks(page, request, '/');
  await expect(payer.challenge.getByRole('button', { name: 'Complete authentication' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByText('You were not charged.')).toBeVisible();
  expect(await charges(demo, request)).toBe(0);
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
  expect(await eventsOf(page)).toEqual(['failed', 'submit', 'succeeded']);
});

/** A payer whose page is in a frame. */
function framed(frame: FrameLocator) {
  const field = (title: string, name: string) =>
    frame.frameLocator(`iframe[title="${title}"]`).locator(`input[name="${name}"]`);
  return {
    async pay({ number }: { number: string }, then?: (frame: FrameLocator) => Promise<void>): Promise<void> {
      await frame.getByRole('button', { name: LABEL }).click();
      await field('Secure card number input frame', 'cardnumber').fill(number);
      await field('Secure expiration date input frame', 'exp-date').fill('12 / 34');
      await field('Secure CVC input frame', 'cvc').fill('123');
      await frame.getByRole('button', { name: 'Pay Now' }).click();
      await then?.(frame);
      await expect(frame.getByRole('button', { name: 'Payment completed' })).toBeVisible();
    },
  };
}

const QUERY = '/shop?order=A%20+1&flag&&x=%7E#part/2?y';

test('a bank that takes the whole page brings the payer back to a paid request, by a clean address', async ({
  page,
}) => {
  const request = await makeRequest(demo);
  await redirects(page);
  await payUntilTheBankAsks(page, request, QUERY);
  await page.waitForURL(`${demo.sandboxUrl}/redirect**`);
  const seen: string[] = [];
  page.on('request', (one) => one.isNavigationRequest() && seen.push(one.url()));
  await page.getByRole('button', { name: 'Complete authentication' }).click();
  await new Payer(page).seesPaid();
  expect(seen.some((url) => url.startsWith(`${demo.url}/api/return/${request.id}`))).toBe(true);
  expect(seen.at(-1)).toContain(`pay_request=${request.id}`);
  expect(seen.at(-1)).not.toContain('secret');
  expect(await page.evaluate(() => location.href)).not.toContain('pay_request');
  expect(await page.evaluate(() => [location.pathname, location.hash])).toEqual(['/shop', '#part/2?y']);
  expect(await page.evaluate(() => new URLSearchParams(location.search).get('order'))).toBe('A  1');
  await expect.poll(() => eventsOf(page)).toEqual(['succeeded']);
  expect(await charges(demo, request)).toBe(1);
});

test('a bank that takes the whole page and refuses brings the payer back to a form that says so', async ({ page }) => {
  const request = await makeRequest(demo);
  await redirects(page);
  await payUntilTheBankAsks(page, request, '/shop');
  await page.getByRole('button', { name: 'Fail authentication' }).click();
  await page.waitForURL('**/shop');
  await expect(page.getByText('You were not charged.')).toBeVisible();
  const payer = new Payer(page);
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await eventsOf(page)).toEqual(['failed', 'submit', 'succeeded']);
  expect(await charges(demo, request)).toBe(1);
});

test('the browser’s way back from the bank’s page, given up: not charged, and another card pays', async ({ page }) => {
  const request = await makeRequest(demo);
  await redirects(page);
  await payUntilTheBankAsks(page, request, '/shop');
  await page.waitForURL(`${demo.sandboxUrl}/redirect**`);
  await page.goBack();
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByText('You were not charged.')).toBeVisible();
  const payer = new Payer(page);
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

test('a widget in a frame of another site is redirected, comes back and shows it paid', async ({ page }) => {
  const request = await makeRequest(demo);
  const widget = await serve({ '/': pageOf(demo, tagOf(demo, request)) });
  const outer = await serve({
    '/': `<!doctype html><title>A chat</title><iframe src="${widget}/?w=1" width="600" height="700"></iframe>`,
  });
  await redirects(page);
  await page.goto(outer.replace('localhost', '127.0.0.1'));
  const payer = framed(page.locator('iframe').first().contentFrame());
  await payer.pay(ASKS, (frame) => frame.getByRole('button', { name: 'Complete authentication' }).click());
  expect(
    page
      .frames()
      .find((one) => one.url().startsWith(widget))
      ?.url(),
  ).toBe(`${widget}/?w=1`);
  expect(await charges(demo, request)).toBe(1);
});

test('a widget in a frame that is written into its parent pays', async ({ page }) => {
  const request = await makeRequest(demo);
  const inner = pageOf(demo, tagOf(demo, request));
  await page.goto(
    await serve({
      '/': `<!doctype html><title>A chat</title><iframe srcdoc='${inner}' width="600" height="700"></iframe>`,
    }),
  );
  const payer = framed(page.locator('iframe').first().contentFrame());
  await payer.pay(GOOD);
  expect(await charges(demo, request)).toBe(1);
});

test('a modal dialog of the host lets the payer reach the bank’s window, and is modal again afterwards', async ({
  page,
}) => {
  const request = await makeRequest(demo);
  await page.goto(await serve({ '/': pageOf(demo, `<dialog><h1>Order</h1>${tagOf(demo, request)}</dialog>`) }));
  await page.evaluate(() => {
    const dialog = document.querySelector('dialog');
    const log: string[] = [];
    Object.assign(window, { dialogLog: log });
    for (const name of ['close', 'cancel', 'toggle', 'beforetoggle'])
      dialog?.addEventListener(name, () => log.push(name));
    dialog?.showModal();
    log.length = 0;
  });
  const payer = new Payer(page);
  await payer.open(LABEL);
  await page.evaluate(() => ((window as Window & { dialogLog?: string[] }).dialogLog ?? []).splice(0));
  await payer.pay(ASKS);
  await payer.challenge.getByRole('button', { name: 'Complete authentication' }).click();
  await payer.seesPaid();
  expect(await page.evaluate(() => document.querySelector('dialog')?.matches(':modal'))).toBe(true);
  expect(await page.evaluate(() => (window as Window & { dialogLog?: string[] }).dialogLog)).toEqual([]);
  expect(await charges(demo, request)).toBe(1);
});

test('a request that expires while the bank asks is not charged, and says so', async ({ page }) => {
  const request = await makeRequest(demo, { expiresAt: new Date(Date.now() + 9_000).toISOString() });
  const payer = await payUntilTheBankAsks(page, request, '/');
  const button = payer.challenge.getByRole('button', { name: 'Complete authentication' });
  await expect(button).toBeVisible();
  await expect.poll(async () => (await readRequest(demo, request.id)).status, { timeout: 20_000 }).toBe('expired');
  await button.click();
  await expect(page.getByText(/expired/i).first()).toBeVisible();
  expect(await charges(demo, request)).toBe(0);
  expect(await eventsOf(page)).toEqual(['submit', 'canceled']);
});

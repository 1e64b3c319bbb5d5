/** A challenge at the bank that the payer left: the bank can still say yes, and the payer can continue or start over. */
import { expect, test, type Page } from '@playwright/test';
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
  makeRequest,
  pageOf,
  readRequest,
  tagOf,
} from './reliability-kit.js';

const WAITING = "Your bank hasn't confirmed yet. You were not charged so far.";

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

/** Where each element is: its page, and the button that opens its form, null where it opens by itself. */
const places: Record<string, { open: RegExp | null; pay: RegExp }> = {
  'pay-request': { open: /^Get more kittens/, pay: /^Pay Now$/ },
  'pay-card': { open: /^Pay Now$/, pay: /^Pay Now$/ },
  'pay-checkout': { open: /^Pay \$/, pay: /^Pay \$/ },
  'pay-invoice': { open: /^Pay Now$/, pay: /^Pay Now$/ },
  'hosted page': { open: null, pay: /^Pay \$/ },
};

async function addressOf(request: MoneyRequest, place: string): Promise<string> {
  if (place === 'hosted page') return request.payUrl;
  const site = await servePages({ '/': pageOf(demo, tagOf(demo, request, place)) });
  sites.push(site);
  return site.url;
}

/** Pays with a card that the bank asks about, and reloads the page while it does. */
async function leave(page: Page, place: string): Promise<{ request: MoneyRequest; payer: Payer }> {
  const request = await makeRequest(demo);
  await keepEvents(page);
  await page.goto(await addressOf(request, place));
  const payer = new Payer(page);
  const { open, pay } = places[place] ?? { open: null, pay: /Pay/ };
  if (open) await page.getByRole('button', { name: open }).click();
  await payer.type(ASKS);
  await page.getByRole('button', { name: pay }).first().click();
  await expect(payer.challenge.getByRole('button', { name: 'Complete authentication' })).toBeVisible();
  await page.reload();
  await expect(page.getByText(WAITING).last()).toBeVisible();
  return { request, payer };
}

/** The bank's app says yes, on another device. */
async function confirmInTheApp({ amount }: MoneyRequest): Promise<void> {
  const headers = { authorization: 'Bearer sk_test_sandbox' };
  const listed = await fetch(`${demo.sandboxUrl}/v1/payment_intents?limit=100`, { headers });
  const { data } = (await listed.json()) as { data: { id: string; amount: number; client_secret: string }[] };
  const intent = data.find((one) => one.amount === amount);
  const answer = await fetch(`${demo.sandboxUrl}/_sandbox/challenge/${intent?.id ?? ''}`, {
    method: 'POST',
    body: new URLSearchParams({ client_secret: intent?.client_secret ?? '', outcome: 'authorize' }),
  });
  expect(answer.ok).toBe(true);
}

for (const place of Object.keys(places))
  test(`${place}: a reload in the middle of the challenge leaves it waiting; Continue resumes it, and it is paid`, async ({
    page,
  }) => {
    const { request, payer } = await leave(page, place);
    expect(await eventsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Continue' }).click();
    await payer.challenge.getByRole('button', { name: 'Complete authentication' }).click();
    await expect(page.getByText(/^Payment completed|^Paid/).first()).toBeVisible();
    expect(await charges(demo, request)).toBe(1);
    expect((await readRequest(demo, request.id)).status).toBe('paid');
  });

test('confirmed in the bank’s app after it was left, it is paid by itself', async ({ page }) => {
  const { request, payer } = await leave(page, 'pay-request');
  await confirmInTheApp(request);
  await payer.seesPaid();
  expect(await eventsOf(page)).toEqual(['succeeded']);
  expect(await charges(demo, request)).toBe(1);
});

test('started over, it is ended at Stripe first, and another card pays', async ({ page }) => {
  const { request, payer } = await leave(page, 'pay-request');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByText('You were not charged.')).toBeVisible();
  expect((await readRequest(demo, request.id)).attempt?.status).toBe('lapsed');
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await eventsOf(page)).toEqual(['failed', 'submit', 'succeeded']);
  expect(await charges(demo, request)).toBe(1);
});

test('somebody else with the link pays in its place', async ({ page, browser }) => {
  const { request } = await leave(page, 'pay-request');
  const other = await browser.newPage();
  await other.goto(await addressOf(request, 'pay-request'));
  const payer = new Payer(other);
  await payer.open('Get more kittens');
  await payer.pay(GOOD);
  await payer.seesPaid();
  await new Payer(page).seesPaid();
  expect(await charges(demo, request)).toBe(1);
  await other.close();
});

test('behind a firewall and a login page the payer is told so after a while, and it settles when they are gone', async ({
  page,
}) => {
  test.setTimeout(90_000);
  const request = await makeRequest(demo);
  await page.goto(await addressOf(request, 'pay-request'));
  const payer = new Payer(page);
  await payer.open('Get more kittens');
  const html = { contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' };
  await page.route('**/api/requests/*/attempts', (route) => route.fulfill({ ...html, status: 403 }));
  await page.route('**/api/requests/*/sync', (route) => route.fulfill({ ...html, status: 200 }));
  await payer.pay(GOOD);
  await expect(page.getByText('We are checking with the bank').last()).toBeVisible();
  await expect(page.getByText(/We can't reach .* from here/).last()).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole('link', { name: 'Open the payment page' })).toHaveAttribute('href', request.payUrl);
  await page.unrouteAll();
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

/** Pages whose library replaces or morphs `<body>`: Stripe's own frame goes with it, and the next payment works all the same. */
import { expect, test, type Page } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { ASKS, charges, GOOD, LABEL, makeRequest, pageOf, tagOf } from './reliability-kit.js';

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

const CONTROLLER = 'iframe[name^="__privateStripeController"]';

/** Puts a new body in the place of the old one, as htmx and Turbo do. */
const replaceBody = (page: Page, html: string): Promise<void> =>
  page.evaluate((markup) => {
    const body = document.createElement('body');
    body.innerHTML = markup;
    document.body.replaceWith(body);
  }, html);

/** Removes what the page did not put into its body, as a library does that morphs it. */
const removeController = (page: Page): Promise<void> =>
  page.locator(CONTROLLER).evaluateAll((frames) => {
    for (const frame of frames) frame.remove();
  });

test('after a payment the body is replaced: the next request is paid there', async ({ page }) => {
  const [first, second] = [await makeRequest(demo), await makeRequest(demo)];
  site = await servePages({ '/': pageOf(demo, tagOf(demo, first)) });
  await page.goto(site.url);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.pay(GOOD);
  await payer.seesPaid();
  await replaceBody(page, tagOf(demo, second));
  await payer.open(LABEL);
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect([await charges(demo, first), await charges(demo, second)]).toEqual([1, 1]);
});

test("Stripe's frame is removed beside an open form: nothing is charged, the payer is told, and the next press pays", async ({
  page,
}) => {
  const request = await makeRequest(demo);
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  await page.goto(site.url);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.type(GOOD);
  await expect(payer.payNow).toBeEnabled();
  await removeController(page);
  const code = page.evaluate(
    () => new Promise((resolve) => addEventListener('pay-error', ({ error }) => resolve(error.code), true)),
  );
  await payer.payNow.click();
  expect(await code).toBe('fields-lost');
  expect(await charges(demo, request)).toBe(0);
  await page.evaluate(() => document.querySelector('pay-request')?.show());
  await payer.pay(GOOD);
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

test('the body is replaced while the bank asks: the new element waits for the bank, Continue resumes it, and it is paid once', async ({
  page,
}) => {
  const request = await makeRequest(demo);
  site = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  await page.goto(site.url);
  const payer = new Payer(page);
  await payer.open(LABEL);
  await payer.pay(ASKS);
  await expect(payer.challenge.getByRole('button', { name: 'Complete authentication' })).toBeVisible();
  await replaceBody(page, tagOf(demo, request));
  await page.getByRole('button', { name: 'Continue' }).click();
  await payer.challenge.getByRole('button', { name: 'Complete authentication' }).click();
  await payer.seesPaid();
  expect(await charges(demo, request)).toBe(1);
});

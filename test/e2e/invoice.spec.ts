/** The portal of the demo: the desk asks, the customer pays, both turn to paid; and one request in three browsers. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { CheckoutPayer } from '../support/checkout.js';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages } from '../support/page-server.js';
import { charges, LABEL, makeRequest, pageOf, readRequest, tagOf } from './reliability-kit.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

const bannerOf = (page: Page, region: string, number: string): Locator =>
  page.getByRole('region', { name: region }).locator('pay-invoice').filter({ hasText: number });

/** Asks for an invoice at the desk; answers the customer's banner and the id. */
async function ask(page: Page, number: string): Promise<{ banner: Locator; id: string }> {
  await page.goto(`${demo.url}/invoice`);
  const desk = bannerOf(page, 'Business', number);
  await desk.getByRole('button', { name: 'Create payment link' }).click();
  await expect(desk.getByRole('textbox', { name: 'Payment link' })).toHaveValue(/\/pay\/req_\w{22}$/);
  const banner = bannerOf(page, 'Customer', number);
  await expect(banner.getByRole('button', { name: 'Pay Now' })).toBeVisible();
  return { banner, id: (await banner.getAttribute('request')) ?? '' };
}

test('the desk makes a link, the customer pays the whole invoice once, and the desk sees it live', async ({ page }) => {
  const { banner, id } = await ask(page, 'INV-2043');
  await expect(banner.getByText('Overdue by 7 days')).toBeVisible();
  await banner.getByRole('button', { name: 'Pay Now' }).click();
  const payer = new CheckoutPayer(page, banner);
  await payer.card();
  await expect(banner.getByRole('button', { name: 'Payment completed' })).toBeVisible();
  const desk = bannerOf(page, 'Business', 'INV-2043');
  await expect(desk.getByText('Paid', { exact: true })).toBeVisible();
  await expect(desk.getByRole('link', { name: 'View at Stripe' })).toHaveAttribute('href', /\/test\/payments\/pi_/);
  expect(await desk.locator('pay-card').count()).toBe(0);
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
  // Asked for again, it is the same request.
  await page.reload();
  await expect(bannerOf(page, 'Business', 'INV-2043').getByRole('link', { name: 'View at Stripe' })).toBeVisible();
});

test('a redirect method pays an invoice, and brings the customer back to it', async ({ page }) => {
  const { banner, id } = await ask(page, 'INV-2051');
  await banner.getByRole('button', { name: 'Pay Now' }).click();
  await new CheckoutPayer(page, banner).redirect('iDEAL');
  await new CheckoutPayer(page).atTheBank('Authorize test payment');
  await expect(page).toHaveURL(`${demo.url}/invoice`);
  await expect(bannerOf(page, 'Customer', 'INV-2051').getByRole('button', { name: 'Payment completed' })).toBeVisible();
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
});

test('a debit of an invoice is on its way, and then paid', async ({ page }) => {
  const { banner, id } = await ask(page, 'INV-2052');
  await banner.getByRole('button', { name: 'Pay Now' }).click();
  await new CheckoutPayer(page, banner).sepa();
  await expect(banner.getByText('on its way').first()).toBeVisible();
  await expect(banner.getByRole('button', { name: 'Payment completed' })).toBeVisible({ timeout: 15_000 });
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
});

test('a bubble, a storefront, an invoice and the hosted page of one request, each in a browser of its own: paid in one, the others turn within two seconds', async ({
  browser,
}) => {
  const request = await makeRequest(demo, { account: 'second' });
  const chat = await servePages({ '/': pageOf(demo, tagOf(demo, request)) });
  const addresses = [
    chat.url,
    `${demo.url}/storefront/orders/${request.id}`,
    `${demo.url}/invoice?request=${request.id}`,
    `${demo.url}/pay/${request.id}`,
  ];
  const pages = await Promise.all(
    addresses.map(async (address) => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(address);
      return page;
    }),
  );
  const [bubble, shop, portal, hosted] = pages as [Page, Page, Page, Page];
  try {
    await expect(bubble.getByRole('button', { name: LABEL })).toBeVisible();
    await expect(portal.getByRole('button', { name: 'Pay Now' })).toBeVisible();
    const payer = new CheckoutPayer(shop);
    await payer.card();
    await expect(shop.getByText('Thank you!')).toBeVisible();
    const since = Date.now();
    await expect(bubble.getByRole('button', { name: 'Payment completed' })).toBeVisible({ timeout: 2000 });
    await expect(portal.getByRole('button', { name: 'Payment completed' })).toBeVisible({ timeout: 2000 });
    await expect(hosted.getByText('Paid to Shoplifter Store')).toBeVisible({ timeout: 2000 });
    console.log(`the others turned ${Date.now() - since} ms after the one that paid`);
    expect(await charges(demo, request)).toBe(1);
  } finally {
    for (const page of pages) await page.context().close();
    await chat.close();
  }
});

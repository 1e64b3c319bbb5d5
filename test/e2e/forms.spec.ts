/** A form of the host's with `<pay-card>` in it, in a browser that validates and navigates as it does for a payer. */
import { expect, test, type Page } from '@playwright/test';
import type { MoneyRequest } from '../../src/contract/types.js';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { ASKS, bundle, charges, GOOD, makeRequest } from './reliability-kit.js';

let demo: Demo;
let script: string;
test.beforeAll(async () => {
  demo = await startDemo();
  script = await bundle(`import './src/define/pay-card.js'; import './src/define/pay-checkout.js';`);
});
test.afterAll(async () => {
  await demo.close();
});

interface Shop extends Payer {
  site: Site;
  request: MoneyRequest;
  /** What the form was submitted as, each time. */
  orders: Record<string, string>[];
}

/** An order form around `tag`, which sends to `/order`. */
async function shop(page: Page, { tag = 'pay-card', attributes = '' } = {}): Promise<Shop> {
  const request = await makeRequest(demo);
  const site = await servePages({
    '/': `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><body><form action="/order">
      <label>Name <input name="who" required></label>
      <${tag} name="payment" request="${request.id}" backend="${demo.url}/api" ${attributes}></${tag}>
      <button name="go" value="order">Order</button><button name="go" value="gift">Order as a gift</button>
      </form><script type="module">${script}</script>`,
    '/order': '<!doctype html><title>Thank you</title><h1>Thank you</h1>',
  });
  const orders: Record<string, string>[] = [];
  page.on('request', (one) => {
    const url = new URL(one.url());
    if (url.origin === site.url && url.pathname === '/order') orders.push(Object.fromEntries(url.searchParams));
  });
  await page.goto(site.url);
  await expect(
    page
      .getByText('Enter your card')
      .or(page.getByRole('button', { name: /^Pay/ }))
      .first(),
  ).toBeVisible();
  return Object.assign(new Payer(page), { site, request, orders });
}

const order = (page: Page, name = 'Order'): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const thanks = (page: Page): Promise<void> => expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();

test("the browser's own validation stops an incomplete card; paid once, submitted once", async ({ page }) => {
  const payer = await shop(page);
  await order(page);
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.getByLabel('Name').fill('Ada');
  await order(page);
  await expect(payer.number).toBeFocused();
  expect(payer.orders).toEqual([]);
  await payer.number.fill(GOOD.number);
  await order(page);
  await expect(payer.expiry).toBeFocused();
  await payer.type(GOOD);
  await order(page, 'Order as a gift');
  await thanks(page);
  expect(payer.orders).toEqual([{ who: 'Ada', payment: payer.request.id, go: 'gift' }]);
  expect(await charges(demo, payer.request)).toBe(1);
  await payer.site.close();
});

test('a decline keeps the form from being submitted until another card is typed', async ({ page }) => {
  const payer = await shop(page);
  await page.getByLabel('Name').fill('Ada');
  await order(page);
  await payer.type({ number: '4000000000000002' });
  await order(page);
  await expect(page.getByText('Your card was declined')).toBeVisible();
  await order(page);
  await expect(payer.number).toBeFocused();
  expect(payer.orders).toEqual([]);
  await payer.number.fill(GOOD.number);
  await order(page);
  await thanks(page);
  expect(payer.orders).toHaveLength(1);
  expect(await charges(demo, payer.request)).toBe(1);
  await payer.site.close();
});

test('Enter in the card submits the form as its default button does, and not before the rest of it is filled', async ({
  page,
}) => {
  const payer = await shop(page);
  await page.getByRole('button', { name: 'Pay Now' }).click();
  await payer.type(GOOD);
  await payer.cvc.press('Enter');
  await expect(page.getByLabel('Name')).toBeFocused();
  expect(await charges(demo, payer.request)).toBe(0);
  await page.getByLabel('Name').fill('Ada');
  await payer.cvc.press('Enter');
  await thanks(page);
  expect(payer.orders).toEqual([{ who: 'Ada', payment: payer.request.id, go: 'order' }]);
  await payer.site.close();
});

test('the form waits for the bank, too', async ({ page }) => {
  const payer = await shop(page, { attributes: 'loading="eager"' });
  await page.getByLabel('Name').fill('Ada');
  await payer.type(ASKS);
  await order(page);
  await payer.challenge.getByRole('button', { name: 'Complete authentication' }).click();
  await thanks(page);
  expect(payer.orders).toHaveLength(1);
  expect(await charges(demo, payer.request)).toBe(1);
  await payer.site.close();
});

test('a form around the checkout is paid, then submitted', async ({ page }) => {
  const payer = await shop(page, { tag: 'pay-checkout' });
  await page.getByLabel('Name').fill('Ada');
  await order(page);
  await expect(payer.number).toBeEditable();
  await payer.type(GOOD);
  await order(page);
  await thanks(page);
  expect(payer.orders).toEqual([{ who: 'Ada', payment: payer.request.id, go: 'order' }]);
  expect(await charges(demo, payer.request)).toBe(1);
  await payer.site.close();
});

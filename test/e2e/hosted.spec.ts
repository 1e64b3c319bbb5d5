/** The hosted page in a browser: without JavaScript over Stripe's page, and with it by our elements. */
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { MoneyRequest } from '../../src/contract/types.js';
import { startDemo, type Demo } from '../support/demo.js';
import { customerOf, Payer, writeAsBusiness } from '../support/payer.js';

const CARD = '4242424242424242';
const DECLINED = '4000000000000002';
const CHALLENGED = '4000002500003155';

let demo: Demo;

test.beforeAll(async () => {
  demo = await startDemo();
});

test.afterAll(() => demo.close());

async function makeRequest(more: Record<string, unknown> = {}): Promise<MoneyRequest> {
  const answer = await fetch(`${demo.url}/api/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ label: 'Get more kittens - 25$', amount: 2500, reference: 'ORD-1042', ...more }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as MoneyRequest;
}

const charged = async (): Promise<number> =>
  (await demo.sandboxLog()).charges.filter(({ paid, amount }) => paid && amount === 2500).length;

/** A page of a browser without JavaScript, as `work` uses it. */
async function plainly(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Types a card on Checkout's page and sends it. */
async function payOnCheckout(page: Page, number: string): Promise<void> {
  await page.getByLabel('Email').fill('payer@example.com');
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiration').fill('12 / 34');
  await page.getByLabel('CVC').fill('123');
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
}

test('with JavaScript off, Pay Now leads through the page of Stripe to paid', async ({ browser }) => {
  const before = await charged();
  const { payUrl } = await makeRequest();
  await plainly(browser, async (page) => {
    await page.goto(payUrl);
    await expect(page.getByText('$25.00')).toBeVisible();
    await page.getByRole('button', { name: 'Pay Now' }).click();
    await expect(page).toHaveURL(new RegExp(`^${demo.sandboxUrl}/c/pay/cs_test_`));
    await payOnCheckout(page, DECLINED);
    await expect(page.getByRole('alert')).toContainText('declined');
    await payOnCheckout(page, CARD);
    await expect(page).toHaveURL(payUrl);
    await expect(page.getByText('Paid to Shoplifter')).toBeVisible();
    await expect(page.getByText('Visa •••• 4242')).toBeVisible();
    await expect(page.getByText('ORD-1042')).toBeVisible();
  });
  expect(await charged()).toBe(before + 1);
});

test('a card whose bank asks is paid that way too, and the way back pays nothing', async ({ browser }) => {
  const { payUrl } = await makeRequest();
  await plainly(browser, async (page) => {
    await page.goto(payUrl);
    await page.getByRole('button', { name: 'Pay Now' }).click();
    await page.getByRole('link', { name: /^Back/ }).click();
    await expect(page).toHaveURL(payUrl);
    await page.getByRole('button', { name: 'Pay Now' }).click();
    await payOnCheckout(page, CHALLENGED);
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await expect(page).toHaveURL(payUrl);
    await expect(page.getByText('Paid to Shoplifter')).toBeVisible();
  });
});

test('with JavaScript the page pays by our elements and shows the receipt in place', async ({ page }) => {
  const { payUrl } = await makeRequest();
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(payUrl);
  const payer = new Payer(page);
  await payer.type({ number: CARD });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.getByRole('button', { name: /^Pay (Now|\$25)/ }).click();
  await expect(page.getByText('Paid to Shoplifter')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print' })).toBeVisible();
  await page.reload();
  await expect(page.getByText('Paid to Shoplifter').filter({ visible: true })).toHaveCount(1);
});

test('a page with lines names who is paid once, at its top, before and after', async ({ page }) => {
  const { payUrl } = await makeRequest({
    lineItems: [{ label: 'Kitten bed', quantity: 1, unitAmount: 2500, amount: 2500 }],
  });
  await page.goto(payUrl);
  const payer = new Payer(page);
  await payer.type({ number: CARD });
  const named = page.getByText('Shoplifter', { exact: true }).filter({ visible: true });
  const heading = page.getByRole('heading', { name: 'Shoplifter' });
  const place = await heading.boundingBox();
  await page.getByRole('button', { name: 'Pay $25.00' }).click();
  await expect(page.getByText('Paid to Shoplifter')).toBeVisible();
  expect(await heading.boundingBox()).toEqual(place);
  await expect(named).toHaveCount(1);
});

test('a page of Stripe on a phone and the bubble in a chat, both pressed, are one charge', async ({
  browser,
  page,
}) => {
  const before = await charged();
  await page.goto(`${demo.url}/chat`);
  await writeAsBusiness(page, '$[Get more kittens](25.00)');
  const customer = customerOf(page);
  const bubble = customer.scope.locator('pay-request').last();
  await expect(bubble).toBeVisible();
  const id = await bubble.evaluate(
    (element) => (element as HTMLElement & { moneyRequest: { id: string } }).moneyRequest.id,
  );
  await customer.open('Get more kittens');
  await customer.type({ number: CARD });
  await plainly(browser, async (phone) => {
    await phone.goto(`${demo.url}/pay/${id}`);
    await phone.getByRole('button', { name: 'Pay Now' }).click();
    await phone.getByLabel('Email').fill('payer@example.com');
    await phone.getByLabel('Card number').fill(CARD);
    await phone.getByLabel('Expiration').fill('12 / 34');
    await phone.getByLabel('CVC').fill('123');
    await Promise.all([phone.getByRole('button', { name: 'Pay', exact: true }).click(), customer.payNow.click()]);
    await customer.seesPaid();
    await phone.goto(`${demo.url}/pay/${id}`);
    await expect(phone.getByText(/^Paid to /)).toBeVisible();
  });
  expect(await charged()).toBe(before + 1);
});

test('paid on the page of Stripe, an open page with JavaScript turns to paid by itself', async ({ browser, page }) => {
  const { payUrl } = await makeRequest();
  await page.goto(payUrl);
  await expect(new Payer(page).number).toBeEditable();
  await plainly(browser, async (phone) => {
    await phone.goto(payUrl);
    await phone.getByRole('button', { name: 'Pay Now' }).click();
    await payOnCheckout(phone, CARD);
    await expect(phone.getByText('Paid to Shoplifter')).toBeVisible();
  });
  await expect(page.getByText('Paid to Shoplifter').filter({ visible: true })).toHaveCount(1);
});

test('a canceled request and an unknown id have their pages, also at 320 px and in the dark', async ({ browser }) => {
  const { id } = await makeRequest({ account: 'second' });
  await makeRequest({ replaces: id });
  const context = await browser.newContext({
    javaScriptEnabled: false,
    colorScheme: 'dark',
    viewport: { width: 320, height: 640 },
  });
  try {
    const page = await context.newPage();
    for (const [path, heading] of [
      [`/pay/${id}`, 'This request was canceled'],
      ['/pay/req_0000000000000000000000', 'There is nothing here'],
    ] as const) {
      await page.goto(`${demo.url}${path}`);
      await expect(page.getByRole('heading', { name: heading })).toBeVisible();
      const { width } = (await page.locator('main').boundingBox()) ?? { width: Infinity };
      expect(width).toBeLessThanOrEqual(320);
    }
  } finally {
    await context.close();
  }
});

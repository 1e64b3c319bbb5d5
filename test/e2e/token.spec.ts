/** The oldest flow of Stripe's in a browser: a token of the card, and an API of the host's own that charges it. */
import type { Server } from 'node:http';
import { expect, test, type Page } from '@playwright/test';
import { createTokenApi } from '../../demo/token-api/api.js';
import { Orders } from '../../demo/token-api/orders.js';
import { stripeClient } from '../../demo/token-api/stripe.js';
import { freePort, startDemo, type Demo } from '../support/demo.js';
import { servePages, type Site } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { bundle, GOOD } from './reliability-kit.js';

let demo: Demo;
let api: Server;
let apiUrl: string;
const orders = new Orders();

test.beforeAll(async () => {
  demo = await startDemo();
  const port = await freePort();
  apiUrl = `http://localhost:${port}`;
  api = createTokenApi({ stripe: stripeClient('sk_test_sandbox', demo.sandboxUrl), orders, pageOrigin: '*' });
  await new Promise<void>((resolve) => api.listen(port, 'localhost', resolve));
});
test.afterAll(async () => {
  api.closeAllConnections();
  await new Promise((resolve) => api.close(resolve));
  await demo.close();
});

/** A page with `<pay-card>` over the API; it says that the order costs `amount`. */
async function shop(page: Page, id: string, amount: number, said = amount): Promise<Site> {
  orders.add({ id, label: `Order ${id}`, amount, currency: 'usd' });
  const script = await bundle(`
    import './src/define/pay-card.js';
    import { tokenBackend } from './src/backend/token.js';
    const card = document.querySelector('pay-card');
    card.backend = tokenBackend({
      url: '${apiUrl}/orders/${id}/payments',
      publishableKey: 'pk_test_sandbox',
      moneyRequest: { id: '${id}', label: 'Order ${id}', amount: ${said}, currency: 'usd', merchant: { name: 'Shoplifter' },
        stripe: { scriptUrl: '${demo.sandboxUrl}/stripe.js' } },
    });
    card.request = '${id}';
    await card.show();
  `);
  const site = await servePages({
    '/': `<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title><body><pay-card></pay-card><script type="module">${script}</script>`,
  });
  await page.goto(site.url);
  return site;
}

async function sandboxPaths(): Promise<string[]> {
  return (await demo.sandboxLog()).data.map(({ path }) => path);
}

async function paid(amount: number): Promise<number> {
  return (await demo.sandboxLog()).charges.filter((charge) => charge.paid && charge.amount === amount).length;
}

test('a token of the card goes to the host’s API, which charges it, and the receipt stands in its place', async ({
  page,
}) => {
  const site = await shop(page, 'first', 1201);
  try {
    const payer = new Payer(page);
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().startsWith(apiUrl));
    await payer.pay(GOOD);
    expect((await sent).postDataJSON()).toEqual({
      token: expect.stringMatching(/^tok_/) as unknown,
      amount: 1201,
      currency: 'usd',
    });
    await expect(page.getByText('Payment completed').first()).toBeVisible();
    expect(await paid(1201)).toBe(1);
  } finally {
    await site.close();
  }
});

test('pay-submit comes before the token, and stops it: no token is made and nothing is sent', async ({ page }) => {
  const site = await shop(page, 'second', 1202);
  try {
    const payer = new Payer(page);
    const before = (await sandboxPaths()).filter((path) => path === '/v1/tokens').length;
    const submitted = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          addEventListener(
            'pay-submit',
            (event) => {
              event.preventDefault();
              resolve((event as Event & { request: string }).request);
            },
            { once: true },
          );
        }),
    );
    await payer.pay(GOOD);
    expect(await submitted).toBe('second');
    await expect(payer.payNow).toBeEnabled();
    expect((await sandboxPaths()).filter((path) => path === '/v1/tokens').length).toBe(before);
    await payer.payNow.click();
    await expect(page.getByText('Payment completed').first()).toBeVisible();
    expect((await sandboxPaths()).filter((path) => path === '/v1/tokens').length).toBe(before + 1);
    expect(await paid(1202)).toBe(1);
  } finally {
    await site.close();
  }
});

test('a decline of the host’s API is said, the card is kept, and another one pays', async ({ page }) => {
  const site = await shop(page, 'third', 1203);
  try {
    const payer = new Payer(page);
    await payer.pay({ number: '4000000000009995' });
    await expect(page.getByText('There is not enough money on this card')).toBeVisible();
    await expect(page.getByText('You were not charged.')).toBeVisible();
    await expect(payer.number).toHaveValue('4000 0000 0000 9995');
    await payer.pay(GOOD);
    await expect(page.getByText('Payment completed').first()).toBeVisible();
    expect(await paid(1203)).toBe(1);
  } finally {
    await site.close();
  }
});

test('an amount that is not the API’s own is refused, and nothing is charged', async ({ page }) => {
  const site = await shop(page, 'fourth', 1204, 1);
  try {
    const payer = new Payer(page);
    await payer.pay(GOOD);
    await expect(page.getByRole('alert').filter({ hasText: 'not charged' }).first()).toBeVisible();
    const error = await page
      .locator('pay-card')
      .evaluate((card) => (card as HTMLElement & { state: { error?: { code: string } } }).state.error?.code);
    expect(error).toBe('amount-mismatch');
    expect([await paid(1204), await paid(1)]).toEqual([0, 0]);
  } finally {
    await site.close();
  }
});

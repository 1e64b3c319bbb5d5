/** The shop of the demo: cart, checkout, order page; with a card, a wallet, a redirect and a delayed method. */
import { expect, test, type Page } from '@playwright/test';
import { CheckoutPayer } from '../support/checkout.js';
import { startDemo, type Demo } from '../support/demo.js';
import { charges, readRequest } from './reliability-kit.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

/** Fills the cart, checks out, and answers the payer and the id of the order's request. */
async function checkOut(page: Page, beds = 1): Promise<{ payer: CheckoutPayer; id: string }> {
  await page.goto(`${demo.url}/storefront`);
  await page.getByLabel('Quantity of Kitten bed').fill(String(beds));
  await page.getByRole('button', { name: 'Check out' }).click();
  await expect(page).toHaveURL(/\/storefront\/orders\/req_\w{22}$/);
  return { payer: new CheckoutPayer(page), id: new URL(page.url()).pathname.split('/').at(-1) ?? '' };
}

const paid = (page: Page) =>
  expect(page.getByText('Thank you! Your order is on its way.')).toBeVisible({ timeout: 15_000 });

test('a cart becomes an order with its lines, and a card pays it in place', async ({ page }) => {
  const { payer, id } = await checkOut(page);
  const { reference, lineItems, amount } = await readRequest(demo, id);
  expect([lineItems.length, amount]).toEqual([5, 12_528]);
  await expect(page.getByRole('heading', { name: `Order ${reference}` })).toBeVisible();
  await expect(page.getByText('Kitten bed, Oat wool')).toBeVisible();
  await expect(payer.pay).toHaveText('Pay $125.28');
  await payer.card();
  await paid(page);
  await expect(page.getByText('Paid to Shoplifter Store')).toBeVisible();
  // The order's page is its address: another visit finds the receipt, and the reference in it.
  await page.reload();
  await paid(page);
  await expect(page.getByText(String(reference)).first()).toBeVisible();
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
});

test('a decline is said with the fields kept, and another card pays', async ({ page }) => {
  const { payer, id } = await checkOut(page, 2);
  await payer.card('4000000000000002');
  await expect(page.getByText('Your card was declined.')).toBeVisible();
  await payer.card();
  await paid(page);
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
});

test('a redirect method leads to the bank and back to the paid order, by a clean address', async ({ page }) => {
  const { payer, id } = await checkOut(page, 3);
  await payer.redirect('Amazon Pay');
  await payer.atTheBank('Authorize test payment');
  await expect(page).toHaveURL(`${demo.url}/storefront/orders/${id}`);
  await paid(page);
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
});

test('a redirect that is refused comes back to a checkout that says so, and a card pays', async ({ page }) => {
  const { payer, id } = await checkOut(page, 4);
  await payer.redirect('Amazon Pay');
  await payer.atTheBank('Fail test payment');
  await expect(page).toHaveURL(`${demo.url}/storefront/orders/${id}`);
  await expect(page.getByText('You were not charged.')).toBeVisible();
  await payer.card();
  await paid(page);
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
});

test('a delayed method is on its way, and turns to paid by itself', async ({ page }) => {
  const { payer, id } = await checkOut(page, 5);
  await payer.bankDebit();
  await expect(page.getByText(/on its way$/)).toBeVisible();
  await paid(page);
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
});

test('a delayed method that fails opens the order again', async ({ page }) => {
  const { payer, id } = await checkOut(page, 6);
  await payer.bankDebit('000111111116');
  await expect(page.getByText(/on its way$/)).toBeVisible();
  await expect(page.getByText('You were not charged.')).toBeVisible({ timeout: 15_000 });
  expect((await readRequest(demo, id)).status).toBe('open');
  await payer.card();
  await paid(page);
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
});

test('the express wallet pays the order', async ({ page }) => {
  const { id } = await checkOut(page, 7);
  await page
    .frameLocator('iframe[title="Secure express checkout frame"]')
    .getByRole('button', { name: 'Pay with Sandbox Wallet' })
    .click();
  await page.frameLocator('iframe[name="sandbox-wallet-frame"]').getByRole('button', { name: 'Pay' }).click();
  await paid(page);
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
});

test('the same cart placed twice is one order, and an amount in it is refused', async () => {
  const place = (body: object): Promise<Response> =>
    fetch(`${demo.url}/storefront/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const cart = { cart: crypto.randomUUID(), lines: [{ sku: 'bed', quantity: 1 }] };
  const [first, second] = await Promise.all([place(cart), place(cart)]);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(await first.json()).toEqual(await second.json());
  expect((await place({ ...cart, amount: 1 })).status).toBe(422);
  expect((await place({ ...cart, lines: [] })).status).toBe(422);
});

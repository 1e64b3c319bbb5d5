/** The phone of the demo: a text with a link, and the hosted page behind it, by every kind of method. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { MoneyRequest } from '../../src/contract/types.js';
import { CheckoutPayer } from '../support/checkout.js';
import { startDemo, type Demo } from '../support/demo.js';
import { Payer } from '../support/payer.js';
import { charges, GOOD, makeRequest, readRequest } from './reliability-kit.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

const phoneOf = (page: Page): Locator => page.getByRole('region', { name: 'Phone' });
const paid = (page: Page) => expect(page.getByText(/^Paid to Shoplifter/)).toBeVisible({ timeout: 15_000 });

/** An agent sends the link of a request by SMS; it is opened on the phone. */
async function openSent(page: Page): Promise<{ payer: CheckoutPayer; request: MoneyRequest }> {
  const request = await makeRequest(demo, { account: 'second' });
  await page.goto(`${demo.url}/sms`);
  // From the desk's page, with the desk's session.
  const sent = await page.evaluate(
    async (id) =>
      (
        await fetch(`/api/requests/${id}/send`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
          body: JSON.stringify({ channel: 'sms', to: '+4915112345678' }),
        })
      ).status,
    request.id,
  );
  expect(sent).toBe(202);
  await phoneOf(page).getByRole('link', { name: request.payUrl }).click();
  await expect(page).toHaveURL(request.payUrl);
  return { payer: new CheckoutPayer(page), request };
}

test('a text has a link in the button’s place, and the page behind it takes a card', async ({ page }) => {
  await page.goto(`${demo.url}/sms`);
  const business = page.getByRole('region', { name: 'Business' });
  await business.getByRole('textbox', { name: 'Message' }).fill('Your kittens wait. $[Get more kittens](31.00)');
  await business.getByRole('button', { name: 'Send' }).click();
  const text = phoneOf(page).getByRole('listitem');
  await expect(text).toContainText('Get more kittens: http');
  await expect(business.locator('pay-link')).toHaveCount(1);
  await text.getByRole('link').click();
  await expect(page).toHaveURL(/\/pay\/req_\w{22}$/);
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const payer = new Payer(page);
  await payer.type(GOOD);
  await page.getByRole('button', { name: 'Pay $31.00' }).click();
  await paid(page);
  expect(await charges(demo, await readRequest(demo, id))).toBe(1);
  // Back at the phone the text is still there, and the business's link says that it was paid.
  await page.goto(`${demo.url}/sms`);
  await expect(phoneOf(page).getByRole('link')).toBeVisible();
  await expect(page.locator('pay-link').getByText('Payment completed').first()).toBeVisible();
});

test('what an agent sends arrives on the phone, and a card pays behind it', async ({ page }) => {
  const { payer, request } = await openSent(page);
  await payer.card();
  await paid(page);
  expect(await charges(demo, request)).toBe(1);
});

test('a redirect method pays behind the link, and comes back to it', async ({ page }) => {
  const { payer, request } = await openSent(page);
  await payer.redirect('Amazon Pay');
  await payer.atTheBank('Authorize test payment');
  await expect(page).toHaveURL(request.payUrl);
  await paid(page);
  expect(await charges(demo, request)).toBe(1);
});

test('a delayed method pays behind the link, days later', async ({ page }) => {
  const { payer, request } = await openSent(page);
  await payer.bankDebit();
  await expect(page.getByText(/on its way$/).first()).toBeVisible();
  await paid(page);
  expect(await charges(demo, request)).toBe(1);
});

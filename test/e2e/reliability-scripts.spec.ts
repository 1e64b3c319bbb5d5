/** Pages on which Stripe.js is not ours alone. */
import { expect, test } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { charges, GOOD, LABEL, makeRequest, pageOf, tagOf } from './reliability-kit.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

/** A shop's own card field, over a Stripe.js that says that it is of an older train, for another merchant. */
const ownForm = (sandboxUrl: string): string => `
  <div id="own"></div>
  <script src="${sandboxUrl}/stripe.js"></script>
  <script>
    const made = window.Stripe;
    window.Stripe = Object.assign((...given) => made(...given), { version: 'clover' });
    window.hostStripe = window.Stripe;
    const stripe = Stripe('pk_test_sandbox_second');
    const card = stripe.elements().create('card', { hidePostalCode: true });
    card.mount('#own');
    window.payOwn = async () => (await stripe.createPaymentMethod({ type: 'card', card })).paymentMethod?.id ?? null;
  </script>`;

test('a page with an older Stripe.js for another merchant keeps it, and both take their cards', async ({ page }) => {
  const request = await makeRequest(demo);
  const site = await servePages({ '/': pageOf(demo, ownForm(demo.sandboxUrl) + tagOf(demo, request)) });
  try {
    await page.goto(site.url);
    const own = page.frameLocator('iframe[title="Secure card payment input frame"]');
    await own.locator('input[name="cardnumber"]').fill('5555555555554444');
    const payer = new Payer(page);
    await payer.open(LABEL);
    await payer.pay(GOOD);
    await payer.seesPaid();
    expect(await charges(demo, request)).toBe(1);
    await own.locator('input[name="exp-date"]').fill('12 / 34');
    await own.locator('input[name="cvc"]').fill('123');
    const after = await page.evaluate(async () => {
      const host = window as Window & { hostStripe?: unknown; Stripe?: unknown; payOwn?(): Promise<string | null> };
      return { kept: host.Stripe === host.hostStripe, made: await host.payOwn?.() };
    });
    expect(after).toEqual({ kept: true, made: expect.stringMatching(/^pm_/) as unknown });
  } finally {
    await site.close();
  }
});

test('two requests of two merchants on one page are each paid to their own', async ({ page }) => {
  const [first, second] = [await makeRequest(demo), await makeRequest(demo, { account: 'second', label: 'A coat' })];
  const site = await servePages({ '/': pageOf(demo, tagOf(demo, first) + tagOf(demo, second)) });
  try {
    await page.goto(site.url);
    const payer = new Payer(page);
    for (const label of [LABEL, 'A coat']) {
      await payer.open(label);
      await payer.pay(GOOD);
      await expect(payer.payNow).toBeHidden();
    }
    await expect(page.getByRole('button', { name: 'Payment completed' })).toHaveCount(2);
    for (const [request, merchant] of [
      [first, 'Shoplifter'],
      [second, 'Shoplifter Store'],
    ] as const) {
      expect(await charges(demo, request)).toBe(1);
      await page.locator(`pay-request[request="${request.id}"]`).getByRole('button').click();
      await expect(page.getByText(`Paid to ${merchant}`)).toBeVisible();
    }
  } finally {
    await site.close();
  }
});

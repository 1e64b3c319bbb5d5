import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { Stripe as StripeJs } from '@stripe/stripe-js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { challenge, fillCard, mountFields, watchPage } from './sandbox-kit.js';
import type { Origins } from './sandbox-page.js';
import { serveSandbox } from './sandbox-page.js';

let origins: Origins & { api: Sandbox };

test.beforeEach(async ({ page }) => {
  origins = await serveSandbox();
  await watchPage(page);
  await page.goto(origins.page);
});

test.afterEach(async () => {
  await origins.close();
});

interface Intent {
  id: string;
  status: string;
  client_secret: string;
}

/** The merchant's server: charges a payment method, confirming at once. */
async function chargeOnServer(method: string, extra: Record<string, string> = {}): Promise<Intent> {
  const body = new URLSearchParams({
    amount: '2500',
    currency: 'usd',
    payment_method: method,
    confirm: 'true',
    'allowed_payment_method_types[0]': 'card',
    ...extra,
  });
  const headers = { authorization: 'Bearer sk_test_sandbox' };
  const answer = await fetch(`${origins.sandbox}/v1/payment_intents`, { method: 'POST', headers, body });
  return (await answer.json()) as Intent;
}

async function makePaymentMethod(page: Page, number: string): Promise<string> {
  await mountFields(page);
  await fillCard(page, number);
  const made = await page.evaluate(() =>
    window.kit.stripe.createPaymentMethod({ type: 'card', card: window.kit.number }),
  );
  if (made.error) throw new Error(made.error.message);
  return made.paymentMethod.id;
}

async function beginAction(page: Page, clientSecret: string): Promise<void> {
  await page.evaluate((secret) => {
    Object.assign(window, { outcome: window.kit.stripe.handleNextAction({ clientSecret: secret }) });
  }, clientSecret);
}

const outcome = (page: Page) =>
  page.evaluate(() => (window as unknown as { outcome: ReturnType<StripeJs['handleNextAction']> }).outcome);

test('a card typed in the fields is charged by the server', async ({ page }) => {
  const method = await makePaymentMethod(page, '4242424242424242');
  expect((await chargeOnServer(method)).status).toBe('succeeded');
  expect(origins.api.charges().map(({ amount, paid }) => ({ amount, paid }))).toEqual([{ amount: 2500, paid: true }]);
});

test('a token of the same fields is one the API knows', async ({ page }) => {
  await mountFields(page);
  await fillCard(page, '5555555555554444');
  const made = await page.evaluate(() => window.kit.stripe.createToken(window.kit.number));
  expect(made.token?.card).toMatchObject({ brand: 'MasterCard', last4: '4444', exp_month: 12, exp_year: 2040 });
});

test('an unknown key is refused by the API', async ({ page }) => {
  await mountFields(page);
  const answer = await page.evaluate(async () =>
    window.Stripe?.('pk_test_other').retrievePaymentIntent('pi_1_secret_a'),
  );
  expect(answer?.error?.message).toContain('Invalid API Key');
});

for (const [number, button, expected] of [
  ['4000002760003184', 'Complete authentication', { paymentIntent: { status: 'succeeded' } }],
  ['4000002760003184', 'Close', { paymentIntent: { status: 'requires_action' } }],
  ['4000002760003184', 'Fail authentication', { error: { code: 'payment_intent_authentication_failure' } }],
  [
    '4000008260003178',
    'Complete authentication',
    { error: { type: 'card_error', decline_code: 'insufficient_funds' } },
  ],
  ['4000000000001208', 'Complete authentication', { paymentIntent: { status: 'succeeded' } }],
] as const) {
  test(`${number} and "${button}" end as they do with Stripe`, async ({ page }) => {
    const intent = await chargeOnServer(await makePaymentMethod(page, number), { use_stripe_sdk: 'true' });
    expect(intent.status).toBe('requires_action');
    await beginAction(page, intent.client_secret);
    await challenge(page).getByRole('button', { name: button }).click();
    expect(await outcome(page)).toMatchObject(expected);
    await expect(page.locator('[role=dialog]')).toHaveCount(0);
  });
}

test('a redirect comes back to the return URL with the intent', async ({ page }) => {
  const method = await makePaymentMethod(page, '4000002760003184');
  const intent = await chargeOnServer(method, { return_url: `${origins.page}/back?order=1` });
  await beginAction(page, intent.client_secret);
  await page.getByRole('button', { name: 'Complete authentication' }).click();
  await page.waitForURL(`${origins.page}/back?**`);
  const back = new URL(page.url()).searchParams;
  expect(back.get('order')).toBe('1');
  expect(back.get('payment_intent')).toBe(intent.id);
  expect(back.get('redirect_status')).toBe('succeeded');
});

test('confirmCardPayment pays an intent of the server from the browser', async ({ page }) => {
  await mountFields(page);
  await fillCard(page);
  const body = new URLSearchParams({ amount: '2500', currency: 'usd', 'allowed_payment_method_types[0]': 'card' });
  const headers = { authorization: 'Bearer sk_test_sandbox' };
  const made = await fetch(`${origins.sandbox}/v1/payment_intents`, { method: 'POST', headers, body });
  const { client_secret } = (await made.json()) as Intent;
  const paid = await page.evaluate(
    (secret) => window.kit.stripe.confirmCardPayment(secret, { payment_method: { card: window.kit.number } }),
    client_secret,
  );
  expect(paid.paymentIntent?.status).toBe('succeeded');
});

import { expect, test } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { customerOf, writeAsBusiness } from '../support/payer.js';

const LASER = 'You must like laser beams $[Get more kittens - 25$](25.00)';
const LABEL = 'Get more kittens - 25$';
let demo: Demo;

test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

test('a business asks in a chat, the customer pays in place, and the business is told', async ({ page }) => {
  await page.goto(`${demo.url}/chat`);
  await writeAsBusiness(page, LASER);
  const customer = customerOf(page);
  await expect(customer.scope.getByText('You must like laser beams')).toBeVisible();
  await customer.open(LABEL);
  await customer.pay({ number: '4242424242424242' });
  await customer.seesPaid();
  await customer.scope.getByRole('button', { name: 'Payment completed' }).click();
  await expect(customer.scope.getByText('Paid to Shoplifter')).toBeVisible();
  await expect(customer.scope.getByText('4242')).toBeVisible();
  const business = page.getByRole('region', { name: 'Business' });
  await expect(business.getByText(`${LABEL} was paid.`)).toBeVisible();
  await expect(business.getByRole('link', { name: 'View at Stripe' })).toHaveAttribute(
    'href',
    /^https:\/\/dashboard\.stripe\.com\/(acct_\w+\/)?test\/payments\/pi_/,
  );
});

test('the desk is told before it sends what would stay text, and a quote of a request asks for nothing', async ({
  page,
}) => {
  await page.goto(`${demo.url}/chat`);
  const business = page.getByRole('region', { name: 'Business' });
  const box = business.getByRole('textbox', { name: 'Message' });
  await box.fill('$[Pay](25,00)');
  const told = business.getByRole('status').filter({ hasText: 'stays text' });
  await expect(told).toContainText('"$[Pay](25,00)" stays text: write the amount as 25.00');
  await box.fill(`> $[Quoted](25.00)\n$[Pay](25.00)`);
  await expect(told).toContainText('"$[Quoted](25.00)" stays text');
  await business.getByRole('button', { name: 'Send' }).click();
  const { scope } = customerOf(page);
  await expect(scope.getByRole('button', { name: 'Pay', exact: true })).toBeVisible();
  await expect(scope.getByText('> $[Quoted](25.00)')).toBeVisible();
  await expect(scope.getByRole('button', { name: 'Quoted' })).toHaveCount(0);
  await expect(told).toHaveCount(0);
});

test('a declined card keeps what was typed, and another card pays the same request once', async ({ page }) => {
  await page.goto(`${demo.url}/chat`);
  await writeAsBusiness(page, LASER);
  const customer = customerOf(page);
  await customer.open(LABEL);
  await customer.pay({ number: '4000000000000002' });
  await expect(customer.scope.getByText('Your card was declined.')).toBeVisible();
  await expect(customer.scope.getByText('You were not charged.')).toBeVisible();
  await expect(customer.number).toHaveValue('4000 0000 0000 0002');
  await customer.number.fill('4242424242424242');
  await expect(customer.scope.getByText('Your card was declined.')).toBeHidden();
  await customer.payNow.click();
  await customer.seesPaid();
});

test('a payment that the bank confirms in its window is paid', async ({ page }) => {
  await page.goto(`${demo.url}/chat`);
  await writeAsBusiness(page, LASER);
  const customer = customerOf(page);
  await customer.open(LABEL);
  await customer.pay({ number: '4000000000003220' });
  await customer.challenge.getByRole('button', { name: 'Complete authentication' }).click();
  await customer.seesPaid();
});

for (const [what, button] of [
  ['refused in the bank’s window', 'Fail authentication'],
  ['given up after the bank’s window was closed', 'Close'],
] as const)
  test(`a payment ${what} is not charged, and another card pays`, async ({ page }) => {
    await page.goto(`${demo.url}/chat`);
    await writeAsBusiness(page, LASER);
    const customer = customerOf(page);
    await customer.open(LABEL);
    await customer.pay({ number: '4000000000003220' });
    await customer.challenge.getByRole('button', { name: button }).click();
    if (button === 'Close') await customer.scope.getByRole('button', { name: 'Start over' }).click();
    await expect(customer.scope.getByText('You were not charged.')).toBeVisible();
    if (button === 'Close') await expect(customer.number).toHaveValue('4000 0000 0000 3220');
    await customer.number.fill('4242424242424242');
    await customer.payNow.click();
    await customer.seesPaid();
  });

test('the form works behind closed shadow roots', async ({ page }) => {
  await page.goto(`${demo.url}/chat?shadow=closed`);
  await writeAsBusiness(page, LASER);
  // Closed roots hide the button from any script of the page, this one's too; the keyboard finds it: it is the
  // first stop after the thread that the widget scrolls.
  const customer = customerOf(page);
  const business = page.getByRole('region', { name: 'Business' });
  await expect(business.getByText('Waiting for payment')).toBeVisible();
  await expect(business.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await business.getByRole('button', { name: 'Send' }).press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(customer.number).toBeEditable();
  await customer.type({ number: '4242424242424242' });
  await customer.cvc.press('Enter');
  await expect(business.getByText(`${LABEL} was paid.`)).toBeVisible();
});

test('where Stripe.js is blocked, the payer is told and gets a link that pays', async ({ page }) => {
  await page.route('**/stripe.js', (route) => route.abort());
  await page.goto(`${demo.url}/chat`);
  await writeAsBusiness(page, LASER);
  const customer = customerOf(page);
  await customer.scope.getByRole('button', { name: LABEL }).click();
  await expect(customer.scope.getByText('The card form could not be loaded here')).toBeVisible();
  await expect(customer.scope.getByRole('link', { name: LABEL })).toHaveAttribute(
    'href',
    /\/pay\/req_[0-9A-Za-z]{22}$/,
  );
});

for (const field of ['number', 'expiry', 'cvc'] as const)
  test(`Enter in the ${field} field pays once`, async ({ page }) => {
    await page.goto(`${demo.url}/chat`);
    const before = (await demo.sandboxLog()).charges.length;
    await writeAsBusiness(page, LASER);
    const customer = customerOf(page);
    await customer.open(LABEL);
    await customer.type({ number: '4242424242424242' });
    await customer[field].press('Enter');
    await customer.seesPaid();
    expect((await demo.sandboxLog()).charges.length).toBe(before + 1);
  });

test('a refund made at Stripe turns the receipt in place, in every bubble', async ({ page }) => {
  await page.goto(`${demo.url}/chat`);
  await writeAsBusiness(page, LASER);
  const customer = customerOf(page);
  await customer.open(LABEL);
  await customer.pay({ number: '4242424242424242' });
  await customer.seesPaid();
  await customer.scope.getByRole('button', { name: 'Payment completed' }).click();
  const asOperator = { headers: { authorization: `Bearer ${demo.operatorKey}` } };
  const { data } = (await (await fetch(`${demo.url}/api/requests?limit=1`, asOperator)).json()) as {
    data: { payment: { intent: string } }[];
  };
  const refund = (amount: number): Promise<Response> =>
    fetch(`${demo.sandboxUrl}/v1/refunds`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_sandbox' },
      body: new URLSearchParams({ payment_intent: data[0]?.payment.intent ?? '', amount: String(amount) }),
    });
  expect((await refund(1000)).status).toBe(200);
  await expect(customer.scope.getByText('−$10.00')).toBeVisible();
  await expect(customer.scope.getByText('$15.00')).toBeVisible();
  expect((await refund(1500)).status).toBe(200);
  await expect(customer.scope.getByRole('button', { name: 'Payment refunded' })).toBeVisible();
});

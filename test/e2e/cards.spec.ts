import { expect, test } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { customerOf, writeAsBusiness } from '../support/payer.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

/** A dozen of Stripe's published cards, each with what the payer sees. */
const paid = [
  ['Visa', '4242424242424242', '123'],
  ['Mastercard', '5555555555554444', '123'],
  ['Amex with its four-digit code', '378282246310005', '1234'],
  ['Discover', '6011111111111117', '123'],
  ['UnionPay of 19 digits', '6205500000000000004', '123'],
  ['a card whose security code check fails', '4000000000000101', '123'],
] as const;
const refused = [
  ['a plain decline', '4000000000000002', 'Your card was declined'],
  ['insufficient funds', '4000000000009995', 'insufficient funds|not enough money|enough funds'],
  ['a lost card, as a plain decline', '4000000000009987', 'Your card was declined'],
  ['a stolen card, as a plain decline', '4000000000009979', 'Your card was declined'],
  ['a blocked card, as a plain decline', '4100000000000019', 'Your card was declined'],
  ['an expired card', '4000000000000069', 'expired'],
  ['a wrong security code', '4000000000000127', 'security code'],
  ['a processing error', '4000000000000119', 'try again|Try again'],
] as const;

for (const [what, number, cvc] of paid)
  test(`pays with ${what}`, async ({ page }) => {
    await page.goto(`${demo.url}/chat`);
    await writeAsBusiness(page, '$[Kitten](25.00)');
    const customer = customerOf(page);
    await customer.open('Kitten');
    await customer.pay({ number, cvc });
    await customer.seesPaid();
  });

for (const [what, number, words] of refused)
  test(`says ${what}, that nothing was charged, and keeps the card`, async ({ page }) => {
    await page.goto(`${demo.url}/chat`);
    await writeAsBusiness(page, '$[Kitten](25.00)');
    const customer = customerOf(page);
    await customer.open('Kitten');
    await customer.pay({ number });
    const alert = customer.scope.getByRole('alert').filter({ hasText: 'You were not charged' });
    await expect(alert).toBeVisible();
    await expect(alert).toHaveText(new RegExp(words));
    await expect(customer.number).toHaveValue(/^4[0-9 ]+$/);
  });

test('a number that is none is said in the field, and nothing is sent', async ({ page }) => {
  await page.goto(`${demo.url}/chat`);
  await writeAsBusiness(page, '$[Kitten](25.00)');
  const customer = customerOf(page);
  await customer.open('Kitten');
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/attempts')) sent.push(request.url());
  });
  await customer.pay({ number: '4242424242424241' });
  await expect(customer.scope.getByText('This card number is not valid.')).toBeVisible();
  expect(sent).toEqual([]);
});

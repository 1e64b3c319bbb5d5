import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { Sandbox } from '../../src/sandbox/index.js';
import { watchPage } from './sandbox-kit.js';
import type { Origins } from './sandbox-page.js';
import { serveSandbox } from './sandbox-page.js';
import { group, inWallet, makeToken, mountExpress, violations, walletButton } from './sandbox-payment-kit.js';

let origins: Origins & { api: Sandbox };

test.beforeEach(async ({ page }) => {
  origins = await serveSandbox();
  await watchPage(page);
  await page.goto(origins.page);
});

test.afterEach(async () => {
  await origins.close();
});

const types = (page: Page) => page.evaluate(() => window.deferred.events.map(({ type }) => type));
const sheet = (page: Page) => page.locator('iframe[name="sandbox-wallet-frame"]');

test('Pay in the sheet confirms, and the token pays with the card that was chosen', async ({ page }) => {
  const appearance = { variables: { buttonExpressCheckoutBorderRadius: '11px' } };
  await mountExpress(page, { ...group('usd'), appearance }, { business: { name: 'Shoplifter' }, buttonHeight: 50 });
  await expect(walletButton(page)).toHaveCSS('border-radius', '11px');
  await expect(walletButton(page)).toHaveCSS('height', '50px');
  await walletButton(page).click();
  await expect(page.frameLocator('iframe[name="sandbox-wallet-frame"]').getByText('$25.00')).toBeVisible();
  await expect(page.frameLocator('iframe[name="sandbox-wallet-frame"]').getByText('Shoplifter')).toBeVisible();
  for (const path of ['/frames/express', '/frames/wallet']) expect(await violations(page, path)).toEqual([]);
  await inWallet(page, 'combobox', 'Card').selectOption('Visa •••• 0002 (declined)');
  await inWallet(page, 'button', 'Pay').click();
  await expect.poll(() => types(page)).toEqual(['ready', 'click', 'confirm']);
  const confirm = await page.evaluate(() => window.deferred.events.at(-1));
  expect(confirm).toMatchObject({ expressPaymentType: 'link', billingDetails: { email: 'payer@example.com' } });
  const made = await makeToken(page);
  expect(made).toMatchObject({
    confirmationToken: { payment_method_preview: { type: 'card', card: { last4: '0002' } } },
  });
  await expect(sheet(page)).toHaveCount(0);
  expect(await page.evaluate(() => window.messages.join())).not.toContain('4000000000000002');
});

test('Cancel and Escape tell cancel, and the wallet opens again', async ({ page }) => {
  await mountExpress(page);
  await walletButton(page).click();
  await inWallet(page, 'button', 'Cancel').click();
  await expect(sheet(page)).toHaveCount(0);
  await walletButton(page).click();
  await expect(inWallet(page, 'button', 'Pay')).toBeFocused();
  // The frame goes at the first half of the key press, so the second is not waited for.
  void inWallet(page, 'button', 'Pay')
    .press('Escape')
    .catch(() => undefined);
  await expect(sheet(page)).toHaveCount(0);
  await expect.poll(() => types(page)).toEqual(['ready', 'click', 'cancel', 'click', 'cancel']);
});

test('a click that the page does not answer within a second opens nothing, then or later, and is warned of', async ({
  page,
}) => {
  const warnings: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.clock.install();
  await mountExpress(page, group('usd'), {}, 'never');
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  await walletButton(page).click();
  await expect.poll(() => types(page)).toEqual(['ready', 'click']);
  await page.clock.runFor(999);
  expect(warnings).toEqual([]);
  await page.clock.runFor(1);
  await expect
    .poll(() => warnings)
    .toEqual([
      '[Stripe.js] Timed out waiting for a call to resolve(). If you listen to the "click" event, then you must call event.resolve in the "click" handler within 1 second.',
    ]);
  await page.evaluate(() => window.deferred.click.resolve());
  await expect(sheet(page)).toHaveCount(0);
});

test('a click that the page rejects opens nothing', async ({ page }) => {
  await mountExpress(page, group('usd'), {}, 'reject');
  await walletButton(page).click();
  await walletButton(page).click();
  await expect.poll(() => types(page)).toEqual(['ready', 'click', 'click']);
  await expect(sheet(page)).toHaveCount(0);
});

test('paymentFailed() takes the sheet away, or with a reason lets the payer try again', async ({ page }) => {
  await mountExpress(page);
  await walletButton(page).click();
  await inWallet(page, 'button', 'Pay').click();
  await expect.poll(() => types(page)).toContain('confirm');
  await page.evaluate(() =>
    window.deferred.confirm.paymentFailed({ reason: 'invalid_billing_address', message: 'We do not deliver there.' }),
  );
  await expect(inWallet(page, 'status')).toHaveText('We do not deliver there.');
  await expect(page.evaluate(() => window.deferred.elements.submit())).rejects.toThrow('IntegrationError');
  await inWallet(page, 'button', 'Pay').click();
  await expect.poll(async () => (await types(page)).filter((type) => type === 'confirm')).toHaveLength(2);
  await page.evaluate(() => window.deferred.confirm.paymentFailed());
  await expect(sheet(page)).toHaveCount(0);
  expect(await types(page)).not.toContain('cancel');
});

test('the sheet lies above a modal dialog of the page', async ({ page }) => {
  await page.evaluate(() => {
    const dialog = document.createElement('dialog');
    dialog.style.width = '20rem';
    dialog.append(document.querySelector('#express') ?? '');
    document.body.append(dialog);
    dialog.showModal();
  });
  await mountExpress(page);
  await walletButton(page).click();
  await inWallet(page, 'button', 'Cancel').click();
  await expect.poll(() => types(page)).toContain('cancel');
});

for (const [why, options, element] of [
  ['the page asks for none', group('usd'), { paymentMethods: { link: 'never' } }],
  ['no card is taken', group('eur', ['ideal']), {}],
] as const) {
  test(`there is no wallet where ${why}`, async ({ page }) => {
    await mountExpress(page, { ...options }, { ...element });
    expect(await page.evaluate(() => window.deferred.events)).toEqual([
      { type: 'ready', elementType: 'expressCheckout' },
    ]);
    await expect(walletButton(page)).toHaveCount(0);
  });
}

test('submit() outside of a confirm has nothing to submit', async ({ page }) => {
  await mountExpress(page);
  await expect(page.evaluate(() => window.deferred.elements.submit())).rejects.toThrow('IntegrationError');
});

import { expect, test } from '@playwright/test';
import { watchPage } from './sandbox-kit.js';
import type { Origins } from './sandbox-page.js';
import { serveSandbox } from './sandbox-page.js';
import { changes, group, inPayment, mountPayment, tab, typeCard, violations } from './sandbox-payment-kit.js';

let origins: Origins;

test.beforeEach(async ({ page }) => {
  origins = await serveSandbox();
  await watchPage(page);
  await page.goto(origins.page);
});

test.afterEach(async () => {
  await origins.close();
});

const EURO = ['card', 'ideal', 'bancontact', 'sepa_debit'];

test.describe('what the page learns', () => {
  test('is the method and how complete it is, at first and when that changes, and nothing that was typed', async ({
    page,
  }) => {
    await mountPayment(page, group('eur', EURO));
    const state = { type: 'change', elementType: 'payment', collapsed: false };
    const blank = { ...state, empty: true, complete: false, value: { type: 'card' } };
    await expect.poll(() => changes(page)).toEqual([blank]);
    const types = await page.evaluate(() => window.deferred.events.map(({ type }) => type));
    expect(types).toEqual(['loaderstart', 'ready', 'change']);
    await typeCard(page);
    expect(await page.evaluate(() => window.deferred.events.find(({ type }) => type === 'carddetailschange'))).toEqual({
      type: 'carddetailschange',
      elementType: 'payment',
      loading: false,
      details: { brands: ['visa'], funding: null },
    });
    const full = { ...blank, empty: false, complete: true };
    await expect.poll(() => changes(page)).toEqual([blank, { ...blank, empty: false }, full]);
    await tab(page, 'iDEAL').click();
    await expect
      .poll(async () => (await changes(page)).at(-1))
      .toMatchObject({ complete: true, value: { type: 'ideal' } });
    await tab(page, 'SEPA Direct Debit').click();
    await inPayment(page, 'iban').last().fill('DE89370400440532013000');
    await expect.poll(async () => (await changes(page)).at(-1)).toMatchObject({ complete: false, empty: false });
    const seen = await page.evaluate(() => [...window.messages, JSON.stringify(window.deferred.events)].join('\n'));
    expect(seen).toContain('"complete":true');
    expect(seen.replace(/"sandboxFrame":"\w+"/g, '')).not.toMatch(/4242|12\/40|12 \/ 40|"123"|94111|DE89/);
  });

  test('focus, blur and escape cross the border; Enter submits the nearest form; a click on its label leads in', async ({
    page,
  }) => {
    await mountPayment(page);
    await page.getByText('Payment', { exact: true }).click();
    await expect(inPayment(page, 'number')).toBeFocused();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => window.submits)).toEqual(['third']);
    await page.evaluate(() => window.deferred.payment.blur());
    const types = await page.evaluate(() => window.deferred.events.map(({ type }) => type));
    expect(types.filter((type) => type !== 'change')).toEqual(['loaderstart', 'ready', 'focus', 'escape', 'blur']);
  });
});

test.describe('what the payer sees', () => {
  test('a tab for each method that goes with the currency, reached by arrow keys', async ({ page }) => {
    await mountPayment(page, group('eur', [...EURO, 'us_bank_account']));
    const tabs = page.frameLocator('iframe[title="Secure payment input frame"]').getByRole('tab');
    await expect(tabs).toHaveText(['Card', 'iDEAL', 'Bancontact', 'SEPA Direct Debit']);
    await tab(page, 'Card').focus();
    await page.keyboard.press('ArrowRight');
    await expect(tab(page, 'iDEAL')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(tab(page, 'SEPA Direct Debit')).toBeFocused();
    await page.evaluate(() => window.deferred.elements.update({ currency: 'usd' }));
    await expect(tabs).toHaveText(['Card', 'US bank account']);
  });

  test('a manual capture leaves the card alone, without tabs', async ({ page }) => {
    await mountPayment(page, { ...group('eur', EURO), captureMethod: 'manual' });
    await expect(inPayment(page, 'number')).toBeVisible();
    await expect(tab(page, 'Card')).toHaveCount(0);
  });

  test('a frame as high as what is in it', async ({ page }) => {
    await mountPayment(page, group('eur', EURO));
    const frame = page.locator('#payment iframe');
    const low = (await frame.boundingBox())?.height ?? 0;
    await tab(page, 'iDEAL').click();
    await expect.poll(async () => (await frame.boundingBox())?.height ?? 0).toBeLessThan(low);
    const inner = page.frameLocator('#payment iframe').locator('main');
    const content = (await inner.boundingBox())?.height ?? 0;
    expect(Math.abs(((await frame.boundingBox())?.height ?? 0) - content)).toBeLessThan(2);
  });

  test('the appearance of the page, now and when it changes, with what was typed kept', async ({ page }) => {
    const variables = { colorText: 'rgb(1, 2, 3)', fontSizeBase: '20px', borderRadius: '9px' };
    const rules = { '.Input': { borderColor: 'rgb(4, 5, 6)' }, '.Label': { color: 'var(--colorText)' } };
    await mountPayment(page, { ...group('usd'), appearance: { theme: 'stripe', variables, rules } });
    const number = inPayment(page, 'number');
    await number.fill('4242');
    await expect(number).toHaveCSS('color', 'rgb(1, 2, 3)');
    await expect(number).toHaveCSS('font-size', '20px');
    await expect(number).toHaveCSS('border-radius', '9px');
    await expect(inPayment(page, 'cvc')).toHaveCSS('border-color', 'rgb(4, 5, 6)');
    await page.evaluate(() => window.deferred.elements.update({ appearance: { theme: 'night' } }));
    await expect(number).toHaveCSS('background-color', 'rgb(48, 49, 61)');
    await page.evaluate(() => window.deferred.elements.update({ locale: 'de' }));
    await expect(page.frameLocator('#payment iframe').getByLabel('Kartennummer')).toHaveValue('4242');
    await page.evaluate(() => window.deferred.payment.update({ readOnly: true }));
    await expect(inPayment(page, 'number')).not.toBeEditable();
  });

  test('an accordion that begins folded, and folds again', async ({ page }) => {
    const layout = { type: 'accordion', defaultCollapsed: true } as const;
    await mountPayment(page, group('eur', EURO), { layout, paymentMethodOrder: ['ideal'] });
    await expect.poll(() => changes(page)).toMatchObject([{ collapsed: true, value: { type: 'ideal' } }]);
    await expect(inPayment(page, 'number')).toBeHidden();
    await page.frameLocator('#payment iframe').getByRole('button', { name: 'Card' }).click();
    await expect(inPayment(page, 'number')).toBeVisible();
    await page.evaluate(() => window.deferred.payment.collapse());
    await expect(inPayment(page, 'number')).toBeHidden();
    expect((await changes(page)).at(-1)).toMatchObject({ collapsed: true, value: { type: 'card' } });
  });
});

test('what the frame shows holds for assistive technology, with and without errors', async ({ page }) => {
  await mountPayment(page, group('eur', EURO));
  expect(await violations(page, '/frames/payment')).toEqual([]);
  await tab(page, 'SEPA Direct Debit').click();
  await page.evaluate(() => window.deferred.elements.submit());
  expect(await violations(page, '/frames/payment')).toEqual([]);
  await page.evaluate(() => window.deferred.payment.update({ layout: 'accordion' }));
  await expect(page.frameLocator('#payment iframe').getByRole('tab')).toHaveCount(0);
  expect(await violations(page, '/frames/payment')).toEqual([]);
});

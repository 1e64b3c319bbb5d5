import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { Stripe, StripeCardElement, StripeCardNumberElement } from '@stripe/stripe-js';
import type { ApiDouble, Origins } from './sandbox-page.js';
import { serveDouble } from './sandbox-page.js';
import { cvcInput, expiryInput, fillCard, inFrame, mountFields, numberInput, watchPage } from './sandbox-kit.js';

let origins: Origins & { api: ApiDouble };

test.beforeEach(async ({ page }) => {
  origins = await serveDouble();
  await watchPage(page);
  await page.goto(origins.page);
});

test.afterEach(async () => {
  await origins.close();
});

const createPaymentMethod = (page: Page) =>
  page.evaluate(() => window.kit.stripe.createPaymentMethod({ type: 'card', card: window.kit.number }));

/** The error that the last change event told. */
const lastError = (page: Page) =>
  page.evaluate(() => {
    const { event } = window.kit.events.filter(({ type }) => type === 'change').at(-1) ?? {};
    return typeof event === 'object' && event && 'error' in event ? event.error : undefined;
  });

test.describe('fields', () => {
  test('a card typed over the origin border becomes a payment method, and no digit of it reaches the page', async ({
    page,
  }) => {
    await mountFields(page);
    await numberInput(page).pressSequentially('4242424242424242');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1240');
    await page.keyboard.press('Tab');
    await page.keyboard.type('123');
    await expect(numberInput(page)).toHaveValue('4242 4242 4242 4242');
    await expect(expiryInput(page)).toHaveValue('12 / 40');
    const result = await page.evaluate(() =>
      window.kit.stripe.createPaymentMethod({
        type: 'card',
        card: window.kit.number,
        billing_details: { name: 'Jo', address: { city: 'Oslo' } },
      }),
    );
    expect(result).toEqual({ paymentMethod: { id: 'pm_1', object: 'payment_method' } });
    expect(origins.api.seen.map(({ path, key, params }) => ({ path, key, ...Object.fromEntries(params) }))).toEqual([
      {
        path: '/v1/payment_methods',
        key: 'pk_test_sandbox',
        type: 'card',
        'billing_details[name]': 'Jo',
        'billing_details[address][city]': 'Oslo',
        'card[number]': '4242424242424242',
        'card[exp_month]': '12',
        'card[exp_year]': '2040',
        'card[cvc]': '123',
      },
    ]);
    const seen = await page.evaluate(() => [...window.messages, JSON.stringify(window.kit.events)].join('\n'));
    expect(seen).toContain('"complete":true');
    expect(seen.replace(/"sandboxFrame":"\w+"/g, '')).not.toMatch(/4242|1240|12 \/ 40|"123"/);
    await expect(
      page.frameLocator('iframe[title="Secure card number input frame"]').getByText('SANDBOX'),
    ).toBeVisible();
  });

  test('the change event and the container say how the field stands', async ({ page }) => {
    await mountFields(page);
    await expect(page.locator('#number')).toHaveClass('StripeElement StripeElement--empty');
    await numberInput(page).fill('4242');
    await expect(page.locator('#number')).toHaveClass('StripeElement StripeElement--focus');
    await numberInput(page).fill('378282246310005');
    await expect(numberInput(page)).toHaveValue('3782 822463 10005');
    await expect(page.locator('#number')).toHaveClass(/StripeElement--complete/);
    await numberInput(page).press('Escape');
    await cvcInput(page).fill('12345');
    await expect(cvcInput(page)).toHaveValue('1234');
    const events = await page.evaluate(() => window.kit.events);
    expect(events.map(({ type }) => type)).toEqual(['focus', 'change', 'change', 'escape', 'blur', 'change']);
    expect(events[1]?.event).toEqual({ elementType: 'cardNumber', empty: false, complete: false, brand: 'visa' });
    expect(events[2]?.event).toEqual({ elementType: 'cardNumber', empty: false, complete: true, brand: 'amex' });
    expect(events[5]?.event).toEqual({ elementType: 'cardCvc', empty: false, complete: true });
  });

  for (const [field, text, code] of [
    ['number', '4242424242424241', 'invalid_number'],
    ['number', '4111111111111111', 'invalid_number'],
    ['number', '4242', 'incomplete_number'],
    ['expiry', '12', 'incomplete_expiry'],
    ['expiry', '13/40', 'invalid_expiry_month'],
    ['expiry', '12/95', 'invalid_expiry_year'],
    ['expiry', '12/20', 'invalid_expiry_year_past'],
    ['cvc', '12', 'incomplete_cvc'],
  ] as const) {
    test(`${field} ${text} is refused in the field with ${code}`, async ({ page }) => {
      await mountFields(page);
      const input = { number: numberInput, expiry: expiryInput, cvc: cvcInput }[field](page);
      await input.fill(text);
      await input.blur();
      await expect(page.locator(`#${field}`)).toHaveClass(/StripeElement--invalid/);
      await expect(input).toHaveAttribute('aria-invalid', 'true');
      expect(await lastError(page)).toMatchObject({ type: 'validation_error', code });
    });
  }

  test('messages follow the locale, and options reach the input', async ({ page }) => {
    await mountFields(page);
    await page.evaluate(async () => {
      await window.kit.elements.update({ locale: 'de' });
      window.kit.number.update({
        placeholder: 'Kartennummer',
        style: { base: { color: 'rgb(1, 2, 3)', fontSize: '20px' } },
      });
    });
    await expect(numberInput(page)).toHaveAttribute('placeholder', 'Kartennummer');
    await expect(numberInput(page)).toHaveCSS('color', 'rgb(1, 2, 3)');
    await expect(page.locator('#number iframe')).toHaveCSS('height', '24px');
    await numberInput(page).fill('4242');
    await numberInput(page).blur();
    await expect.poll(() => lastError(page)).toMatchObject({ message: 'Ihre Kartennummer ist unvollständig.' });
    await page.evaluate(() => window.kit.number.clear());
    await expect(numberInput(page)).toHaveValue('');
    await page.evaluate(() => window.kit.number.update({ disabled: true }));
    await expect(numberInput(page)).toBeDisabled();
  });

  test('focus() and a click on the label reach the input', async ({ page }) => {
    await mountFields(page);
    await page.evaluate(() => window.kit.cvc.focus());
    await expect(cvcInput(page)).toBeFocused();
    await page.getByText('Card', { exact: true }).click();
    await expect(numberInput(page)).toBeFocused();
  });

  test('Enter in each field submits the nearest form, once', async ({ page }) => {
    await mountFields(page);
    for (const input of [numberInput(page), expiryInput(page), cvcInput(page)]) await input.press('Enter');
    await expect.poll(() => page.evaluate(() => window.submits)).toEqual(['outer', 'outer', 'outer']);
  });

  test('two groups on a page keep their cards apart', async ({ page }) => {
    await mountFields(page);
    await fillCard(page, '4242424242424242', '#outer');
    const first = await page.evaluateHandle(() => window.kit);
    await mountFields(page, '2');
    await fillCard(page, '5555555555554444', '#second');
    await createPaymentMethod(page);
    await first.evaluate((kit) => kit.stripe.createPaymentMethod({ type: 'card', card: kit.number }));
    const numbers = origins.api.seen.map(({ params }) => params.get('card[number]'));
    expect(numbers).toEqual(['5555555555554444', '4242424242424242']);
  });

  test('fields work in a page that is itself framed, right to left', async ({ page }) => {
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      Object.assign(frame, { name: 'inner', src: location.href });
      document.querySelector('#host')?.append(frame);
      return new Promise((resolve) => frame.addEventListener('load', resolve));
    });
    const inner = page.frame({ name: 'inner' });
    if (!inner) throw new Error('no frame');
    await inner.evaluate(() => (document.documentElement.dir = 'rtl'));
    await mountFields(inner);
    const number = inner.frameLocator('#number iframe').locator('input');
    await number.fill('4242424242424242');
    await inner.frameLocator('#expiry iframe').locator('input').fill('12/40');
    await inner.frameLocator('#cvc iframe').locator('input').fill('123');
    await expect(number).toHaveCSS('text-align', 'right');
    const made = await inner.evaluate(() =>
      window.kit.stripe.createPaymentMethod({ type: 'card', card: window.kit.number }),
    );
    expect(made.paymentMethod?.id).toBe('pm_1');
  });

  test('a blocked frame tells loaderror', async ({ page }) => {
    await page.route('**/frames/card-number', (route) => route.abort());
    await page.clock.install();
    await page.evaluate(() => {
      const element = window.Stripe?.('pk_test_sandbox').elements().create('cardNumber');
      const failed = new Promise((resolve) => element?.on('loaderror', resolve));
      element?.mount('#number');
      Object.assign(window, { failed });
    });
    await page.clock.fastForward(10_000);
    const event = await page.evaluate(() => (window as unknown as { failed: Promise<unknown> }).failed);
    expect(event).toMatchObject({ elementType: 'cardNumber', error: { type: 'api_connection_error' } });
  });

  test('backspace over a separator takes the digit before it', async ({ page }) => {
    await mountFields(page);
    await expiryInput(page).pressSequentially('123');
    await expect(expiryInput(page)).toHaveValue('12 / 3');
    await expiryInput(page).press('Backspace');
    await expiryInput(page).press('Backspace');
    await expect(expiryInput(page)).toHaveValue('1');
    await expiryInput(page).fill('4');
    await expect(expiryInput(page)).toHaveValue('04 / ');
  });

  test('the combined field holds the whole card and the postal code', async ({ page }) => {
    await page.evaluate(async () => {
      const stripe = window.Stripe?.('pk_test_sandbox', { stripeAccount: 'acct_1' });
      const card = stripe?.elements().create('card');
      if (!stripe || !card) throw new Error('no Stripe');
      const ready = new Promise((resolve) => card.once('ready', resolve));
      card.mount('#number');
      await ready;
      Object.assign(window, { card, stripe });
    });
    const title = 'Secure card payment input frame';
    await inFrame(page, title, 'cardnumber').focus();
    await page.keyboard.type('4242424242424242124012310001');
    await expect(inFrame(page, title, 'postal')).toHaveValue('10001');
    const made = await page.evaluate(() => {
      const { card, stripe } = window as unknown as { card: StripeCardNumberElement; stripe: Stripe };
      return stripe.createPaymentMethod({ type: 'card', card });
    });
    expect(made.paymentMethod?.id).toBe('pm_1');
    expect(origins.api.seen[0]?.account).toBe('acct_1');
    expect(origins.api.seen[0]?.params.get('card[cvc]')).toBe('123');
    expect(origins.api.seen[0]?.params.get('billing_details[address][postal_code]')).toBe('10001');
  });

  test('the combined field does without the postal code where the page hides it, and takes it up again', async ({
    page,
  }) => {
    await page.evaluate(async () => {
      const card = window.Stripe?.('pk_test_sandbox').elements().create('card', { hidePostalCode: true });
      if (!card) throw new Error('no Stripe');
      const ready = new Promise((resolve) => card.once('ready', resolve));
      const events: unknown[] = [];
      card.on('change', (event) => events.push(event));
      card.mount('#number');
      await ready;
      Object.assign(window, { card, events });
    });
    const title = 'Secure card payment input frame';
    const last = () => page.evaluate(() => (window as unknown as { events: unknown[] }).events.at(-1));
    await inFrame(page, title, 'cardnumber').focus();
    await page.keyboard.type('42424242424242421240123');
    await expect(inFrame(page, title, 'postal')).toBeHidden();
    await expect.poll(last).toMatchObject({ complete: true, brand: 'visa', value: { postalCode: '' } });
    await page.evaluate(() => {
      const { card } = window as unknown as { card: StripeCardElement };
      card.update({ hidePostalCode: false, value: { postalCode: '10001' } });
    });
    await expect(inFrame(page, title, 'postal')).toHaveValue('10001');
    await inFrame(page, title, 'postal').fill('1');
    await expect.poll(last).toMatchObject({ complete: false, value: { postalCode: '1' } });
  });
});

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { Sandbox } from '../../src/sandbox/index.js';
import { challenge, failureOf, watchPage } from './sandbox-kit.js';
import type { Origins } from './sandbox-page.js';
import { serveSandbox } from './sandbox-page.js';
import { group, inPayment, makeToken, mountPayment, tab, typeCard } from './sandbox-payment-kit.js';

let origins: Origins & { api: Sandbox };

test.beforeEach(async ({ page }) => {
  origins = await serveSandbox();
  await watchPage(page);
  await page.goto(origins.page);
});

test.afterEach(async () => {
  await origins.close();
});

const EURO = ['card', 'ideal', 'bancontact', 'sepa_debit'];

interface Intent {
  id: string;
  status: string;
  client_secret: string;
  next_action: { redirect_to_url?: { url: string } } | null;
}

/** The merchant's server: confirms an intent with the token. */
async function confirmOnServer(token: string, currency: string, types: string[]): Promise<Intent> {
  const body = new URLSearchParams({ amount: '2500', currency, confirmation_token: token, confirm: 'true' });
  types.forEach((type, index) => body.set(`allowed_payment_method_types[${index}]`, type));
  const headers = { authorization: 'Bearer sk_test_sandbox' };
  const answer = await fetch(`${origins.sandbox}/v1/payment_intents`, { method: 'POST', headers, body });
  return (await answer.json()) as Intent;
}

async function tokenOf(page: Page): Promise<string> {
  const made = await makeToken(page, `${origins.page}/back`);
  if (!('confirmationToken' in made)) throw new Error(JSON.stringify(made));
  return made.confirmationToken?.id ?? '';
}

test.describe('submit', () => {
  test('tells the first of what is missing, and shows it', async ({ page }) => {
    await mountPayment(page);
    expect(await makeToken(page)).toMatchObject({ error: { type: 'validation_error', code: 'incomplete_number' } });
    await expect(page.frameLocator('#payment iframe').getByText('Your card number is incomplete.')).toBeVisible();
    await inPayment(page, 'number').fill('4111111111111111');
    expect(await makeToken(page)).toMatchObject({ error: { code: 'invalid_number' } });
    await typeCard(page);
    await inPayment(page, 'postalCode').fill('');
    expect(await makeToken(page)).toMatchObject({ error: { code: 'incomplete_zip' } });
    await inPayment(page, 'country').selectOption('DE');
    await expect(inPayment(page, 'postalCode')).toBeHidden();
    expect(await page.evaluate(() => window.deferred.elements.submit())).toEqual({ selectedPaymentMethod: 'card' });
  });

  test('comes before a token, and again after an update', async ({ page }) => {
    const early =
      'IntegrationError: elements.submit() must be called before stripe.createConfirmationToken(). Call elements.submit() as soon as your customer presses pay, prior to any asynchronous work. Integration guide: https://stripe.com/docs/payments/accept-a-payment-deferred';
    const make = (): unknown => window.deferred.stripe.createConfirmationToken({ elements: window.deferred.elements });
    await mountPayment(page);
    await typeCard(page);
    expect(await failureOf(page, make)).toBe(early);
    expect(await makeToken(page)).toMatchObject({ confirmationToken: { object: 'confirmation_token' } });
    await page.evaluate(() => window.deferred.elements.update({ appearance: { theme: 'night' } }));
    expect(await failureOf(page, make)).toBe('no error');
    await page.evaluate(() => window.deferred.elements.update({ amount: 3000 }));
    expect(await failureOf(page, make)).toBe(early);
  });

  test('needs an Element in the page, that has stayed where it was', async ({ page }) => {
    const submit = (): unknown => window.deferred.elements.submit();
    const none = 'elements should have a mounted Payment Element or Express Checkout Element.';
    await mountPayment(page);
    await page.evaluate(() => document.querySelector('#host')?.append(document.querySelector('#payment') ?? ''));
    await expect(inPayment(page, 'number')).toHaveCount(0);
    expect(await failureOf(page, submit)).toContain(none);
    await page.evaluate(() => window.deferred.payment.destroy());
    expect(await failureOf(page, submit)).toContain(none);
  });

  test('holds the page to the billing details that it keeps to itself', async ({ page }) => {
    await mountPayment(page, group('usd'), { fields: { billingDetails: { address: 'never' } } });
    await expect(inPayment(page, 'country')).toHaveCount(0);
    for (const name of ['number', 'expiry', 'cvc']) {
      await inPayment(page, name).fill({ number: '4242424242424242', expiry: '12/40' }[name] ?? '123');
    }
    const bare = async (): Promise<unknown> => {
      const { stripe, elements } = window.deferred;
      await elements.submit();
      return stripe.createConfirmationToken({ elements });
    };
    expect(await failureOf(page, bare)).toContain(
      'You specified "never" for fields.billing_details.address.country when creating the payment Element, but did not pass params.payment_method_data.billing_details.address.country',
    );
    const made = await page.evaluate(async () => {
      const { stripe, elements } = window.deferred;
      const address = { country: 'NO', postal_code: '0150', line1: null, line2: null, city: null, state: null };
      return stripe.createConfirmationToken({
        elements,
        params: { payment_method_data: { billing_details: { address } } },
      });
    });
    expect(made.confirmationToken?.payment_method_preview.billing_details.address).toMatchObject({
      country: 'NO',
      postal_code: '0150',
    });
  });
});

test.describe('deferred groups', () => {
  for (const [options, message] of [
    [{ mode: 'payment', amount: 2500 }, 'Missing value for options: currency should be a string.'],
    [{ mode: 'payment', currency: 'usd' }, 'Missing value for options: amount should be a number.'],
    [
      { mode: 'payment', currency: 'usd', amount: 2.5 },
      'Invalid value for options: amount should be a positive integer. You specified: 2.5.',
    ],
    [{ mode: 'payment', currency: 'xyz', amount: 2500 }, 'Invalid value for options: currency should be one of'],
    [
      { mode: 'pay', currency: 'usd', amount: 2500 },
      'Invalid value for options: mode should be one of the following strings: payment, setup, subscription. You specified: pay.',
    ],
    [{ ...group('usd'), paymentMethodTypes: ['card'] }, 'Use allowedPaymentMethodTypes instead.'],
    [{ ...group('usd'), clientSecret: 'pi_1_secret_a' }, 'You cannot pass both clientSecret and mode'],
    [
      {},
      'In order to create a payment element, you must pass a clientSecret or mode when creating the Elements group.',
    ],
  ] as const) {
    test(`${JSON.stringify(options)} is refused`, async ({ page }) => {
      const thrown = await page.evaluate((given) => {
        try {
          const stripe = window.Stripe?.('pk_test_sandbox');
          (
            Reflect.apply(stripe?.elements ?? (() => undefined), stripe, [given]) as Window['deferred']['elements']
          ).create('payment');
          return 'no error';
        } catch (error) {
          return String(error);
        }
      }, options);
      expect(thrown).toContain('IntegrationError: ');
      expect(thrown).toContain(message);
    });
  }

  test('an update is checked as the group was', async ({ page }) => {
    await mountPayment(page);
    const failures: [() => unknown, string][] = [
      [() => window.deferred.elements.update({ currency: 'xyz' }), 'currency should be one of'],
      [() => window.deferred.elements.update({ amount: -1 }), 'amount should be a positive integer'],
      [() => window.deferred.elements.fetchUpdates(), 'elements.fetchUpdates() needs a clientSecret'],
    ];
    for (const [call, message] of failures) expect(await failureOf(page, call)).toContain(message);
    const ended = await page.evaluate(async () => {
      const { elements } = window.deferred;
      const end = new Promise<string>((resolve) => elements.on('update-end', () => resolve('update-end')));
      await elements.update({ amount: 3000 });
      return end;
    });
    expect(ended).toBe('update-end');
  });
});

test.describe('confirmation tokens', () => {
  test('a card is charged by the server, which learns what the page may not', async ({ page }) => {
    await mountPayment(page);
    await typeCard(page);
    const made = await makeToken(page, `${origins.page}/back`);
    expect(made).toMatchObject({
      confirmationToken: {
        return_url: `${origins.page}/back`,
        payment_method_preview: {
          type: 'card',
          card: { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2040 },
          billing_details: { address: { country: 'US', postal_code: '94111' } },
        },
      },
    });
    const id = 'confirmationToken' in made ? made.confirmationToken?.id : undefined;
    expect((await confirmOnServer(id ?? '', 'usd', ['card'])).status).toBe('succeeded');
    expect(origins.api.charges().map(({ amount, paid }) => ({ amount, paid }))).toEqual([{ amount: 2500, paid: true }]);
  });

  test('a card that its bank asks about goes through the challenge', async ({ page }) => {
    await mountPayment(page);
    await typeCard(page, '4000002760003184');
    const intent = await confirmOnServer(await tokenOf(page), 'usd', ['card']);
    expect(intent.status).toBe('requires_action');
    await page.evaluate((clientSecret) => {
      Object.assign(window, { outcome: window.deferred.stripe.handleNextAction({ clientSecret }) });
    }, intent.client_secret);
    await challenge(page).getByRole('button', { name: 'Complete authentication' }).click();
    const status = await page.evaluate(
      async () =>
        (await (window as unknown as { outcome: Promise<{ paymentIntent: Intent }> }).outcome).paymentIntent.status,
    );
    expect(status).toBe('succeeded');
  });

  for (const [type, label] of [
    ['ideal', 'iDEAL'],
    ['bancontact', 'Bancontact'],
  ] as const) {
    for (const [button, status] of [
      ['Authorize test payment', 'succeeded'],
      ['Fail test payment', 'failed'],
    ] as const) {
      test(`${label} leads to the bank, and "${button}" back as ${status}`, async ({ page }) => {
        await mountPayment(page, group('eur', EURO));
        await tab(page, label).click();
        if (type === 'bancontact')
          await page.frameLocator('#payment iframe').getByRole('tabpanel').getByLabel('Full name').fill('Jo');
        const intent = await confirmOnServer(await tokenOf(page), 'eur', EURO);
        expect(intent.next_action?.redirect_to_url?.url).toContain(origins.sandbox);
        await page.evaluate(
          (clientSecret) => void window.deferred.stripe.handleNextAction({ clientSecret }),
          intent.client_secret,
        );
        await page.getByRole('button', { name: button }).click();
        await page.waitForURL(`${origins.page}/back?**`);
        const back = new URL(page.url()).searchParams;
        expect(back.get('payment_intent')).toBe(intent.id);
        expect(back.get('payment_intent_client_secret')).toBe(intent.client_secret);
        expect(back.get('redirect_status')).toBe(status);
      });
    }
  }

  test('an IBAN is debited in time', async ({ page }) => {
    await mountPayment(page, group('eur', EURO));
    await tab(page, 'SEPA Direct Debit').click();
    const panel = page.frameLocator('#payment iframe').getByRole('tabpanel');
    await panel.getByLabel('Full name').fill('Jo');
    expect(await makeToken(page)).toMatchObject({ error: { code: 'incomplete_email' } });
    await panel.getByLabel('Email').fill('jo@example.com');
    await panel.getByLabel('IBAN').fill('DE89370400440532013001');
    expect(await makeToken(page)).toMatchObject({ error: { code: 'invalid_iban' } });
    await panel.getByLabel('IBAN').fill('de89370400440532013000');
    await expect(panel.getByLabel('IBAN')).toHaveValue('DE89 3704 0044 0532 0130 00');
    await expect(panel.getByText('you authorize the merchant to debit')).toBeVisible();
    expect((await confirmOnServer(await tokenOf(page), 'eur', EURO)).status).toBe('processing');
  });

  test('a US bank account is debited in time', async ({ page }) => {
    const types = ['us_bank_account', 'card'];
    await mountPayment(page, group('usd', types), {
      business: { name: 'Shoplifter' },
      defaultValues: { billingDetails: { name: 'Jo', email: 'jo@example.com' } },
    });
    await expect(page.frameLocator('#payment iframe').getByText('you authorize Shoplifter to debit')).toBeVisible();
    await inPayment(page, 'routingNumber').fill('110000000');
    await inPayment(page, 'accountNumber').fill('000123456789');
    expect((await confirmOnServer(await tokenOf(page), 'usd', types)).status).toBe('processing');
  });
});

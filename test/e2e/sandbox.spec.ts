import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { Stripe, StripeCardNumberElement } from '@stripe/stripe-js';
import type { ApiDouble, Origins } from './sandbox-page.js';
import { serveDouble } from './sandbox-page.js';
import { challenge, expiryInput, failureOf, fillCard, mountFields, numberInput, watchPage } from './sandbox-kit.js';

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

test.describe('misuse', () => {
  const shadow = 'IntegrationError: Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.';

  test('a shadow root and a detached node are refused at once', async ({ page }) => {
    await mountFields(page);
    const messages = await page.evaluate(() => {
      const { elements } = window.kit;
      elements.getElement('cardNumber')?.destroy();
      const element = elements.create('cardNumber');
      const inside = document.createElement('div');
      document.querySelector('#host')?.attachShadow({ mode: 'open' }).append(inside);
      return [inside, document.createElement('div')].map((target) => {
        try {
          element.mount(target);
          return 'mounted';
        } catch (error) {
          return String(error);
        }
      });
    });
    expect(messages).toEqual([shadow, shadow]);
  });

  test('a second Element of a type waits for destroy(), which is final', async ({ page }) => {
    await mountFields(page);
    expect(await failureOf(page, () => window.kit.elements.create('cardNumber'))).toBe(
      'IntegrationError: Can only create one Element of type cardNumber.',
    );
    expect(await failureOf(page, () => window.kit.elements.create('card'))).toBe(
      'IntegrationError: Cannot create an Element of type card after an Element of type cardNumber has already been created.',
    );
    await page.evaluate(async () => {
      const { kit } = window;
      kit.number.destroy();
      const again = kit.elements.create('cardNumber');
      const ready = new Promise((resolve) => again.once('ready', resolve));
      again.mount('#number');
      await ready;
      Object.assign(window, { old: kit.number });
      kit.number = again;
    });
    await fillCard(page);
    expect((await createPaymentMethod(page)).paymentMethod?.id).toBe('pm_1');
    const used = await failureOf(page, () =>
      (window as unknown as { old: StripeCardNumberElement }).old.mount('#number'),
    );
    expect(used).toBe('IntegrationError: This Element has already been destroyed. Please create a new one.');
  });

  test('an Element that is not mounted, or whose frame was moved, has no data', async ({ page }) => {
    const lost =
      'IntegrationError: We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use is still mounted.';
    const pay = (): unknown => window.kit.stripe.createPaymentMethod({ type: 'card', card: window.kit.number });
    await mountFields(page);
    await fillCard(page);
    await page.evaluate(() => document.querySelector('#second')?.append(document.querySelector('#number') ?? ''));
    await expect(numberInput(page)).toHaveCount(0);
    expect(await failureOf(page, pay)).toBe(lost);
    await page.evaluate(() => window.kit.number.unmount());
    expect(await failureOf(page, pay)).toBe(lost);
    expect(origins.api.seen).toEqual([]);
  });

  test('what the endive release took away is refused', async ({ page }) => {
    await mountFields(page);
    const removed = await page.evaluate(() => {
      const { stripe, elements } = window.kit;
      const create = (type: string): unknown =>
        Reflect.apply(Reflect.get(elements, 'create') as () => unknown, elements, [type]);
      const group = (options: object): unknown => Reflect.apply(stripe.elements, stripe, [options]);
      return [
        () => create('paymentRequestButton'),
        () => group({ paymentMethodTypes: ['card'] }),
        () => create('nonsense'),
      ].map((call) => {
        try {
          call();
          return 'no error';
        } catch (error) {
          return error instanceof Error ? error.name : 'thrown';
        }
      });
    });
    expect(removed).toEqual(['IntegrationError', 'IntegrationError', 'IntegrationError']);
  });

  test('keys are checked as Stripe checks them', async ({ page }) => {
    const errors = await page.evaluate(() =>
      [undefined, 5, '', 'sk_test_sandbox'].map((key) => {
        try {
          window.Stripe?.(key as string);
          return 'no error';
        } catch (error) {
          return String(error);
        }
      }),
    );
    expect(errors).toEqual([
      'IntegrationError: Missing value for Stripe(): apiKey should be a string.',
      'IntegrationError: Invalid value for Stripe(): apiKey should be a string. You specified: 5.',
      'IntegrationError: Please call Stripe() with your publishable key. You used an empty string.',
      'IntegrationError: You should not use your secret key with Stripe.js. Please pass a publishable key instead.',
    ]);
  });

  test('an instance passes for a Stripe, can be awaited, and names what it does not have', async ({ page }) => {
    await mountFields(page);
    const look = await page.evaluate(async () => {
      const { stripe } = window.kit;
      const awaited = await Promise.resolve(stripe);
      return {
        version: (window.Stripe as unknown as { version: string }).version,
        same: awaited === stripe,
        another: window.Stripe?.('pk_test_sandbox') !== stripe,
        functions: [stripe.elements, stripe.createToken, stripe.createPaymentMethod, stripe.confirmCardPayment].map(
          (f) => typeof f,
        ),
      };
    });
    expect(look).toEqual({ version: 'endive', same: true, another: true, functions: Array(4).fill('function') });
    expect(await failureOf(page, () => window.kit.stripe.confirmIdealPayment('x'))).toBe(
      'IntegrationError: stripe.confirmIdealPayment() is not available in the sandbox.',
    );
  });
});

test.describe('answers', () => {
  test('fields that are not complete resolve with the first of what is missing, and nothing is sent', async ({
    page,
  }) => {
    await mountFields(page);
    expect((await createPaymentMethod(page)).error).toMatchObject({
      type: 'validation_error',
      code: 'incomplete_number',
    });
    await numberInput(page).fill('4242424242424242');
    expect((await createPaymentMethod(page)).error).toMatchObject({ code: 'incomplete_expiry' });
    await expiryInput(page).fill('12/40');
    expect((await createPaymentMethod(page)).error).toMatchObject({ code: 'incomplete_cvc' });
    await expect(page.locator('#cvc')).toHaveClass(/StripeElement--invalid/);
    expect(origins.api.seen).toEqual([]);
  });

  test("the API's refusal resolves as it is, and a broken connection as api_connection_error", async ({ page }) => {
    await mountFields(page);
    await fillCard(page);
    const error = { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' };
    origins.api.next = Response.json({ error }, { status: 402 });
    expect(await createPaymentMethod(page)).toEqual({ error });
    origins.api.next = new Response('<h1>Bad gateway</h1>', { status: 502 });
    expect((await createPaymentMethod(page)).error?.type).toBe('api_error');
    origins.api.down = true;
    expect((await createPaymentMethod(page)).error?.type).toBe('api_connection_error');
    origins.api.down = false;
    expect((await createPaymentMethod(page)).paymentMethod?.id).toBe('pm_1');
  });

  test('a call whose frame is blocked resolves as api_connection_error, and the next one tries again', async ({
    page,
  }) => {
    await page.route('**/frames/controller', (route) => route.abort(), { times: 1 });
    await page.clock.install();
    await mountFields(page);
    await fillCard(page);
    const blocked = createPaymentMethod(page);
    await page.clock.fastForward(10_000);
    expect((await blocked).error?.type).toBe('api_connection_error');
    expect((await createPaymentMethod(page)).paymentMethod?.id).toBe('pm_1');
  });

  test('createToken sends the card to the tokens endpoint', async ({ page }) => {
    await mountFields(page);
    await fillCard(page);
    const made = await page.evaluate(() => window.kit.stripe.createToken(window.kit.number, { name: 'Jo' }));
    expect(made.token?.id).toBe('tok_1');
    expect(origins.api.seen[0]?.path).toBe('/v1/tokens');
    expect(origins.api.seen[0]?.params.get('card[name]')).toBe('Jo');
    expect(origins.api.seen[0]?.params.get('card[number]')).toBe('4242424242424242');
  });

  test('a call goes on when its field is taken away', async ({ page }) => {
    await mountFields(page);
    await fillCard(page);
    let release: (response: Response) => void = () => undefined;
    origins.api.next = new Promise<Response>((resolve) => (release = resolve));
    const made = createPaymentMethod(page);
    await expect.poll(() => origins.api.seen.length).toBe(1);
    await page.evaluate(() => window.kit.number.destroy());
    release(Response.json({ id: 'pm_2', object: 'payment_method' }));
    expect((await made).paymentMethod?.id).toBe('pm_2');
  });
});

test.describe('3-D Secure', () => {
  async function begin(page: Page, secret: string): Promise<void> {
    await mountFields(page);
    await page.evaluate((clientSecret) => {
      const outcome = window.kit.stripe.handleNextAction({ clientSecret });
      Object.assign(window, { outcome });
    }, secret);
  }
  const outcome = (page: Page) =>
    page.evaluate(() => (window as unknown as { outcome: ReturnType<Stripe['handleNextAction']> }).outcome);

  test('completing it answers the paid intent and takes the overlay away', async ({ page }) => {
    await begin(page, origins.api.intent('pi_1', 'requires_action'));
    await challenge(page).getByRole('button', { name: 'Complete authentication' }).click();
    expect((await outcome(page)).paymentIntent?.status).toBe('succeeded');
    await expect(page.locator('iframe[name="stripe-challenge-frame"]')).toHaveCount(0);
    const decision = origins.api.seen.find(({ path }) => path === '/_sandbox/challenge/pi_1');
    expect(Object.fromEntries(decision?.params ?? [])).toMatchObject({
      client_secret: 'pi_1_secret_abc',
      outcome: 'authorize',
    });
  });

  test('failing it answers the authentication failure with the intent', async ({ page }) => {
    await begin(page, origins.api.intent('pi_1', 'requires_action'));
    await challenge(page).locator('#test-source-fail-3ds').click();
    expect((await outcome(page)).error).toMatchObject({
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      payment_intent: { id: 'pi_1', status: 'requires_payment_method' },
    });
    await expect(page.locator('iframe[name="stripe-challenge-frame"]')).toHaveCount(0);
  });

  test('a decline after it answers the card error', async ({ page }) => {
    await begin(page, origins.api.intent('pi_1', 'requires_action', 'declined'));
    await challenge(page).locator('#test-source-authorize-3ds').click();
    expect((await outcome(page)).error).toMatchObject({ type: 'card_error', code: 'card_declined' });
  });

  for (const [how, close] of [
    ['its button', (page: Page) => challenge(page).getByRole('button', { name: 'Close' }).click()],
    // The frame goes at the first half of the key press, so the second is not waited for.
    [
      'Escape',
      (page: Page) =>
        void challenge(page)
          .locator('#close')
          .press('Escape')
          .catch(() => undefined),
    ],
    ['the page itself', (page: Page) => page.locator('[role=dialog]').evaluate((overlay) => overlay.remove())],
  ] as const) {
    test(`closed by ${how}, the intent still requires action`, async ({ page }) => {
      await begin(page, origins.api.intent('pi_1', 'requires_action'));
      await expect(challenge(page).locator('#close')).toBeVisible();
      await close(page);
      expect((await outcome(page)).paymentIntent?.status).toBe('requires_action');
      await expect(page.locator('iframe[name="stripe-challenge-frame"]')).toHaveCount(0);
      expect(origins.api.seen.filter(({ method }) => method === 'POST')).toEqual([]);
    });
  }

  test('an intent that needs nothing is refused, an unknown one resolves with the error', async ({ page }) => {
    await mountFields(page);
    origins.api.intent('pi_1', 'succeeded');
    const state = 'IntegrationError: handleNextAction: The PaymentIntent supplied is not in the requires_action state.';
    const call = (): unknown => window.kit.stripe.handleNextAction({ clientSecret: 'pi_1_secret_abc' });
    expect(await failureOf(page, call)).toBe(state);
    const unknown = await page.evaluate(() => window.kit.stripe.retrievePaymentIntent('pi_2_secret_abc'));
    expect(unknown.error?.code).toBe('resource_missing');
    const malformed = (): unknown => window.kit.stripe.retrievePaymentIntent('nonsense');
    expect(await failureOf(page, malformed)).toContain(
      'IntegrationError: Invalid value for stripe.retrievePaymentIntent',
    );
  });

  test('a redirect goes to the page of the bank and on to the return URL', async ({ page }) => {
    const bank = `${origins.sandbox}/redirect?payment_intent=pi_1&client_secret=pi_1_secret_abc`;
    const secret = origins.api.intent('pi_1', 'requires_action', 'succeeded', bank);
    origins.api.returnTo('pi_1', `${origins.page}/back?payment_intent=pi_1`);
    await mountFields(page);
    await page.evaluate((clientSecret) => void window.kit.stripe.handleNextAction({ clientSecret }), secret);
    await page.waitForURL(bank);
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.waitForURL('**/back?payment_intent=pi_1');
  });

  test('confirmCardPayment makes the payment method, confirms, and sees the challenge through', async ({ page }) => {
    const clientSecret = origins.api.intent('pi_1', 'requires_action');
    await mountFields(page);
    await fillCard(page, '4000002760003184');
    await page.evaluate((secret) => {
      const { stripe, number } = window.kit;
      Object.assign(window, { outcome: stripe.confirmCardPayment(secret, { payment_method: { card: number } }) });
    }, clientSecret);
    await challenge(page).locator('#test-source-authorize-3ds').click();
    expect((await outcome(page)).paymentIntent?.status).toBe('succeeded');
    expect(origins.api.seen.find(({ path }) => path.endsWith('/confirm'))?.params.get('payment_method')).toBe('pm_1');
  });
});

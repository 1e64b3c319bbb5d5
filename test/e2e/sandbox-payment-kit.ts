import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { run } from 'axe-core';
import type {
  Stripe,
  StripeElements,
  StripeElementsOptionsMode,
  StripeExpressCheckoutElement,
  StripeExpressCheckoutElementClickEvent,
  StripeExpressCheckoutElementConfirmEvent,
  StripeExpressCheckoutElementOptions,
  StripePaymentElement,
  StripePaymentElementOptions,
} from '@stripe/stripe-js';

/** What a test's page keeps at hand of a deferred payment. */
interface Deferred {
  stripe: Stripe;
  elements: StripeElements;
  payment: StripePaymentElement;
  express: StripeExpressCheckoutElement;
  click: StripeExpressCheckoutElementClickEvent;
  confirm: StripeExpressCheckoutElementConfirmEvent;
  events: Record<string, unknown>[];
}

declare global {
  interface Window {
    deferred: Deferred;
  }
}

/** A group of 25.00 in a currency. */
export const group = (currency: string, allowedPaymentMethodTypes: string[] = ['card']): StripeElementsOptionsMode => ({
  mode: 'payment',
  amount: 2500,
  currency,
  allowedPaymentMethodTypes,
});

/** Makes the group and mounts a Payment Element into `#payment`; resolves when it can be typed into. */
export async function mountPayment(
  page: Page,
  options: StripeElementsOptionsMode = group('usd'),
  element: StripePaymentElementOptions = {},
): Promise<void> {
  await page.evaluate(
    async ([groupOptions, elementOptions]) => {
      const stripe = window.Stripe?.('pk_test_sandbox');
      if (!stripe) throw new Error('no Stripe');
      const elements = stripe.elements(groupOptions);
      const payment = elements.create('payment', elementOptions);
      const events: Deferred['events'] = [];
      Object.assign(window, { deferred: { stripe, elements, payment, events } });
      for (const type of ['loaderstart', 'ready', 'change', 'focus', 'blur', 'escape', 'carddetailschange'] as const) {
        // The same events, but each is an overload of its own.
        payment.on(type as 'change', (event) => events.push({ type, ...event }));
      }
      const ready = new Promise((resolve) => payment.once('ready', resolve));
      payment.mount('#payment');
      await ready;
    },
    [options, element] as const,
  );
}

/** Makes the group and mounts an Express Checkout Element into `#express`; what it tells is in `deferred.events`. */
export async function mountExpress(
  page: Page,
  options: StripeElementsOptionsMode = group('usd'),
  element: StripeExpressCheckoutElementOptions = {},
  click: 'resolve' | 'reject' | 'never' = 'resolve',
): Promise<void> {
  await page.evaluate(
    async ([groupOptions, elementOptions, answer]) => {
      const stripe = window.Stripe?.('pk_test_sandbox');
      if (!stripe) throw new Error('no Stripe');
      const elements = stripe.elements(groupOptions);
      const express = elements.create('expressCheckout', elementOptions);
      const events: Deferred['events'] = [];
      Object.assign(window, { deferred: { stripe, elements, express, events } });
      express.on('click', (event) => {
        events.push({ type: 'click', expressPaymentType: event.expressPaymentType });
        window.deferred.click = event;
        if (answer !== 'never') event[answer]();
      });
      express.on('cancel', (event) => events.push({ type: 'cancel', ...event }));
      express.on('confirm', (event) => {
        events.push({ type: 'confirm', ...event });
        window.deferred.confirm = event;
      });
      const ready = new Promise<void>((resolve) => {
        express.once('ready', (event) => {
          events.push({ type: 'ready', ...event });
          resolve();
        });
      });
      express.mount('#express');
      await ready;
    },
    [options, element, click] as const,
  );
}

/** The Payment Element's frame. */
export const inPayment = (page: Page, name: string): Locator =>
  page.frameLocator('iframe[title="Secure payment input frame"]').locator(`[name="${name}"]`);

/** A method's tab in the Payment Element. */
export const tab = (page: Page, name: string): Locator =>
  page.frameLocator('iframe[title="Secure payment input frame"]').getByRole('tab', { name });

/** The button of the wallet. */
export const walletButton = (page: Page): Locator =>
  page
    .frameLocator('iframe[title="Secure express checkout frame"]')
    .getByRole('button', { name: 'Pay with Sandbox Wallet' });

/** Something with a name in the wallet's sheet. */
export const inWallet = (page: Page, role: 'button' | 'combobox' | 'status', name?: string): Locator =>
  page.frameLocator('iframe[name="sandbox-wallet-frame"]').getByRole(role, name === undefined ? {} : { name });

/** Types a card that is good until 2040, and the postal code. */
export async function typeCard(page: Page, number = '4242424242424242'): Promise<void> {
  await inPayment(page, 'number').fill(number);
  await inPayment(page, 'expiry').fill('12/40');
  await inPayment(page, 'cvc').fill('123');
  await inPayment(page, 'postalCode').fill('94111');
}

/** Submits, and makes a confirmation token of what was typed. */
export const makeToken = (page: Page, returnUrl: string | null = null) =>
  page.evaluate(async (url) => {
    const { stripe, elements } = window.deferred;
    const { error } = await elements.submit();
    if (error) return { error };
    return stripe.createConfirmationToken({ elements, params: url === null ? {} : { return_url: url } });
  }, returnUrl);

/** The change events so far, without their element's type. */
export const changes = (page: Page) =>
  page.evaluate(() => window.deferred.events.filter(({ type }) => type === 'change'));

/** What axe finds wrong in the frame at a path; a frame is part of a page, and need not have that page's landmarks. */
export async function violations(page: Page, path: string): Promise<string[]> {
  const frame = page.frames().find((one) => new URL(one.url()).pathname === path);
  if (!frame) throw new Error(`no frame ${path}`);
  await frame.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
  return frame.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: typeof run } };
    // A color in mid-fade is not the one that is read.
    const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(moving.map(({ finished }) => finished));
    const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
    const found = await axe.run(document, { rules });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

import type { Frame, FrameLocator, Locator, Page } from '@playwright/test';
import type {
  Stripe,
  StripeCardCvcElement,
  StripeCardExpiryElement,
  StripeCardNumberElement,
  StripeElements,
} from '@stripe/stripe-js';

/** What a test's page keeps at hand between calls. */
export interface Kit {
  stripe: Stripe;
  elements: StripeElements;
  number: StripeCardNumberElement;
  expiry: StripeCardExpiryElement;
  cvc: StripeCardCvcElement;
  events: { type: string; event: unknown }[];
}

declare global {
  interface Window {
    kit: Kit;
    messages: string[];
    submits: string[];
  }
}

/** Makes the page note each message that reaches it and each form that is submitted. Before the page is loaded. */
export async function watchPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.messages = [];
    window.submits = [];
    window.addEventListener('message', (event) => window.messages.push(JSON.stringify(event.data)), true);
    window.addEventListener('submit', (event) => {
      if (location.hostname !== 'localhost') return;
      event.preventDefault();
      if (event.target instanceof HTMLFormElement) window.submits.push(event.target.id);
    });
  });
}

/** Mounts the three fields into `#number`, `#expiry` and `#cvc` (with a suffix) and waits until they can be typed into. */
export async function mountFields(page: Page | Frame, suffix = ''): Promise<void> {
  await page.evaluate(async (end) => {
    const stripe = window.Stripe?.('pk_test_sandbox');
    if (!stripe) throw new Error('no Stripe');
    const elements = stripe.elements();
    const events: Kit['events'] = [];
    const number = elements.create('cardNumber');
    const expiry = elements.create('cardExpiry');
    const cvc = elements.create('cardCvc');
    window.kit = { stripe, elements, number, expiry, cvc, events };
    const ready = Promise.all([
      new Promise((resolve) => number.once('ready', resolve)),
      new Promise((resolve) => expiry.once('ready', resolve)),
      new Promise((resolve) => cvc.once('ready', resolve)),
    ]);
    number.on('change', (event) => events.push({ type: 'change', event }));
    expiry.on('change', (event) => events.push({ type: 'change', event }));
    cvc.on('change', (event) => events.push({ type: 'change', event }));
    number.on('focus', (event) => events.push({ type: 'focus', event }));
    number.on('blur', (event) => events.push({ type: 'blur', event }));
    number.on('escape', (event) => events.push({ type: 'escape', event }));
    number.mount(`#number${end}`);
    expiry.mount(`#expiry${end}`);
    cvc.mount(`#cvc${end}`);
    await ready;
  }, suffix);
}

/** An input in a frame of the sandbox, by the frame's accessible name and the input's. */
export const inFrame = (page: Page, title: string, name: string, within = 'body'): Locator =>
  page.locator(within).frameLocator(`iframe[title="${title}"]`).locator(`input[name="${name}"]`);
/** The input of the card number; `within` names the part of the page. */
export const numberInput = (page: Page, within?: string): Locator =>
  inFrame(page, 'Secure card number input frame', 'cardnumber', within);
/** The input of the expiry date. */
export const expiryInput = (page: Page, within?: string): Locator =>
  inFrame(page, 'Secure expiration date input frame', 'exp-date', within);
/** The input of the security code. */
export const cvcInput = (page: Page, within?: string): Locator =>
  inFrame(page, 'Secure CVC input frame', 'cvc', within);

/** Fills the three fields with a card that is good until 2040. */
export async function fillCard(page: Page, number = '4242424242424242', within?: string): Promise<void> {
  await numberInput(page, within).fill(number);
  await expiryInput(page, within).fill('12/40');
  await cvcInput(page, within).fill(number.startsWith('3') ? '1234' : '123');
}

/** The bank's page in its frame. */
export const challenge = (page: Page): FrameLocator => page.frameLocator('iframe[name="stripe-challenge-frame"]');

/** The name and message of what a call in the page throws or rejects with. */
export const failureOf = (page: Page, call: () => unknown): Promise<string> =>
  page.evaluate(call).then(
    () => 'no error',
    (error: unknown) => (/IntegrationError: .*/.exec(String(error)) ?? [String(error)])[0],
  );

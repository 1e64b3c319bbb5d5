/** Elements over a scripted backend and a scripted form, and what a test sees of them. */
import { fixtureCleanup } from '@open-wc/testing';
import { PayCard, PayCheckout, PayInvoice, PayLink, PayMessage, PayReceipt, PayRequest } from '../../../src/index.js';
import type { MoneyRequest, Payment } from '../../../src/contract/types.js';
import { cardView } from '../../../src/elements/pay-card.js';
import { checkoutView } from '../../../src/elements/pay-checkout.js';
import { invoiceView } from '../../../src/elements/pay-invoice.js';
import { linkView } from '../../../src/elements/pay-link.js';
import { receiptView } from '../../../src/elements/pay-receipt.js';
import { requestView } from '../../../src/elements/pay-request.js';
import { register } from '../../../src/elements/internal/register.js';
import { useFormModule, type FormModule } from '../../../src/session/index.js';
import type { PaymentStatus } from '../../../src/session/index.js';
import {
  moneyRequest,
  scriptedBackend,
  type ScriptedBackend,
  type ScriptedBackendOptions,
} from '../../../src/testing/scripted-backend.js';
import { scriptedFormModule, type ScriptedForm, type ScriptedFormOptions } from '../../../src/testing/scripted-form.js';

// What they would fetch is there, so that a test waits for nothing but what it is about.
await Promise.all([requestView.load(), cardView.load(), receiptView.load(), checkoutView.load()]);
await Promise.all([invoiceView.load(), linkView.load()]);
register('pay-request', PayRequest);
register('pay-card', PayCard);
register('pay-receipt', PayReceipt);
register('pay-checkout', PayCheckout);
register('pay-invoice', PayInvoice);
register('pay-link', PayLink);
register('pay-message', PayMessage);

/** An element that shows a request. */
export type Shown = PayRequest | PayCard | PayCheckout | PayInvoice | PayLink | PayReceipt;

/** A payment of all of a request, by that card. */
export const takenOf = (amount = 2500): Payment => ({
  amount,
  captured: amount,
  refunded: 0,
  refundPending: 0,
  card: { brand: 'visa', last4: '4242' },
  paidAt: '2026-11-20T12:00:00.000Z',
  captureBefore: null,
});

/** A card that pays. */
export const card = { number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123' } as const;

let made = 0;

/** An id that no other test has. */
export function freshId(): string {
  return `req_${String(++made).padStart(22, '0')}`;
}

/** Makes the forms of the next elements; the answer keeps them, newest last. */
export function withForms(options: ScriptedFormOptions = {}): FormModule & { readonly forms: readonly ScriptedForm[] } {
  const module = scriptedFormModule(options);
  useFormModule(module);
  return module;
}

/** What a test has of an element it mounted. */
export interface Stage<T extends Shown> {
  element: T;
  backend: ScriptedBackend;
  request: MoneyRequest;
  /** Names and targets of the public events, in order. */
  events: string[];
}

interface StageOptions extends Omit<ScriptedBackendOptions, 'requests'> {
  request?: Partial<MoneyRequest>;
  attributes?: Readonly<Record<string, string>>;
  inside?: string;
  parent?: Element;
}

const names = ['open', 'close', 'submit', 'input', 'change', 'succeeded', 'failed', 'canceled', 'error'] as const;

/** Puts an element into the page. */
export function stage<
  Tag extends 'pay-request' | 'pay-card' | 'pay-checkout' | 'pay-invoice' | 'pay-link' | 'pay-receipt',
>(
  tag: Tag,
  { request: change, attributes = {}, inside = '', parent = document.body, ...script }: StageOptions = {},
): Stage<HTMLElementTagNameMap[Tag]> {
  const request = moneyRequest({ ...change, id: freshId() });
  const backend = scriptedBackend({ ...script, requests: [request] });
  const element = document.createElement(tag);
  const events: string[] = [];
  for (const name of names)
    element.addEventListener(`pay-${name}`, (event) => {
      if (event.target === element) events.push(event.type);
    });
  element.backend = backend;
  element.setAttribute('request', request.id);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = inside;
  parent.append(element);
  return { element, backend, request, events };
}

/** Resolves once the element is in that state and has drawn it. */
export async function reach(element: Shown, status: PaymentStatus): Promise<void> {
  if (element.state.status !== status)
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (element.state.status !== status) return;
        element.removeEventListener('pay-change', look);
        resolve();
      };
      element.addEventListener('pay-change', look);
    });
  await drawn(element);
}

/** Resolves once the element, and those it has inside, have drawn what they know, and what they import has come. */
export async function drawn(element: Element): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  for (let round = 0; round < 4; round++) {
    if ('updateComplete' in element) await element.updateComplete;
    for (const inner of element.shadowRoot?.querySelectorAll('pay-card, pay-receipt, pay-request') ?? []) {
      await customElements.whenDefined(inner.localName);
      await drawn(inner);
    }
  }
}

/** The first match in the element's shadow tree, or in those of the elements in it. */
export function find(element: Element, selector: string): HTMLElement | null {
  const root = element.shadowRoot;
  const own = root?.querySelector<HTMLElement>(selector);
  if (own) return own;
  for (const inner of root?.querySelectorAll('pay-card, pay-receipt, pay-request') ?? []) {
    const found = find(inner, selector);
    if (found) return found;
  }
  return null;
}

/** As `find`, and it must be there. */
export function get(element: Element, selector: string): HTMLElement {
  const found = find(element, selector);
  if (!found) throw new Error(`There is no ${selector} in <${element.localName}>.`);
  return found;
}

/** The visible words of it, without the status region. */
export function words(element: Element): string {
  const read = (node: Node): string => {
    if (node instanceof Element && (node.matches('.unseen, style, [aria-hidden="true"]') || node.localName === 'slot'))
      return '';
    if (node instanceof Text) return node.data;
    const children = node instanceof Element && node.shadowRoot ? node.shadowRoot.childNodes : node.childNodes;
    return [...children].map(read).join(' ');
  };
  return read(element).replace(/\s+/g, ' ').trim();
}

/** What the status region says. */
export function said(element: Element): string {
  return element.shadowRoot?.querySelector('[role=status]')?.textContent ?? '';
}

/** Resolves once the status region says that. */
export function heard(element: Element, words: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): boolean => said(element) === words;
    if (look() || !element.shadowRoot) return resolve();
    new MutationObserver((_changes, observer) => {
      if (!look()) return;
      observer.disconnect();
      resolve();
    }).observe(element.shadowRoot, { subtree: true, childList: true, characterData: true });
  });
}

/** The element that has the focus, through shadow roots. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body ? null : active;
}

/** Opens the form as a payer does and waits until it can be typed into. */
export async function open(
  element: PayRequest | PayCard | PayCheckout | PayInvoice,
  forms: readonly ScriptedForm[],
): Promise<ScriptedForm> {
  await reach(element, 'open');
  get(element, 'button').click();
  await reach(element, 'ready');
  const form = forms.at(-1);
  if (!form) throw new Error('No form was opened.');
  return form;
}

/** Removes what a test put into the page. */
export function clear(): void {
  fixtureCleanup();
  document.body.replaceChildren();
}

/** A promise that a test settles. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Resolves once nothing in it moves any more, but for what moves until something happens. */
export async function still(element: Element): Promise<void> {
  const root = element.shadowRoot;
  const moving = (root?.getAnimations() ?? []).filter(
    ({ effect }) => effect?.getComputedTiming().iterations !== Infinity,
  );
  // One that is taken away meanwhile never finishes: its promise rejects.
  await Promise.allSettled(moving.map(({ finished }) => finished));
  for (const inner of root?.querySelectorAll('pay-card, pay-receipt, pay-request') ?? []) await still(inner);
}

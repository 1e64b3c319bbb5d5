/** What the gallery shows: each state, and the script that brings an element into it. */
import { PaymentError } from '../../src/errors/index.js';
import type { MoneyRequest, Payment } from '../../src/contract/types.js';
import { checkoutSection } from './checkout-scenes.js';
import { invoiceSections } from './invoice-scenes.js';
import type { Scene } from './scene.js';

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
const good = { number: '4242 4242 4242 4242', expiry: '12 / 28', cvc: '123' };

const taken: Payment = {
  amount: 2500,
  captured: 2500,
  refunded: 0,
  refundPending: 0,
  card: { brand: 'visa', last4: '4242' },
  paidAt: '2026-11-20T12:00:00.000Z',
  captureBefore: null,
};
const reserved: Partial<MoneyRequest> = {
  status: 'authorized',
  capture: 'manual',
  payment: { ...taken, captured: 0, paidAt: null, captureBefore: '2026-11-27T12:00:00.000Z' },
};
const paidRequest: Partial<MoneyRequest> = { status: 'paid', payment: taken };

/** A payment as an operator's side sees it, with the way to it at Stripe. */
const operatorPayment = {
  ...taken,
  intent: 'pi_1',
  charge: 'ch_1',
  dashboardUrl: 'https://dashboard.stripe.com/test/payments/pi_1',
};

/** The scenes, by section. */
export const sections: readonly { title: string; scenes: readonly Scene[] }[] = [
  {
    title: 'Asking',
    scenes: [
      { state: 'loading', caption: 'The size of a pill, nothing more', key: 'loading', backend: { retrieve: never } },
      { state: 'open', caption: 'The request, as the author wrote it', key: 'open' },
      {
        state: 'open',
        caption: 'With show-amount',
        key: 'show-amount',
        request: { label: 'Get more kittens' },
        attributes: { 'show-amount': '' },
      },
      { state: 'open', caption: 'With disabled', key: 'disabled', attributes: { disabled: '' } },
      {
        state: 'open',
        caption: 'A long label wraps',
        key: 'long',
        request: { label: 'Get more kittens, three of the grey ones, with their basket and the food they are used to' },
      },
      { state: 'open', caption: 'A message with a request in it', key: 'message', tag: 'pay-message' },
      {
        state: 'opening',
        caption: 'Same size as the form that follows',
        key: 'opening',
        bubble: 'wide',
        form: 'never',
        does: 'opens',
      },
      { state: 'ready', caption: 'The form, in the same bubble', key: 'ready', bubble: 'wide', does: 'opens' },
      { state: 'ready', caption: 'Filled', key: 'filled', bubble: 'wide', does: 'types', typed: good },
    ],
  },
  {
    title: 'When something is not right',
    scenes: [
      {
        state: 'ready',
        caption: 'Field error: said under the fields',
        key: 'field-error',
        bubble: 'wide',
        does: 'types',
        typed: { number: '4242 4242 4242 4241' },
      },
      {
        state: 'failed',
        caption: 'Declined: what was typed stays',
        key: 'failed',
        bubble: 'wide',
        does: 'pays',
        typed: { ...good, number: '4000 0000 0000 0002' },
        backend: {
          pay: () => Promise.reject(new PaymentError('card-declined', 'Declined.', { declineCode: 'generic_decline' })),
        },
      },
      {
        state: 'ready',
        caption: 'Offline: nothing is sent, nothing is lost',
        key: 'offline',
        bubble: 'wide',
        does: 'types',
        typed: good,
        offline: true,
      },
    ],
  },
  {
    title: 'While it happens',
    scenes: [
      {
        state: 'submitting',
        caption: 'Nothing moves; the fields are locked',
        key: 'submitting',
        bubble: 'wide',
        does: 'pays',
        typed: good,
        backend: { pay: never },
      },
      {
        state: 'authenticating',
        caption: 'The bank’s own window is on top; same size',
        key: 'authenticating',
        bubble: 'wide',
        does: 'pays',
        typed: good,
        backend: {
          pay: (id, _input, backend) =>
            Promise.resolve({
              paid: false,
              status: 'requires_action',
              clientSecret: 'pi_1_secret_1',
              request: backend.get(id),
            }),
        },
      },
      {
        state: 'unknown',
        caption: 'The answer was lost; asked again by itself',
        key: 'unknown',
        bubble: 'wide',
        does: 'pays',
        typed: good,
        backend: {
          pay: () => Promise.reject(new PaymentError('network-error', 'The connection was cut.')),
          sync: never,
        },
      },
      {
        state: 'processing',
        caption: 'A method that takes days',
        key: 'processing',
        bubble: 'wide',
        request: { status: 'processing' },
      },
      { state: 'processing', caption: 'In review', key: 'review', bubble: 'wide', request: { status: 'review' } },
    ],
  },
  {
    title: 'Paid',
    scenes: [
      { state: 'paid', caption: 'The pill, outlined and muted', key: 'paid', request: paidRequest },
      { state: 'authorized', caption: 'Reserved, not yet taken', key: 'authorized', request: reserved },
      {
        state: 'refunded',
        caption: 'All of it',
        key: 'refunded',
        request: { status: 'refunded', payment: { ...taken, refunded: 2500 }, updatedAt: '2026-11-22T09:00:00.000Z' },
      },
      {
        state: 'paid',
        caption: 'The receipt, open',
        key: 'receipt-open',
        bubble: 'wide',
        request: paidRequest,
        does: 'looks at the receipt',
      },
      {
        state: 'refunded',
        caption: 'Partly refunded, receipt open',
        key: 'partly-refunded',
        bubble: 'wide',
        request: { status: 'partially_refunded', payment: { ...taken, refunded: 1000 } },
        does: 'looks at the receipt',
      },
      {
        state: 'authorized',
        caption: 'Receipt of a reserved amount',
        key: 'authorized-receipt',
        bubble: 'wide',
        request: reserved,
        does: 'looks at the receipt',
      },
    ],
  },
  {
    title: 'Nothing to pay',
    scenes: [
      {
        state: 'canceled',
        caption: 'Withdrawn by the business',
        key: 'canceled',
        bubble: 'wide',
        request: { status: 'canceled' },
      },
      { state: 'expired', caption: 'Past its date', key: 'expired', bubble: 'wide', request: { status: 'expired' } },
      {
        state: 'unavailable',
        caption: 'No account may take it',
        key: 'unavailable',
        request: { available: false, unavailableReason: 'No account.' },
      },
      {
        state: 'unavailable',
        caption: 'The card form was blocked: the way out is a link',
        key: 'blocked',
        bubble: 'wide',
        form: 'blocked',
        does: 'opens',
      },
      {
        state: 'unavailable',
        caption: 'Blocked, with a fallback of the page’s own',
        key: 'blocked-fallback',
        bubble: 'wide',
        form: 'blocked',
        does: 'opens',
        fallback: true,
      },
      {
        state: 'unavailable',
        caption: 'The backend cannot be reached',
        key: 'unreachable',
        bubble: 'wide',
        backend: { retrieve: () => Promise.reject(new PaymentError('network-error', 'The connection was cut.')) },
      },
      {
        state: 'open',
        caption: 'readonly: the business’s own bubble',
        key: 'readonly',
        bubble: 'own',
        attributes: { readonly: '' },
      },
      {
        state: 'paid',
        caption: 'readonly: later, by itself',
        key: 'readonly-paid',
        bubble: 'own',
        attributes: { readonly: '' },
        request: { status: 'paid', payment: operatorPayment },
      },
    ],
  },
  {
    title: 'On their own',
    scenes: [
      { state: 'open', caption: 'pay-card, before the first press', key: 'card-open', tag: 'pay-card', bubble: 'wide' },
      {
        state: 'ready',
        caption: 'pay-card, with the postal code asked',
        key: 'card-postal',
        tag: 'pay-card',
        bubble: 'wide',
        request: { postalCode: 'always' },
        does: 'opens',
      },
      {
        state: 'paid',
        caption: 'pay-receipt',
        key: 'receipt',
        tag: 'pay-receipt',
        bubble: 'wide',
        request: paidRequest,
      },
      { state: 'open', caption: 'presentation="dialog"', key: 'dialog', attributes: { presentation: 'dialog' } },
    ],
  },
  checkoutSection,
  ...invoiceSections,
];

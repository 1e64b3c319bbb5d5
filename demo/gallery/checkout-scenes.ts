/** What the gallery shows of the checkout. */
import { PaymentError } from '../../src/errors/index.js';
import type { LineItem, MoneyRequest, Payment } from '../../src/contract/types.js';
import type { Scene } from './scene.js';

const line = (label: string, unitAmount: number, quantity = 1): LineItem => ({
  label,
  quantity,
  unitAmount,
  amount: quantity * unitAmount,
});

const order: Partial<MoneyRequest> = {
  label: 'Order ORD-1042',
  shortLabel: 'Kittens and all they need',
  amount: 12_528,
  lineItems: [
    line('Kitten bed', 4800),
    line('Canvas carrier', 2200, 2),
    line('Enamel bowl', 1800),
    line('Shipping', 600),
    line('Tax', 928),
  ],
};
const taken: Payment = {
  amount: 12_528,
  captured: 12_528,
  refunded: 0,
  refundPending: 0,
  card: { brand: 'mastercard', last4: '4444' },
  paidAt: '2026-11-20T12:00:00.000Z',
  captureBefore: null,
};
const typed = { number: '5555 5555 5555 4444', expiry: '08 / 29', cvc: '123' };
const tag = 'pay-checkout';
const full = { tag, bubble: 'full', request: order } as const;

/** The scenes of `<pay-checkout>`. */
export const checkoutSection: { title: string; scenes: readonly Scene[] } = {
  title: 'Checkout',
  scenes: [
    { ...full, state: 'open', caption: 'Summary and one button, until it is pressed', key: 'checkout' },
    {
      ...full,
      state: 'ready',
      caption: 'Open by itself: a wallet, postal code and e-mail asked',
      wallet: true,
      key: 'checkout-ready',
      request: { ...order, postalCode: 'always' },
      attributes: { loading: 'eager', email: '' },
      does: 'types',
      typed: { number: typed.number, expiry: typed.expiry },
    },
    {
      ...full,
      state: 'failed',
      caption: 'Declined: what was typed stays',
      key: 'checkout-failed',
      does: 'pays',
      typed,
      backend: { pay: () => Promise.reject(new PaymentError('card-declined', 'Declined.')) },
    },
    {
      ...full,
      state: 'ready',
      caption: 'fields="payment": what Stripe’s Payment Element draws, drawn by the gallery',
      key: 'checkout-methods',
      attributes: { fields: 'payment' },
      does: 'types',
      typed: {},
    },
    {
      ...full,
      state: 'submitting',
      caption: 'fields="payment", while it is sent',
      key: 'checkout-methods-sent',
      attributes: { fields: 'payment' },
      does: 'pays',
      typed,
      backend: { pay: () => new Promise(() => undefined) },
    },
    {
      ...full,
      state: 'paid',
      caption: 'The receipt, where it was paid',
      key: 'checkout-paid',
      request: { ...order, status: 'paid', payment: taken },
    },
    {
      ...full,
      state: 'refunded',
      caption: 'Captured in part, and a discount',
      key: 'checkout-part',
      request: {
        ...order,
        label: 'Your order',
        description: 'Sent in two parcels.',
        lineItems: [...(order.lineItems ?? []), line('Welcome', -500)],
        amount: 12_028,
        status: 'partially_refunded',
        payment: { ...taken, amount: 12_028, captured: 10_000, refunded: 1000 },
      },
    },
    { tag, state: 'open', caption: 'pay-checkout without lines', key: 'checkout-quiet', bubble: 'wide' },
    {
      tag,
      state: 'ready',
      caption: 'pay-checkout without lines, open by itself',
      key: 'checkout-quiet-ready',
      bubble: 'wide',
      attributes: { loading: 'eager' },
      does: 'types',
      typed: {},
    },
    {
      tag,
      state: 'ready',
      caption: 'pay-checkout in a narrow place',
      key: 'checkout-narrow',
      bubble: 'wide',
      request: order,
      does: 'opens',
    },
    {
      tag,
      state: 'paid',
      caption: 'In a narrow place, the receipt has the lines',
      key: 'checkout-narrow-paid',
      bubble: 'wide',
      request: { ...order, status: 'paid', payment: taken },
    },
    {
      tag,
      state: 'authorized',
      caption: 'Reserved until it is shipped',
      key: 'checkout-authorized',
      bubble: 'wide',
      request: {
        status: 'authorized',
        capture: 'manual',
        payment: { ...taken, amount: 2500, captured: 0, paidAt: null, captureBefore: '2026-11-27T12:00:00.000Z' },
      },
    },
    {
      tag,
      state: 'unknown',
      caption: 'The answer was lost',
      key: 'checkout-unknown',
      bubble: 'wide',
      does: 'pays',
      typed,
      backend: {
        pay: () => Promise.reject(new PaymentError('network-error', 'The connection was cut.')),
        sync: () => new Promise(() => undefined),
      },
    },
    {
      tag,
      state: 'unavailable',
      caption: 'The card form was blocked',
      key: 'checkout-blocked',
      bubble: 'wide',
      form: 'blocked',
      does: 'opens',
      fallback: true,
    },
    {
      tag,
      state: 'open',
      caption: 'pay-checkout in a dialog',
      key: 'checkout-dialog',
      bubble: 'wide',
      attributes: { presentation: 'dialog', email: '' },
    },
    {
      tag,
      state: 'expired',
      caption: 'Past its date',
      key: 'checkout-expired',
      bubble: 'wide',
      request: { status: 'expired' },
    },
  ],
};

/** The gallery's invoices, of who pays and of who is paid, and its links. */
import { PaymentError } from '../../src/errors/index.js';
import type { InvoiceClient } from '../../src/index.js';
import type { MoneyRequest, OperatorRequest, Payment, RequestInput } from '../../src/contract/types.js';
import type { Scene } from './scene.js';

const DAY_MS = 86_400_000;
const card = { number: '4242 4242 4242 4242', expiry: '12 / 28', cvc: '123' };
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** Due so many days from now, counted where a day ends last. */
function due(days: number): { id: string; customer: string; dueAt: string } {
  return {
    id: 'INV-2043',
    customer: 'Maria Keller',
    dueAt: new Date(Date.now() + (days - 0.5) * DAY_MS).toISOString().slice(0, 10),
  };
}

const lineItems = [
  { label: 'Studio rent, November', quantity: 1, unitAmount: 100_000, amount: 100_000 },
  { label: 'Storage, 4 m²', quantity: 1, unitAmount: 24_000, amount: 24_000 },
];
const rent: Partial<MoneyRequest> = {
  label: 'Invoice INV-2043',
  amount: 124_000,
  currency: 'eur',
  lineItems,
  invoice: due(-7),
  merchant: { name: 'Alder & Finch', supportEmail: null, supportPhone: null, supportUrl: null },
};
const taken: Payment = {
  amount: 124_000,
  captured: 124_000,
  refunded: 0,
  refundPending: 0,
  card: { brand: 'visa', last4: '4242' },
  paidAt: '2026-11-20T12:00:00.000Z',
  captureBefore: null,
};
const paid: Partial<MoneyRequest> = { ...rent, status: 'paid', payment: taken };
const draft: RequestInput = {
  label: 'Invoice INV-2043',
  amount: 124_000,
  currency: 'eur',
  lineItems,
  invoice: due(-7),
  receiptEmail: 'maria.keller@example.com',
};

/** The operator's view of a request, with a host that sends mail and messages. */
function operatorView(request: MoneyRequest): OperatorRequest {
  return {
    ...request,
    account: 'demo',
    owner: null,
    links: 'on',
    channels: ['email', 'sms'],
    payment: request.payment && {
      ...request.payment,
      intent: 'pi_1',
      charge: 'ch_1',
      dashboardUrl: 'https://dashboard.stripe.com/test/payments/pi_1',
    },
    disputes: [],
  };
}

/** A server that answers at once; `change` says what is different. */
function client(request: MoneyRequest, change: Partial<InvoiceClient> = {}): InvoiceClient {
  const answer = (): Promise<OperatorRequest> => Promise.resolve(operatorView(request));
  return { createRequest: answer, retrieve: answer, send: answer, ...change };
}

const agent = { tag: 'pay-invoice', bubble: 'across', attributes: { view: 'agent' } } as const;
const payer = { tag: 'pay-invoice', bubble: 'across' } as const;
const withClient = { properties: (request: MoneyRequest) => ({ client: client(request), draft }) };

/** Sections of the gallery. */
export const invoiceSections: readonly { title: string; scenes: readonly Scene[] }[] = [
  {
    title: 'Invoice, view="payer"',
    scenes: [
      { ...payer, state: 'open', caption: 'Overdue: one line, one action', key: 'invoice', request: rent },
      {
        ...payer,
        state: 'ready',
        caption: 'The form opens under the line; the line does not move',
        key: 'invoice-ready',
        request: rent,
        does: 'opens',
      },
      {
        ...payer,
        state: 'submitting',
        caption: 'No way out while it is sent',
        key: 'invoice-submitting',
        request: rent,
        does: 'pays',
        typed: card,
        backend: { pay: never },
      },
      {
        ...payer,
        state: 'failed',
        caption: 'Declined: what was typed stays',
        key: 'invoice-failed',
        request: { ...rent, lineItems: [] },
        does: 'pays',
        typed: card,
        backend: {
          pay: () => Promise.reject(new PaymentError('card-declined', 'Declined.', { declineCode: 'generic_decline' })),
        },
      },
      {
        ...payer,
        state: 'unavailable',
        caption: 'The card form was blocked: the way out is a link',
        key: 'invoice-blocked',
        request: rent,
        form: 'blocked',
        does: 'opens',
      },
      {
        ...payer,
        state: 'processing',
        caption: 'A method that takes days',
        key: 'invoice-processing',
        request: { ...rent, invoice: due(12), status: 'processing' },
      },
      { ...payer, state: 'paid', caption: 'The button opens the receipt', key: 'invoice-paid', request: paid },
      {
        ...payer,
        state: 'refunded',
        caption: 'Partly refunded, receipt open',
        key: 'invoice-receipt',
        request: { ...paid, status: 'partially_refunded', payment: { ...taken, refunded: 24_000 } },
        does: 'looks at the receipt',
      },
      {
        ...payer,
        state: 'expired',
        caption: 'Past its date',
        key: 'invoice-expired',
        request: { ...rent, status: 'expired' },
      },
    ],
  },
  {
    title: 'Invoice, view="agent"',
    scenes: [
      {
        ...agent,
        ...withClient,
        state: 'idle',
        caption: 'Not yet asked: there is never a card form here',
        key: 'agent-draft',
        unasked: true,
      },
      {
        ...agent,
        ...withClient,
        state: 'open',
        caption: 'The link, three ways to hand it over, and what happens to it, live',
        key: 'agent-open',
        request: rent,
      },
      {
        ...agent,
        state: 'open',
        caption: 'The account takes no payments by link',
        key: 'agent-off',
        request: rent,
        properties: (request) => ({
          client: client(request, {
            retrieve: () => Promise.resolve({ ...operatorView(request), links: 'off', channels: [] }),
          }),
        }),
      },
      { ...agent, ...withClient, state: 'paid', caption: 'Live, without a reload', key: 'agent-paid', request: paid },
      {
        ...agent,
        ...withClient,
        state: 'expired',
        caption: 'It can be asked for again',
        key: 'agent-expired',
        request: { ...rent, status: 'expired' },
      },
    ],
  },
  {
    title: 'Link',
    scenes: [
      {
        state: 'open',
        caption: 'A real link, and two ways to take it along',
        key: 'link',
        tag: 'pay-link',
        bubble: 'wide',
      },
      {
        state: 'paid',
        caption: 'Paid: there is nothing to follow',
        key: 'link-paid',
        tag: 'pay-link',
        bubble: 'wide',
        request: { status: 'paid', payment: { ...taken, amount: 2500, captured: 2500 } },
      },
      {
        state: 'expired',
        caption: 'Past its date',
        key: 'link-expired',
        tag: 'pay-link',
        bubble: 'wide',
        request: { status: 'expired' },
      },
    ],
  },
];

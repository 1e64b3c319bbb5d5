import { expect } from '@open-wc/testing';
import type { MoneyRequest } from '../../../src/contract/types.js';
import type { PaymentStatus } from '../../../src/session/index.js';
import { clear, find, get, reach, stage, withForms, words, takenOf } from './harness.js';

const taken = takenOf(124_000);
const rent: Partial<MoneyRequest> = {
  label: 'Rent',
  amount: 124_000,
  currency: 'eur',
  merchant: { name: 'Alder & Finch', supportEmail: null, supportPhone: null, supportUrl: null },
};

describe('<pay-invoice view="payer">', () => {
  beforeEach(() => {
    withForms();
  });
  afterEach(clear);

  for (const [state, change, badge, sentence] of [
    [
      'processing',
      { status: 'processing' },
      'On its way',
      '€1,240.00 on its way Your bank is sending it to Alder & Finch.',
    ],
    ['processing', { status: 'review' }, 'Being checked', 'We are checking this payment. You need not pay again.'],
    ['canceled', { status: 'canceled' }, 'Canceled', 'This request was withdrawn. You were not charged.'],
    ['expired', { status: 'expired' }, 'Expired', 'Expired on 20 Dec 2026 You were not charged.'],
    [
      'unavailable',
      { available: false },
      'Cannot be paid now',
      'This cannot be paid right now Alder & Finch is not taking payments',
    ],
    [
      'authorized',
      { status: 'authorized', payment: { ...taken, captured: 0, paidAt: null } },
      'Reserved',
      '€1,240.00 reserved Reserved on your card. It will be taken when your order is shipped.',
    ],
    [
      'refunded',
      { status: 'refunded', payment: { ...taken, refunded: 124_000 } },
      'Refunded',
      'Payment refunded €1,240.00 went back to your card',
    ],
    [
      'refunded',
      { status: 'partially_refunded', payment: { ...taken, refunded: 24_000 } },
      'Refunded in part',
      'Payment completed €240.00 went back to your card',
    ],
  ] as const satisfies readonly (readonly [PaymentStatus, Partial<MoneyRequest>, string, string])[])
    it(`says in words that it is: ${badge}`, async () => {
      const { element } = stage('pay-invoice', { request: { ...rent, ...change } });
      await reach(element, state);
      expect(get(element, '[part=badge]').textContent.trim()).to.equal(badge);
      expect(words(element)).to.contain(sentence);
      expect(find(element, '.ask')).to.equal(null);
    });
});

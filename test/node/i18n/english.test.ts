import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paymentErrorCodes, traitsOf, type PaymentErrorCode } from '../../../src/errors/index.js';
import { en, enPage, noticeOf, textOf, type Notice, type Sentence } from '../../../src/i18n/index.js';

const M = 'Shoplifter';
const said = ({ title, text }: Notice): string => `${title}. ${text}`;
/** Bold stretches in two stars, as the reference of the look has them. */
const starred = (sentence: Sentence): string =>
  sentence.map((part) => (typeof part === 'string' ? part : `**${part.strong}**`)).join('');

test('the sentences are those of the look, word for word', () => {
  const table: [string, string][] = [
    [en.payNow, 'Pay Now'],
    [en.payAmount('$125.28'), 'Pay $125.28'],
    [en.cancel, 'Cancel'],
    [en.checkAgain, 'Check again'],
    [en.continue, 'Continue'],
    [en.startOver, 'Start over'],
    [en.bankWaiting, "Your bank hasn't confirmed yet. You were not charged so far."],
    [en.testMode, 'Test mode'],
    [en.fields.number, 'Card number'],
    [en.fields.expiry, 'Expiry'],
    [en.fields.cvc, 'Security code'],
    [en.fields.postalCode, 'Postal code'],
    [starred(en.enterCard('$25 USD', M)), 'Enter your card to send **$25 USD** securely to **Shoplifter**'],
    [en.fieldProblems.invalid_number, 'This card number is not valid.'],
    [en.offline, 'You are offline. You were not charged. You can pay when the connection is back.'],
    [starred(en.sending('$25 USD', M)), 'Sending **$25 USD** securely to **Shoplifter**. Please keep this page open.'],
    [starred(en.bankChecking), '**Your bank is checking…** Confirm this payment in the window of your bank.'],
    [en.errors['card-declined'], 'Your card was declined. You were not charged. Try another card, or ask your bank.'],
    [en.unknown, 'We are checking with the bank whether this went through. You will not be charged twice.'],
    [
      said(en.processing('$25.00', M)),
      '$25.00 on its way. Your bank is sending it to Shoplifter. This can take up to 5 days.',
    ],
    [
      said(en.processing('$25.00', M, true)),
      '$25.00 still to pay. Pay with the voucher or details you were given. We tell you here once Shoplifter has it.',
    ],
    [en.review, 'We are checking this payment. You need not pay again.'],
    [en.completed, 'Payment completed'],
    [en.completedTo('$25.00', M), 'Payment completed, $25.00 to Shoplifter'],
    [
      said(en.reserved('$25.00')),
      '$25.00 reserved. Reserved on your card. It will be taken when your order is shipped.',
    ],
    [en.refunded, 'Payment refunded'],
    [en.refundedOn('$25.00', '22 Nov 2026'), '$25.00 went back to your card on 22 Nov 2026.'],
    [en.refundedOn('$25.00', '22 Nov 2026', false), '$25.00 was refunded on 22 Nov 2026.'],
    [said(en.reserved('$25.00', false)), '$25.00 reserved. Reserved. It will be taken when your order is shipped.'],
    [said(en.canceled), 'Canceled. This request was withdrawn. You were not charged.'],
    [
      said(en.expired('20 Dec 2026', M)),
      'Expired on 20 Dec 2026. You were not charged. Ask Shoplifter for a new request.',
    ],
    [
      said(en.unavailable(M)),
      'This cannot be paid right now. Shoplifter is not taking payments at the moment. You were not charged.',
    ],
    [said(en.blocked), 'The card form could not be loaded here. A browser extension or this site may be blocking it.'],
    [en.paySecurely, 'Pay on a secure page'],
    [en.waiting, 'Waiting for payment'],
    [en.paid, 'Paid'],
    [en.viewAtStripe, 'View at Stripe'],
    [en.nameWithAmount('Get more kittens - 25$', '$25.00'), 'Get more kittens - 25$, $25.00'],
    [en.receipt.paidTo(M), 'Paid to Shoplifter'],
    [en.receipt.reservedFor(M), 'Reserved for Shoplifter'],
    [en.receipt.card, 'Card'],
    [en.receipt.date, 'Date'],
    [en.receipt.reference, 'Reference'],
    [en.receipt.print, 'Print'],
    [en.receipt.refunded, 'Refunded'],
    [en.receipt.youPaid, 'You paid'],
    [en.receipt.heldUntil, 'Held until'],
    [`${en.receipt.willBeTaken} ${en.receipt.whenShipped}`, 'Will be taken when shipped'],
    [enPage.cardToStripeOnly, 'Card details go to Stripe only'],
    [enPage.goesToStripe, 'You will enter your card on a secure page of Stripe, and come back here.'],
    [
      said(enPage.expired('20 Dec 2026', M)),
      'This request has expired. It was open until 20 Dec 2026. You were not charged. Ask Shoplifter for a new one.',
    ],
    [said(enPage.canceled(M)), 'This request was canceled. Shoplifter withdrew it. You were not charged.'],
    [
      said(enPage.notFound),
      'There is nothing here. The link may be incomplete. Open it again from the message it came in.',
    ],
  ];
  for (const [words, expected] of table) assert.equal(words, expected);
});

test('every error says what became of the money: not charged where that is certain, never twice where it is not', () => {
  const operators: readonly PaymentErrorCode[] = [
    'exceeds-remaining', 'not-capturable', 'order-in-progress', 'charge-disputed', 'balance-too-low',
  ]; // prettier-ignore
  const uncertain: readonly PaymentErrorCode[] = [
    'network-error', 'timeout', 'bad-response', 'internal', 'gateway-error', 'gateway-unavailable', 'gateway-timeout',
    'attempt-in-progress',
  ]; // prettier-ignore
  for (const code of paymentErrorCodes) {
    const words = en.errors[code];
    if (uncertain.includes(code)) {
      assert.match(words, /You will not be charged twice\./, code);
      assert.doesNotMatch(words, /not charged/, code);
    } else if (operators.includes(code)) assert.match(words, /Nothing was moved( by this one)?\./, code);
    else assert.match(words, /You were not charged( again)?\./, code);
  }
});

test('no error says why a bank declined beyond what the payer can mend, blames, or shows markup', () => {
  for (const code of paymentErrorCodes) {
    const words = en.errors[code];
    assert.doesNotMatch(
      words,
      /lost|stolen|fraud|suspicious|you (entered|typed|did|have)|your (fault|mistake)|wrong|failed|error/i,
      code,
    );
    assert.doesNotMatch(words, /[<>{}*]/, code);
  }
});

test('an error after which another card helps says so, and a retry is offered where one helps', () => {
  for (const code of paymentErrorCodes) {
    const { kind, recovery } = traitsOf(code);
    if (recovery === 'change-card') assert.match(en.errors[code], /another card/, code);
    if (kind === 'network' && code !== 'offline') assert.match(en.errors[code], /try again/, code);
  }
});

test('a message of several sentences is a title and a text', () => {
  assert.deepEqual(noticeOf(en.errors['card-declined']), {
    title: 'Your card was declined.',
    text: 'You were not charged. Try another card, or ask your bank.',
  });
  assert.deepEqual(noticeOf(en.review), { title: 'We are checking this payment.', text: 'You need not pay again.' });
  assert.deepEqual(noticeOf('No end'), { title: 'No end', text: '' });
  assert.deepEqual(noticeOf('It is $25.00 now. Thanks.'), { title: 'It is $25.00 now.', text: 'Thanks.' });
  assert.deepEqual(noticeOf('カードは使えません。請求されていません。'), {
    title: 'カードは使えません。',
    text: '請求されていません。',
  });
  for (const code of paymentErrorCodes) assert.notEqual(noticeOf(en.errors[code]).text, '', code);
});

test('a sentence joined is its plain text', () => {
  assert.equal(textOf(en.sending('$25 USD', M)), 'Sending $25 USD securely to Shoplifter. Please keep this page open.');
  assert.equal(textOf(en.enterCard('<b>', '&')), 'Enter your card to send <b> securely to &');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPaymentError, type PaymentErrorCode } from '../../../src/errors/index.js';
import { project } from '../../../src/server/requests/projection.js';
import { Bench } from './bench.js';

/** What paying with a card comes to: `paid`, or the code with Stripe's decline code and the one that a payer sees. */
type Outcome = 'paid' | readonly [code: PaymentErrorCode, declineCode: string | null, masked?: string];

interface CardRow {
  /** Row of the published table of test cards. */
  row: number;
  /** A number is typed into the sandbox's field; anything else is given as it is. */
  card: string;
  /** What happens at once, or after a challenge that is passed. */
  outcome: Outcome;
  challenge?: true;
  /** A note in the history of the payment. */
  note?: string;
  /** A fact that follows, by a webhook of this type at the latest. */
  then?: { type: string; note: string };
}

const paid = (row: number, ...cards: string[]): CardRow[] => cards.map((card) => ({ row, card, outcome: 'paid' }));
const declined = (row: number, card: string, ...outcome: Exclude<Outcome, string>): CardRow => ({ row, card, outcome });

const table: CardRow[] = [
  ...paid(1, 'pm_card_visa', 'tok_visa', '4242424242424242'),
  ...paid(2, 'pm_card_visa_debit', 'tok_visa_debit'),
  ...paid(3, 'pm_card_mastercard', 'tok_mastercard'),
  ...paid(4, '2223003122003222'),
  ...paid(5, 'pm_card_mastercard_debit'),
  ...paid(6, 'pm_card_mastercard_prepaid'),
  ...paid(7, 'pm_card_amex', 'tok_amex'),
  ...paid(8, '371449635398431'),
  ...paid(9, 'pm_card_discover', 'tok_discover'),
  ...paid(10, '6011000990139424'),
  ...paid(11, '6011981111111113'),
  ...paid(12, 'pm_card_diners', 'tok_diners'),
  ...paid(13, '36227206271667'),
  ...paid(14, 'pm_card_jcb', 'tok_jcb'),
  ...paid(15, 'pm_card_unionpay', 'tok_unionpay'),
  ...paid(16, '6205500000000000004'),
  ...paid(17, '6555900000604105'),
  ...paid(18, 'pm_card_visa_cartesBancaires', 'pm_card_mastercard_cartesBancaires'),
  ...paid(19, 'pm_card_visa_debit_eftposAuCoBranded', '5555050360000080'),
  declined(20, 'pm_card_visa_chargeDeclined', 'card-declined', 'generic_decline'),
  declined(20, 'tok_visa_chargeDeclined', 'card-declined', 'generic_decline'),
  declined(21, 'pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient-funds', 'insufficient_funds'),
  declined(22, 'pm_card_visa_chargeDeclinedLostCard', 'card-declined', 'lost_card', 'generic_decline'),
  declined(23, 'pm_card_visa_chargeDeclinedStolenCard', 'card-declined', 'stolen_card', 'generic_decline'),
  declined(24, 'pm_card_chargeDeclinedExpiredCard', 'expired-card', null),
  declined(24, 'tok_chargeDeclinedExpiredCard', 'expired-card', null),
  declined(25, 'pm_card_chargeDeclinedIncorrectCvc', 'incorrect-cvc', null),
  declined(26, 'pm_card_chargeDeclinedProcessingError', 'processing-error', null),
  declined(28, 'pm_card_visa_chargeDeclinedVelocityLimitExceeded', 'card-declined', 'card_velocity_exceeded'),
  declined(29, 'pm_card_chargeCustomerFail', 'card-declined', 'generic_decline'),
  declined(29, 'tok_chargeCustomerFail', 'card-declined', 'generic_decline'),
  declined(30, 'pm_card_radarBlock', 'card-declined', 'fraudulent', 'generic_decline'),
  declined(30, 'tok_radarBlock', 'card-declined', 'fraudulent', 'generic_decline'),
  declined(31, 'pm_card_riskLevelHighest', 'card-declined', 'fraudulent', 'generic_decline'),
  { row: 32, card: 'pm_card_riskLevelElevated', outcome: 'paid', note: 'risk elevated' },
  { row: 33, card: 'pm_card_cvcCheckFail', outcome: 'paid', note: 'cvc check failed' },
  { row: 34, card: 'pm_card_avsZipFail', outcome: 'paid', note: 'postal_code check failed' },
  { row: 35, card: 'pm_card_avsFail', outcome: 'paid', note: 'postal_code check failed, address_line1 check failed' },
  { row: 36, card: 'pm_card_authenticationRequiredOnSetup', challenge: true, outcome: 'paid' },
  { row: 37, card: 'pm_card_authenticationRequired', challenge: true, outcome: 'paid' },
  { row: 38, card: 'pm_card_authenticationRequiredSetupForOffSession', challenge: true, outcome: 'paid' },
  {
    row: 39,
    card: 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
    challenge: true,
    outcome: ['insufficient-funds', 'insufficient_funds'],
  },
  { row: 40, card: 'pm_card_threeDSecure2Required', challenge: true, outcome: 'paid' },
  { row: 40, card: 'tok_threeDSecure2Required', challenge: true, outcome: 'paid' },
  {
    row: 41,
    card: 'pm_card_threeDSecureRequiredChargeDeclined',
    challenge: true,
    outcome: ['card-declined', 'generic_decline'],
  },
  declined(42, 'pm_card_threeDSecureRequiredProcessingError', 'card-declined', 'generic_decline'),
  ...paid(43, 'pm_card_threeDSecureOptional'),
  ...paid(44, 'pm_card_threeDSecureOptionalProcessingError'),
  {
    row: 45,
    card: 'pm_card_createDispute',
    outcome: 'paid',
    then: { type: 'charge.dispute.created', note: 'needs_response: fraudulent' },
  },
  {
    row: 45,
    card: 'tok_createDispute',
    outcome: 'paid',
    then: { type: 'charge.dispute.created', note: 'needs_response: fraudulent' },
  },
  {
    row: 46,
    card: 'pm_card_createDisputeProductNotReceived',
    outcome: 'paid',
    then: { type: 'charge.dispute.created', note: 'needs_response: product_not_received' },
  },
  {
    row: 47,
    card: 'pm_card_createDisputeInquiry',
    outcome: 'paid',
    then: { type: 'charge.dispute.created', note: 'warning_needs_response: ' },
  },
  {
    row: 48,
    card: 'pm_card_createIssuerFraudRecord',
    outcome: 'paid',
    then: { type: 'radar.early_fraud_warning.created', note: 'early_fraud_warning: ' },
  },
  ...paid(49, 'pm_card_pendingRefund'),
  ...paid(50, 'pm_card_refundFail'),
  ...paid(51, 'pm_card_bypassPending'),
  { row: 52, card: '4000000000001208', challenge: true, outcome: 'paid' },
  { row: 52, card: '4000000000003725', challenge: true, outcome: 'paid' },
];

for (const { row, card, outcome, challenge, note, then } of table) {
  const words = outcome === 'paid' ? 'is paid' : `is refused with ${outcome[0]}, ${outcome[1] ?? 'no decline code'}`;
  test(`${card} (row ${row}) ${words}${challenge ? ' after its challenge' : ''}`, async () => {
    const bench = new Bench();
    const id = await bench.request();
    const given = /^\d/.test(card) ? await bench.typed(card) : card;
    const instrument = given.startsWith('tok_') ? { token: given } : { paymentMethod: given };
    let paying = bench.engine.pay(id, { attempt: 'a1', instrument }, { by: 'payer' });
    if (challenge) {
      const first = await paying;
      assert.equal(first.result, 'requires_action');
      assert.match(first.clientSecret ?? '', /^pi_.+_secret_/);
      assert.equal(first.row.status, 'open');
      assert.equal(bench.paid(), 0);
      await bench.challenge(id, true);
      await bench.engine.sync(id);
      paying = bench.engine.pay(id, { attempt: 'a1' }, { by: 'payer' });
    }
    const answer = await paying.catch((error: unknown) => error);
    const { doc, status } = await bench.row(id);
    const shown = project(doc, new Date()).attempt;
    const history = await bench.history(id);

    if (outcome === 'paid') {
      assert.ok(typeof answer === 'object' && answer !== null && 'result' in answer, String(answer));
      assert.equal(answer.result, 'paid');
      assert.equal(status, 'paid');
      assert.equal(shown?.status, 'succeeded');
      assert.equal(bench.paid(), 1);
      const fact = history.find((entry) => entry.type === 'paid');
      assert.equal(fact?.amount, 2500);
      assert.equal(fact.note, note ?? null);
      assert.match(fact.dashboardUrl ?? '', /^https:\/\/dashboard\.stripe\.com\/test\/payments\/pi_/);
    } else {
      const [code, declineCode, masked = declineCode] = outcome;
      assert.ok(isPaymentError(answer), String(answer));
      assert.equal(answer.code, code);
      assert.equal(answer.declineCode ?? null, masked);
      assert.equal(status, 'open');
      assert.deepEqual([shown?.status, shown?.code, shown?.declineCode], ['declined', code, masked]);
      assert.equal(bench.paid(), 0);
      const fact = history.find((entry) => entry.type === 'attempt_failed');
      assert.deepEqual([fact?.code, fact?.declineCode], [code, declineCode]);
    }
    if (then) {
      const event = await bench.newestEvent(then.type);
      await bench.engine.advance(id, { account: 'demo', event, type: then.type, objectIds: [] });
      const fact = (await bench.history(id)).find((entry) => entry.type === 'disputed');
      assert.ok(fact?.note?.startsWith(then.note), `${fact?.note}`);
      assert.equal((await bench.row(id)).status, 'paid');
    }
  });
}

test('a number that fails its check digit makes no payment method, so no attempt (row 27)', async () => {
  await assert.rejects(new Bench().typed('4242424242424241'), /incorrect_number|invalid_number/);
});

test('a challenge that is failed is authentication-failed, and another card pays after it', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_threeDSecure2Required');
  await bench.challenge(id, false);
  await bench.engine.sync(id);
  const error = await bench.pay(id, 'a1').catch((thrown: unknown) => thrown);
  assert.ok(isPaymentError(error));
  assert.equal(error.code, 'authentication-failed');
  assert.equal((await bench.pay(id, 'a2', 'pm_card_visa')).result, 'paid');
  assert.equal(bench.paid(), 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passesLuhn, TEST_CARDS } from '../../../src/sandbox/cards.js';
import { bench, chargeOf, pay, read, typed } from './stripe.js';

/** [row of reference, numbers, pm id or null, outcome]. The numbers are typed, the ids are given: both end the same. */
type Row = [string, string, string | null, string];

const ROWS: Row[] = [
  ['1', '4242424242424242', 'pm_card_visa', 'paid visa credit'],
  ['2', '4000056655665556', 'pm_card_visa_debit', 'paid visa debit'],
  ['3', '5555555555554444', 'pm_card_mastercard', 'paid mastercard credit'],
  ['4', '2223003122003222', null, 'paid mastercard credit'],
  ['5', '5200828282828210', 'pm_card_mastercard_debit', 'paid mastercard debit'],
  ['6', '5105105105105100', 'pm_card_mastercard_prepaid', 'paid mastercard prepaid'],
  ['7', '378282246310005', 'pm_card_amex', 'paid amex credit'],
  ['8', '371449635398431', null, 'paid amex credit'],
  ['9', '6011111111111117', 'pm_card_discover', 'paid discover credit'],
  ['10', '6011000990139424', null, 'paid discover credit'],
  ['11', '6011981111111113', null, 'paid discover debit'],
  ['12', '3056930009020004', 'pm_card_diners', 'paid diners credit'],
  ['13', '36227206271667', null, 'paid diners credit'],
  ['14', '3566002020360505', 'pm_card_jcb', 'paid jcb credit'],
  ['15', '6200000000000005', 'pm_card_unionpay', 'paid unionpay credit'],
  ['16', '6205500000000000004', null, 'paid unionpay credit'],
  ['17', '6555900000604105', null, 'paid discover credit'],
  ['18', '4000002500001001', 'pm_card_visa_cartesBancaires', 'paid visa credit'],
  ['18', '5555552500001001', 'pm_card_mastercard_cartesBancaires', 'paid mastercard credit'],
  ['19', '4000050360000001', 'pm_card_visa_debit_eftposAuCoBranded', 'paid visa debit'],
  ['19', '5555050360000080', null, 'paid mastercard debit'],
  ['20', '4000000000000002', 'pm_card_visa_chargeDeclined', 'card_declined/generic_decline'],
  ['21', '4000000000009995', 'pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined/insufficient_funds'],
  ['22', '4000000000009987', 'pm_card_visa_chargeDeclinedLostCard', 'card_declined/lost_card'],
  ['23', '4000000000009979', 'pm_card_visa_chargeDeclinedStolenCard', 'card_declined/stolen_card'],
  ['24', '4000000000000069', 'pm_card_chargeDeclinedExpiredCard', 'expired_card'],
  ['25', '4000000000000127', 'pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc'],
  ['26', '4000000000000119', 'pm_card_chargeDeclinedProcessingError', 'processing_error'],
  [
    '28',
    '4000000000006975',
    'pm_card_visa_chargeDeclinedVelocityLimitExceeded',
    'card_declined/card_velocity_exceeded',
  ],
  ['29', '4000000000000341', 'pm_card_chargeCustomerFail', 'card_declined/generic_decline'],
  ['30', '4100000000000019', 'pm_card_radarBlock', 'card_declined/fraudulent'],
  ['31', '4000000000004954', 'pm_card_riskLevelHighest', 'card_declined/fraudulent'],
  ['32', '4000000000009235', 'pm_card_riskLevelElevated', 'paid visa credit elevated'],
  ['33', '4000000000000101', 'pm_card_cvcCheckFail', 'paid visa credit cvc:fail'],
  ['34', '4000000000000036', 'pm_card_avsZipFail', 'paid visa credit zip:fail'],
  ['35', '4000000000000010', 'pm_card_avsFail', 'paid visa credit line1:fail zip:fail'],
  ['36', '4000002500003155', 'pm_card_authenticationRequiredOnSetup', 'challenge, paid visa credit'],
  ['37', '4000002760003184', 'pm_card_authenticationRequired', 'challenge, paid visa credit'],
  ['38', '4000003800000446', 'pm_card_authenticationRequiredSetupForOffSession', 'challenge, paid visa credit'],
  [
    '39',
    '4000008260003178',
    'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
    'challenge, card_declined/insufficient_funds',
  ],
  ['40', '4000000000003220', 'pm_card_threeDSecure2Required', 'challenge, paid visa credit'],
  ['41', '4000008400001629', 'pm_card_threeDSecureRequiredChargeDeclined', 'challenge, card_declined/generic_decline'],
  ['42', '4000008400001280', 'pm_card_threeDSecureRequiredProcessingError', 'card_declined/generic_decline'],
  ['43', '4000000000003055', 'pm_card_threeDSecureOptional', 'paid visa credit'],
  ['44', '4000000000003097', 'pm_card_threeDSecureOptionalProcessingError', 'paid visa credit'],
  ['45', '4000000000000259', 'pm_card_createDispute', 'paid visa credit, fraudulent needs_response'],
  [
    '46',
    '4000000000002685',
    'pm_card_createDisputeProductNotReceived',
    'paid visa credit, product_not_received needs_response',
  ],
  ['47', '4000000000001976', 'pm_card_createDisputeInquiry', 'paid visa credit, fraudulent warning_needs_response'],
  ['48', '4000000000005423', 'pm_card_createIssuerFraudRecord', 'paid visa credit, early fraud warning'],
  ['49', '4000000000007726', 'pm_card_pendingRefund', 'paid visa credit'],
  ['50', '4000000000005126', 'pm_card_refundFail', 'paid visa credit'],
  ['51', '4000000000000077', 'pm_card_bypassPending', 'paid visa credit'],
  ['52', '4000000000001208', null, 'challenge, paid visa credit'],
  ['52', '4000000000003725', null, 'challenge, paid visa credit'],
  ['country', '4000008260000000', 'pm_card_gb', 'paid visa credit'],
];

type Bench = ReturnType<typeof bench>;

async function outcomeOf(b: Bench, method: string): Promise<string> {
  const { intent: first } = await pay(b, method);
  const words: string[] = [];
  let intent = first;
  if (intent.status === 'requires_action') {
    words.push('challenge');
    assert.equal(intent.latest_charge, null);
    const body = new URLSearchParams({ client_secret: intent.client_secret ?? '', outcome: 'authorize' });
    await b.sandbox.fetch(
      new Request(`${b.sandbox.baseUrl}/_sandbox/challenge/${intent.id}`, { method: 'POST', body }),
    );
    intent = await read(b, intent.id);
  }
  if (intent.status !== 'succeeded') {
    const error = intent.last_payment_error;
    words.push([error?.code, error?.decline_code].filter((word) => word !== undefined).join('/'));
    assert.equal(chargeOf(intent).failure_code, error?.code);
    return words.join(', ');
  }
  const { outcome, payment_method_details: details } = chargeOf(intent);
  const checks = details?.card?.checks;
  const facts = ['paid', details?.card?.brand, details?.card?.funding];
  if (outcome?.risk_level !== 'normal') facts.push(outcome?.risk_level);
  if (checks?.cvc_check === 'fail') facts.push('cvc:fail');
  if (checks?.address_line1_check === 'fail') facts.push('line1:fail');
  if (checks?.address_postal_code_check === 'fail') facts.push('zip:fail');
  words.push(facts.join(' '));
  const { data: disputes } = await b.stripe.disputes.list({ payment_intent: intent.id });
  for (const dispute of disputes) words.push(`${dispute.reason} ${dispute.status}`);
  const { data: warnings } = await b.stripe.events.list({ type: 'radar.early_fraud_warning.created' });
  if (warnings.length > 0) words.push('early fraud warning');
  return words.join(', ');
}

for (const [row, number, id, outcome] of ROWS) {
  test(`row ${row}: ${number.slice(-4)}${id === null ? '' : `, ${id}`} ends ${outcome}`, async () => {
    const b = bench();
    assert.equal(await outcomeOf(b, await typed(b, number)), outcome);
    if (id !== null) {
      const other = bench();
      assert.equal(await outcomeOf(other, id), outcome);
    }
  });
}

test('every published card is in the table', () => {
  const rows = new Set(ROWS.map(([, number]) => number));
  const countries = ['de', 'fr', 'in', 'jp', 'br', 'ca', 'mx', 'at', 'be', 'ch', 'es', 'it', 'nl', 'au'];
  for (const { id, numbers } of TEST_CARDS) {
    if (!countries.includes(id)) for (const number of numbers) assert.ok(rows.has(number), number.slice(-4));
    for (const number of numbers) assert.ok(passesLuhn(number), number.slice(-4));
  }
});

test('row 27 and bad input are refused by the field endpoint', async () => {
  const b = bench();
  const ask = async (changes: Record<string, string>): Promise<string> => {
    const params = {
      type: 'card',
      'card[number]': '4242424242424242',
      'card[exp_month]': '12',
      'card[exp_year]': '2034',
      'card[cvc]': '123',
      ...changes,
    };
    const { status, body } = await b.browser('POST', '/v1/payment_methods', params);
    const { code, decline_code: declineCode } = body.error ?? {};
    return [status, code, declineCode]
      .filter((word) => ['number', 'string'].includes(typeof word))
      .map(String)
      .join(' ');
  };
  assert.equal(await ask({ 'card[number]': '4242424242424241' }), '402 incorrect_number');
  assert.equal(await ask({ 'card[number]': '4111111111111111' }), '402 card_declined test_mode_live_card');
  assert.equal(await ask({ 'card[exp_month]': '13' }), '402 invalid_expiry_month');
  assert.equal(await ask({ 'card[exp_month]': '10', 'card[exp_year]': '2026' }), '402 invalid_expiry_month');
  assert.equal(await ask({ 'card[exp_year]': '95' }), '402 invalid_expiry_year');
  assert.equal(await ask({ 'card[cvc]': '99' }), '402 invalid_cvc');
  assert.equal(await ask({ 'card[number]': '' }), '400 parameter_missing');
});

test('declines published cards with live keys, unless it was told to take them', async () => {
  const live = async (livePayments: boolean): Promise<string> => {
    const b = bench({ livePayments });
    const method = await typed(b, '4242424242424242', 'pk_live_sandbox');
    const stripe = b.as('sk_live_sandbox');
    const created = await stripe.paymentIntents.create({
      amount: 2500,
      currency: 'usd',
      allowed_payment_method_types: ['card'],
    });
    const intent = await stripe.paymentIntents
      .confirm(created.id, { payment_method: method })
      .catch(() => stripe.paymentIntents.retrieve(created.id));
    assert.equal(intent.livemode, true);
    return intent.last_payment_error?.decline_code ?? intent.status;
  };
  assert.equal(await live(false), 'testmode_decline');
  assert.equal(await live(true), 'succeeded');
  await assert.rejects(
    bench().as('sk_live_sandbox').paymentMethods.retrieve('pm_card_visa'),
    /similar object exists in test mode/,
  );
});

test('no card number is in the state or the log', async () => {
  const b = bench();
  for (const [, number] of ROWS) {
    await outcomeOf(b, await typed(b, number));
    await b.browser('POST', '/v1/tokens', { 'card[number]': number, 'card[exp_month]': '1', 'card[exp_year]': '2030' });
    await b.browser('GET', `/v1/payment_methods/${number}`, {}, 'sk_test_sandbox');
  }
  const kept = b.sandbox.snapshot() + JSON.stringify(b.sandbox.log());
  for (const [, number] of ROWS) assert.ok(!kept.includes(number), number.slice(-4));
});

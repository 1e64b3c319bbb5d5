import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declineToCode, maskDecline } from '../../../src/errors/declines.js';
import type { PaymentErrorCode } from '../../../src/errors/index.js';

/** Stripe's `code` and `decline_code`, and what they are here. */
const table: readonly [string | null | undefined, string | null | undefined, PaymentErrorCode][] = [
  ['card_declined', 'generic_decline', 'card-declined'],
  ['card_declined', 'insufficient_funds', 'insufficient-funds'],
  ['card_declined', 'lost_card', 'card-declined'],
  ['card_declined', 'stolen_card', 'card-declined'],
  ['card_declined', 'fraudulent', 'card-declined'],
  ['card_declined', 'card_velocity_exceeded', 'card-declined'],
  ['card_declined', 'authentication_required', 'authentication-required'],
  ['card_declined', 'issuer_not_available', 'processing-error'],
  ['card_declined', 'a_word_of_next_year', 'card-declined'],
  ['card_declined', 'constructor', 'card-declined'],
  ['card_declined', null, 'card-declined'],
  ['expired_card', null, 'expired-card'],
  ['expired_card', 'expired_card', 'expired-card'],
  ['incorrect_cvc', 'incorrect_cvc', 'incorrect-cvc'],
  ['incorrect_number', null, 'incorrect-number'],
  ['invalid_number', undefined, 'incorrect-number'],
  ['incorrect_zip', 'incorrect_zip', 'incorrect-postal-code'],
  ['processing_error', 'processing_error', 'processing-error'],
  ['authentication_required', 'authentication_required', 'authentication-required'],
  ['payment_intent_authentication_failure', null, 'authentication-failed'],
  [null, 'insufficient_funds', 'insufficient-funds'],
  [undefined, undefined, 'card-declined'],
  ['__proto__', '__proto__', 'card-declined'],
];

for (const [code, declineCode, ours] of table) {
  test(`${code} with ${declineCode} is ${ours}`, () => assert.equal(declineToCode(code, declineCode), ours));
}

test('a decline that would tip off a thief reads as a plain one, any other as it is', () => {
  for (const code of [
    'fraudulent',
    'lost_card',
    'stolen_card',
    'lost_or_stolen_card',
    'merchant_blacklist',
    'pickup_card',
    'restricted_card',
    'rule',
    'highest_risk_level',
    'elevated_risk_level',
  ])
    assert.equal(maskDecline(code), 'generic_decline', code);
  for (const code of ['generic_decline', 'insufficient_funds', 'do_not_honor', 'a_word_of_next_year'])
    assert.equal(maskDecline(code), code, code);
  assert.equal(maskDecline(null), null);
});

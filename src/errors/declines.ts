/** Stripe's codes of a failed payment in our words. Stripe may add some at any time: what is unknown is a plain decline. */
import type { PaymentErrorCode } from './codes.js';

/** Stripe's word → our code. https://docs.stripe.com/declines/codes, https://docs.stripe.com/error-codes */
const codes: Readonly<Record<string, PaymentErrorCode>> = {
  insufficient_funds: 'insufficient-funds',
  expired_card: 'expired-card',
  invalid_expiry_month: 'expired-card',
  invalid_expiry_year: 'expired-card',
  incorrect_cvc: 'incorrect-cvc',
  invalid_cvc: 'incorrect-cvc',
  incorrect_number: 'incorrect-number',
  invalid_number: 'incorrect-number',
  incorrect_zip: 'incorrect-postal-code',
  incorrect_address: 'incorrect-postal-code',
  approve_with_id: 'processing-error',
  issuer_not_available: 'processing-error',
  processing_error: 'processing-error',
  reenter_transaction: 'processing-error',
  try_again_later: 'processing-error',
  authentication_required: 'authentication-required',
  authentication_not_handled: 'authentication-required',
  payment_intent_authentication_failure: 'authentication-failed',
  setup_intent_authentication_failure: 'authentication-failed',
};

/** What would tell a thief that a card was reported, or that a payment looked like fraud. */
const revealing: readonly string[] = [
  'fraudulent',
  'lost_card',
  'stolen_card',
  'lost_or_stolen_card',
  'merchant_blacklist',
  'pickup_card', // Stripe: "it's possible it was reported lost or stolen"
  'restricted_card', // the same
  // Not the bank's words but Radar's, from `outcome.reason`: the merchant's own defence.
  'rule',
  'highest_risk_level',
  'elevated_risk_level',
];

/**
 * Our code for a failed payment, from the `code` and `decline_code` of Stripe's error. `card_declined` is told
 * apart by its decline code; a code that says more than that wins over it.
 */
export function declineToCode(
  code: string | null | undefined,
  declineCode: string | null | undefined,
): PaymentErrorCode {
  for (const word of [code, declineCode]) {
    if (word != null && Object.hasOwn(codes, word)) return codes[word] ?? 'card-declined';
  }
  return 'card-declined';
}

/** A decline code as a payer may see it: `generic_decline` in place of one that would tip off a thief. */
export function maskDecline(declineCode: string): string;
export function maskDecline(declineCode: string | null): string | null;
export function maskDecline(declineCode: string | null): string | null {
  return declineCode !== null && revealing.includes(declineCode) ? 'generic_decline' : declineCode;
}

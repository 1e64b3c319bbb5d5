import { invalidRequest } from '../failure.js';

interface Rules {
  /** The only currency it is charged in; null: any. */
  currency: string | null;
  /** Whether money can be held first and captured later. */
  manualCapture: boolean;
}

/** The kinds of payment methods that the sandbox plays (docs.stripe.com/payments/payment-methods/payment-method-support). */
const RULES = {
  card: { currency: null, manualCapture: true },
  // In a dozen currencies; the sandbox does not tell them apart.
  amazon_pay: { currency: null, manualCapture: true },
  ideal: { currency: 'eur', manualCapture: false },
  bancontact: { currency: 'eur', manualCapture: false },
  sepa_debit: { currency: 'eur', manualCapture: false },
  us_bank_account: { currency: 'usd', manualCapture: false },
} as const satisfies Record<string, Rules>;

/** A kind that is played. */
export type PlayedType = keyof typeof RULES;

/** Whether a kind is played at all. */
export const isPlayed = (type: string): type is PlayedType => Object.hasOwn(RULES, type);

/** Every kind that is played. */
export const PLAYED: readonly PlayedType[] = Object.keys(RULES).filter(isPlayed);

/** What a merchant's Dashboard has switched on, for those who name no types; the others are had by asking for them. */
const DASHBOARD = ['card'];

/** Whether a kind sends the payer to a bank's page. */
export const isRedirect = (type: string): boolean => ['amazon_pay', 'ideal', 'bancontact'].includes(type);

/**
 * The kinds that a payment can be made with. Stripe drops silently what does not go with the currency or with a capture
 * by hand, and refuses only where nothing is left (docs.stripe.com/changelog/dahlia/2026-07-29).
 */
export function typesFor(input: {
  allowed: readonly string[] | null;
  excluded: readonly string[] | null;
  currency: string;
  captureMethod: string;
}): string[] {
  const types = (input.allowed ?? DASHBOARD).filter((type) => {
    if (!isPlayed(type) || input.excluded?.includes(type) === true) return false;
    const rules: Rules = RULES[type];
    if (rules.currency !== null && rules.currency !== input.currency) return false;
    return rules.manualCapture || input.captureMethod !== 'manual';
  });
  if (types.length > 0) return [...new Set(types)];
  throw invalidRequest(
    'None of the payment method types are compatible with the currency, amount and capture method of this payment, or none of them is activated.',
    {
      code: 'payment_intent_invalid_parameter',
      param: input.allowed === null ? 'excluded_payment_method_types' : 'allowed_payment_method_types',
    },
  );
}

/** The closed list of errors, and what each is: no more than a browser needs (HTTP's side is in `http.ts`). */

/** Codes of HTTP problems: what a backend may answer. */
export type WireErrorCode =
  | 'malformed-body' | 'invalid-signature'
  | 'unauthorized' | 'forbidden' | 'cross-site' | 'not-found'
  | 'card-declined' | 'insufficient-funds' | 'expired-card' | 'incorrect-cvc' | 'incorrect-number'
  | 'incorrect-postal-code' | 'processing-error' | 'authentication-required' | 'authentication-failed'
  | 'already-paid' | 'already-replaced' | 'request-closed' | 'attempt-in-progress' | 'order-in-progress'
  | 'exceeds-remaining' | 'not-capturable' | 'charge-disputed' | 'balance-too-low'
  | 'idempotency-key-reused'
  | 'body-too-large' | 'unsupported-media-type' | 'rate-limited' | 'too-many-attempts'
  | 'invalid-request' | 'invalid-label' | 'invalid-amount' | 'amount-too-small' | 'amount-too-large'
  | 'amount-mismatch' | 'unknown-currency' | 'card-data-refused' | 'instrument-used' | 'unavailable'
  | 'internal' | 'gateway-error' | 'gateway-unavailable' | 'gateway-timeout'; // prettier-ignore

/** Codes that arise in the browser and never cross the wire. */
export type LocalErrorCode =
  | 'script-blocked' | 'script-timeout' | 'script-outdated'
  | 'fields-incomplete' | 'fields-invalid' | 'fields-lost'
  | 'host-refused' | 'no-backend' | 'backend-not-allowed' | 'misuse'
  | 'offline' | 'network-error' | 'timeout' | 'bad-response'
  | 'lapsed'; // prettier-ignore

/** Every code that a `PaymentError` can have. */
export type PaymentErrorCode = WireErrorCode | LocalErrorCode;

/** Whose matter it is: the page's code, the way to the backend, the backend, Stripe, or the card. */
export type PaymentErrorKind = 'integration' | 'network' | 'backend' | 'gateway' | 'card';

/**
 * What helps: the same again (`retry`, after correcting what was typed where that was wrong), another card,
 * waiting first, or nothing that the payer could do.
 */
export type PaymentRecovery = 'retry' | 'change-card' | 'wait' | 'none';

/** What is fixed about a code. */
export interface PaymentErrorTraits {
  kind: PaymentErrorKind;
  recovery: PaymentRecovery;
}

type Row = readonly [PaymentErrorKind, PaymentRecovery, ...PaymentErrorCode[]];

/** Grouped, because each code is text that every page has to load. */
const groups = [
  ['card', 'change-card', 'card-declined', 'insufficient-funds', 'expired-card'],
  ['card', 'retry', 'incorrect-cvc', 'incorrect-number', 'incorrect-postal-code', 'processing-error',
    'authentication-required', 'authentication-failed', 'fields-incomplete', 'fields-invalid', 'fields-lost'],
  ['gateway', 'retry', 'script-blocked', 'script-timeout', 'lapsed'],
  ['gateway', 'wait', 'gateway-error', 'gateway-unavailable', 'gateway-timeout'],
  ['gateway', 'none', 'script-outdated', 'invalid-signature'],
  ['network', 'retry', 'offline', 'network-error', 'timeout', 'bad-response'],
  ['backend', 'wait', 'attempt-in-progress', 'order-in-progress', 'rate-limited', 'too-many-attempts', 'internal'],
  ['backend', 'none', 'unauthorized', 'forbidden', 'cross-site', 'not-found', 'already-paid', 'already-replaced', 'request-closed',
    'exceeds-remaining', 'not-capturable', 'charge-disputed', 'balance-too-low', 'unavailable'],
  ['integration', 'retry', 'host-refused', 'instrument-used'],
  ['integration', 'none', 'malformed-body', 'idempotency-key-reused', 'body-too-large', 'unsupported-media-type',
    'invalid-request', 'invalid-label', 'invalid-amount', 'amount-too-small', 'amount-too-large', 'amount-mismatch',
    'unknown-currency', 'card-data-refused', 'no-backend', 'backend-not-allowed', 'misuse'],
] as const satisfies readonly Row[]; // prettier-ignore

type Grouped = Exclude<(typeof groups)[number][number], PaymentErrorKind | PaymentRecovery>;

/** Does not compile while a code is in no group. */
type Complete = PaymentErrorCode extends Grouped ? readonly Row[] : never;
const rows: Complete = groups;

/** Every code there is, grouped by kind and recovery. */
export const paymentErrorCodes: readonly PaymentErrorCode[] = /* @__PURE__ */ rows.flatMap(([, , ...codes]) => codes);

/** Whether a string is one of our codes: for what comes over the wire. */
export function isPaymentErrorCode(code: unknown): code is PaymentErrorCode {
  return paymentErrorCodes.some((one) => one === code);
}

/** Kind and recovery of a code. */
export function traitsOf(code: PaymentErrorCode): PaymentErrorTraits {
  for (const [kind, recovery, ...codes] of rows) if (codes.includes(code)) return { kind, recovery };
  return { kind: 'backend', recovery: 'none' }; // a code of a later version, from another copy of this package
}

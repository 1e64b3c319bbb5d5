/** Why a test card is declined: Stripe's `code`, its `decline_code` where it has one, and the parameter at fault. */
export interface Decline {
  code: string;
  declineCode?: string;
  param?: string;
  message: string;
}

/** What happens after a test card was charged. */
export type Aftermath = 'dispute-fraudulent' | 'dispute-not-received' | 'inquiry' | 'early-fraud-warning';

/** One published test card and everything it does (docs.stripe.com/testing). */
export interface TestCard {
  /** Its name: `pm_card_{id}` and `tok_{id}` where it has those. */
  id: string;
  /** The published numbers; the first gives the last four digits. */
  numbers: readonly string[];
  /** Whether Stripe publishes a `pm_card_…` id for it. */
  named: boolean;
  brand: string;
  funding: string;
  country: string;
  networks: readonly string[];
  /** Declined when charged; with `challenge`, only after the payer has authenticated. */
  decline?: Decline;
  /**
   * When 3-D Secure (or a captcha) is asked: on every payment, or not for payments without the payer present, from the
   * first on or once the card was saved.
   */
  challenge?: 'always' | 'until-set-up' | 'on-session' | 'captcha';
  /** Authentication is possible, and asked only where the merchant wants it. */
  challengeOptional?: true;
  /** Checks that fail without stopping the payment. */
  failedChecks?: readonly ('cvc' | 'line1' | 'postal_code')[];
  risk?: 'elevated' | 'highest';
  /** Blocked before it reaches the network. */
  blocked?: true;
  after?: Aftermath;
  /** Refunds of it begin as pending, or fail later. */
  refunds?: 'pending' | 'fail';
}

const declined = (declineCode: string, message = 'Your card was declined.'): Decline => ({
  code: 'card_declined',
  declineCode,
  message,
});

const INSUFFICIENT = declined('insufficient_funds', 'Your card has insufficient funds.');

type Details = Partial<Omit<TestCard, 'id' | 'numbers'>>;

function card(id: string, numbers: string, brand: string, details: Details = {}): TestCard {
  return {
    id,
    numbers: numbers.split(' '),
    named: true,
    brand,
    funding: 'credit',
    country: 'US',
    networks: [brand],
    ...details,
  };
}

const visa = (id: string, number: string, details: Details = {}): TestCard => card(id, number, 'visa', details);

/** Every published test card, in the order of docs.stripe.com/testing. */
export const TEST_CARDS: readonly TestCard[] = [
  visa('visa', '4242424242424242'),
  visa('visa_debit', '4000056655665556', { funding: 'debit' }),
  card('mastercard', '5555555555554444', 'mastercard'),
  card('mastercard_2series', '2223003122003222', 'mastercard', { named: false }),
  card('mastercard_debit', '5200828282828210', 'mastercard', { funding: 'debit' }),
  card('mastercard_prepaid', '5105105105105100', 'mastercard', { funding: 'prepaid' }),
  card('amex', '378282246310005 371449635398431', 'amex'),
  card('discover', '6011111111111117 6011000990139424', 'discover'),
  card('discover_debit', '6011981111111113', 'discover', { named: false, funding: 'debit' }),
  card('diners', '3056930009020004 36227206271667', 'diners'),
  card('jcb', '3566002020360505', 'jcb', { country: 'JP' }),
  card('unionpay', '6200000000000005 6205500000000000004', 'unionpay', { country: 'CN' }),
  card('bccard', '6555900000604105', 'discover', { named: false, country: 'KR' }),
  visa('visa_cartesBancaires', '4000002500001001', { country: 'FR', networks: ['cartes_bancaires', 'visa'] }),
  card('mastercard_cartesBancaires', '5555552500001001', 'mastercard', {
    country: 'FR',
    networks: ['cartes_bancaires', 'mastercard'],
  }),
  visa('visa_debit_eftposAuCoBranded', '4000050360000001', {
    country: 'AU',
    funding: 'debit',
    networks: ['eftpos_au', 'visa'],
  }),
  card('mastercard_debit_eftposAuCoBranded', '5555050360000080', 'mastercard', {
    country: 'AU',
    funding: 'debit',
    networks: ['eftpos_au', 'mastercard'],
  }),
  visa('visa_chargeDeclined', '4000000000000002', { decline: declined('generic_decline') }),
  visa('visa_chargeDeclinedInsufficientFunds', '4000000000009995', { decline: INSUFFICIENT }),
  visa('visa_chargeDeclinedLostCard', '4000000000009987', { decline: declined('lost_card') }),
  visa('visa_chargeDeclinedStolenCard', '4000000000009979', { decline: declined('stolen_card') }),
  visa('chargeDeclinedExpiredCard', '4000000000000069', {
    decline: { code: 'expired_card', param: 'exp_month', message: 'Your card has expired.' },
  }),
  visa('chargeDeclinedIncorrectCvc', '4000000000000127', {
    decline: { code: 'incorrect_cvc', param: 'cvc', message: "Your card's security code is incorrect." },
    failedChecks: ['cvc'],
  }),
  visa('chargeDeclinedProcessingError', '4000000000000119', {
    decline: {
      code: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  }),
  visa('visa_chargeDeclinedVelocityLimitExceeded', '4000000000006975', {
    decline: declined(
      'card_velocity_exceeded',
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    ),
  }),
  visa('chargeCustomerFail', '4000000000000341', { decline: declined('generic_decline') }),
  visa('radarBlock', '4100000000000019', { decline: declined('fraudulent'), risk: 'highest', blocked: true }),
  visa('riskLevelHighest', '4000000000004954', { decline: declined('fraudulent'), risk: 'highest', blocked: true }),
  visa('riskLevelElevated', '4000000000009235', { risk: 'elevated' }),
  visa('cvcCheckFail', '4000000000000101', { failedChecks: ['cvc'] }),
  visa('avsZipFail', '4000000000000036', { failedChecks: ['postal_code'] }),
  visa('avsFail', '4000000000000010', { failedChecks: ['line1', 'postal_code'] }),
  visa('authenticationRequiredOnSetup', '4000002500003155', { country: 'FR', challenge: 'until-set-up' }),
  visa('authenticationRequired', '4000002760003184', { country: 'DE', challenge: 'always' }),
  visa('authenticationRequiredSetupForOffSession', '4000003800000446', { country: 'IT', challenge: 'on-session' }),
  visa('authenticationRequiredChargeDeclinedInsufficientFunds', '4000008260003178', {
    country: 'GB',
    challenge: 'always',
    decline: INSUFFICIENT,
  }),
  visa('threeDSecure2Required', '4000000000003220', { challenge: 'always' }),
  visa('threeDSecureRequiredChargeDeclined', '4000008400001629', {
    challenge: 'always',
    decline: declined('generic_decline'),
  }),
  visa('threeDSecureRequiredProcessingError', '4000008400001280', { decline: declined('generic_decline') }),
  visa('threeDSecureOptional', '4000000000003055', { challengeOptional: true }),
  visa('threeDSecureOptionalProcessingError', '4000000000003097'),
  visa('createDispute', '4000000000000259', { after: 'dispute-fraudulent' }),
  visa('createDisputeProductNotReceived', '4000000000002685', { after: 'dispute-not-received' }),
  visa('createDisputeInquiry', '4000000000001976', { after: 'inquiry' }),
  visa('createIssuerFraudRecord', '4000000000005423', { after: 'early-fraud-warning' }),
  visa('pendingRefund', '4000000000007726', { refunds: 'pending' }),
  visa('refundFail', '4000000000005126', { refunds: 'fail' }),
  visa('bypassPending', '4000000000000077'),
  visa('captchaChallenge', '4000000000001208 4000000000003725', { named: false, challenge: 'captcha' }),
  visa('gb', '4000008260000000', { country: 'GB' }),
  visa('de', '4000002760000016', { country: 'DE' }),
  visa('fr', '4000002500000003', { country: 'FR' }),
  visa('in', '4000003560000008', { country: 'IN' }),
  visa('jp', '4000003920000003', { country: 'JP' }),
  visa('br', '4000000760000002', { country: 'BR' }),
  visa('ca', '4000001240000000', { country: 'CA' }),
  visa('mx', '4000004840008001', { country: 'MX' }),
  visa('at', '4000000400000008', { country: 'AT' }),
  visa('be', '4000000560000004', { country: 'BE' }),
  visa('ch', '4000007560000009', { country: 'CH' }),
  visa('es', '4000007240000007', { country: 'ES' }),
  visa('it', '4000003800000008', { country: 'IT' }),
  visa('nl', '4000005280000002', { country: 'NL' }),
  visa('au', '4000000360000006', { country: 'AU' }),
];

/** Older names of test cards, which public code goes on using. */
const OLDER: Readonly<Record<string, string>> = {
  us: 'visa',
  chargeDeclined: 'visa_chargeDeclined',
  chargeDeclinedInsufficientFunds: 'visa_chargeDeclinedInsufficientFunds',
  chargeDeclinedLostCard: 'visa_chargeDeclinedLostCard',
  chargeDeclinedStolenCard: 'visa_chargeDeclinedStolenCard',
  chargeDeclinedVelocityLimitExceeded: 'visa_chargeDeclinedVelocityLimitExceeded',
  chargeDeclinedFraudulent: 'radarBlock',
  visa_chargeDeclinedExpiredCard: 'chargeDeclinedExpiredCard',
  visa_chargeDeclinedIncorrectCvc: 'chargeDeclinedIncorrectCvc',
  visa_chargeDeclinedProcessingError: 'chargeDeclinedProcessingError',
  visa_chargeDeclinedFraudulent: 'radarBlock',
  threeDSecureRequired: 'threeDSecure2Required',
};

const BY_ID = new Map(TEST_CARDS.map((entry) => [entry.id, entry]));
const BY_NUMBER = new Map(TEST_CARDS.flatMap((entry) => entry.numbers.map((number) => [number, entry] as const)));

/** The test card of a name as state keeps it. A name it does not know is a fault in the state. */
export function cardNamed(id: string): TestCard {
  const found = BY_ID.get(id);
  if (found === undefined) throw new Error(`no test card named ${id}`);
  return found;
}

/** The test card behind `pm_card_visa` or `tok_visa`; undefined for any other id. */
export function cardOfTestId(id: string): TestCard | undefined {
  const name = /^(?:pm_card|tok)_(.+)$/.exec(id)?.[1];
  const found = name === undefined ? undefined : BY_ID.get(Object.hasOwn(OLDER, name) ? (OLDER[name] ?? '') : name);
  return found?.named === true ? found : undefined;
}

/** The test card of a number, digits only; undefined for every number that is not a published test number. */
export function cardOfNumber(number: string): TestCard | undefined {
  return BY_NUMBER.get(number);
}

/** Whether the digits end in a right check digit (ISO/IEC 7812). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  Array.from(digits)
    .reverse()
    .forEach((digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      sum += value > 9 ? value - 9 : value;
    });
  return sum % 10 === 0;
}

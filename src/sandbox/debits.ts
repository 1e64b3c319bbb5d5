import type { Aftermath, Decline } from './cards.js';

/** How long a debit stands as `processing`, in milliseconds; Stripe takes seconds for most test accounts, minutes for the delayed ones. */
const SOON_MS = 3000;
const LATER_MS = 180_000;

/** One published test account of a bank debit and what it does (docs.stripe.com/testing, "Non-card payments"). */
export interface TestAccount {
  /** Its name as Stripe publishes it, such as `pm_sepaDebit_success_de`; one of ours where Stripe publishes none. */
  id: string;
  type: 'sepa_debit' | 'us_bank_account';
  /** The IBAN, or the account number. */
  number: string;
  country: string;
  /** How long a payment stands as `processing`; null: for ever. */
  settlesAfterMs: number | null;
  /** Why the payment fails in the end: the failure code of its charge. */
  failure?: Decline;
  /** Why no payment method can be made of it. */
  refused?: Decline;
  after?: Aftermath;
}

const failing = (code: string, message: string): Decline => ({ code, message });

const HOLDER = failing('incorrect_account_holder_name', "The bank account holder's name is incorrect.");
const INSUFFICIENT = failing('insufficient_funds', 'The account has insufficient funds to cover this payment.');
const VOLUME = failing('charge_exceeds_source_limit', 'This payment would exceed the weekly volume of the account.');
const COUNT = failing('charge_exceeds_weekly_limit', 'This payment would exceed the weekly number of payments.');

type Outcome = Omit<TestAccount, 'id' | 'type' | 'number' | 'country'>;

const SEPA: Record<string, Outcome> = {
  success: { settlesAfterMs: SOON_MS },
  successDelayed: { settlesAfterMs: LATER_MS },
  failed: { settlesAfterMs: SOON_MS, failure: HOLDER },
  failedDelayed: { settlesAfterMs: LATER_MS, failure: HOLDER },
  disputed: { settlesAfterMs: SOON_MS, after: 'dispute-fraudulent' },
  exceedsWeeklyVolumeLimit: { settlesAfterMs: SOON_MS, failure: VOLUME },
  exceedsWeeklyTransactionLimit: { settlesAfterMs: SOON_MS, failure: COUNT },
  insufficientFunds: { settlesAfterMs: SOON_MS, failure: INSUFFICIENT },
  bankNotSupported: {
    settlesAfterMs: null,
    refused: failing('sepa_debit_bank_not_supported', 'The bank of this IBAN does not support SEPA Direct Debit.'),
  },
  debitsNotSupported: {
    settlesAfterMs: null,
    refused: failing('sepa_debit_debits_not_supported', 'The account of this IBAN cannot be debited.'),
  },
};

const ACH: Record<string, Outcome> = {
  success: { settlesAfterMs: SOON_MS },
  accountClosed: { settlesAfterMs: SOON_MS, failure: failing('account_closed', 'The bank account has been closed.') },
  noAccount: {
    settlesAfterMs: SOON_MS,
    failure: failing('no_account', 'An account with these bank account details could not be located.'),
  },
  insufficientFunds: { settlesAfterMs: SOON_MS, failure: INSUFFICIENT },
  debitNotAuthorized: {
    settlesAfterMs: SOON_MS,
    failure: failing('debit_not_authorized', 'Debit transactions are not authorized on the bank account.'),
  },
  weeklyLimitExceeded: { settlesAfterMs: SOON_MS, failure: VOLUME },
  dispute: { settlesAfterMs: SOON_MS, after: 'dispute-fraudulent' },
  processing: { settlesAfterMs: null },
};

/** The ten accounts of one country, in the order of the table above. */
const sepa = (country: string, numbers: string): TestAccount[] =>
  numbers.split(' ').flatMap((number, index) => {
    const [name, outcome] = Object.entries(SEPA)[index] ?? [];
    if (name === undefined || outcome === undefined) return [];
    const id = `pm_sepaDebit_${name}_${country.toLowerCase()}`;
    return [{ id, type: 'sepa_debit', number, country, ...outcome }];
  });

const ach = (name: string, number: string): TestAccount => ({
  id: `pm_usBankAccount_${name}`,
  type: 'us_bank_account',
  number,
  country: 'US',
  ...(ACH[name] ?? { settlesAfterMs: SOON_MS }),
});

/** The test accounts that the sandbox plays: IBANs of five countries, and US accounts behind routing number 110000000. */
export const TEST_ACCOUNTS: readonly TestAccount[] = [
  ...sepa(
    'DE',
    'DE89370400440532013000 DE08370400440532013003 DE62370400440532013001 DE78370400440532013004 DE35370400440532013002 DE65370400440000343434 DE27370400440000121212 DE65370400440002222227 DE91370400440000055555 DE18370400440000066666',
  ),
  ...sepa(
    'AT',
    'AT611904300234573201 AT321904300235473204 AT861904300235473202 AT051904300235473205 AT591904300235473203 AT981904300000343434 AT601904300000121212 AT981904300002222227 AT271904300000055555 AT511904300000066666',
  ),
  ...sepa(
    'BE',
    'BE62510007547061 BE78510007547064 BE68539007547034 BE51510007547065 BE08510007547063 BE90510000343434 BE52510000121212 BE90510002222227 BE19510000055555 BE43510000066666',
  ),
  ...sepa(
    'FR',
    'FR1420041010050500013M02606 FR3020041010050500013M02609 FR8420041010050500013M02607 FR7920041010050500013M02600 FR5720041010050500013M02608 FR9720041010050000000343434 FR5920041010050000000121212 FR9720041010050000002222227 FR2620041010050000000055555 FR5020041010050000000066666',
  ),
  ...sepa(
    'IE',
    'IE29AIBK93115212345678 IE24AIBK93115212345671 IE02AIBK93115212345679 IE94AIBK93115212345672 IE51AIBK93115212345670 IE10AIBK93115200343434 IE69AIBK93115200121212 IE10AIBK93115202222227 IE36AIBK93115200055555 IE60AIBK93115200066666',
  ),
  ach('success', '000123456789'),
  ach('accountClosed', '000111111113'),
  ach('noAccount', '000111111116'),
  ach('insufficientFunds', '000222222227'),
  ach('debitNotAuthorized', '000333333335'),
  ach('weeklyLimitExceeded', '000777777771'),
  ach('dispute', '000555555559'),
  ach('processing', '000000000009'),
];

/** The routing number of every US test account. */
export const TEST_ROUTING_NUMBER = '110000000';

const BY_ID = new Map(TEST_ACCOUNTS.map((account) => [account.id, account]));
const BY_NUMBER = new Map(TEST_ACCOUNTS.map((account) => [`${account.type}/${account.number}`, account]));

/** The test account of a name as state keeps it. A name it does not know is a fault in the state. */
export function accountNamed(id: string): TestAccount {
  const found = BY_ID.get(id);
  if (found === undefined) throw new Error(`no test account named ${id}`);
  return found;
}

/** The test account behind a published id, such as `pm_usBankAccount_success`; undefined for any other id. */
export function accountOfTestId(id: string): TestAccount | undefined {
  const found = BY_ID.get(id);
  return found?.refused === undefined ? found : undefined;
}

/** The test account of a number, without spaces; undefined for every number that is not a published test number. */
export function accountOfNumber(type: TestAccount['type'], number: string): TestAccount | undefined {
  return BY_NUMBER.get(`${type}/${number}`);
}

/** Whether an IBAN's check digits are right (ISO 13616: the number, rearranged and spelled out, is 1 modulo 97). */
export function passesMod97(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  const digits = `${iban.slice(4)}${iban.slice(0, 4)}`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

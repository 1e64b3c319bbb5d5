import { accountOfNumber, passesMod97, TEST_ROUTING_NUMBER, type TestAccount } from '../debits.js';
import { invalidRequest, StripeFailure } from '../failure.js';
import { fingerprintOf } from '../ids.js';
import {
  amazonMethod,
  bancontactMethod,
  IDEAL_BANKS,
  idealMethod,
  type MethodDetails,
  sepaMethod,
  usBankMethod,
} from '../objects/method-details.js';
import type { BillingInput } from '../objects/payment-method.js';
import type { Scope } from '../scope.js';
import { hash, oneOf, type Read, text } from '../shape.js';
import type { Instrument } from '../state.js';

/** The members of `payment_method_data[…]` that are no card's. */
export const BANKS = {
  amazon_pay: hash({}),
  bancontact: hash({}),
  ideal: hash({ bank: text }),
  sepa_debit: hash({ iban: text }),
  us_bank_account: hash({
    account_holder_type: oneOf('company', 'individual'),
    account_number: text,
    account_type: oneOf('checking', 'savings'),
    routing_number: text,
  }),
};

type BankParams = Read<typeof BANKS>;

/** A payment method that was read: what is shown of it, and what the sandbox keeps to know how it behaves. */
export interface ReadMethod {
  details: MethodDetails;
  instrument: Instrument;
}

const missing = (param: string): Error =>
  invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });

/** What Stripe wants to know of the payer, by kind (docs.stripe.com/payments, "Collect payment method details"). */
const NEEDED: Readonly<Record<string, readonly ('name' | 'email')[]>> = {
  bancontact: ['name'],
  sepa_debit: ['name', 'email'],
  us_bank_account: ['name'],
};

/** Refuses an account whose number is no test number: no other number is kept, logged or repeated. */
function testAccount(type: TestAccount['type'], number: string, param: string): TestAccount {
  const account = accountOfNumber(type, number);
  if (account === undefined) {
    throw invalidRequest('You cannot use a live bank account number when making transfers or debits in test mode.', {
      code: 'payment_method_invalid_parameter_testmode',
      param,
    });
  }
  if (account.refused !== undefined) {
    const { code, message } = account.refused;
    throw new StripeFailure(400, { type: 'invalid_request_error', code, message, param });
  }
  return account;
}

function readSepa(scope: Scope, given: BankParams['sepa_debit']): ReadMethod {
  const param = 'sepa_debit[iban]';
  if (given?.iban === undefined || given.iban === '') throw missing(param);
  const iban = given.iban.replace(/\s/g, '').toUpperCase();
  if (!passesMod97(iban)) {
    throw invalidRequest('The IBAN you entered is invalid.', { code: 'invalid_bank_account_iban', param });
  }
  return readTestAccount(scope, testAccount('sepa_debit', iban, param));
}

function readUsBank(scope: Scope, given: BankParams['us_bank_account']): ReadMethod {
  for (const name of ['account_holder_type', 'account_number', 'routing_number'] as const) {
    if (given?.[name] === undefined || given[name] === '') throw missing(`us_bank_account[${name}]`);
  }
  if (given?.routing_number !== TEST_ROUTING_NUMBER) {
    const param = 'us_bank_account[routing_number]';
    throw invalidRequest('You must use a test routing number in test mode.', { code: 'routing_number_invalid', param });
  }
  const number = (given.account_number ?? '').replace(/[\s-]/g, '');
  const account = testAccount('us_bank_account', number, 'us_bank_account[account_number]');
  return readTestAccount(scope, account, given.account_holder_type, given.account_type);
}

/** The payment method of a test account. */
export function readTestAccount(
  scope: Scope,
  account: TestAccount,
  holder = 'individual',
  kind = 'checking',
): ReadMethod {
  const fingerprint = fingerprintOf(scope.ledger.account, account.id);
  const details =
    account.type === 'sepa_debit' ? sepaMethod(account, fingerprint) : usBankMethod(account, holder, kind, fingerprint);
  return { details, instrument: { account: account.id, cvc: false, spent: false } };
}

/** Reads `payment_method_data[…]` of a kind that is no card. */
export function readBank(scope: Scope, type: string, given: BankParams, billing: BillingInput): ReadMethod {
  for (const name of NEEDED[type] ?? []) {
    if (billing[name] === undefined || billing[name] === '') throw missing(`billing_details[${name}]`);
  }
  if (type === 'sepa_debit') return readSepa(scope, given.sepa_debit);
  if (type === 'us_bank_account') return readUsBank(scope, given.us_bank_account);
  if (type === 'amazon_pay') return { details: amazonMethod(), instrument: { cvc: false, spent: false } };
  if (type === 'bancontact') return { details: bancontactMethod(), instrument: { cvc: false, spent: false } };
  const bank = given.ideal?.bank;
  if (bank !== undefined && bank !== '' && !Object.hasOwn(IDEAL_BANKS, bank)) {
    const banks = Object.keys(IDEAL_BANKS).join(', ');
    throw invalidRequest(`Invalid ideal[bank]: must be one of ${banks}`, { param: 'ideal[bank]' });
  }
  return { details: idealMethod(bank || null), instrument: { cvc: false, spent: false } };
}

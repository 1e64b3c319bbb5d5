import { accountOfNumber, passesMod97, TEST_ROUTING_NUMBER } from '../../debits.js';
import type { Check } from './codes.js';

const LONGEST_IBAN = 34;
const ROUTING_DIGITS = 9;
const ACCOUNT_DIGITS = 12;

/** How long an IBAN is in the countries of the test numbers (the IBAN registry of SWIFT). */
const IBAN_LENGTHS: Readonly<Record<string, number>> = { AT: 20, BE: 16, DE: 22, FR: 27, IE: 22 };

const ibanOf = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Writes an IBAN in capitals, in groups of four. */
export function formatIban(text: string): string {
  const iban = ibanOf(text);
  const length = IBAN_LENGTHS[iban.slice(0, 2)] ?? LONGEST_IBAN;
  return (iban.slice(0, length).match(/.{1,4}/g) ?? []).join(' ');
}

/** Checks an IBAN: one of Stripe's published test numbers, and no other. */
export function checkIban(text: string): Check {
  const iban = ibanOf(text);
  if (accountOfNumber('sepa_debit', iban)) return { complete: true, error: null };
  const length = IBAN_LENGTHS[iban.slice(0, 2)];
  if (iban.length < 2 || (length !== undefined && iban.length < length)) return { complete: false, error: null };
  return { complete: false, error: length === undefined || passesMod97(iban) ? 'test_iban_only' : 'invalid_iban' };
}

const digitsOf = (text: string, most: number): string => text.replace(/\D/g, '').slice(0, most);

/** Keeps the nine digits of a routing number. */
export const formatRouting = (text: string): string => digitsOf(text, ROUTING_DIGITS);

/** Checks a routing number: the one of Stripe's test bank. */
export function checkRouting(text: string): Check {
  const complete = text === TEST_ROUTING_NUMBER;
  return { complete, error: !complete && text.length >= ROUTING_DIGITS ? 'invalid_routing_number' : null };
}

/** Keeps the digits of a test account number. */
export const formatAccount = (text: string): string => digitsOf(text, ACCOUNT_DIGITS);

/** Checks an account number: one of Stripe's published test numbers, and no other. */
export function checkAccount(text: string): Check {
  const complete = accountOfNumber('us_bank_account', text) !== undefined;
  return { complete, error: !complete && text.length >= ACCOUNT_DIGITS ? 'invalid_account_number' : null };
}

/** A name is whatever is not blank. */
export const checkName = (text: string): Check => ({ complete: text.trim() !== '', error: null });

/** An e-mail address has something on both sides of the sign, and a point behind it. */
export const checkEmail = (text: string): Check => ({ complete: /^\S+@\S+\.\S+$/.test(text.trim()), error: null });

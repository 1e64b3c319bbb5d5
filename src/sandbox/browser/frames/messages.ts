import type { ValidationError } from '../protocol.js';
import type { FieldCode } from './codes.js';

/** English as Stripe words it; the sandbox's own sentence says what it wants. */
const en: Record<FieldCode, string> = {
  incomplete_number: 'Your card number is incomplete.',
  invalid_number: 'Your card number is invalid.',
  test_number_only: 'Your card number is invalid. This sandbox takes test cards only.',
  incomplete_expiry: "Your card's expiration date is incomplete.",
  invalid_expiry_month: "Your card's expiration month is invalid.",
  invalid_expiry_year: "Your card's expiration year is invalid.",
  invalid_expiry_month_past: "Your card's expiration date is in the past.",
  invalid_expiry_year_past: "Your card's expiration year is in the past.",
  incomplete_cvc: "Your card's security code is incomplete.",
  incomplete_zip: 'Your postal code is incomplete.',
  incomplete_name: 'Please provide your full name.',
  incomplete_email: 'Please provide your email address.',
  incomplete_iban: 'Your IBAN is incomplete.',
  invalid_iban: 'Your IBAN is invalid.',
  test_iban_only: 'Your IBAN is invalid. This sandbox takes test numbers only.',
  incomplete_routing_number: 'Your routing number is incomplete.',
  invalid_routing_number: 'Your routing number is invalid. This sandbox takes 110000000 only.',
  incomplete_account_number: 'Your account number is incomplete.',
  invalid_account_number: 'Your account number is invalid. This sandbox takes test numbers only.',
};

const de: Record<FieldCode, string> = {
  incomplete_number: 'Ihre Kartennummer ist unvollständig.',
  invalid_number: 'Ihre Kartennummer ist ungültig.',
  test_number_only: 'Ihre Kartennummer ist ungültig. Diese Sandbox nimmt nur Testkarten an.',
  incomplete_expiry: 'Das Ablaufdatum Ihrer Karte ist unvollständig.',
  invalid_expiry_month: 'Der Ablaufmonat Ihrer Karte ist ungültig.',
  invalid_expiry_year: 'Das Ablaufjahr Ihrer Karte ist ungültig.',
  invalid_expiry_month_past: 'Das Ablaufdatum Ihrer Karte liegt in der Vergangenheit.',
  invalid_expiry_year_past: 'Das Ablaufjahr Ihrer Karte liegt in der Vergangenheit.',
  incomplete_cvc: 'Die Prüfziffer Ihrer Karte ist unvollständig.',
  incomplete_zip: 'Ihre Postleitzahl ist unvollständig.',
  incomplete_name: 'Bitte geben Sie Ihren vollständigen Namen an.',
  incomplete_email: 'Bitte geben Sie Ihre E-Mail-Adresse an.',
  incomplete_iban: 'Ihre IBAN ist unvollständig.',
  invalid_iban: 'Ihre IBAN ist ungültig.',
  test_iban_only: 'Ihre IBAN ist ungültig. Diese Sandbox nimmt nur Testnummern an.',
  incomplete_routing_number: 'Ihre Bankleitzahl ist unvollständig.',
  invalid_routing_number: 'Ihre Bankleitzahl ist ungültig. Diese Sandbox nimmt nur 110000000 an.',
  incomplete_account_number: 'Ihre Kontonummer ist unvollständig.',
  invalid_account_number: 'Ihre Kontonummer ist ungültig. Diese Sandbox nimmt nur Testnummern an.',
};

const LANGUAGES: Record<string, Record<FieldCode, string>> = { en, de };

/** What Stripe has no code for: that a number is right but nobody's here. */
const STRIPES: Partial<Record<FieldCode, string>> = {
  test_number_only: 'invalid_number',
  test_iban_only: 'invalid_iban',
};

/** An error in Stripe's shape and a locale's words (BCP 47; `auto` is the browser's), English where there is no translation. */
export function validationError(code: FieldCode, locale: string): ValidationError {
  const message = (LANGUAGES[languageOf(locale)] ?? en)[code];
  return { type: 'validation_error', code: STRIPES[code] ?? code, message };
}

/** The language of a locale. */
export const languageOf = (locale: string): string =>
  (locale === 'auto' ? navigator.language : locale).split('-')[0] ?? 'en';

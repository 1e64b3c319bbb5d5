import type { FieldCode } from './card-rules.js';

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
};

const LANGUAGES: Record<string, Record<FieldCode, string>> = { en, de };

/** The sentence for a code in a locale (BCP 47; `auto` is the browser's), English where there is no translation. */
export function messageFor(code: FieldCode, locale: string): string {
  const language = (locale === 'auto' ? navigator.language : locale).split('-')[0] ?? 'en';
  return (LANGUAGES[language] ?? en)[code];
}

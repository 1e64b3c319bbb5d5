import type { InputName } from './kinds.js';
import { KINDS } from './kinds.js';
import type { MethodType } from './methods.js';
import { METHODS } from './methods.js';
import { languageOf } from './messages.js';

type Label = InputName | MethodType | 'country';

const de: Record<Label, string> = {
  number: 'Kartennummer',
  expiry: 'Ablaufdatum',
  cvc: 'Prüfziffer',
  country: 'Land',
  postalCode: 'Postleitzahl',
  name: 'Vollständiger Name',
  email: 'E-Mail-Adresse',
  iban: 'IBAN',
  routingNumber: 'Bankleitzahl',
  accountNumber: 'Kontonummer',
  card: 'Karte',
  amazon_pay: 'Amazon Pay',
  ideal: 'iDEAL',
  bancontact: 'Bancontact',
  sepa_debit: 'SEPA-Lastschrift',
  us_bank_account: 'US-Bankkonto',
};

const isMethod = (name: Label): name is MethodType => Object.hasOwn(METHODS, name);

const english = (name: Label): string => {
  if (isMethod(name)) return METHODS[name].label;
  if (name === 'cvc') return 'Security code';
  return name === 'country' ? 'Country' : KINDS[name].label;
};

/** What an input or a method is called in a locale, English where there is no translation. */
export const labelOf = (name: Label, locale: string): string =>
  languageOf(locale) === 'de' ? de[name] : english(name);

const TERMS = {
  en: {
    redirect: (method: string) => `After submission, you will be redirected to ${method} to authorize the payment.`,
    debit: (business: string) => `By confirming, you authorize ${business} to debit your account for this payment.`,
    mark: 'SANDBOX: test numbers only',
  },
  de: {
    redirect: (method: string) => `Danach werden Sie zu ${method} weitergeleitet, um die Zahlung freizugeben.`,
    debit: (business: string) =>
      `Mit der Bestätigung ermächtigen Sie ${business}, diese Zahlung von Ihrem Konto einzuziehen.`,
    mark: 'SANDBOX: nur Testnummern',
  },
};

/** The sentences of the Payment Element in a locale. */
export const termsIn = (locale: string): (typeof TERMS)['en'] => TERMS[languageOf(locale) === 'de' ? 'de' : 'en'];

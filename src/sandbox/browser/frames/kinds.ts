import {
  checkAccount,
  checkEmail,
  checkIban,
  checkName,
  checkRouting,
  formatAccount,
  formatIban,
  formatRouting,
} from './bank-rules.js';
import type { Brand } from './card-rules.js';
import {
  checkCvc,
  checkExpiry,
  checkNumber,
  checkPostal,
  formatCvc,
  formatExpiry,
  formatNumber,
} from './card-rules.js';
import type { Check, FieldCode } from './codes.js';

/** The inputs of the card Elements' frames; each is the `name` Stripe gives its input. */
export type FieldName = 'cardnumber' | 'exp-date' | 'cvc' | 'postal';

/** The inputs of the Payment Element's frame, likewise. */
export type InputName =
  'number' | 'expiry' | 'cvc' | 'postalCode' | 'name' | 'email' | 'iban' | 'routingNumber' | 'accountNumber';

/** What sets one input apart from others. */
interface Kind {
  label: string;
  placeholder: string;
  autocomplete: string;
  incomplete: FieldCode;
  /** Text rather than digits. */
  words?: 'text' | 'email';
  format(text: string, brand: Brand): string;
  check(text: string, brand: Brand): Check;
}

const CARD: Record<FieldName, Kind> = {
  cardnumber: {
    label: 'Credit or debit card number',
    placeholder: '1234 1234 1234 1234',
    autocomplete: 'cc-number',
    incomplete: 'incomplete_number',
    format: formatNumber,
    check: checkNumber,
  },
  'exp-date': {
    label: 'Credit or debit card expiration date',
    placeholder: 'MM / YY',
    autocomplete: 'cc-exp',
    incomplete: 'incomplete_expiry',
    format: formatExpiry,
    check: (text) => checkExpiry(text, new Date()),
  },
  cvc: {
    label: 'Credit or debit card CVC/CVV',
    placeholder: 'CVC',
    autocomplete: 'cc-csc',
    incomplete: 'incomplete_cvc',
    format: formatCvc,
    check: checkCvc,
  },
  postal: {
    label: 'ZIP',
    placeholder: 'ZIP',
    autocomplete: 'postal-code',
    incomplete: 'incomplete_zip',
    words: 'text',
    format: (text) => text.slice(0, 16),
    check: checkPostal,
  },
};

const keep = (text: string): string => text.slice(0, 100);

/** How each input is labelled, filled in, formatted and checked. */
export const KINDS: Readonly<Record<FieldName | InputName, Kind>> = {
  ...CARD,
  number: { ...CARD.cardnumber, label: 'Card number' },
  expiry: { ...CARD['exp-date'], label: 'Expiration date' },
  cvc: CARD.cvc,
  postalCode: { ...CARD.postal, placeholder: '12345' },
  name: {
    label: 'Full name',
    placeholder: '',
    autocomplete: 'name',
    incomplete: 'incomplete_name',
    words: 'text',
    format: keep,
    check: checkName,
  },
  email: {
    label: 'Email',
    placeholder: '',
    autocomplete: 'email',
    incomplete: 'incomplete_email',
    words: 'email',
    format: keep,
    check: checkEmail,
  },
  iban: {
    label: 'IBAN',
    placeholder: 'DE00 0000 0000 0000 0000 00',
    autocomplete: 'off',
    incomplete: 'incomplete_iban',
    words: 'text',
    format: formatIban,
    check: checkIban,
  },
  routingNumber: {
    label: 'Routing number',
    placeholder: '110000000',
    autocomplete: 'off',
    incomplete: 'incomplete_routing_number',
    format: formatRouting,
    check: checkRouting,
  },
  accountNumber: {
    label: 'Account number',
    placeholder: '000123456789',
    autocomplete: 'off',
    incomplete: 'incomplete_account_number',
    format: formatAccount,
    check: checkAccount,
  },
};

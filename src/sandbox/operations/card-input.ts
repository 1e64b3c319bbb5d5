import { cardNamed, cardOfNumber, cardOfTestId, passesLuhn, type TestCard } from '../cards.js';
import { cardError, invalidRequest, noSuch } from '../failure.js';
import { fingerprintOf } from '../ids.js';
import { rawCardRefused } from '../keys.js';
import type { BillingInput, CardInput } from '../objects/payment-method.js';
import { found, type Scope } from '../scope.js';
import { hash, ignored, type Read, text } from '../shape.js';
import type { Instrument } from '../state.js';

const ADDRESS = { city: text, country: text, line1: text, line2: text, postal_code: text, state: text };

/** `billing_details[…]` of payment methods. */
export const BILLING = { name: text, email: text, phone: text, tax_id: text, address: hash(ADDRESS) };

/** `shipping[…]` of intents. */
export const SHIPPING = { name: text, phone: text, carrier: text, tracking_number: text, address: hash(ADDRESS) };

/** `card[…]` of payment methods: digits (publishable keys only) or a token. */
export const CARD = { number: text, exp_month: text, exp_year: text, cvc: text, token: text, networks: ignored };

/** `card[…]` of tokens, which has the address in it. */
export const TOKEN_CARD = {
  number: text,
  exp_month: text,
  exp_year: text,
  cvc: text,
  name: text,
  currency: text,
  networks: ignored,
  address_line1: text,
  address_line2: text,
  address_city: text,
  address_state: text,
  address_zip: text,
  address_country: text,
};

/** A card that was read: what is shown of it, and what the sandbox keeps to know how it behaves. */
export interface ReadCard {
  input: CardInput;
  instrument: Instrument;
}

const incorrect = (code: string, param: string, message: string): Error => cardError({ code, param, message });

/** The published card behind a test id, with an expiry three years ahead and its code and address given. */
export function readTestCard(scope: Scope, card: TestCard): ReadCard {
  return describe(scope, card, card.numbers[0] ?? '', 12, new Date(scope.now * 1000).getUTCFullYear() + 3, true);
}

function describe(scope: Scope, card: TestCard, number: string, month: number, year: number, cvc: boolean): ReadCard {
  const last4 = number.slice(-4);
  const fingerprint = fingerprintOf(scope.ledger.account, `${card.id}/${card.numbers.indexOf(number)}`);
  return {
    input: { card, last4, expMonth: month, expYear: year, fingerprint },
    instrument: { card: card.id, cvc, spent: false },
  };
}

function readExpiry(scope: Scope, monthText: string, yearText: string): { month: number; year: number } {
  const month = /^\d{1,2}$/.test(monthText) ? Number(monthText) : 0;
  if (month < 1 || month > 12) {
    throw incorrect('invalid_expiry_month', 'exp_month', "Your card's expiration month is invalid.");
  }
  const today = new Date(scope.now * 1000);
  const year = /^\d{2}$/.test(yearText) ? 2000 + Number(yearText) : /^\d{4}$/.test(yearText) ? Number(yearText) : 0;
  if (year < today.getUTCFullYear() || year > today.getUTCFullYear() + 50) {
    throw incorrect('invalid_expiry_year', 'exp_year', "Your card's expiration year is invalid.");
  }
  if (year === today.getUTCFullYear() && month < today.getUTCMonth() + 1) {
    throw incorrect('invalid_expiry_month', 'exp_month', "Your card's expiration month is invalid.");
  }
  return { month, year };
}

/**
 * Reads typed digits, as the fields' frames send them. Published test numbers only; no digit of any other number is
 * kept, logged or repeated.
 */
export function readTypedCard(
  scope: Scope,
  given: Partial<Record<'number' | 'exp_month' | 'exp_year' | 'cvc', string | undefined>>,
): ReadCard {
  if (scope.kind !== 'publishable') throw rawCardRefused();
  for (const name of ['number', 'exp_month', 'exp_year'] as const) {
    if (given[name] === undefined || given[name] === '') {
      throw invalidRequest(`Missing required param: card[${name}].`, {
        code: 'parameter_missing',
        param: `card[${name}]`,
      });
    }
  }
  const number = (given.number ?? '').replace(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) {
    throw incorrect('incorrect_number', 'number', 'Your card number is incorrect.');
  }
  const { month, year } = readExpiry(scope, given.exp_month ?? '', given.exp_year ?? '');
  const card = cardOfNumber(number);
  if (card === undefined) {
    throw cardError({
      code: 'card_declined',
      decline_code: 'test_mode_live_card',
      message: 'Your card was declined. Your request was in test mode, but used a non test card.',
    });
  }
  const cvc = given.cvc ?? '';
  if (cvc !== '' && !(card.brand === 'amex' ? /^\d{3,4}$/ : /^\d{3}$/).test(cvc)) {
    throw incorrect('invalid_cvc', 'cvc', "Your card's security code is invalid.");
  }
  return describe(scope, card, number, month, year, cvc !== '');
}

/** Uses up a token: a published one gives its card, one made here gives its own, once. */
export function takeToken(scope: Scope, id: string): ReadCard {
  const published = id.startsWith('tok_') ? cardOfTestId(id) : undefined;
  if (published !== undefined && !scope.ledger.livemode) return readTestCard(scope, published);
  const token = found(scope.ledger.tokens, id, () => noSuch('token', id, 'card[token]'));
  const instrument = found(scope.ledger.tokenInstruments, id, () => noSuch('token', id, 'card[token]'));
  if (token.used) {
    throw invalidRequest(`You cannot use a Stripe token more than once: ${id}.`, { code: 'token_already_used' });
  }
  token.used = true;
  const read = readTestCard(scope, cardNamed(instrument.card ?? ''));
  return {
    input: {
      ...read.input,
      last4: token.card?.last4 ?? read.input.last4,
      expMonth: token.card?.exp_month ?? read.input.expMonth,
      expYear: token.card?.exp_year ?? read.input.expYear,
      fingerprint: token.card?.fingerprint ?? read.input.fingerprint,
    },
    instrument: { ...instrument },
  };
}

/** Reads `card[…]` of a payment method: a token, or typed digits. */
export function readCard(scope: Scope, given: Read<typeof CARD> | undefined): ReadCard {
  if (given === undefined) {
    throw invalidRequest('Missing required param: card.', { code: 'parameter_missing', param: 'card' });
  }
  return given.token !== undefined ? takeToken(scope, given.token) : readTypedCard(scope, given);
}

/** The billing details in a token's `card[…]`. */
export function tokenBilling(given: Read<typeof TOKEN_CARD>): BillingInput {
  return {
    name: given.name,
    address: {
      city: given.address_city,
      country: given.address_country,
      line1: given.address_line1,
      line2: given.address_line2,
      postal_code: given.address_zip,
      state: given.address_state,
    },
  };
}

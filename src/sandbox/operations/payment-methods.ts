import type Stripe from 'stripe';
import { cardOfTestId } from '../cards.js';
import { accountOfTestId } from '../debits.js';
import { endpoint } from '../endpoint.js';
import { invalidRequest, noSuch } from '../failure.js';
import { type BillingInput, buildPaymentMethod, cardMethod } from '../objects/payment-method.js';
import { buildToken } from '../objects/token.js';
import { found, type Scope } from '../scope.js';
import { hash, ignored, metadata, oneOf, type Read, required, text } from '../shape.js';
import { BANKS, readBank, type ReadMethod, readTestAccount } from './bank-input.js';
import {
  BILLING,
  CARD,
  type ReadCard,
  readCard,
  readTestCard,
  readTypedCard,
  TOKEN_CARD,
  tokenBilling,
} from './card-input.js';
import { isPlayed, PLAYED } from './method-types.js';

/** `payment_method_data[…]` of intents and confirmation tokens, and the body of `POST /v1/payment_methods`. */
export const PAYMENT_METHOD = {
  type: required(text),
  card: hash(CARD),
  ...BANKS,
  billing_details: hash(BILLING),
  metadata,
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
  radar_options: ignored,
};

function keep(
  scope: Scope,
  { details, instrument }: ReadMethod,
  billing: BillingInput,
  meta: Record<string, string>,
): Stripe.PaymentMethod {
  const made = { details, billing, metadata: meta, created: scope.now, livemode: scope.ledger.livemode };
  const method = buildPaymentMethod(made);
  scope.ledger.paymentMethods[method.id] = method;
  scope.ledger.instruments[method.id] = instrument;
  return method;
}

const ofCard = ({ input, instrument }: ReadCard): ReadMethod => ({ details: cardMethod(input), instrument });

/** Makes a payment method of what a caller gave. */
export function makePaymentMethod(scope: Scope, given: Read<typeof PAYMENT_METHOD>): Stripe.PaymentMethod {
  const { type, billing_details: billing = {} } = given;
  if (!isPlayed(type)) {
    throw invalidRequest(
      `Invalid type: the sandbox makes payment methods of type ${PLAYED.join(', ')}, not ${type.slice(0, 40)}`,
      { param: 'type' },
    );
  }
  const stranger = PLAYED.find((name) => name !== type && given[name] !== undefined);
  if (stranger !== undefined) {
    throw invalidRequest(
      `You provided parameters for a PaymentMethod of type ${stranger} (${stranger}), but type is ${type}.`,
      { param: stranger },
    );
  }
  const read = type === 'card' ? ofCard(readCard(scope, given.card)) : readBank(scope, type, given, billing);
  const method = keep(scope, read, billing, given.metadata ?? {});
  if (given.allow_redisplay !== undefined) method.allow_redisplay = given.allow_redisplay;
  return method;
}

/** The published test method of an id: a card, or a bank account of somebody. */
function published(scope: Scope, id: string): { read: ReadMethod; billing: BillingInput } | null {
  const card = id.startsWith('pm_card_') ? cardOfTestId(id) : undefined;
  if (card !== undefined) return { read: ofCard(readTestCard(scope, card)), billing: {} };
  const account = accountOfTestId(id);
  if (account === undefined) return null;
  const billing = { name: 'Jenny Rosen', email: 'jenny.rosen@example.com' };
  return { read: readTestAccount(scope, account), billing };
}

/** The payment method of an id; a published test id gives a new one at every use, in test mode only. */
export function usePaymentMethod(scope: Scope, id: string, param = 'payment_method'): Stripe.PaymentMethod {
  const test = published(scope, id);
  if (test !== null && scope.ledger.livemode) {
    throw noSuch(
      'PaymentMethod',
      id,
      param,
      '; a similar object exists in test mode, but a live mode key was used to make this request.',
    );
  }
  if (test !== null) return keep(scope, test.read, test.billing, {});
  return found(scope.ledger.paymentMethods, id, () => noSuch('PaymentMethod', id, param));
}

/** `POST /v1/payment_methods`. */
export const createPaymentMethod = endpoint({
  permission: 'rak_payment_method_write',
  answers: 'payment_method',
  publishable: true,
  shape: { ...PAYMENT_METHOD, customer: ignored },
  run: (scope, params) => makePaymentMethod(scope, params),
});

/** `GET /v1/payment_methods/:id`. */
export const retrievePaymentMethod = endpoint({
  permission: 'rak_payment_method_read',
  makes: true,
  shape: {},
  run: (scope, _params, { id }) => usePaymentMethod(scope, id, 'id'),
});

/** `POST /v1/tokens`. */
export const createToken = endpoint({
  permission: 'rak_token_write',
  answers: 'token',
  publishable: true,
  shape: { card: required(hash(TOKEN_CARD)) },
  run(scope, { card }) {
    const read = readTypedCard(scope, card);
    const token = buildToken({
      card: read.input,
      billing: tokenBilling(card),
      created: scope.now,
      livemode: scope.ledger.livemode,
    });
    scope.ledger.tokens[token.id] = token;
    scope.ledger.tokenInstruments[token.id] = read.instrument;
    return token;
  },
});

/** `GET /v1/tokens/:id`. */
export const retrieveToken = endpoint({
  permission: 'rak_token_read',
  publishable: true,
  shape: {},
  run(scope, _params, { id }) {
    const published = id.startsWith('tok_') && !scope.ledger.livemode ? cardOfTestId(id) : undefined;
    if (published === undefined) return found(scope.ledger.tokens, id, () => noSuch('token', id));
    const { input } = readTestCard(scope, published);
    return { ...buildToken({ card: input, billing: {}, created: scope.now, livemode: false }), id };
  },
});

import type Stripe from 'stripe';
import { cardNamed, cardOfTestId } from '../cards.js';
import { endpoint } from '../endpoint.js';
import { invalidRequest, noSuch } from '../failure.js';
import { type BillingInput, buildPaymentMethod } from '../objects/payment-method.js';
import { buildConfirmationToken, buildToken } from '../objects/token.js';
import { found, type Scope } from '../scope.js';
import { flag, hash, ignored, metadata, oneOf, type Read, required, text } from '../shape.js';
import {
  BILLING,
  CARD,
  type ReadCard,
  readCard,
  readTestCard,
  readTypedCard,
  SHIPPING,
  TOKEN_CARD,
  tokenBilling,
} from './card-input.js';

/** `payment_method_data[…]` of intents and confirmation tokens, and the body of `POST /v1/payment_methods`. */
export const PAYMENT_METHOD = {
  type: required(text),
  card: hash(CARD),
  billing_details: hash(BILLING),
  metadata,
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
  radar_options: ignored,
};

function keep(scope: Scope, read: ReadCard, billing: BillingInput, meta: Record<string, string>): Stripe.PaymentMethod {
  const method = buildPaymentMethod({
    card: read.input,
    billing,
    metadata: meta,
    created: scope.now,
    livemode: scope.ledger.livemode,
  });
  scope.ledger.paymentMethods[method.id] = method;
  scope.ledger.instruments[method.id] = read.instrument;
  return method;
}

/** Makes a payment method of what a caller gave. */
export function makePaymentMethod(scope: Scope, given: Read<typeof PAYMENT_METHOD>): Stripe.PaymentMethod {
  if (given.type !== 'card') {
    throw invalidRequest(
      `Invalid type: the sandbox makes payment methods of type card, not ${given.type.slice(0, 40)}`,
      {
        param: 'type',
      },
    );
  }
  const method = keep(scope, readCard(scope, given.card), given.billing_details ?? {}, given.metadata ?? {});
  if (given.allow_redisplay !== undefined) method.allow_redisplay = given.allow_redisplay;
  return method;
}

/** The payment method of an id; a published test id gives a new one at every use, in test mode only. */
export function usePaymentMethod(scope: Scope, id: string, param = 'payment_method'): Stripe.PaymentMethod {
  const published = id.startsWith('pm_card_') ? cardOfTestId(id) : undefined;
  if (published !== undefined && scope.ledger.livemode) {
    throw noSuch(
      'PaymentMethod',
      id,
      param,
      '; a similar object exists in test mode, but a live mode key was used to make this request.',
    );
  }
  if (published !== undefined) return keep(scope, readTestCard(scope, published), {}, {});
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
  shape: {},
  run: (scope, _params, { id }) => usePaymentMethod(scope, id, 'id'),
});

/** `POST /v1/tokens`. */
export const createToken = endpoint({
  permission: 'rak_token_write',
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

const CONFIRMATION = {
  payment_method: text,
  payment_method_data: hash(PAYMENT_METHOD),
  payment_method_options: ignored,
  return_url: text,
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: hash(SHIPPING),
};

function makeConfirmationToken(scope: Scope, given: Read<typeof CONFIRMATION>): Stripe.ConfirmationToken {
  const method =
    given.payment_method_data !== undefined
      ? makePaymentMethod(scope, given.payment_method_data)
      : usePaymentMethod(scope, given.payment_method ?? 'pm_card_visa');
  const instrument = found(scope.ledger.instruments, method.id, () => noSuch('PaymentMethod', method.id));
  const card = readTestCard(scope, cardNamed(instrument.card)).input;
  const token = buildConfirmationToken({
    card: { ...card, last4: method.card?.last4 ?? card.last4 },
    billing: billingOf(method),
    returnUrl: given.return_url ?? null,
    setupFutureUsage: given.setup_future_usage ?? null,
    created: scope.now,
    livemode: scope.ledger.livemode,
  });
  scope.ledger.confirmationTokens[token.id] = token;
  scope.ledger.confirmationMethods[token.id] = method.id;
  return token;
}

function billingOf(method: Stripe.PaymentMethod): BillingInput {
  const { name, email, phone, address } = method.billing_details;
  return {
    name: name ?? undefined,
    email: email ?? undefined,
    phone: phone ?? undefined,
    address: Object.fromEntries(Object.entries(address ?? {}).filter(([, value]) => value !== null)),
  };
}

/** `POST /v1/confirmation_tokens`, as Stripe.js calls it. */
export const createConfirmationToken = endpoint({
  permission: 'rak_confirmation_token_write',
  publishable: true,
  shape: { ...CONFIRMATION, use_stripe_sdk: flag, mandate_data: ignored },
  run: (scope, params) => makeConfirmationToken(scope, params),
});

/** `POST /v1/test_helpers/confirmation_tokens`. */
export const createTestConfirmationToken = endpoint({
  permission: 'rak_confirmation_token_write',
  shape: CONFIRMATION,
  run: (scope, params) => makeConfirmationToken(scope, params),
});

/** `GET /v1/confirmation_tokens/:id`. */
export const retrieveConfirmationToken = endpoint({
  permission: 'rak_confirmation_token_read',
  publishable: true,
  shape: {},
  run: (scope, _params, { id }) => found(scope.ledger.confirmationTokens, id, () => noSuch('confirmationtoken', id)),
});

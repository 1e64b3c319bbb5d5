import type Stripe from 'stripe';
import { endpoint } from '../endpoint.js';
import { invalidRequest, noSuch } from '../failure.js';
import { buildConfirmationToken } from '../objects/token.js';
import { found, type Scope } from '../scope.js';
import { address, flag, hash, ignored, oneOf, type Read, text } from '../shape.js';
import { SHIPPING } from './card-input.js';
import { shippingOf } from './intent-rules.js';
import { makePaymentMethod, PAYMENT_METHOD, usePaymentMethod } from './payment-methods.js';

const CONFIRMATION = {
  payment_method: text,
  payment_method_data: hash(PAYMENT_METHOD),
  payment_method_options: ignored,
  return_url: address,
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: hash(SHIPPING),
};

/** Shipping as tokens and customers have it: of a person, not of a parcel. */
export function shippingFor(given: Read<typeof SHIPPING>): Stripe.ConfirmationToken.Shipping {
  const { address, name, phone } = shippingOf(given);
  const none = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
  return { address: address ?? none, name: name ?? '', phone: phone ?? null };
}

function makeConfirmationToken(
  scope: Scope,
  method: Stripe.PaymentMethod,
  given: Read<typeof CONFIRMATION>,
): Stripe.ConfirmationToken {
  const { amazon_pay, bancontact, card, ideal, sepa_debit, type, us_bank_account } = method;
  const token = buildConfirmationToken({
    details: {
      type,
      ...(amazon_pay === undefined ? {} : { amazon_pay }),
      ...(bancontact === undefined ? {} : { bancontact }),
      ...(card === undefined ? {} : { card }),
      ...(ideal === undefined ? {} : { ideal }),
      ...(sepa_debit === undefined ? {} : { sepa_debit }),
      ...(us_bank_account === undefined ? {} : { us_bank_account }),
    },
    billing: method.billing_details,
    allowRedisplay: method.allow_redisplay ?? 'unspecified',
    returnUrl: given.return_url ?? null,
    setupFutureUsage: given.setup_future_usage ?? null,
    shipping: given.shipping === undefined ? null : shippingFor(given.shipping),
    mandate: sepa_debit !== undefined || us_bank_account !== undefined,
    created: scope.now,
    livemode: scope.ledger.livemode,
  });
  scope.ledger.confirmationTokens[token.id] = token;
  scope.ledger.confirmationMethods[token.id] = method.id;
  return token;
}

function methodOf(scope: Scope, given: Read<typeof CONFIRMATION>): Stripe.PaymentMethod {
  const { payment_method: id, payment_method_data: data } = given;
  if (id !== undefined && data !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: payment_method, payment_method_data.', {
      code: 'parameters_exclusive',
    });
  }
  if (data !== undefined) return makePaymentMethod(scope, data);
  if (id !== undefined) return usePaymentMethod(scope, id);
  throw invalidRequest('Missing required param: payment_method_data.', {
    code: 'parameter_missing',
    param: 'payment_method_data',
  });
}

/** `POST /v1/confirmation_tokens`, as Stripe.js calls it. */
export const createConfirmationToken = endpoint({
  permission: 'rak_confirmation_token_write',
  answers: 'confirmation_token',
  publishable: true,
  shape: { ...CONFIRMATION, use_stripe_sdk: flag, mandate_data: ignored },
  run: (scope, params) => makeConfirmationToken(scope, methodOf(scope, params), params),
});

/** `POST /v1/test_helpers/confirmation_tokens`; without a payment method, of a Visa card. */
export const createTestConfirmationToken = endpoint({
  permission: 'rak_confirmation_token_write',
  answers: 'confirmation_token',
  shape: CONFIRMATION,
  run(scope, params) {
    const none = params.payment_method === undefined && params.payment_method_data === undefined;
    const method = none ? usePaymentMethod(scope, 'pm_card_visa') : methodOf(scope, params);
    return makeConfirmationToken(scope, method, params);
  },
});

/** `GET /v1/confirmation_tokens/:id`. */
export const retrieveConfirmationToken = endpoint({
  permission: 'rak_confirmation_token_read',
  publishable: true,
  shape: {},
  run: (scope, _params, { id }) => found(scope.ledger.confirmationTokens, id, () => noSuch('confirmationtoken', id)),
});

/**
 * The confirmation token that an intent may be confirmed with.
 * @throws StripeFailure for an unknown, used or expired one
 */
export function usableToken(scope: Scope, id: string): Stripe.ConfirmationToken {
  const token = found(scope.ledger.confirmationTokens, id, () => noSuch('confirmationtoken', id, 'confirmation_token'));
  if (token.payment_intent === null && (token.expires_at ?? 0) > scope.now) return token;
  throw invalidRequest(
    token.payment_intent === null
      ? `The provided ConfirmationToken '${id}' has expired.`
      : `The provided ConfirmationToken '${id}' has already been used.`,
    { param: 'confirmation_token' },
  );
}

import type Stripe from 'stripe';
import { invalidRequest, noSuch } from '../failure.js';
import { found, type Scope } from '../scope.js';
import type { ConfirmParams } from './confirm.js';
import { usableToken } from './confirmation-tokens.js';
import { unexpectedState } from './intent-rules.js';
import { isRedirect } from './method-types.js';
import { type Backing, instrumentOf } from './pay.js';
import { makePaymentMethod, usePaymentMethod } from './payment-methods.js';

/** What an intent is confirmed with. The confirm's own parameters come before those of its confirmation token. */
export interface Means {
  method: Stripe.PaymentMethod;
  token: Stripe.ConfirmationToken | null;
  returnUrl: string | null;
  useStripeSdk: boolean;
}

function methodFor(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  params: ConfirmParams,
  token: Stripe.ConfirmationToken | null,
): Stripe.PaymentMethod | null {
  if (token !== null) {
    const id = scope.ledger.confirmationMethods[token.id] ?? '';
    return found(scope.ledger.paymentMethods, id, () => noSuch('PaymentMethod', id));
  }
  if (params.payment_method_data !== undefined) return makePaymentMethod(scope, params.payment_method_data);
  const id = params.payment_method ?? (typeof intent.payment_method === 'string' ? intent.payment_method : undefined);
  return id === undefined ? null : usePaymentMethod(scope, id);
}

/**
 * What a confirm means to pay with.
 * @throws StripeFailure where it names more than one thing, one that is not there, or nothing at all
 */
export function meansOf(scope: Scope, intent: Stripe.PaymentIntent, params: ConfirmParams): Means {
  const { payment_method: id, payment_method_data: data, confirmation_token: tokenId } = params;
  if ([id, data, tokenId].filter((way) => way !== undefined).length > 1) {
    throw invalidRequest(
      'You may only specify one of these parameters: payment_method, payment_method_data, confirmation_token.',
      { code: 'parameters_exclusive' },
    );
  }
  const token = tokenId === undefined ? null : usableToken(scope, tokenId);
  const method = methodFor(scope, intent, params, token);
  if (method === null) {
    throw unexpectedState(
      scope,
      intent,
      'confirm',
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    );
  }
  return {
    method,
    token,
    returnUrl: params.return_url ?? token?.return_url ?? null,
    useStripeSdk: params.use_stripe_sdk ?? token?.use_stripe_sdk ?? false,
  };
}

/**
 * Refuses what an intent cannot be paid with, before anything is begun; answers what is behind the method.
 * @throws StripeFailure 400
 */
export function checkMeans(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  { method, token, returnUrl }: Means,
  params: ConfirmParams,
): Backing {
  const backing = instrumentOf(scope, method.id);
  if (backing.instrument.spent) {
    throw invalidRequest(
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
    );
  }
  if (!intent.payment_method_types.includes(method.type)) {
    throw invalidRequest(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${intent.payment_method_types.join(', ')}.`,
      { code: 'payment_intent_incompatible_payment_method', param: 'payment_method' },
    );
  }
  if (isRedirect(method.type) && returnUrl === null) {
    throw invalidRequest(
      `You must provide a \`return_url\` when confirming this PaymentIntent: a PaymentMethod of type \`${method.type}\` sends your customer to another page.`,
      { code: 'parameter_missing', param: 'return_url' },
    );
  }
  // Stripe.js has the payer accept the mandate; a server that confirms by itself has to say that they did.
  const accepted = token !== null || scope.kind === 'publishable' || params.mandate_data !== undefined;
  if (backing.account !== null && !accepted && params.mandate === undefined) {
    throw invalidRequest(
      'This PaymentIntent requires a mandate, but no existing mandate was found. Collect mandate acceptance from the customer and try again, providing acceptance data in the mandate_data parameter.',
      { code: 'payment_intent_mandate_invalid', payment_intent: structuredClone(intent) },
    );
  }
  return backing;
}

/** Uses up a confirmation token: it is the intent's now, with the settings that were made with it. */
export function takeToken(intent: Stripe.PaymentIntent, token: Stripe.ConfirmationToken | null): void {
  if (token === null) return;
  token.payment_intent = intent.id;
  if (token.setup_future_usage !== null) intent.setup_future_usage ??= token.setup_future_usage;
  if (token.shipping !== null) intent.shipping ??= { ...token.shipping, carrier: null, tracking_number: null };
}

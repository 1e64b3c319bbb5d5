import type Stripe from 'stripe';
import { invalidRequest, noSuch, StripeFailure } from '../failure.js';
import { clientView, methodOptions } from '../objects/payment-intent.js';
import { found, type Scope } from '../scope.js';
import type { Read } from '../shape.js';
import type { SHIPPING } from './card-input.js';
import { setMethodOptions } from './method-options.js';
import { typesFor } from './method-types.js';

/** The intent of an id. A publishable key must bring the client secret, and a secret that is brought must fit. */
export function readIntent(scope: Scope, id: string, clientSecret: string | undefined): Stripe.PaymentIntent {
  const intent = found(scope.ledger.paymentIntents, id, () => noSuch('payment_intent', id, 'intent'));
  if (scope.kind === 'publishable' && clientSecret === undefined) {
    throw invalidRequest('Missing required param: client_secret.', {
      code: 'parameter_missing',
      param: 'client_secret',
    });
  }
  if (clientSecret !== undefined && clientSecret !== intent.client_secret) {
    throw invalidRequest(
      'The client_secret provided does not match any associated PaymentIntent on this account. Ensure the publishable key used belongs to the same account that created the PaymentIntent.',
      { code: 'payment_intent_invalid_parameter', param: 'client_secret' },
    );
  }
  return intent;
}

/** Stripe's 400 for an operation that the intent's status does not allow; it brings the intent. */
export function unexpectedState(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  verb: string,
  message?: string,
): StripeFailure {
  const why =
    intent.status === 'succeeded' && verb === 'confirm'
      ? `You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.`
      : `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.${ALLOWED[verb] ?? ''}`;
  return new StripeFailure(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: message ?? why,
    payment_intent: structuredClone(scope.kind === 'publishable' ? clientView(intent) : intent),
  });
}

const ALLOWED: Record<string, string> = {
  capture: ' Only a PaymentIntent with one of the following statuses may be captured: requires_capture.',
  cancel:
    ' Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.',
};

/** An address as given, in Stripe's form. */
export function addressOf(given: Read<typeof SHIPPING>['address']): Stripe.Address {
  return {
    city: given?.city ?? null,
    country: given?.country ?? null,
    line1: given?.line1 ?? null,
    line2: given?.line2 ?? null,
    postal_code: given?.postal_code ?? null,
    state: given?.state ?? null,
  };
}

/** Shipping as given, in Stripe's form. */
export function shippingOf(given: Read<typeof SHIPPING>): Stripe.PaymentIntent.Shipping;
export function shippingOf(given: Read<typeof SHIPPING> | null): Stripe.PaymentIntent.Shipping | null;
export function shippingOf(given: Read<typeof SHIPPING> | null): Stripe.PaymentIntent.Shipping | null {
  if (given === null) return null;
  const { name, phone, carrier, tracking_number, address } = given;
  return {
    address: addressOf(address),
    carrier: carrier ?? null,
    name: name ?? '',
    phone: phone ?? null,
    tracking_number: tracking_number ?? null,
  };
}

/** Metadata after an update: given names replace, an empty value removes, an empty hash removes all. */
export function mergeMetadata(
  old: Record<string, string>,
  given: Record<string, string> | undefined,
): Record<string, string> {
  if (given === undefined) return old;
  if (Object.keys(given).length === 0) return {};
  return Object.fromEntries(Object.entries({ ...old, ...given }).filter(([, value]) => value !== ''));
}

/**
 * Changes what decides which methods an intent can be paid with, and the list itself.
 * @throws StripeFailure where nothing would be left
 */
export function retype(
  intent: Stripe.PaymentIntent,
  change: Partial<
    Pick<
      Stripe.PaymentIntent,
      'allowed_payment_method_types' | 'capture_method' | 'currency' | 'excluded_payment_method_types'
    >
  >,
): void {
  const next = { ...intent, ...change };
  const types = typesFor({
    allowed: next.allowed_payment_method_types,
    excluded: next.excluded_payment_method_types,
    currency: next.currency,
    captureMethod: next.capture_method,
  });
  Object.assign(intent, change);
  intent.payment_method_types = types;
  const options = intent.payment_method_options;
  intent.payment_method_options = methodOptions(types);
  setMethodOptions(intent, options ?? undefined);
}

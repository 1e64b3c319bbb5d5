import type Stripe from 'stripe';
import { checkAmount, currencyOf } from '../currencies.js';
import { endpoint } from '../endpoint.js';
import { invalidRequest, noSuch, StripeFailure } from '../failure.js';
import { buildPaymentIntent, clientView } from '../objects/payment-intent.js';
import { found, type Scope } from '../scope.js';
import {
  email,
  emptyable,
  flag,
  hash,
  ignored,
  integer,
  list,
  metadata,
  oneOf,
  type Read,
  type Reader,
  required,
  text,
} from '../shape.js';
import { releaseHeld } from './capture.js';
import { SHIPPING } from './card-input.js';
import { cancel, CONFIRM, readyToConfirm } from './confirm.js';
import { mergeMetadata, readIntent, retype, shippingOf, unexpectedState } from './intent-rules.js';
import { METHOD_OPTIONS, setMethodOptions } from './method-options.js';
import { PAGE, pageOf } from './lists.js';
import { typesFor } from './method-types.js';
import { endChallenge, progressOf } from './pay.js';
import { usePaymentMethod } from './payment-methods.js';

/** API 2026-09-30.endive refuses `payment_method_types` where it took it before. */
export const removedTypes: Reader<never> = {
  read() {
    throw invalidRequest(
      'The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types` or `automatic_payment_methods` instead.',
      { code: 'payment_method_types_no_longer_supported', param: 'payment_method_types' },
    );
  },
};

const SETTINGS = {
  amount: integer,
  currency: text,
  application_fee_amount: ignored,
  amount_details: ignored,
  customer: text,
  description: text,
  hooks: ignored,
  metadata,
  payment_details: ignored,
  payment_method_configuration: ignored,
  payment_method_options: METHOD_OPTIONS,
  payment_method_types: removedTypes,
  allowed_payment_method_types: list(text),
  excluded_payment_method_types: list(text),
  receipt_email: email,
  setup_future_usage: emptyable(oneOf('off_session', 'on_session')),
  shipping: emptyable(hash(SHIPPING)),
  statement_descriptor: text,
  statement_descriptor_suffix: text,
  transfer_data: ignored,
  transfer_group: text,
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
};

const CREATE = {
  ...SETTINGS,
  ...CONFIRM,
  amount: required(integer),
  currency: required(text),
  automatic_payment_methods: hash({ enabled: required(flag), allow_redirects: oneOf('always', 'never') }),
  confirm: flag,
  confirmation_method: oneOf('automatic', 'manual'),
  on_behalf_of: ignored,
};

interface Methods {
  automatic: Stripe.PaymentIntent.AutomaticPaymentMethods | null;
  allowed: string[] | null;
  types: string[];
}

function methodsOf(params: Read<typeof CREATE>, currency: string, captureMethod: string): Methods {
  const { automatic_payment_methods: automatic, allowed_payment_method_types: allowed } = params;
  if (allowed !== undefined && automatic !== undefined) {
    throw invalidRequest(
      'You may only specify one of these parameters: automatic_payment_methods, allowed_payment_method_types.',
      { code: 'parameters_exclusive', param: 'allowed_payment_method_types' },
    );
  }
  const excluded = params.excluded_payment_method_types ?? null;
  const types = typesFor({ allowed: allowed ?? null, excluded, currency, captureMethod });
  if (allowed !== undefined) return { automatic: null, allowed, types };
  return {
    automatic: { allow_redirects: automatic?.allow_redirects ?? 'always', enabled: automatic?.enabled ?? true },
    allowed: null,
    types,
  };
}

/** The customer of an id, where one is given. */
export function customerOf(scope: Scope, id: string | undefined): string | null {
  if (id === undefined || id === '') return null;
  return found(scope.ledger.customers, id, () => noSuch('customer', id, 'customer')).id;
}

function refuseForCards(params: { statement_descriptor?: string | undefined }): void {
  if (params.statement_descriptor === undefined || params.statement_descriptor === '') return;
  throw invalidRequest(
    'The `statement_descriptor` parameter is not supported for the PaymentMethod type `card`. Use `statement_descriptor_suffix` instead.',
    { param: 'statement_descriptor' },
  );
}

/** `POST /v1/payment_intents`. */
export const createPaymentIntent = endpoint({
  permission: 'rak_payment_intent_write',
  answers: 'payment_intent',
  shape: CREATE,
  run(scope, params) {
    const currency = currencyOf(params.currency);
    checkAmount(params.amount, currency);
    refuseForCards(params);
    if (params.confirm !== true) {
      for (const name of ['confirmation_token', 'error_on_requires_action', 'off_session', 'return_url'] as const) {
        if (params[name] !== undefined) {
          throw invalidRequest(`\`${name}\` may only be set when \`confirm\` is true.`, { param: name });
        }
      }
    }
    const captureMethod = params.capture_method ?? 'automatic_async';
    const { automatic, allowed, types } = methodsOf(params, currency, captureMethod);
    const intent = buildPaymentIntent({
      allowed_payment_method_types: allowed,
      amount: params.amount,
      automatic_payment_methods: automatic,
      capture_method: captureMethod,
      confirmation_method: params.confirmation_method ?? 'automatic',
      created: scope.now,
      currency,
      customer: customerOf(scope, params.customer),
      description: params.description || null,
      excluded_payment_method_types: params.excluded_payment_method_types ?? null,
      livemode: scope.ledger.livemode,
      metadata: mergeMetadata({}, params.metadata),
      payment_method_types: types,
      receipt_email: params.receipt_email || null,
      setup_future_usage: params.setup_future_usage ?? null,
      shipping: shippingOf(params.shipping ?? null),
      statement_descriptor: null,
      statement_descriptor_suffix: params.statement_descriptor_suffix || null,
      transfer_group: params.transfer_group || null,
    });
    setMethodOptions(intent, params.payment_method_options);
    const begin = (): void => {
      scope.ledger.paymentIntents[intent.id] = intent;
      progressOf(scope, intent);
      scope.emit('payment_intent.created', intent);
    };
    if (params.confirm !== true) {
      if (params.payment_method !== undefined) attach(scope, intent, params.payment_method);
      begin();
      return intent;
    }
    const confirm = checked(begin, () => readyToConfirm(scope, intent, params));
    begin();
    confirm();
    return intent;
  },
});

/** What a check answers. A request that it refuses leaves no intent behind, but where the refusal brings the intent. */
function checked<T>(begin: () => void, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof StripeFailure && error.body.payment_intent !== undefined) begin();
    throw error;
  }
}

function attach(scope: Scope, intent: Stripe.PaymentIntent, method: string): void {
  intent.payment_method = method === '' ? null : usePaymentMethod(scope, method).id;
  intent.status = intent.payment_method === null ? 'requires_payment_method' : 'requires_confirmation';
}

/** `GET /v1/payment_intents/:id`; with a publishable key, the client's view. */
export const retrievePaymentIntent = endpoint({
  permission: 'rak_payment_intent_read',
  publishable: true,
  shape: { client_secret: text },
  run(scope, params, { id }) {
    const intent = readIntent(scope, id, params.client_secret);
    return scope.kind === 'publishable' ? clientView(intent) : intent;
  },
});

/** `POST /v1/payment_intents/:id`. */
export const updatePaymentIntent = endpoint({
  permission: 'rak_payment_intent_write',
  answers: 'payment_intent',
  shape: { ...SETTINGS, payment_method: text },
  run(scope, params, { id }) {
    const intent = readIntent(scope, id, undefined);
    const touchesMoney = [params.amount, params.currency, params.payment_method, params.capture_method].some(
      (value) => value !== undefined,
    );
    if (touchesMoney && ['succeeded', 'canceled', 'processing', 'requires_capture'].includes(intent.status)) {
      throw unexpectedState(
        scope,
        intent,
        'update',
        `This PaymentIntent's amount, currency, payment_method or capture_method could not be updated because it has a status of ${intent.status}. You may only update a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`,
      );
    }
    refuseForCards(params);
    const currency = params.currency === undefined ? intent.currency : currencyOf(params.currency);
    checkAmount(params.amount ?? intent.amount, currency);
    const {
      allowed_payment_method_types: allowed = intent.allowed_payment_method_types,
      excluded_payment_method_types: excluded = intent.excluded_payment_method_types,
    } = params;
    retype(intent, {
      allowed_payment_method_types: allowed,
      capture_method: params.capture_method ?? intent.capture_method,
      currency,
      excluded_payment_method_types: excluded,
    });
    setMethodOptions(intent, params.payment_method_options);
    intent.amount = params.amount ?? intent.amount;
    intent.metadata = mergeMetadata(intent.metadata, params.metadata);
    if (params.customer !== undefined) intent.customer = customerOf(scope, params.customer);
    if (params.description !== undefined) intent.description = params.description || null;
    if (params.receipt_email !== undefined) intent.receipt_email = params.receipt_email || null;
    if (params.setup_future_usage !== undefined) intent.setup_future_usage = params.setup_future_usage;
    if (params.shipping !== undefined) intent.shipping = shippingOf(params.shipping);
    if (params.statement_descriptor_suffix !== undefined) {
      intent.statement_descriptor_suffix = params.statement_descriptor_suffix || null;
    }
    if (params.transfer_group !== undefined) intent.transfer_group = params.transfer_group || null;
    if (params.payment_method !== undefined) {
      intent.next_action = null;
      endChallenge(scope, intent);
      attach(scope, intent, params.payment_method);
    }
    return intent;
  },
});

/** `GET /v1/payment_intents`. */
export const listPaymentIntents = endpoint({
  permission: 'rak_payment_intent_read',
  shape: { ...PAGE, customer: text },
  run: (scope, params) =>
    pageOf(
      scope.ledger.paymentIntents,
      params,
      '/v1/payment_intents',
      (intent) => params.customer === undefined || intent.customer === params.customer,
    ),
});

/** `POST /v1/payment_intents/:id/cancel`. */
export const cancelPaymentIntent = endpoint({
  permission: 'rak_payment_intent_write',
  answers: 'payment_intent',
  shape: { cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer') },
  run(scope, params, { id }) {
    const intent = readIntent(scope, id, undefined);
    if (['succeeded', 'canceled', 'processing'].includes(intent.status)) throw unexpectedState(scope, intent, 'cancel');
    const { session } = progressOf(scope, intent);
    if (session !== null && intent.status !== 'requires_capture') {
      throw unexpectedState(
        scope,
        intent,
        'cancel',
        `You cannot cancel this PaymentIntent because it was created by a Checkout Session. Expire the Checkout Session ${session} instead.`,
      );
    }
    if (intent.status === 'requires_capture') releaseHeld(scope, intent, intent.amount_capturable);
    cancel(scope, intent, params.cancellation_reason ?? null);
    return intent;
  },
});

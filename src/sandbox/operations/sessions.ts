import type Stripe from 'stripe';
import { checkAmount } from '../currencies.js';
import { endpoint } from '../endpoint.js';
import { invalidRequest, noSuch } from '../failure.js';
import { buildSession } from '../objects/checkout-session.js';
import { found, type Scope } from '../scope.js';
import { hash, ignored, integer, list, metadata, oneOf, required, text } from '../shape.js';
import { cancel } from './confirm.js';
import { mergeMetadata } from './intent-rules.js';
import { ITEMS, PAGE, pageOf, pageOfItems } from './lists.js';
import { typesFor } from './method-types.js';
import { customerOf, removedTypes } from './payment-intents.js';
import { LINE_ITEM, lineItemsOf } from './session-items.js';

const HALF_HOUR = 30 * 60;
const DAY = 24 * 3600;

const CREATE = {
  mode: required(oneOf('payment', 'setup', 'subscription')),
  ui_mode: oneOf('elements', 'embedded_page', 'form', 'hosted_page'),
  line_items: list(hash(LINE_ITEM)),
  after_expiration: ignored,
  consent_collection: ignored,
  custom_fields: ignored,
  customer_update: ignored,
  invoice_creation: ignored,
  name_collection: ignored,
  payment_method_collection: ignored,
  payment_method_data: ignored,
  success_url: text,
  cancel_url: text,
  return_url: text,
  redirect_on_completion: oneOf('always', 'if_required', 'never'),
  client_reference_id: text,
  customer: text,
  customer_email: text,
  customer_creation: oneOf('always', 'if_required'),
  expires_at: integer,
  locale: text,
  metadata,
  allowed_payment_method_types: list(text),
  excluded_payment_method_types: list(text),
  payment_method_types: removedTypes,
  payment_method_configuration: text,
  payment_method_options: ignored,
  payment_intent_data: hash({
    application_fee_amount: ignored,
    capture_method: oneOf('automatic', 'automatic_async', 'manual'),
    description: text,
    metadata,
    on_behalf_of: ignored,
    receipt_email: text,
    setup_future_usage: oneOf('off_session', 'on_session'),
    shipping: ignored,
    statement_descriptor: text,
    statement_descriptor_suffix: text,
    transfer_data: ignored,
    transfer_group: text,
  }),
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  adaptive_pricing: ignored,
  allow_promotion_codes: ignored,
  automatic_tax: ignored,
  billing_address_collection: ignored,
  custom_text: ignored,
  origin_context: ignored,
  phone_number_collection: ignored,
  saved_payment_method_options: ignored,
  wallet_options: ignored,
};

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

function checkEmail(email: string | undefined): void {
  if (email === undefined || email === '' || /^[^\s@]+@[^\s@]+$/.test(email)) return;
  throw invalidRequest(`Invalid email address: ${email.slice(0, 80)}`, {
    code: 'email_invalid',
    param: 'customer_email',
  });
}

function checkUrls(params: {
  ui_mode?: string | undefined;
  success_url?: string | undefined;
  return_url?: string | undefined;
  cancel_url?: string | undefined;
  redirect_on_completion?: string | undefined;
}): void {
  const hosted = (params.ui_mode ?? 'hosted_page') === 'hosted_page';
  const needed = hosted ? 'success_url' : 'return_url';
  if (params[needed] === undefined && params.redirect_on_completion !== 'never') {
    throw invalidRequest(`Missing required param: ${needed}.`, { code: 'parameter_missing', param: needed });
  }
  for (const name of ['success_url', 'return_url', 'cancel_url'] as const) {
    const url = params[name];
    if (url !== undefined && !isWebAddress(url)) {
      throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: name });
    }
  }
}

/** `POST /v1/checkout/sessions`, mode payment, with prices made on the spot. */
export const createSession = endpoint({
  permission: 'rak_checkout_session_write',
  answers: 'checkout.session',
  shape: CREATE,
  run(scope, params) {
    if (params.mode !== 'payment')
      throw invalidRequest(`The sandbox makes sessions of mode payment, not ${params.mode}.`, { param: 'mode' });
    checkUrls(params);
    const items = lineItemsOf(scope, params.line_items ?? []);
    const currency = items[0].currency;
    const total = items.reduce((sum, item) => sum + item.amount_total, 0);
    checkAmount(total, currency);
    const captureMethod = params.payment_intent_data?.capture_method ?? 'automatic_async';
    const allowed = params.allowed_payment_method_types ?? null;
    const excluded = params.excluded_payment_method_types ?? null;
    const types = typesFor({ allowed, excluded, currency, captureMethod });
    checkEmail(params.customer_email);
    const expires = params.expires_at ?? scope.now + DAY;
    if (expires < scope.now + HALF_HOUR || expires > scope.now + DAY) {
      throw invalidRequest(
        'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
        {
          param: 'expires_at',
        },
      );
    }
    const session = buildSession({
      allowed_payment_method_types: allowed,
      amount_total: total,
      baseUrl: scope.baseUrl,
      cancel_url: params.cancel_url ?? null,
      client_reference_id: params.client_reference_id ?? null,
      created: scope.now,
      currency,
      customer: customerOf(scope, params.customer),
      customer_email: params.customer_email || null,
      ...(excluded === null ? {} : { excluded_payment_method_types: excluded }),
      expires_at: expires,
      livemode: scope.ledger.livemode,
      locale: params.locale ?? null,
      metadata: mergeMetadata({}, params.metadata),
      payment_method_types: types,
      returnUrl: params.return_url ?? null,
      submit_type: params.submit_type ?? null,
      success_url: params.success_url ?? null,
      ui_mode: params.ui_mode ?? 'hosted_page',
    });
    scope.ledger.sessions[session.id] = session;
    scope.ledger.lineItems[session.id] = items;
    scope.ledger.sessionIntents[session.id] = {
      captureMethod,
      description: params.payment_intent_data?.description ?? null,
      metadata: mergeMetadata({}, params.payment_intent_data?.metadata),
      receiptEmail: params.payment_intent_data?.receipt_email ?? null,
      setupFutureUsage: params.payment_intent_data?.setup_future_usage ?? null,
      statementDescriptorSuffix: params.payment_intent_data?.statement_descriptor_suffix ?? null,
      transferGroup: params.payment_intent_data?.transfer_group ?? null,
    };
    scope.ledger.tasks.push({ at: expires * 1000, kind: 'session-expires', id: session.id });
    return session;
  },
});

const readSession = (scope: Scope, id: string): Stripe.Checkout.Session =>
  found(scope.ledger.sessions, id, () => noSuch('checkout.session', id));

/** `GET /v1/checkout/sessions/:id`. */
export const retrieveSession = endpoint({
  permission: 'rak_checkout_session_read',
  shape: {},
  run: (scope, _params, { id }) => readSession(scope, id),
});

/** `GET /v1/checkout/sessions`. */
export const listSessions = endpoint({
  permission: 'rak_checkout_session_read',
  shape: { ...PAGE, payment_intent: text, status: text, customer: text },
  run: (scope, params) =>
    pageOf(
      scope.ledger.sessions,
      params,
      '/v1/checkout/sessions',
      (session) =>
        (params.payment_intent === undefined || session.payment_intent === params.payment_intent) &&
        (params.customer === undefined || session.customer === params.customer) &&
        (params.status === undefined || session.status === params.status),
    ),
});

/** `GET /v1/checkout/sessions/:id/line_items`. */
export const listSessionLineItems = endpoint({
  permission: 'rak_checkout_session_read',
  shape: ITEMS,
  run: (scope, params, { id }) =>
    pageOfItems(
      scope.ledger.lineItems[readSession(scope, id).id] ?? [],
      params,
      `/v1/checkout/sessions/${id}/line_items`,
    ),
});

/** Ends an open session, and with it the intent of a payer who has not come through: nobody can pay it any more. */
export function expireSession(scope: Scope, session: Stripe.Checkout.Session): void {
  const intent =
    typeof session.payment_intent === 'string' ? scope.ledger.paymentIntents[session.payment_intent] : undefined;
  if (intent !== undefined && intent.status !== 'canceled') cancel(scope, intent, 'expired');
  session.status = 'expired';
  session.url = null;
  session.client_secret = null;
  scope.emit('checkout.session.expired', session);
}

/** `POST /v1/checkout/sessions/:id/expire`. */
export const expireOpenSession = endpoint({
  permission: 'rak_checkout_session_write',
  answers: 'checkout.session',
  shape: {},
  run(scope, _params, { id }) {
    const session = readSession(scope, id);
    if (session.status !== 'open') {
      throw invalidRequest(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status ?? ''}\`.`,
      );
    }
    expireSession(scope, session);
    return session;
  },
});

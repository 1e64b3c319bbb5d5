import type Stripe from 'stripe';
import { checkAmount, currencyOf } from '../currencies.js';
import { endpoint } from '../endpoint.js';
import { invalidRequest, noSuch } from '../failure.js';
import { buildLineItem, buildSession } from '../objects/checkout-session.js';
import { found, type Scope } from '../scope.js';
import { hash, ignored, integer, list, metadata, oneOf, required, text } from '../shape.js';
import type { SandboxLineItem } from '../state.js';
import { mergeMetadata } from './intent-rules.js';
import { PAGE, pageOf } from './lists.js';
import { removedTypes } from './payment-intents.js';

const HALF_HOUR = 30 * 60;
const DAY = 24 * 3600;

const LINE_ITEM = {
  adjustable_quantity: ignored,
  price: text,
  price_data: hash({
    currency: required(text),
    product: text,
    product_data: hash({
      name: required(text),
      description: text,
      images: ignored,
      metadata: ignored,
      tax_code: text,
      unit_label: text,
    }),
    tax_behavior: text,
    unit_amount: integer,
  }),
  quantity: integer,
  tax_rates: ignored,
};

const CREATE = {
  mode: required(oneOf('payment', 'setup', 'subscription')),
  ui_mode: oneOf('elements', 'embedded_page', 'form', 'hosted_page'),
  line_items: list(hash(LINE_ITEM)),
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
    if (url !== undefined && !URL.canParse(url))
      throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: name });
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
    const items: SandboxLineItem[] = (params.line_items ?? []).map(({ price_data: data, quantity = 1 }, index) => {
      const path = `line_items[${index}][price_data]`;
      if (data?.unit_amount === undefined) {
        throw invalidRequest(`Missing required param: ${path}[unit_amount].`, {
          code: 'parameter_missing',
          param: path,
        });
      }
      return buildLineItem({
        name: data.product_data?.name ?? 'Item',
        currency: currencyOf(data.currency),
        unitAmount: data.unit_amount,
        quantity,
        created: scope.now,
        livemode: scope.ledger.livemode,
      });
    });
    const [first] = items;
    if (first === undefined) {
      throw invalidRequest('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
    }
    if (items.some(({ currency }) => currency !== first.currency)) {
      throw invalidRequest('All line items must have the same currency.', { param: 'line_items' });
    }
    const total = items.reduce((sum, item) => sum + item.amount_total, 0);
    checkAmount(total, first.currency);
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
      allowed_payment_method_types: params.allowed_payment_method_types ?? null,
      amount_total: total,
      baseUrl: scope.baseUrl,
      cancel_url: params.cancel_url ?? null,
      client_reference_id: params.client_reference_id ?? null,
      created: scope.now,
      currency: first.currency,
      customer: params.customer ?? null,
      customer_email: params.customer_email ?? null,
      expires_at: expires,
      livemode: scope.ledger.livemode,
      locale: params.locale ?? null,
      metadata: mergeMetadata({}, params.metadata),
      payment_method_types: ['card'],
      returnUrl: params.return_url ?? null,
      submit_type: params.submit_type ?? null,
      success_url: params.success_url ?? null,
      ui_mode: params.ui_mode ?? 'hosted_page',
    });
    scope.ledger.sessions[session.id] = session;
    scope.ledger.lineItems[session.id] = items;
    scope.ledger.sessionIntents[session.id] = {
      captureMethod: params.payment_intent_data?.capture_method ?? 'automatic_async',
      description: params.payment_intent_data?.description ?? null,
      metadata: mergeMetadata({}, params.payment_intent_data?.metadata),
      receiptEmail: params.payment_intent_data?.receipt_email ?? null,
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
        (params.status === undefined || session.status === params.status),
    ),
});

/** `GET /v1/checkout/sessions/:id/line_items`. */
export const listSessionLineItems = endpoint({
  permission: 'rak_checkout_session_read',
  shape: PAGE,
  run: (scope, _params, { id }) => ({
    object: 'list',
    data: scope.ledger.lineItems[readSession(scope, id).id] ?? [],
    has_more: false,
    url: `/v1/checkout/sessions/${id}/line_items`,
  }),
});

/** Ends an open session. */
export function expireSession(scope: Scope, session: Stripe.Checkout.Session): void {
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

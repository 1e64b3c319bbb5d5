import type Stripe from 'stripe';
import { newId, randomText } from '../ids.js';
import type { SandboxLineItem, SandboxPrice } from '../state.js';

/** What the caller of `POST /v1/checkout/sessions` decides. */
export type SessionInput = Pick<
  Stripe.Checkout.Session,
  | 'allowed_payment_method_types'
  | 'amount_total'
  | 'cancel_url'
  | 'client_reference_id'
  | 'created'
  | 'currency'
  | 'customer'
  | 'customer_email'
  | 'excluded_payment_method_types'
  | 'expires_at'
  | 'livemode'
  | 'locale'
  | 'metadata'
  | 'payment_method_types'
  | 'submit_type'
  | 'success_url'
  | 'ui_mode'
> & { returnUrl: string | null; baseUrl: string };

/** A new, open session of mode payment. Its intent is made when it is paid. */
export function buildSession({ returnUrl, baseUrl, ...input }: SessionInput): Stripe.Checkout.Session {
  const id = `cs_${input.livemode ? 'live' : 'test'}_a1${randomText(56)}`;
  const hosted = input.ui_mode === 'hosted_page';
  const session: Stripe.Checkout.Session = {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: input.amount_total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    client_secret: hosted ? null : `${id}_secret_${randomText(40)}`,
    collected_information: null,
    consent: null,
    consent_collection: null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer_account: null,
    customer_creation: input.customer === null ? 'if_required' : null,
    customer_details: null,
    discounts: [],
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    managed_payments: null,
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    subscription: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    url: hosted ? `${baseUrl}/c/pay/${id}` : null,
    wallet_options: null,
    ...input,
  };
  if (returnUrl !== null) session.return_url = returnUrl;
  return session;
}

/** A line item of a price made on the spot. */
export function buildLineItem(input: {
  name: string;
  currency: string;
  unitAmount: number;
  quantity: number;
  created: number;
  livemode: boolean;
}): SandboxLineItem {
  const total = input.unitAmount * input.quantity;
  const price: SandboxPrice = {
    id: newId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: input.created,
    currency: input.currency,
    custom_unit_amount: null,
    livemode: input.livemode,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: newId('prod'),
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: input.unitAmount,
    unit_amount_decimal: String(input.unitAmount),
  };
  return {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: input.currency,
    description: input.name,
    discounts: [],
    metadata: {},
    price,
    quantity: input.quantity,
    taxes: [],
  };
}

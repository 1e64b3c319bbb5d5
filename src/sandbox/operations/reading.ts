import { endpoint } from '../endpoint.js';
import { noSuch } from '../failure.js';
import { newId } from '../ids.js';
import { buildAccount, buildCustomer } from '../objects/account.js';
import { found, type Scope } from '../scope.js';
import { email, emptyable, hash, ignored, list, metadata, text } from '../shape.js';
import { platformsOf } from '../state.js';
import { BILLING, SHIPPING } from './card-input.js';
import { shippingFor } from './confirmation-tokens.js';
import { addressOf, mergeMetadata } from './intent-rules.js';
import { PAGE, pageOf } from './lists.js';

/** `GET /v1/charges/:id`. */
export const retrieveCharge = endpoint({
  permission: 'rak_charge_read',
  shape: {},
  run: (scope, _params, { id }) => found(scope.ledger.charges, id, () => noSuch('charge', id)),
});

/** `POST /v1/charges/:id`: what may be changed of one that was made. */
export const updateCharge = endpoint({
  permission: 'rak_charge_write',
  answers: 'charge',
  shape: { description: text, metadata, receipt_email: email, shipping: hash(SHIPPING), transfer_group: ignored },
  run(scope, params, { id }) {
    const charge = found(scope.ledger.charges, id, () => noSuch('charge', id));
    const { description, receipt_email, shipping } = charge;
    const before = { description, metadata: charge.metadata, receipt_email, shipping };
    if (params.description !== undefined) charge.description = params.description || null;
    if (params.receipt_email !== undefined) charge.receipt_email = params.receipt_email || null;
    if (params.shipping !== undefined) charge.shipping = shippingFor(params.shipping);
    charge.metadata = mergeMetadata(charge.metadata, params.metadata);
    scope.emit('charge.updated', charge, before);
    return charge;
  },
});

/** `GET /v1/charges`. */
export const listCharges = endpoint({
  permission: 'rak_charge_read',
  shape: { ...PAGE, payment_intent: text, customer: text, transfer_group: text },
  run: (scope, params) =>
    pageOf(
      scope.ledger.charges,
      params,
      '/v1/charges',
      (charge) =>
        (params.payment_intent === undefined || charge.payment_intent === params.payment_intent) &&
        (params.customer === undefined || charge.customer === params.customer) &&
        (params.transfer_group === undefined || charge.transfer_group === params.transfer_group),
    ),
});

/** `GET /v1/events/:id`. */
export const retrieveEvent = endpoint({
  permission: 'rak_event_read',
  shape: {},
  run: (scope, _params, { id }) => found(scope.ledger.events, id, () => noSuch('event', id)),
});

/** `GET /v1/events`. */
export const listEvents = endpoint({
  permission: 'rak_event_read',
  shape: { ...PAGE, type: text, types: list(text), delivery_success: ignored },
  run: (scope, params) =>
    pageOf(scope.ledger.events, params, '/v1/events', ({ type }) => {
      if (params.types !== undefined && !params.types.includes(type)) return false;
      if (params.type === undefined) return true;
      return params.type.endsWith('.*') ? type.startsWith(params.type.slice(0, -1)) : type === params.type;
    }),
});

/** `GET /v1/account`. */
export const retrieveAccount = endpoint({
  permission: 'rak_accounts_kyc_basic_read',
  shape: {},
  run: (scope) => buildAccount(scope.ledger.account),
});

/** `GET /v1/accounts/:id`: the key's own, or one linked to it. */
export const retrieveAccountById = endpoint({
  permission: 'rak_accounts_kyc_basic_read',
  shape: {},
  run(scope, _params, { id }) {
    const linked = platformsOf(scope.state, id).includes(scope.platform);
    if (id !== scope.ledger.account && !linked) throw noSuch('account', id);
    return buildAccount(id);
  },
});

const CUSTOMER = {
  address: emptyable(BILLING.address),
  description: text,
  email,
  invoice_settings: ignored,
  metadata,
  name: text,
  payment_method: ignored,
  phone: text,
  preferred_locales: ignored,
  shipping: emptyable(hash(SHIPPING)),
  tax_exempt: ignored,
};

/** `POST /v1/customers`. */
export const createCustomer = endpoint({
  permission: 'rak_customer_write',
  answers: 'customer',
  shape: CUSTOMER,
  run(scope, params) {
    const customer = buildCustomer({
      id: newId('cus'),
      created: scope.now,
      livemode: scope.ledger.livemode,
      description: params.description || null,
      email: params.email || null,
      name: params.name || null,
      phone: params.phone || null,
      address: params.address ? addressOf(params.address) : null,
      shipping: params.shipping ? shippingFor(params.shipping) : null,
      metadata: mergeMetadata({}, params.metadata),
    });
    scope.ledger.customers[customer.id] = customer;
    scope.emit('customer.created', customer);
    return customer;
  },
});

const readCustomer = (scope: Scope, id: string) => found(scope.ledger.customers, id, () => noSuch('customer', id));

/** `GET /v1/customers/:id`. */
export const retrieveCustomer = endpoint({
  permission: 'rak_customer_read',
  shape: {},
  run: (scope, _params, { id }) => readCustomer(scope, id),
});

/** `GET /v1/customers`. */
export const listCustomers = endpoint({
  permission: 'rak_customer_read',
  shape: { ...PAGE, email: text },
  run: (scope, params) =>
    pageOf(
      scope.ledger.customers,
      params,
      '/v1/customers',
      (customer) => params.email === undefined || customer.email === params.email,
    ),
});

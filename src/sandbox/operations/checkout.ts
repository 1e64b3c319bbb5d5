import type Stripe from 'stripe';
import type { StripeFailure } from '../failure.js';
import { cardError, invalidRequest } from '../failure.js';
import type { FormTree } from '../form.js';
import { buildPaymentIntent } from '../objects/payment-intent.js';
import { found, type Scope } from '../scope.js';
import { readShape } from '../shape.js';
import { CONFIRM, confirmIntent } from './confirm.js';
import { makePaymentMethod, PAYMENT_METHOD } from './payment-methods.js';
import { progressOf } from './pay.js';

/** The inputs of the Checkout page, under the names that Stripe's has. */
export const FIELDS = [
  'email',
  'paymentMethod',
  'cardNumber',
  'cardExpiry',
  'cardCvc',
  'billingName',
  'iban',
  'routingNumber',
  'accountNumber',
] as const;

/** What a payer sent from the Checkout page; what was not sent is empty. */
export type CheckoutInput = Record<(typeof FIELDS)[number], string>;

const incomplete = (message: string, param: string): StripeFailure => cardError({ code: 'incomplete', message, param });

const tree = (entries: [string, string | FormTree][]): FormTree => new Map(entries);

/** The card as the API takes it: `12 / 34` is a month and a year. */
function cardOf({ cardNumber, cardExpiry, cardCvc }: CheckoutInput): FormTree {
  if (cardNumber === '') throw incomplete('Your card number is incomplete.', 'cardNumber');
  const [, month, year] = /^\s*(\d{1,2})\s*[/-]?\s*(\d{2}|\d{4})\s*$/.exec(cardExpiry) ?? [];
  if (month === undefined || year === undefined) {
    throw incomplete("Your card's expiration date is incomplete.", 'cardExpiry');
  }
  if (cardCvc === '') throw incomplete("Your card's security code is incomplete.", 'cardCvc');
  return tree([
    ['number', cardNumber],
    ['exp_month', month],
    ['exp_year', year],
    ['cvc', cardCvc],
  ]);
}

function methodOf(scope: Scope, session: Stripe.Checkout.Session, input: CheckoutInput): Stripe.PaymentMethod {
  const type = input.paymentMethod === '' ? (session.payment_method_types[0] ?? 'card') : input.paymentMethod;
  if (!session.payment_method_types.includes(type)) throw incomplete('Choose how to pay.', 'paymentMethod');
  const email = input.email === '' ? (session.customer_email ?? '') : input.email;
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw incomplete('Your email is invalid.', 'email');
  if (type !== 'card' && input.billingName === '') throw incomplete('Your full name is missing.', 'billingName');
  const billing: [string, string][] = [
    ['email', email],
    ['name', input.billingName],
  ];
  const given = tree([
    ['type', type],
    ['billing_details', tree(billing)],
  ]);
  if (type === 'card') given.set('card', cardOf(input));
  if (type === 'sepa_debit') {
    if (input.iban === '') throw incomplete('Your IBAN is incomplete.', 'iban');
    given.set('sepa_debit', tree([['iban', input.iban]]));
  }
  if (type === 'us_bank_account') {
    if (input.routingNumber === '' || input.accountNumber === '') {
      throw incomplete('Your bank account details are incomplete.', 'accountNumber');
    }
    const account: [string, string][] = [
      ['account_holder_type', 'individual'],
      ['account_number', input.accountNumber],
      ['routing_number', input.routingNumber],
    ];
    given.set('us_bank_account', tree(account));
  }
  return makePaymentMethod(scope, readShape(PAYMENT_METHOD, given));
}

/** The intent of a session, made when the payer first tries to pay: until then there is nothing to charge. */
function intentOf(scope: Scope, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const { ledger } = scope;
  const known = typeof session.payment_intent === 'string' ? ledger.paymentIntents[session.payment_intent] : undefined;
  // An intent that was confirmed too often is canceled, while the session goes on.
  if (known !== undefined && known.status !== 'canceled') return known;
  const planned = found(ledger.sessionIntents, session.id, () => new Error(`no plan of session ${session.id}`));
  const intent = buildPaymentIntent({
    allowed_payment_method_types: session.allowed_payment_method_types ?? null,
    amount: session.amount_total ?? 0,
    automatic_payment_methods: null,
    capture_method: planned.captureMethod,
    confirmation_method: 'automatic',
    created: scope.now,
    currency: session.currency ?? 'usd',
    customer: session.customer,
    description: planned.description,
    excluded_payment_method_types: session.excluded_payment_method_types ?? null,
    livemode: ledger.livemode,
    metadata: { ...planned.metadata },
    payment_method_types: [...session.payment_method_types],
    receipt_email: planned.receiptEmail,
    setup_future_usage: planned.setupFutureUsage ?? null,
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: planned.statementDescriptorSuffix ?? null,
    transfer_group: planned.transferGroup ?? null,
  });
  ledger.paymentIntents[intent.id] = intent;
  progressOf(scope, intent).session = session.id;
  session.payment_intent = intent.id;
  scope.emit('payment_intent.created', intent);
  return intent;
}

/**
 * Pays an open session with what was typed on its page, and answers the intent as it then stands.
 * @throws StripeFailure where something is missing, or the payment is declined
 */
export function paySession(scope: Scope, session: Stripe.Checkout.Session, input: CheckoutInput): Stripe.PaymentIntent {
  if (session.status !== 'open') throw invalidRequest('This Checkout Session is no longer open.');
  const method = methodOf(scope, session, input);
  const intent = intentOf(scope, session);
  const asked = tree([
    ['payment_method', method.id],
    ['return_url', `${scope.baseUrl}/c/pay/${session.id}`],
  ]);
  confirmIntent(scope, intent, readShape(CONFIRM, asked));
  return intent;
}

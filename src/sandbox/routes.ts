import { retrieveBalance } from './operations/balance.js';
import { closeDispute, listDisputes, retrieveDispute, updateDispute } from './operations/disputes.js';
import type { Endpoint } from './endpoint.js';
import { capturePaymentIntent } from './operations/capture.js';
import { confirmPaymentIntent } from './operations/confirm.js';
import {
  cancelPaymentIntent,
  createPaymentIntent,
  listPaymentIntents,
  retrievePaymentIntent,
  updatePaymentIntent,
} from './operations/payment-intents.js';
import {
  createConfirmationToken,
  createTestConfirmationToken,
  retrieveConfirmationToken,
} from './operations/confirmation-tokens.js';
import {
  createPaymentMethod,
  createToken,
  retrievePaymentMethod,
  retrieveToken,
} from './operations/payment-methods.js';
import {
  createCustomer,
  listCharges,
  listCustomers,
  listEvents,
  retrieveAccount,
  retrieveAccountById,
  retrieveCharge,
  retrieveCustomer,
  retrieveEvent,
  updateCharge,
} from './operations/reading.js';
import { createRefund, listRefunds, retrieveRefund, updateRefund } from './operations/refunds.js';
import {
  createSession,
  expireOpenSession,
  listSessionLineItems,
  listSessions,
  retrieveSession,
} from './operations/sessions.js';

/** Every endpoint of the API, by method and path. */
export const ROUTES: readonly (readonly ['GET' | 'POST', string, Endpoint])[] = [
  ['POST', '/v1/payment_intents', createPaymentIntent],
  ['GET', '/v1/payment_intents', listPaymentIntents],
  ['GET', '/v1/payment_intents/:id', retrievePaymentIntent],
  ['POST', '/v1/payment_intents/:id', updatePaymentIntent],
  ['POST', '/v1/payment_intents/:id/confirm', confirmPaymentIntent],
  ['POST', '/v1/payment_intents/:id/capture', capturePaymentIntent],
  ['POST', '/v1/payment_intents/:id/cancel', cancelPaymentIntent],
  ['POST', '/v1/payment_methods', createPaymentMethod],
  ['GET', '/v1/payment_methods/:id', retrievePaymentMethod],
  ['POST', '/v1/tokens', createToken],
  ['GET', '/v1/tokens/:id', retrieveToken],
  ['POST', '/v1/confirmation_tokens', createConfirmationToken],
  ['GET', '/v1/confirmation_tokens/:id', retrieveConfirmationToken],
  ['POST', '/v1/test_helpers/confirmation_tokens', createTestConfirmationToken],
  ['GET', '/v1/charges', listCharges],
  ['GET', '/v1/charges/:id', retrieveCharge],
  ['POST', '/v1/charges/:id', updateCharge],
  ['POST', '/v1/refunds', createRefund],
  ['GET', '/v1/refunds', listRefunds],
  ['GET', '/v1/refunds/:id', retrieveRefund],
  ['POST', '/v1/refunds/:id', updateRefund],
  ['GET', '/v1/disputes', listDisputes],
  ['GET', '/v1/disputes/:id', retrieveDispute],
  ['POST', '/v1/disputes/:id', updateDispute],
  ['POST', '/v1/disputes/:id/close', closeDispute],
  ['GET', '/v1/events', listEvents],
  ['GET', '/v1/events/:id', retrieveEvent],
  ['GET', '/v1/balance', retrieveBalance],
  ['GET', '/v1/account', retrieveAccount],
  ['GET', '/v1/accounts/:id', retrieveAccountById],
  ['POST', '/v1/customers', createCustomer],
  ['GET', '/v1/customers', listCustomers],
  ['GET', '/v1/customers/:id', retrieveCustomer],
  ['POST', '/v1/checkout/sessions', createSession],
  ['GET', '/v1/checkout/sessions', listSessions],
  ['GET', '/v1/checkout/sessions/:id', retrieveSession],
  ['GET', '/v1/checkout/sessions/:id/line_items', listSessionLineItems],
  ['POST', '/v1/checkout/sessions/:id/expire', expireOpenSession],
];

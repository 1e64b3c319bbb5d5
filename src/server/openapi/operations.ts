/** Every route that the server answers, as a table: a test holds it to the app's own list. */
import { z } from 'zod';
import { bodies, declines, gateway, type Operation } from './operation.js';
import { operatorRoutes } from './operators.js';
import { pageRoutes } from './pages.js';

/** The table. */
export const operations: readonly Operation[] = [
  ...operatorRoutes,
  {
    ...{ method: 'post', path: '/requests/status', id: 'retrieveRequests', audience: 'payer' },
    summary: 'Several requests in one call',
    description: 'Unknown ids are left out. With an operator key, those of the operator are as operators see them.',
    body: 'StatusInput',
    success: { 200: { description: 'Those that are known, in the order asked for.', schema: 'StatusResult' } },
    problems: [...bodies, 'invalid-request', 'card-data-refused'],
  },
  {
    ...{ method: 'get', path: '/requests/{id}', id: 'retrieveRequest', audience: 'payer' },
    summary: 'A request as it stands',
    description: 'Does not call Stripe. With an operator key, as operators see it.',
    success: { 200: { description: 'The request.', schema: ['MoneyRequest', 'OperatorRequest'] } },
    problems: ['not-found'],
  },
  {
    ...{ method: 'post', path: '/requests/{id}/sync', id: 'syncRequest', audience: 'payer' },
    summary: 'Reads Stripe, then answers the request',
    description: 'Within two seconds of the last read it waits for the next; it never answers an older state.',
    body: 'EmptyInput',
    bodyRequired: false,
    success: { 200: { description: 'The request.', schema: ['MoneyRequest', 'OperatorRequest'] } },
    problems: [...bodies, ...gateway, 'not-found', 'invalid-request', 'card-data-refused', 'unavailable'],
  },
  {
    ...{ method: 'post', path: '/requests/{id}/attempts', id: 'payRequest', audience: 'payer' },
    summary: 'Pays, or answers the outcome of a known attempt',
    description:
      'The same `attempt` never starts another, and answers its outcome again; with a client secret only for the `attemptSecret` that it was started with. A 5xx means that the outcome is not known: ask by `sync`.',
    body: 'AttemptInput',
    success: {
      200: { description: 'Paid, authorized, processing, or a next action is needed.', schema: 'AttemptResult' },
      202: { description: 'The attempt is still running.', schema: 'AttemptResult' },
    },
    problems: [
      ...bodies, ...declines, ...gateway, 'not-found', 'already-paid', 'request-closed', 'attempt-in-progress',
      'too-many-attempts', 'invalid-request', 'invalid-amount', 'amount-mismatch', 'card-data-refused', 'unavailable',
    ], // prettier-ignore
  },
  {
    ...{ method: 'post', path: '/requests/{id}/abandon', id: 'abandonAttempt', audience: 'payer' },
    summary: 'Ends an attempt that waits for the payer’s bank',
    description:
      'For who has the attempt’s secret. It is ended at Stripe first: the answer is paid where the bank was first, and the attempt still requires action where Stripe has not ended it yet.',
    body: 'AbandonInput',
    success: { 200: { description: 'The request, as it is then.', schema: 'MoneyRequest' } },
    problems: [
      ...bodies, ...gateway, 'not-found', 'forbidden', 'attempt-in-progress', 'invalid-request', 'card-data-refused',
      'unavailable',
    ], // prettier-ignore
  },
  {
    ...{ method: 'get', path: '/events', id: 'watchRequests', audience: 'payer' },
    summary: 'Live status of many requests on one stream',
    description:
      'Server-sent events: `event: request`, whose `data` is a RequestChange. The present of each comes first, then changes; a comment every 15 s.',
    parameters: {
      request: {
        in: 'query',
        description: 'The ids, 1 to 100, each as `request=`.',
        required: true,
        schema: z.array(z.string()).min(1).max(100),
      },
    },
    success: { 200: { description: 'The stream.', media: 'text/event-stream' } },
    problems: ['invalid-request'],
  },
  {
    ...{ method: 'post', path: '/webhooks/{account}', id: 'receiveWebhook', audience: 'stripe' },
    summary: 'Takes a webhook of Stripe',
    description: 'The body is Stripe’s event, byte for byte. A repeat and a type that is not needed are a 200 too.',
    parameters: {
      'Stripe-Signature': {
        in: 'header',
        description: 'Stripe’s signature of the body with a webhook secret of the account.',
        required: true,
        schema: z.string(),
      },
    },
    success: { 200: { description: 'Kept.', schema: 'WebhookResult' } },
    problems: ['malformed-body', 'invalid-signature', 'not-found', 'body-too-large'],
  },
  {
    ...{ method: 'get', path: '/return/{id}', id: 'returnFromBank', audience: 'payer' },
    summary: 'Where the payer comes back to from 3-D Secure',
    description:
      'Sends on to the `returnUrl` of the attempt that these parameters belong to, without them and with `pay_request`: once, and within an hour of its challenge. Otherwise to the hosted page.',
    parameters: {
      payment_intent: { in: 'query', description: 'Added by Stripe.', schema: z.string() },
      payment_intent_client_secret: { in: 'query', description: 'Added by Stripe.', schema: z.string() },
    },
    success: { 303: { description: 'To the page.', location: 'The host’s page, or the hosted one.' } },
    problems: ['not-found'],
  },
  {
    ...{ method: 'get', path: '/openapi.json', id: 'describe', audience: 'payer' },
    summary: 'This document',
    success: { 200: { description: 'OpenAPI 3.1.', media: 'application/json' } },
    problems: [],
  },
  ...pageRoutes,
];

/** The operators' routes. */
import { pageQuery, requestQuery } from '../../contract/schemas.js';
import { bodies, creating, gateway, idempotencyKey, operators, paging, queryOf, type Operation } from './operation.js';

const ordering = [...operators, ...bodies, 'not-found', 'idempotency-key-reused', 'invalid-request', 'card-data-refused'] as const; // prettier-ignore

/** What an operator does with a request. */
const orders: readonly Operation[] = [
  {
    ...{ method: 'post', path: '/requests/{id}/capture', id: 'captureRequest', audience: 'operator' },
    summary: 'Takes what is reserved, or a part of it',
    description:
      'What is left of it is released. A 5xx means that it is not known yet: send the same again within two minutes, under the same key. Until it is known, other orders are refused.',
    parameters: { 'Idempotency-Key': idempotencyKey },
    body: 'CaptureInput',
    bodyRequired: false,
    success: { 200: { description: 'Taken.', schema: 'OperatorRequest' } },
    problems: [
      ...ordering, ...gateway,
      'not-capturable', 'exceeds-remaining', 'request-closed', 'order-in-progress', 'attempt-in-progress', 'invalid-amount', 'unavailable',
    ], // prettier-ignore
  },
  {
    ...{ method: 'post', path: '/requests/{id}/cancel', id: 'cancelRequest', audience: 'operator' },
    summary: 'Ends a request that is not paid',
    description: 'What is reserved is released. One that a bank is at work on is answered as it is, and ends later.',
    parameters: { 'Idempotency-Key': idempotencyKey },
    body: 'CancelInput',
    bodyRequired: false,
    success: { 200: { description: 'Canceled, or being canceled.', schema: 'OperatorRequest' } },
    problems: [
      ...ordering,
      ...gateway,
      'already-paid',
      'request-closed',
      'order-in-progress',
      'attempt-in-progress',
      'unavailable',
    ],
  },
  {
    ...{ method: 'post', path: '/requests/{id}/refunds', id: 'refundRequest', audience: 'operator' },
    summary: 'Gives back what was taken, or a part of it',
    description:
      'It may be pending at Stripe, and fail later. A 5xx means that it is not known yet: send the same again within two minutes, under the same key. Until it is known, other orders are refused.',
    parameters: { 'Idempotency-Key': idempotencyKey },
    body: 'RefundInput',
    bodyRequired: false,
    success: { 200: { description: 'Stripe has the refund.', schema: 'OperatorRequest' } },
    problems: [
      ...ordering, ...gateway,
      'exceeds-remaining', 'charge-disputed', 'balance-too-low', 'request-closed', 'order-in-progress', 'attempt-in-progress', 'invalid-amount', 'unavailable',
    ], // prettier-ignore
  },
  {
    ...{ method: 'post', path: '/requests/{id}/send', id: 'sendRequest', audience: 'operator' },
    summary: 'Has the host send the link',
    description: '`channels` of the request says how it can be sent.',
    parameters: { 'Idempotency-Key': idempotencyKey },
    body: 'SendInput',
    success: { 202: { description: 'On its way.', schema: 'OperatorRequest' } },
    problems: [...ordering, 'already-paid', 'request-closed', 'attempt-in-progress', 'unavailable'],
  },
];

/** Those under `/requests` that a payer has no part in, and the rest of the merchant's side. */
export const operatorRoutes: readonly Operation[] = [
  {
    ...{ method: 'post', path: '/requests', id: 'createRequest', audience: 'operator' },
    summary: 'Makes a money request',
    description:
      'What is asked for is fixed here and never changes. 200 only with `exclusive`, for the one there is. `warnings` say what was taken as given and was probably not meant.',
    parameters: { 'Idempotency-Key': idempotencyKey },
    body: 'RequestInput',
    success: {
      201: { description: 'Made.', schema: 'CreatedRequest', location: 'The address of the request.' },
      200: { description: 'There already.', schema: 'CreatedRequest', location: 'The address of the request.' },
    },
    problems: [
      ...operators, ...bodies, ...creating, ...gateway,
      'not-found', 'already-paid', 'already-replaced', 'request-closed', 'attempt-in-progress',
    ], // prettier-ignore
  },
  {
    ...{ method: 'get', path: '/requests', id: 'listRequests', audience: 'operator' },
    summary: 'Lists money requests, newest first',
    parameters: queryOf(requestQuery.shape, {
      ...paging,
      status: 'Only those with this status.',
      reference: 'Only those with this reference.',
    }),
    success: { 200: { description: 'A page.', schema: 'RequestPage' } },
    problems: [...operators, 'invalid-request', 'card-data-refused'],
  },
  ...orders,
  {
    ...{ method: 'get', path: '/requests/{id}/history', id: 'requestHistory', audience: 'operator' },
    summary: 'What happened to a request, oldest first',
    parameters: queryOf(pageQuery.shape, paging),
    success: { 200: { description: 'A page.', schema: 'HistoryPage' } },
    problems: [...operators, 'not-found', 'invalid-request', 'card-data-refused'],
  },
  {
    ...{ method: 'post', path: '/messages', id: 'createMessage', audience: 'operator' },
    summary: 'Parses a message of the business and makes the requests in it',
    description:
      '`$[Get more kittens](25.00)` becomes a request; in a quote (`> …`) or in code it stays text. `warnings` say why parts that look like requests stay text. Never send a payer’s own text here.',
    parameters: { 'Idempotency-Key': idempotencyKey },
    body: 'MessageInput',
    success: { 201: { description: 'The message in segments.', schema: 'MessageResult' } },
    problems: [...operators, ...bodies, ...creating],
  },
  {
    ...{ method: 'get', path: '/accounts', id: 'listAccounts', audience: 'operator' },
    summary: 'The accounts that the operator may use',
    description: 'In the order in which they are tried for a request that names none. Secrets are masked.',
    parameters: queryOf(pageQuery.shape, paging),
    success: { 200: { description: 'A page.', schema: 'AccountPage' } },
    problems: [...operators, 'invalid-request', 'card-data-refused'],
  },
];

/** Every route that the server answers, as a table: a test holds it to the app's own list. */
import { z } from 'zod';
import { pageQuery, requestQuery } from '../../contract/schemas.js';
import type { WireErrorCode } from '../../errors/index.js';
import type { SchemaName } from './components.js';

/** Who a route is for: whoever has the id, the merchant's side, or Stripe. */
export type Audience = 'payer' | 'operator' | 'stripe';

/** What a successful answer is. */
export interface Success {
  description: string;
  /** JSON of this shape. Without it and without `media`, there is no body. */
  schema?: SchemaName | readonly SchemaName[];
  /** Text of another type. */
  media?: string;
  location?: string;
}

/** A parameter beside those of the path. */
export interface Parameter {
  in: 'query' | 'header';
  description: string;
  required?: boolean;
  schema: z.ZodType;
}

/** One route. */
export interface Operation {
  method: 'get' | 'post';
  /** Under the API's root, or with `page` under that of the hosted pages. `{id}` is a request's id. */
  path: string;
  page?: true;
  id: string;
  summary: string;
  description?: string;
  audience: Audience;
  parameters?: Readonly<Record<string, Parameter>>;
  body?: SchemaName;
  /** False where the body may be left out. */
  bodyRequired?: false;
  success: Readonly<Record<number, Success>>;
  problems: readonly WireErrorCode[];
}

const bodies = ['malformed-body', 'body-too-large', 'unsupported-media-type'] as const;
const operators = ['unauthorized', 'forbidden', 'cross-site'] as const;
const gateway = ['gateway-error', 'gateway-unavailable', 'gateway-timeout'] as const;
const declines = [
  ...(['card-declined', 'insufficient-funds', 'expired-card', 'incorrect-cvc', 'incorrect-number'] as const),
  ...(['incorrect-postal-code', 'processing-error', 'authentication-required', 'authentication-failed'] as const),
] as const;
const amounts = [
  'invalid-label',
  'invalid-amount',
  'amount-too-small',
  'amount-too-large',
  'unknown-currency',
] as const;
const creating = ['idempotency-key-reused', 'invalid-request', ...amounts, 'card-data-refused', 'unavailable'] as const;

const idempotencyKey: Parameter = {
  in: 'header',
  description:
    'The same key and body give the same answer again; another body under it is a 409. 1 to 255 printable ASCII characters.',
  schema: z.string().regex(/^[\x21-\x7e]{1,255}$/),
};
const queryOf = (shape: Record<string, z.ZodType>, descriptions: Record<string, string>): Record<string, Parameter> =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [
      name,
      { in: 'query', description: descriptions[name] ?? name, schema },
    ]),
  );
const paging = { limit: 'How many, 1 to 100; 20 by default.', cursor: 'The `nextCursor` of the page before.' };

/** The table. */
export const operations: readonly Operation[] = [
  {
    ...{ method: 'post', path: '/requests', id: 'createRequest', audience: 'operator' },
    summary: 'Makes a money request',
    description: 'What is asked for is fixed here and never changes. 200 only with `exclusive`, for the one there is.',
    parameters: { 'Idempotency-Key': idempotencyKey },
    body: 'RequestInput',
    success: {
      201: { description: 'Made.', schema: 'OperatorRequest', location: 'The address of the request.' },
      200: { description: 'There already.', schema: 'OperatorRequest', location: 'The address of the request.' },
    },
    problems: [
      ...operators, ...bodies, ...creating, ...gateway,
      'not-found', 'already-paid', 'request-closed', 'attempt-in-progress',
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
      'The same `attempt` never starts another, and answers its outcome again. A 5xx means that the outcome is not known: ask by `sync`.',
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
    ...{ method: 'get', path: '/requests/{id}/history', id: 'requestHistory', audience: 'operator' },
    summary: 'What happened to a request, oldest first',
    parameters: queryOf(pageQuery.shape, paging),
    success: { 200: { description: 'A page.', schema: 'HistoryPage' } },
    problems: [...operators, 'not-found', 'invalid-request', 'card-data-refused'],
  },
  {
    ...{ method: 'post', path: '/messages', id: 'createMessage', audience: 'operator' },
    summary: 'Parses a message of the business and makes the requests in it',
    description: '`$[Get more kittens](25.00)` becomes a request. Never send a payer’s own text here.',
    parameters: { 'Idempotency-Key': idempotencyKey },
    body: 'MessageInput',
    success: { 201: { description: 'The message in segments.', schema: 'MessageResult' } },
    problems: [...operators, ...bodies, ...creating],
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
    description: 'Sends on to the host’s page, without Stripe’s parameters and with `pay_request`.',
    parameters: {
      to: {
        in: 'query',
        description: 'The `returnUrl` of an attempt; any other is not gone to.',
        schema: z.string(),
      },
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
  {
    ...{ method: 'get', path: '/{id}', page: true, id: 'showPage', audience: 'payer' },
    summary: 'The hosted page of a request',
    description: 'Changes nothing and calls no Stripe: link previews fetch it. An unknown id has its page too, a 404.',
    success: {
      200: { description: 'The page.', media: 'text/html' },
      404: { description: 'There is no such request.', media: 'text/html' },
    },
    problems: [],
  },
  {
    ...{ method: 'get', path: '/trusted-types.js', page: true, id: 'trustedTypes', audience: 'payer' },
    summary: 'The Trusted Types policy of the hosted page',
    success: { 200: { description: 'A script.', media: 'text/javascript' } },
    problems: [],
  },
];

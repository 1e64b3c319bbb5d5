/** What one route says of itself, and what several say alike. */
import { z } from 'zod';
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

/** What any route with a JSON body can answer. */
export const bodies = ['malformed-body', 'body-too-large', 'unsupported-media-type'] as const;
/** What any operator's route can answer. */
export const operators = ['unauthorized', 'forbidden', 'cross-site'] as const;
/** What any route that calls Stripe can answer. */
export const gateway = ['gateway-error', 'gateway-unavailable', 'gateway-timeout'] as const;
/** What a card can be refused with. */
export const declines = [
  ...(['card-declined', 'insufficient-funds', 'expired-card', 'incorrect-cvc', 'incorrect-number'] as const),
  ...(['incorrect-postal-code', 'processing-error', 'authentication-required', 'authentication-failed'] as const),
] as const;
/** What a label or an amount can be wrong in. */
export const amounts = [
  'invalid-label',
  'invalid-amount',
  'amount-too-small',
  'amount-too-large',
  'unknown-currency',
] as const;
/** What a request that is made can be wrong in. */
export const creating = [
  'idempotency-key-reused',
  'invalid-request',
  ...amounts,
  'card-data-refused',
  'unavailable',
] as const;

/** The header of operators' POSTs. */
export const idempotencyKey: Parameter = {
  in: 'header',
  description:
    'The same key and body give the same answer again, but for what passes: a fault, `rate-limited`, `attempt-in-progress`. Another body under it is a 409. 1 to 255 printable ASCII characters.',
  schema: z.string().regex(/^[\x21-\x7e]{1,255}$/),
};
/** Parameters of a query, from the schema that it is checked with. */
export const queryOf = (
  shape: Record<string, z.ZodType>,
  descriptions: Record<string, string>,
): Record<string, Parameter> =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [
      name,
      { in: 'query', description: descriptions[name] ?? name, schema },
    ]),
  );
/** Words for the parameters of a list. */
export const paging = { limit: 'How many, 1 to 100; 20 by default.', cursor: 'The `nextCursor` of the page before.' };

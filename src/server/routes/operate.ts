/** What operators do with a request. Each may be repeated under its Idempotency-Key. */
import { Hono } from 'hono';
import type { z } from 'zod';
import { cancelInput, captureInput, refundInput, sendInput } from '../../contract/schemas.js';
import type { Context } from '../context.js';
import { operatorOnly, type Env } from '../http.js';
import { answerPost } from '../operator-post.js';
import type { Capability } from '../principal.js';
import { requestId } from '../requests/find.js';
import {
  cancelRequest,
  captureRequest,
  permitted,
  refundRequest,
  sendRequest,
  type Doing,
} from '../requests/operate.js';

interface Route {
  doing: Doing;
  schema: z.ZodType;
  capability: Capability;
  /** Of a success. */
  status: number;
}

/** By the last part of each path under `/requests/{id}`. */
const doings: Readonly<Record<string, Route>> = {
  capture: { doing: captureRequest, schema: captureInput, capability: 'capture', status: 200 },
  cancel: { doing: cancelRequest, schema: cancelInput, capability: 'cancel', status: 200 },
  refunds: { doing: refundRequest, schema: refundInput, capability: 'refund', status: 200 },
  send: { doing: sendRequest, schema: sendInput, capability: 'create', status: 202 },
};

/** Paths of operators under `/requests`, for CORS. */
export const OPERATE_PATHS = Object.keys(doings).map((name) => `/requests/:id/${name}`);

/** Routes under `/requests`. A body that says nothing may be left out. */
export function operateRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  for (const [name, { doing, schema, capability, status }] of Object.entries(doings))
    routes.post(`/:id/${name}`, operatorOnly(context), (c) => {
      // Before its answer is looked for: no store is asked with what cannot be an id.
      const id = requestId(c.req.param('id'));
      return answerPost(context, c, {
        schema,
        optionalBody: true,
        permit: async (principal) => {
          await permitted(context, id, principal, capability);
        },
        run: async (its, given, principal) => ({ status, value: await doing(its, id, given, principal) }),
      });
    });
  return routes;
}

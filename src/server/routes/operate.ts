/** What operators do with a request. Each may be repeated under its Idempotency-Key. */
import { Hono } from 'hono';
import { parseJson } from '../body.js';
import type { Context } from '../context.js';
import { answerPost, operatorOnly, type Env } from '../http.js';
import { requestId } from '../requests/find.js';
import { cancelRequest, captureRequest, refundRequest, sendRequest, type Doing } from '../requests/operate.js';

/** The last part of each path under `/requests/{id}`, with what it does and answers. */
const doings: Readonly<Record<string, readonly [Doing, number]>> = {
  capture: [captureRequest, 200],
  cancel: [cancelRequest, 200],
  refunds: [refundRequest, 200],
  send: [sendRequest, 202],
};

/** Paths of operators under `/requests`, for CORS. */
export const OPERATE_PATHS = Object.keys(doings).map((name) => `/requests/:id/${name}`);

/** Routes under `/requests`. A body that says nothing may be left out. */
export function operateRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  for (const [name, [doing, status]] of Object.entries(doings))
    routes.post(`/:id/${name}`, operatorOnly(context), (c) => {
      // Before its answer is looked for: no store is asked with what cannot be an id.
      const id = requestId(c.req.param('id'));
      return answerPost(context, c, async (its, text, principal) => ({
        status,
        value: await doing(its, id, text === '' ? {} : parseJson(text), principal),
      }));
    });
  return routes;
}

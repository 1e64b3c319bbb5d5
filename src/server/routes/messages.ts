/** A business's messages. */
import { Hono } from 'hono';
import { parseJson } from '../body.js';
import type { Context } from '../context.js';
import { answerPost, operatorOnly, type Env } from '../http.js';
import { createMessage } from '../requests/messages.js';

/** Routes under `/messages`. */
export function messageRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/', operatorOnly(context), (c) =>
    answerPost(context, c, async (its, text, principal) => ({
      status: 201,
      value: await createMessage(its, parseJson(text), principal),
    })),
  );
  return routes;
}

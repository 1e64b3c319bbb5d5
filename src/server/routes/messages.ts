/** A business's messages. */
import { Hono } from 'hono';
import { messageInput } from '../../contract/schemas.js';
import type { MessageResult } from '../../contract/types.js';
import type { Context } from '../context.js';
import { operatorOnly, type Env } from '../http.js';
import { answerPost, needing } from '../operator-post.js';
import { createMessage } from '../requests/messages.js';

/** Routes under `/messages`. */
export function messageRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/', operatorOnly(context), (c) =>
    answerPost(context, c, {
      schema: messageInput,
      permit: needing('create'),
      run: async (its, given, principal) => ({ status: 201, value: await createMessage(its, given, principal) }),
      shows: (value) =>
        (value as MessageResult).segments.flatMap((segment) =>
          segment.type === 'request' ? [segment.request.id] : [],
        ),
    }),
  );
  return routes;
}

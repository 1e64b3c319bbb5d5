/** Stripe's webhooks: stored, then acted on; a hint to read again and no more. */
import { Hono } from 'hono';
import { readText } from '../body.js';
import type { Context } from '../context.js';
import { json, type Env } from '../http.js';
import { receiveWebhook } from '../webhooks.js';

/** Routes under `/webhooks`. */
export function webhookRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/:account', async (c) => {
    const body = await readText(c.req.raw, context.settings.limits.body);
    await receiveWebhook(context, c.req.param('account'), body, c.req.header('stripe-signature') ?? null);
    return json({ received: true });
  });
  return routes;
}

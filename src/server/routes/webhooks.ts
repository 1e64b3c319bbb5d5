/** Stripe's webhooks: stored, then acted on; a hint to read again and no more. */
import { Hono } from 'hono';
import { isPaymentError, PaymentError } from '../../errors/index.js';
import { readText } from '../body.js';
import type { Context } from '../context.js';
import { json, type Env } from '../http.js';
import { receiveWebhook } from '../webhooks.js';

/** `t=1700000000,v1=…`, with whatever else Stripe may add to it. */
const SIGNATURE = /(?:^|,)v1=[0-9a-f]{64}(?:,|$)/;
/** Stripe's header is about 100 characters; each secret that is being rolled adds as many. */
const LONGEST_SIGNATURE = 1_000;

/** Routes under `/webhooks`. */
export function webhookRoutes(context: Context): Hono<Env> {
  const { callers, settings } = context;
  const routes = new Hono<Env>();
  routes.post('/:account', async (c) => {
    const { address } = c.env;
    const signature = c.req.header('stripe-signature') ?? '';
    try {
      // What cannot be signed is not read. What may be is, however many were not: Stripe can come by the same proxy.
      if (signature.length > LONGEST_SIGNATURE || !SIGNATURE.test(signature))
        throw new PaymentError('invalid-signature', 'The header Stripe-Signature is missing, or is not Stripe’s.');
      const body = await readText(c.req.raw, settings.limits.body, 'webhook');
      await receiveWebhook(context, c.req.param('account'), body, signature);
    } catch (thrown) {
      if (isPaymentError(thrown) && notStripes.has(thrown.code)) callers.unsignedWebhook(address);
      throw thrown;
    }
    return json({ received: true });
  });
  return routes;
}

/** What Stripe's own calls are not answered, unless they are set up wrongly here. */
const notStripes: ReadonlySet<string> = new Set(['invalid-signature', 'not-found', 'malformed-body', 'body-too-large']);

/** Stripe's webhooks (DESIGN §2.6): verified, made durable, and then a reason to read Stripe again. */
import type { Context } from './context.js';

/**
 * Takes a webhook of an account. Resolves once it is stored; what could not be acted on at once stays open for
 * the reconciler. Throws `not-found` for an unknown account and `invalid-signature`.
 */
export async function receiveWebhook(
  { engine, store, logger }: Context,
  account: string,
  body: string,
  signature: string | null,
): Promise<void> {
  const verified = await engine.verifyWebhook(account, body, signature);
  const { id: event, type, livemode, object, objectIds, connected } = verified;
  // Undefined where Stripe would have to be asked and cannot be.
  const request = await engine.findRequest(account, livemode, object, connected).catch(() => undefined);
  const isOpen = await store.receiveWebhook({ account, event, type, request: request ?? null });
  if (!isOpen) return;
  if (request === undefined) logger.warn('webhook waits', { account, event, type });
  else if (request === null) {
    await store.webhookDone(account, event);
    logger.info('webhook about no request', { account, event, type });
  } else await engine.advance(request, { account, event, type, objectIds });
}

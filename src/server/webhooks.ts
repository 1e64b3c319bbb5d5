/** Stripe's webhooks: verified, made durable, and then a reason to read Stripe again. */
import type { Context } from './context.js';

/**
 * Takes a webhook of an account. Resolves once it is stored; what could not be acted on at once stays open for
 * the reconciler. One that is signed and cannot be acted on is left alone, with a line in the log that says why: refused,
 * Stripe would send it for days, and then switch the endpoint off. Throws `not-found` for an unknown account and
 * `invalid-signature`.
 */
export async function receiveWebhook(
  { engine, store, logger }: Context,
  account: string,
  body: string,
  signature: string | null,
): Promise<void> {
  const verified = await engine.verifyWebhook(account, body, signature);
  const { id: event, type, livemode, leftAlone, object, objectIds, connected } = verified;
  if (leftAlone !== null) {
    logger.info('webhook left alone', { account, event, type, reason: leftAlone });
    return;
  }
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

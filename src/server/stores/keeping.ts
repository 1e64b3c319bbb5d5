/** How long and how much a store keeps beside the requests, the same in every store. */

/** Answers for idempotency keys, in ms. */
export const ANSWER_KEPT_MS = 24 * 60 * 60 * 1000;

/** Webhooks that were acted on, in ms. Stripe repeats an event for up to three days. */
export const WEBHOOK_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Counted events per key and window; a count stops there, so limits must be below it. */
export const MOST_COUNTED = 1000;

/** Between two clean-ups of what is past its time, in ms. */
export const CLEANUP_EVERY_MS = 10 * 60 * 1000;

/** Request statuses that free an exclusive key. It stays free if money arrives after that all the same. */
export function freesExclusiveKey(status: string): boolean {
  return status === 'canceled' || status === 'expired';
}

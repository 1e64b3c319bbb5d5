/** Asks the host, before anything is charged, whether it may be. */
import { PaymentError } from '../errors/index.js';
import { PaySubmitEvent } from '../events.js';
import type { PayHost } from './hosts.js';

/** How long a host may keep the payer waiting, in ms. */
const DEADLINE_MS = 10_000;

/**
 * Dispatches `pay-submit` on `host` and waits for all that it was given. Resolves `refused` if it was canceled;
 * rejects `host-refused` at a rejection or at the deadline.
 */
export async function askHost(host: PayHost, request: string, attempt: string): Promise<'agreed' | 'refused'> {
  const waits: Promise<unknown>[] = [];
  const event = new PaySubmitEvent(request, attempt, (promise) => waits.push(Promise.resolve(promise)));
  if (!host.dispatchEvent(event)) {
    void Promise.allSettled(waits);
    return 'refused';
  }
  if (waits.length === 0) return 'agreed';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new PaymentError('host-refused', `A promise given to waitUntil() did not settle within ${DEADLINE_MS} ms.`),
      );
    }, DEADLINE_MS);
  });
  try {
    await Promise.race([Promise.all(waits), deadline]);
    return 'agreed';
  } catch (cause) {
    throw cause instanceof PaymentError
      ? cause
      : new PaymentError('host-refused', 'A promise given to waitUntil() was rejected.', { cause });
  } finally {
    clearTimeout(timer);
  }
}

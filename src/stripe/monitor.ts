/** Stripe.js on a page without a form: from what it sees of a payer's way there, Stripe's Radar tells fraud. */
import { PaymentError } from '../errors/index.js';

/** Options of `monitor`; none of them with the real Stripe. */
export interface MonitorOptions {
  /** The sandbox's script, on loopback or the page's own origin. */
  scriptUrl?: string;
  /** The sandbox's key, without which no other script than Stripe's own is loaded. */
  publishableKey?: string;
}

/**
 * Loads Stripe.js as a payment would, once a page, and nothing more: call it on the pages before the one that is paid on.
 * Without it nothing goes to Stripe before a payer asks to pay. https://docs.stripe.com/disputes/prevention/advanced-fraud-detection
 *
 * Resolves once it is loaded, at once if it is. Rejects a `PaymentError`: `script-blocked`, `script-timeout`, or `misuse`
 * for a script that is not Stripe's without one of the sandbox's keys. A call after that tries again.
 */
export async function monitor({ scriptUrl, publishableKey = '' }: MonitorOptions = {}): Promise<void> {
  try {
    const { prepare } = await import('./loader.js');
    await prepare({ publishableKey, scriptUrl: scriptUrl ?? null });
  } catch (thrown) {
    throw PaymentError.from(thrown, 'script-blocked');
  }
}

/** Stripe's library, at Stripe or at a stand-in for it. */
import Stripe from 'stripe';

/** A client for a secret key. `base` is the address of a stand-in, `http://127.0.0.1:12111`; Stripe's own without it. */
export function stripeClient(secretKey: string, base?: string, config: Stripe.StripeConfig = {}): Stripe {
  if (base === undefined) return new Stripe(secretKey, config);
  const { protocol, hostname, port } = new URL(base);
  return new Stripe(secretKey, { ...config, protocol: protocol === 'http:' ? 'http' : 'https', host: hostname, port });
}

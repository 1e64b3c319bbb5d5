import { hex } from './ids.js';

/** Where an account's webhooks go. `secret` signs them (`whsec_…`). */
export interface WebhookEndpoint {
  /** A secret, restricted or publishable key of the account, in its mode. */
  key: string;
  url: string;
  secret: string;
  /** Events of accounts linked to this one, instead of its own. */
  connect?: boolean;
}

/** The `Stripe-Signature` of a body. `timestamp` in seconds (docs.stripe.com/webhooks, "Verify manually"). */
export async function signature(body: string, secret: string, timestamp: number): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(`${timestamp}.${body}`));
  return `t=${timestamp},v1=${hex(mac)}`;
}

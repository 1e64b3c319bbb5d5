/** What a payment is called at Stripe, whichever object takes it. */
import type { RequestTerms } from '../requests/document.js';

/** Its description in the Dashboard and on Stripe's receipt. */
export function describe({ label, reference, description }: RequestTerms): string {
  return description ?? (reference === null ? label : `${label} (${reference})`);
}

/** The merchant's own metadata, with the reference and the request that webhooks are matched by. */
export function metadataOf(id: string, { metadata, reference }: RequestTerms): Record<string, string> {
  return { ...metadata, ...(reference === null ? {} : { reference }), pay_elements_request: id };
}

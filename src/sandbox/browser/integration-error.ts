/** The error Stripe.js throws when it is used wrongly. */
export class IntegrationError extends Error {
  override readonly name = 'IntegrationError';
}

/** What Stripe.js says where an Element's frame is not there any more. */
export const LOST =
  'We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use is still mounted.';

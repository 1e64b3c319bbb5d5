/** The error Stripe.js throws when it is used wrongly. */
export class IntegrationError extends Error {
  override readonly name = 'IntegrationError';
}

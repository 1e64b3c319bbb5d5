import type { Stripe } from '@stripe/stripe-js';

/** What the sandbox offers of a `Stripe` instance. */
export type SandboxStripe = Pick<
  Stripe,
  | 'elements'
  | 'createPaymentMethod'
  | 'createToken'
  | 'createConfirmationToken'
  | 'confirmCardPayment'
  | 'handleNextAction'
  | 'retrievePaymentIntent'
  | 'registerAppInfo'
>;

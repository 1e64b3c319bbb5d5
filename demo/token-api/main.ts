/**
 * The example API alone: `node --import tsx demo/token-api/main.ts`, beside `npm run sandbox`. With
 * `STRIPE_SECRET_KEY` it uses the real Stripe.
 */
import { createTokenApi } from './api.js';
import { Orders } from './orders.js';
import { stripeClient } from './stripe.js';

const { STRIPE_SECRET_KEY, SANDBOX_PORT = '12111', PORT = '4343', PAGE_ORIGIN = 'http://localhost:4242' } = process.env;
const stripe =
  STRIPE_SECRET_KEY === undefined
    ? stripeClient('sk_test_sandbox', `http://127.0.0.1:${SANDBOX_PORT}`)
    : stripeClient(STRIPE_SECRET_KEY);

createTokenApi({ stripe, orders: new Orders(), pageOrigin: PAGE_ORIGIN }).listen(Number(PORT), 'localhost', () => {
  console.log(`The token API is at http://localhost:${PORT}/orders/kittens`);
});

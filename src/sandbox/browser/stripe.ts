/** The script served as `/stripe.js`: defines `window.Stripe` over the sandbox it came from. */
import type { StripeConstructorOptions } from '@stripe/stripe-js';
import type { SandboxStripe } from './offered.js';
import { createInstance } from './instance.js';

// Known only while the script runs for the first time.
const script = document.currentScript;
const origin =
  script instanceof HTMLScriptElement && script.src ? new URL(script.src).origin : 'http://127.0.0.1:12111';

function Stripe(publishableKey: unknown, options?: StripeConstructorOptions): SandboxStripe {
  return createInstance(origin, publishableKey, options);
}

Object.defineProperty(window, 'Stripe', {
  value: Object.assign(Stripe, { version: 'endive' }),
  configurable: true,
  enumerable: true,
  writable: true,
});

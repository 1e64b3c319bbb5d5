/** The hosted page's Content-Security-Policy: nothing but our script, Stripe and the one style. */
import { sha256Base64 } from '../digest.js';
import { style } from './style.js';

/** Stripe.js, its frames, its calls and its pictures. https://docs.stripe.com/security/guide#content-security-policy */
const STRIPE = {
  script: ['https://js.stripe.com', 'https://*.js.stripe.com'],
  frame: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  connect: ['https://api.stripe.com'],
  image: ['https://*.stripe.com'],
};

/**
 * The header's value. `scriptSrc` is the bundle's address, `stripeScriptUrl` that of a stand-in for Stripe.js,
 * which serves its own frames and calls.
 */
export async function contentSecurityPolicy(scriptSrc: string, stripeScriptUrl: string | null): Promise<string> {
  const script = URL.canParse(scriptSrc) ? [new URL(scriptSrc).origin] : [];
  const standIn = stripeScriptUrl === null ? [] : [new URL(stripeScriptUrl).origin];
  return Object.entries({
    'default-src': ["'none'"],
    'script-src': ["'self'", ...script, ...STRIPE.script, ...standIn],
    'frame-src': [...STRIPE.frame, ...standIn],
    'connect-src': ["'self'", ...STRIPE.connect, ...standIn],
    'img-src': ["'self'", 'data:', ...STRIPE.image],
    'style-src': [`'sha256-${await sha256Base64(style)}'`],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  })
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

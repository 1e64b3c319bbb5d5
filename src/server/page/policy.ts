/** What a page that shows the elements must allow, and the hosted page's own Content-Security-Policy. */
import { sha256Base64 } from '../digest.js';
import { style } from './style.js';

/** Stripe.js, its frames, its calls and its pictures. https://docs.stripe.com/security/guide#content-security-policy */
const STRIPE = {
  script: ['https://js.stripe.com', 'https://*.js.stripe.com'],
  frame: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  connect: ['https://api.stripe.com'],
  image: ['https://*.stripe.com'],
};

/** Link, which the row of wallets can offer where an account has it on. */
const LINK = ['https://link.com', 'https://*.link.com'];

/** Checkout's pages. A form's redirect counts as its action in Chromium, so they are named in `form-action`. */
const CHECKOUT = 'https://checkout.stripe.com';

/**
 * Names of Trusted Types policies: of our loader, which makes the address of Stripe.js; of Lit, which renders; and the
 * default one, through which Stripe.js loads the rest of itself and which only the page can make.
 */
export const TRUSTED_TYPES = ['pay-elements', 'lit-html', 'default'] as const;

/** Where a page's parts come from. Origins, `https://pay.example.com`; what is left out is the page's own. */
export interface AllowedOrigins {
  /** Of the elements' bundle. What follows an origin, a path, is left out, in each of them: a policy would take it for one file. */
  script?: string;
  /** Of the payment server. */
  api?: string;
  /** Of a stand-in for Stripe, `http://127.0.0.1:12111`, which serves its own script, frames and calls. */
  standIn?: string;
  /** With the origins of Stripe's Link; default false. For a page with a row of wallets, where your account has Link on. */
  link?: boolean;
}

/**
 * What a page must add to its Content-Security-Policy so that the elements work: sources by directive. Nothing in
 * it is `unsafe-*`, and styles need nothing. With Trusted Types the page also makes the default policy of
 * docs/csp.md.
 */
export function hostPolicy({ script, api, standIn, link = false }: AllowedOrigins = {}): Record<string, string[]> {
  const more = standIn === undefined ? [] : [originOf(standIn)];
  const linked = link ? LINK : [];
  return {
    'script-src': [script === undefined ? "'self'" : originOf(script), ...STRIPE.script, ...more],
    'frame-src': [...STRIPE.frame, ...linked, ...more],
    'connect-src': [api === undefined ? "'self'" : originOf(api), ...STRIPE.connect, ...linked, ...more],
    'img-src': [...STRIPE.image, ...(link ? ['https://*.link.com'] : [])],
    'trusted-types': [...TRUSTED_TYPES],
  };
}

/** Throws a TypeError for what is no address. */
function originOf(address: string): string {
  return new URL(address).origin;
}

/** What decides the hosted page's policy. */
export interface PagePolicy {
  /** The bundle's address. */
  scriptSrc: string;
  /** That of a stand-in for Stripe.js. */
  stripeScriptUrl: string | null;
  /** Origins whose pages may frame it. */
  frameAncestors: readonly string[];
  /** Origins of Checkout beside Stripe's own. */
  checkoutOrigins: readonly string[];
}

/** The hosted page's header. */
export async function contentSecurityPolicy({
  scriptSrc,
  stripeScriptUrl,
  frameAncestors,
  checkoutOrigins,
}: PagePolicy): Promise<string> {
  const standIn = stripeScriptUrl === null ? null : new URL(stripeScriptUrl).origin;
  const needed = hostPolicy({ link: true, ...(standIn === null ? {} : { standIn }) });
  const script = URL.canParse(scriptSrc) ? [new URL(scriptSrc).origin] : [];
  return Object.entries({
    'default-src': ["'none'"],
    ...needed,
    'script-src': [...(needed['script-src'] ?? []), ...script],
    'img-src': ["'self'", 'data:', ...(needed['img-src'] ?? [])],
    'style-src': [`'sha256-${await sha256Base64(style)}'`],
    'base-uri': ["'none'"],
    'form-action': ["'self'", CHECKOUT, ...checkoutOrigins, ...(standIn === null ? [] : [standIn])],
    'frame-ancestors': frameAncestors.length > 0 ? frameAncestors : ["'none'"],
    'require-trusted-types-for': ["'script'"],
  })
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/**
 * The script that makes the default policy: Stripe's own addresses and nothing else become scripts.
 * https://docs.stripe.com/security/guide#content-security-policy
 */
export const TRUSTED_TYPES_SCRIPT = `if (globalThis.trustedTypes?.createPolicy) trustedTypes.createPolicy('default', {
  createScriptURL(address) {
    const { protocol, hostname } = new URL(address, location.href);
    return protocol === 'https:' && (hostname === 'js.stripe.com' || hostname.endsWith('.js.stripe.com')) ? address : null;
  },
});
`;

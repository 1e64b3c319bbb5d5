/**
 * Loads a script that defines `window.Stripe`: with a time limit, one retry, a nonce and a Trusted Types policy.
 * `loadStripe` of @stripe/stripe-js knows none of these, and never settles in two cases (a dead tag; load parameters and
 * a block).
 */
import { config } from '../config.js';
import { PaymentError } from '../errors/index.js';

/** `Stripe(key, options)`; whether it is one that we can use is seen when it is called. */
export interface StripeGlobal {
  (key: string, options: Record<string, string>): unknown;
  /** Its release train; `3` for `v3`. */
  readonly version?: string | number;
}

/** The release train of @stripe/stripe-js 10, whose types are used here. Its loader is not: see above. */
export const STRIPE_TRAIN = 'endive';
export const STRIPE_URL = `https://js.stripe.com/${STRIPE_TRAIN}/stripe.js`;

const TIMEOUT_MS = 12_000;
/** How long another's tag may take before ours is added beside it, as a share of the limit. */
const PATIENCE = 1 / 3;

/** A policy of Trusted Types. What it makes stands for its text, and only a script tag looks closer. */
interface Policy {
  createScriptURL(url: string): string;
}

/** What there is of Trusted Types; not in every browser, and not in TypeScript's library. */
interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | undefined;
/** Two copies of the bundle share the one trusted address: a page may allow a policy's name only once. */
const TRUSTED = Symbol.for('pay-elements/stripe-url');

/** `window.Stripe` as it is; undefined where there is none. */
export function present(): StripeGlobal | undefined {
  return (window as { Stripe?: StripeGlobal }).Stripe;
}

/** Resolves with the `window.Stripe` that it brings, another than the one that is there. Rejects `script-blocked` or `script-timeout`; never hangs. */
export async function loadScript(url: string): Promise<StripeGlobal> {
  const limit = config().scriptTimeout ?? TIMEOUT_MS;
  const end = performance.now() + limit;
  const before = present();
  const other = url === STRIPE_URL ? otherTag() : null;
  if (other) {
    const outcome = await settled(other, hasEnded(other) ? 0 : limit * PATIENCE);
    const found = present();
    if (found) return found;
    if (outcome !== 'late' || hasEnded(other)) other.remove();
  }
  for (let last = false; ; last = true) {
    const tag = inject(url);
    const outcome = await settled(tag, end - performance.now());
    const found = outcome === 'error' ? undefined : present();
    if (found && found !== before) return found;
    tag.remove();
    if (outcome === 'late')
      throw new PaymentError('script-timeout', `${url} did not load within ${limit} ms (scriptTimeout).`);
    if (last || outcome === 'load')
      throw new PaymentError('script-blocked', `${url} could not be loaded. A content blocker, or not in script-src?`);
  }
}

/** A tag of Stripe.js that the page, or another library on it, has put there: of any release train. */
function otherTag(): HTMLScriptElement | null {
  return document.querySelector<HTMLScriptElement>('script[src^="https://js.stripe.com/"]');
}

/** True for a tag that has no more to say: neither of its events will come again. */
function hasEnded({ src }: HTMLScriptElement): boolean {
  return document.readyState === 'complete' && performance.getEntriesByName(src).length > 0;
}

/** Waits for a tag's end. */
function settled(tag: HTMLScriptElement, ms: number): Promise<'load' | 'error' | 'late'> {
  return new Promise((resolve) => {
    const done = (outcome: 'load' | 'error' | 'late') => () => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const timer = setTimeout(done('late'), ms);
    tag.addEventListener('load', done('load'), { once: true });
    tag.addEventListener('error', done('error'), { once: true });
  });
}

function inject(url: string): HTMLScriptElement {
  const tag = document.createElement('script');
  const { nonce } = config();
  if (nonce) tag.nonce = nonce;
  try {
    tag.src = trusted(url);
  } catch (cause) {
    throw new PaymentError('script-blocked', "Trusted Types: add 'pay-elements' to the trusted-types directive.", {
      cause,
    });
  }
  document.head.append(tag);
  return tag;
}

function trusted(url: string): string {
  const page = globalThis as { trustedTypes?: TrustedTypes; [TRUSTED]?: string };
  if (!page.trustedTypes) return url;
  if (url === STRIPE_URL && page[TRUSTED] !== undefined) return page[TRUSTED];
  try {
    // Called by nobody else; what may be loaded was decided before this.
    policy ??= page.trustedTypes.createPolicy('pay-elements', { createScriptURL: (address) => address });
  } catch {
    // Not among the names that the page allows: a plain address will do where it does not enforce them.
    return url;
  }
  const safe = policy.createScriptURL(url);
  if (url === STRIPE_URL) page[TRUSTED] = safe;
  return safe;
}

/** Page-wide defaults. `configure()` merges; what is set last counts for elements connected after it. */
import type { Backend } from './backend/backend.js';
import { PaymentError } from './errors/index.js';

/** What a page can set once for all its elements. */
export interface PayConfig {
  /** Used by elements without a `backend` of their own: a URL against `document.baseURI`, or an object. */
  backend?: string | Backend;
  /**
   * Backend URLs that elements may speak to, as origins (`https://pay.example`) or URL prefixes. Unset, any is
   * allowed; set, another one says `backend-not-allowed` and nothing is sent to it.
   */
  allowedBackends?: readonly string[];
  /** For the script tag of Stripe.js under a CSP with nonces. */
  nonce?: string;
  /** How long Stripe.js may take to load, in ms (12000). */
  scriptTimeout?: number;
}

interface ConfigSlot extends PayConfig {
  /** Makes a backend from a URL. Empty until `define/` fills it, so that a class alone carries no HTTP. */
  createBackend?: (url: string) => Backend;
}

/** What every copy of the bundle on a page shares. */
interface PageRegistry {
  config: ConfigSlot;
  /** Backends made from a URL, by that URL. */
  backends: Map<string, Backend>;
  /** The sessions of each backend; `session/` knows their type. */
  sessions: WeakMap<Backend, unknown>;
}

const REGISTRY = Symbol.for('pay-elements/1');

/** The one registry of this page, made by whichever copy of the bundle asks first. */
export function pageRegistry(): PageRegistry {
  const known = Reflect.get(globalThis, REGISTRY) as PageRegistry | undefined;
  if (known) return known;
  const registry: PageRegistry = { config: {}, backends: new Map(), sessions: new WeakMap() };
  Reflect.set(globalThis, REGISTRY, registry);
  return registry;
}

/** Sets page-wide defaults; members that are left out stay as they are. */
export function configure(options: PayConfig): void {
  Object.assign(pageRegistry().config, options);
}

/** The defaults in force. */
export function config(): Readonly<PayConfig> {
  return pageRegistry().config;
}

/** Fills the slot that turns a backend URL into a backend. The first one stays. */
export function useBackendFactory(create: (url: string) => Backend): void {
  pageRegistry().config.createBackend ??= create;
}

/**
 * The backend for what an element was given: an object as it is, a URL as one shared backend per URL.
 * Throws `no-backend` or `backend-not-allowed`.
 */
export function resolveBackend(given: string | Backend | null | undefined): Backend {
  const { config: slot, backends } = pageRegistry();
  const wanted = given ?? slot.backend;
  if (wanted === undefined || wanted === '')
    throw new PaymentError(
      'no-backend',
      'No backend. Set the backend attribute or property, or configure({ backend }).',
    );
  if (typeof wanted !== 'string') return wanted;
  const url = new URL(wanted, document.baseURI).href.replace(/\/$/, '');
  if (slot.allowedBackends && !slot.allowedBackends.some((allowed) => covers(allowed, url)))
    throw new PaymentError(
      'backend-not-allowed',
      `The backend ${url} is not allowed on this page. Add it to configure({ allowedBackends }).`,
    );
  const known = backends.get(url);
  if (known) return known;
  if (!slot.createBackend)
    throw new PaymentError(
      'no-backend',
      `No way to speak to ${url}. Import 'pay-elements/define', or set the backend property to httpBackend({ url }).`,
    );
  const backend = slot.createBackend(url);
  backends.set(url, backend);
  return backend;
}

/** A whole origin, or a path of one: `https://a.example` never covers `https://a.example.evil`. */
function covers(allowed: string, url: string): boolean {
  const base = new URL(allowed, document.baseURI).href.replace(/\/$/, '');
  return url === base || url.startsWith(`${base}/`);
}

/** Page-wide defaults. `configure()` merges; what is set last counts for elements connected after it. */
import type { Backend } from './backend/backend.js';

/** What a page can set once for all its elements. */
export interface PayConfig {
  /** Used by elements without a `backend` of their own: a URL against `document.baseURI`, or an object. */
  backend?: string | Backend;
  /**
   * Backend URLs that elements may speak to, as origins (`https://pay.example`) or URL prefixes. Unset, any is
   * allowed; set, another one says `backend-not-allowed` and nothing is sent to it.
   */
  allowedBackends?: readonly string[];
  /**
   * Whether calls of a payment server take cookies and passwords with them, for one behind Basic authentication or an
   * access proxy (`omit`). To another origin than the page's, `include`, and only where the server's `payerOrigins` names the page.
   */
  credentials?: RequestCredentials;
  /** For the script tag of Stripe.js under a CSP with nonces. */
  nonce?: string;
  /** How long Stripe.js may take to load, in ms (12000). */
  scriptTimeout?: number;
}

/** Makes a backend from a URL: `httpBackend`. */
export type CreateBackend = (options: { url: string; credentials?: RequestCredentials }) => Backend;

interface ConfigSlot extends PayConfig {
  /** Fetches `createBackend`. Empty until `define/` fills it, so that a class alone carries no HTTP. */
  loadBackend?: () => Promise<CreateBackend>;
  createBackend?: CreateBackend;
}

/** What every copy of the bundle on a page shares. */
interface PageRegistry {
  config: ConfigSlot;
  /** Backends made from a URL, by that URL and the credentials that were asked for. */
  backends: Map<string, Backend>;
  /** The sessions of each backend; `session/` knows their type. */
  sessions: WeakMap<Backend, unknown>;
  /** What takes the card in the place of Stripe's fields, in a test; `session/` knows its type. */
  formModule?: unknown;
  /** The console was told that an older copy was first. */
  warned?: boolean | undefined;
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

/** Says where that which turns a backend URL into a backend is fetched from, when the first element needs it. The first one stays. */
export function useBackendFactory(load: () => Promise<CreateBackend>): void {
  pageRegistry().config.loadBackend ??= load;
}

/** True where a backend can be made from a URL at once, or never. */
export function hasBackendFactory(): boolean {
  const { createBackend, loadBackend } = pageRegistry().config;
  return !!createBackend || !loadBackend;
}

/** Fetches what makes a backend from a URL, where `define/` said how. */
export async function fetchBackendFactory(): Promise<void> {
  const { config } = pageRegistry();
  if (config.loadBackend) config.createBackend ??= await config.loadBackend();
}

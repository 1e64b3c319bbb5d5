/** What a payment server is made with. */
import type { Channel } from '../contract/types.js';
import { limitsOf, type Limits } from './limits.js';
import { fixedAccounts, type AccountConfig, type AccountSource } from './accounts.js';
import { checkAccounts } from './account-check.js';
import type { Origins } from './cors.js';
import { frameOrigin, payerOrigin, webOrigin } from './origins.js';
import type { PaymentEvent } from './events.js';
import type { EngineLogger } from './pay/words.js';
import type { Pace } from './pay/pace.js';
import type { Authorize } from './principal.js';
import type { RequestDoc } from './requests/document.js';
import type { OnSend } from './sending.js';
import type { Store } from './store.js';
import type { StripeOptions } from './stripe/options.js';

/** How Stripe is reached, by this server and by the payer's browser. */
export interface ServerStripeOptions extends StripeOptions {
  /** Address of a stand-in for Stripe.js. Left out, payers load Stripe's own. */
  scriptUrl?: string;
}

/** Options of `createPaymentServer`. */
export interface PaymentServerOptions {
  store: Store<RequestDoc>;
  /** In the order in which they are tried for a request that names none. */
  accounts: readonly AccountConfig[] | AccountSource;
  authorize: Authorize;
  /** Origin at which payers reach this server, `https://pay.example.com`. */
  baseUrl: string;
  /** Path of the API; `/api` by default. */
  basePath?: string;
  /** Path of the hosted pages; `/pay` by default. */
  payPath?: string;
  stripe?: ServerStripeOptions;
  /**
   * Told of each fact, after it is committed, in order per request and until the promise resolves: at least
   * once.
   */
  onEvent?: (event: PaymentEvent) => void | Promise<void>;
  /**
   * Sends a request's link by SMS or e-mail, as an operator asked: the promise resolves once it is on its way. Without
   * it nothing is sent, and no element shows a button for it. May be called again for one press if the process dies.
   */
  onSend?: OnSend;
  /** How `onSend` can send; both by default. */
  channels?: readonly Channel[];
  /** Every decision's time; the store's by default. */
  clock?: { now(): Date | Promise<Date> };
  /** Gets one line per call, with allow-listed fields. Silent by default. */
  logger?: EngineLogger;
  /**
   * Origins of pages that payers use; `'*'`, any, by default. Beside `https://shop.example` also every name under a
   * domain (`https://*.example.com`), apps and extensions (`capacitor://localhost`, `ionic:`, `tauri:`,
   * `chrome-extension:`, …), and `"null"`, which pages without an origin of their own send. Pages of those that are
   * named, but for `"null"`, may send the payer's cookies (`credentials`); under `'*'` none may. Name your shops: under `'*'` whoever has the link of a
   * request can have the return from a bank's page lead to a page of theirs.
   */
  payerOrigins?: '*' | readonly string[];
  /** Origins, beside the server's own, of pages that operators use with their session. None by default. */
  operatorOrigins?: readonly string[];
  /**
   * Origins of pages that a bank may send the payer back to, beside the server's own, `operatorOrigins` and those of
   * `payerOrigins`; under `'*'` also the origin of the page that pays, whichever that is. None by default.
   */
  returnOrigins?: readonly string[];
  /**
   * Origins of pages that may show the hosted page in a frame, as in `payerOrigins` but for `"null"`. None by default.
   * Pay Now without JavaScript then leaves the frame, for Checkout is in none.
   */
  frameAncestors?: readonly string[];
  /** Origins of Checkout beside Stripe's own, where an account has a custom domain for it: `https://pay.shop.example`. */
  checkoutOrigins?: readonly string[];
  /** Address of the elements' bundle for the hosted pages; `/pay-elements.min.js` by default. */
  scriptSrc?: string;
  /** What callers may ask for; generous by default. */
  limits?: Partial<Limits>;
  /**
   * How many proxies of yours stand before this server: so many entries at the end of `X-Forwarded-For` are
   * believed. 0 by default: the caller is the `address` that `fetch` is given.
   */
  trustProxy?: number;
  /** Time limits; for tests. */
  pace?: Partial<Pace>;
}

/** The options, checked and with their defaults. */
export interface Settings {
  accounts: AccountSource;
  /** How links can be sent; none without `onSend`. */
  channels: readonly Channel[];
  origins: Origins;
  basePath: string;
  payPath: string;
  /** `baseUrl` and the path of the API, no slash at the end. */
  apiUrl: string;
  payUrl: (requestId: string) => string;
  scriptSrc: string;
  frameAncestors: readonly string[];
  checkoutOrigins: readonly string[];
  stripeScriptUrl: string | null;
  limits: Limits;
  trustProxy: number;
}

/** Checks the options. Throws a TypeError that says what is wrong with which. */
export function settingsOf(options: PaymentServerOptions): Settings {
  const own = webOrigin(options.baseUrl, 'baseUrl');
  const basePath = pathOf(options.basePath ?? '/api', 'basePath');
  const payPath = pathOf(options.payPath ?? '/pay', 'payPath');
  if (basePath === payPath) throw new TypeError('basePath and payPath must differ.');
  const { payerOrigins = '*', operatorOrigins = [], returnOrigins = [], trustProxy = 0 } = options;
  if (!Number.isInteger(trustProxy) || trustProxy < 0)
    throw new TypeError('trustProxy: it must be the number of proxies before this server, 0 or more.');
  return {
    accounts: accountSource(options.accounts),
    channels: options.onSend ? [...(options.channels ?? CHANNELS)] : [],
    origins: {
      own,
      payer: payerOrigins === '*' ? '*' : payerOrigins.map((origin) => payerOrigin(origin)),
      operator: operatorOrigins.map((origin) => webOrigin(origin, 'operatorOrigins')),
      return: returnOrigins.map((origin) => webOrigin(origin, 'returnOrigins')),
    },
    basePath,
    payPath,
    apiUrl: `${own}${basePath}`,
    payUrl: (requestId) => `${own}${payPath}/${requestId}`,
    scriptSrc: options.scriptSrc ?? '/pay-elements.min.js',
    frameAncestors: (options.frameAncestors ?? []).map((origin) => frameOrigin(origin, 'frameAncestors')),
    checkoutOrigins: (options.checkoutOrigins ?? []).map((origin) => webOrigin(origin, 'checkoutOrigins')),
    stripeScriptUrl: options.stripe?.scriptUrl ?? null,
    limits: limitsOf(options.limits, options.stripe?.apiBase !== undefined),
    trustProxy,
  };
}

const CHANNELS: readonly Channel[] = ['sms', 'email'];

function accountSource(given: readonly AccountConfig[] | AccountSource): AccountSource {
  if ('list' in given) return given;
  checkAccounts(given);
  return fixedAccounts(given);
}

/** `/api`, `/a/b`: a slash first and none at the end. */
function pathOf(given: string, name: string): string {
  if (!/^(\/[\w.~-]+)+$/.test(given))
    throw new TypeError(`${name}: ${JSON.stringify(given)} is not a path such as "/api".`);
  return given;
}

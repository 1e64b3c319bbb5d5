/** The backend over an API of the host's own that takes a token and charges it: Stripe's oldest flow. */
import type { Merchant, MoneyRequest, StripeSettings } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';
import type { CallOptions, TokenBackend, TokenPayInput } from './backend.js';
import type { TokenCharges } from './token-charges.js';

/** What is asked for, as the page knows it; every member of a `MoneyRequest` that is left out has a plain default. */
export interface TokenMoneyRequest extends Partial<Omit<MoneyRequest, 'merchant' | 'stripe'>> {
  /** The host's own, as in the element's `request`. */
  id: string;
  label: string;
  /** In minor units. It is shown, and sent; what is charged is for the API to say. */
  amount: number;
  currency: string;
  merchant: Partial<Merchant> & Pick<Merchant, 'name'>;
  stripe?: Partial<StripeSettings>;
}

/** What an API of the host's knows of a lost attempt. `failed` only where it is certain that it charges nothing any more. */
export type TokenOutcome = 'paid' | 'failed' | 'unknown';

/** Options of `tokenBackend`. */
export interface TokenBackendOptions {
  /** Where `{ token, amount, currency }` is posted to. */
  url: string;
  /** Stripe's `pk_…` of the account whose secret key the API has. */
  publishableKey: string;
  /** The one request that this backend is for. */
  moneyRequest: TokenMoneyRequest;
  /** The body to send, for an API with other names, or one that prices by itself and takes no amount. */
  map?: (input: TokenPayInput) => object;
  /** Asks the API what became of an attempt whose answer was lost. Without it, such an attempt stays `unknown`. */
  sync?: (attempt: string, options: CallOptions) => Promise<TokenOutcome>;
  /** In place of the global one. */
  fetch?: typeof fetch;
  /** Sent with every call; a function is asked before each. */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>);
  /** How long the API may take, in ms (30000); after that the outcome is unknown. */
  timeout?: number;
}

/** What the page knows of the request; replaced as a whole when that changes. */
export interface TokenBook {
  request: MoneyRequest;
}

/**
 * A backend over `POST url {token, amount, currency}`, answered by `{"paid": true}`, or by a status and a message.
 * A 402 is a decline, any other 4xx but 408 a refusal, and both are certain; everything else (5xx, 202, no answer,
 * an answer that says neither) leaves the outcome unknown. An attempt is sent once, never again: where `sync` is not
 * given, one whose answer was lost stays unknown until the page is loaded anew, and the request cannot be paid
 * meanwhile. The API has to refuse an order that it has charged already, for this page's memory ends with it.
 */
export function tokenBackend(options: TokenBackendOptions): TokenBackend {
  const { url, publishableKey, moneyRequest: terms, sync } = options;
  const at = new Date().toISOString();
  const book: TokenBook = {
    request: {
      version: 1,
      status: 'open',
      reference: null,
      description: null,
      lineItems: [],
      mode: /^pk_live/.test(publishableKey) ? 'live' : 'test',
      capture: 'automatic',
      available: true,
      unavailableReason: null,
      payUrl: typeof location === 'object' ? location.href : url,
      postalCode: 'auto',
      labels: null,
      shortLabel: null,
      invoice: null,
      attempt: null,
      payment: null,
      createdAt: at,
      updatedAt: at,
      expiresAt: '9999-12-31T23:59:59Z',
      ...terms,
      merchant: { supportEmail: null, supportPhone: null, supportUrl: null, ...terms.merchant },
      stripe: { publishableKey, account: null, methods: ['card'], scriptUrl: null, ...terms.stripe },
    },
  };
  let charges: Promise<TokenCharges> | undefined;

  /** Not needed to show a request, so not in the way of it. */
  const load = (): Promise<TokenCharges> =>
    (charges ??= import('./token-charges.js').then(
      ({ TokenCharges }) => new TokenCharges(options, book),
      (cause: unknown) => {
        charges = undefined;
        throw new PaymentError('unavailable', 'token-charges.js cannot be loaded. Nothing was sent.', { cause });
      },
    ));

  const find = (id: string, { signal }: CallOptions = {}): Promise<void> =>
    new Promise((resolve) => {
      signal?.throwIfAborted();
      if (id !== terms.id) throw new PaymentError('not-found', `This backend is for ${terms.id}, not for ${id}.`);
      resolve();
    });

  return {
    flow: 'token',
    async retrieve(id, call) {
      await find(id, call);
      // Here already when the payer presses; what fails now is told then.
      load().catch(() => undefined);
      return book.request;
    },
    async pay(id, input, call) {
      await find(id, call);
      return (await load()).pay(input, call);
    },
    ...(sync && {
      async sync(id: string, call?: CallOptions) {
        await find(id, call);
        return (await load()).sync(sync, call);
      },
    }),
  };
}

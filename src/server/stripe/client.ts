/**
 * The only way to Stripe's API: one client of the official library per account and mode, made at first use.
 * No other module imports `stripe`, and no type of it is in what the package exports.
 */
import type Stripe from 'stripe';
import type { Mode } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import type { AccountConfig, AccountSource, KeyPair } from '../accounts.js';
import { askStripe } from './answer.js';
import { Circuit } from './circuit.js';
import { eventOf } from './event.js';
import type { StripeOptions, VerifiedEvent } from './options.js';

/** Also found here; `options.ts` is its home, and free of types of the `stripe` package. */
export type { StripeOptions } from './options.js';

/** A client, with what it acts for. */
export interface StripeClient {
  api: Stripe;
  account: AccountConfig;
  mode: Mode;
  /** In how many ms a call would be made; 0, at once, unless Stripe has not been answering. */
  waitMs: number;
}

/** The clients of a server. */
export interface StripeClients {
  /**
   * Acts for `stripeAccount`, the one that a request pins (null for the keys' own), or where nothing is said for the one
   * that is configured now. Rejects with `unavailable` where the account or its keys of that mode are gone.
   */
  client(account: string, mode: Mode, stripeAccount?: string | null): Promise<StripeClient>;
  /** Rejects with `invalid-signature` unless one of the account's secrets of either mode signed it within 5 minutes. */
  verifyWebhook(account: string, body: string, signature: string | null): Promise<VerifiedEvent>;
}

/** A signature older than this is refused, as Stripe's own default is. */
const TOLERANCE_S = 300;

/** Makes the clients of an account source; `now` says how old a signature is. Nothing is loaded before the first use. */
export function createStripeClients(
  accounts: AccountSource,
  options: StripeOptions,
  now: () => Promise<Date>,
): StripeClients {
  const clients = new Map<string, { api: Promise<Stripe>; circuit: Circuit }>();

  const clientOf = (pair: KeyPair, stripeAccount: string | null): { api: Promise<Stripe>; circuit: Circuit } => {
    const id = `${pair.secret} ${stripeAccount ?? ''}`;
    const known = clients.get(id);
    if (known) return known;
    const circuit = new Circuit();
    const api = load().then((Library) => new Library(pair.secret, config(Library, options, stripeAccount, circuit)));
    const made = { api, circuit };
    clients.set(id, made);
    api.catch(() => clients.delete(id));
    return made;
  };

  return {
    async client(id, mode, stripeAccount) {
      const account = await accounts.find(id);
      const pair = account?.keys[mode];
      if (!account || !pair)
        throw new PaymentError('unavailable', `The account ${id} has no ${mode} keys. Add them to accounts.`);
      const { api, circuit } = clientOf(
        pair,
        stripeAccount === undefined ? (account.stripeAccount ?? null) : stripeAccount,
      );
      return { api: await api, account, mode, waitMs: circuit.waitMs };
    },

    async verifyWebhook(id, body, signature) {
      const account = await accounts.find(id);
      if (!account) throw new PaymentError('not-found', 'No such account.');
      const Library = await load();
      const receivedAt = (await now()).getTime();
      const library = new Library('sk_test_signatures_only', config(Library, options, null, new Circuit()));
      const verifier = library.webhooks.signature;
      const signed = async (secret: string): Promise<boolean> => {
        try {
          return (
            (await verifier?.verifyHeaderAsync(body, signature ?? '', secret, TOLERANCE_S, undefined, receivedAt)) ===
            true
          );
        } catch {
          // Not by this secret, or too long ago.
          return false;
        }
      };
      const modes: Mode[] = [];
      for (const mode of ['test', 'live'] as const)
        for (const secret of account.keys[mode]?.webhookSecrets ?? []) if (await signed(secret)) modes.push(mode);
      if (modes.length > 0) return eventOf(body, modes);
      throw new PaymentError(
        'invalid-signature',
        'The signature matches none of the webhook secrets of this account, or is older than five minutes.',
      );
    },
  };
}

async function load(): Promise<typeof Stripe> {
  try {
    return (await import('stripe')).default;
  } catch (cause) {
    throw new PaymentError(
      'internal',
      'The payment server needs the "stripe" package. Install it: npm install stripe',
      { cause },
    );
  }
}

function config(
  Library: typeof Stripe,
  { apiBase, fetch, timeout = 20_000 }: StripeOptions,
  stripeAccount: string | null,
  circuit: Circuit,
): Stripe.StripeConfig {
  const base = apiBase === undefined ? null : new URL(apiBase);
  const send = fetch ?? ((input: string, init: RequestInit) => globalThis.fetch(input, init));
  // Checked inside the circuit: whoever answers in Stripe's place, Stripe has not answered.
  const guarded = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> =>
    circuit.pass(() => askStripe(send, input instanceof Request ? input.url : String(input), init));
  return {
    // Keys are ours and re-sending is decided by us, never by the library.
    maxNetworkRetries: 0,
    telemetry: false,
    timeout,
    httpClient: Library.createFetchHttpClient(guarded),
    ...(stripeAccount === null ? {} : { stripeAccount }),
    ...(base
      ? {
          host: base.hostname,
          port: base.port || (base.protocol === 'http:' ? '80' : '443'),
          protocol: base.protocol === 'http:' ? ('http' as const) : ('https' as const),
        }
      : {}),
  };
}

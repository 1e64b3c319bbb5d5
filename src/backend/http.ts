/** The backend over HTTP: speaks the API of the payment server and checks what it reads. */
import type { MoneyRequest } from '../contract/types.js';
import type { CallOptions, IntentBackend } from './backend.js';
import { call, type Wire } from './call.js';
import { checkRequest, checkRequests, checkResult } from './check.js';
import type { Live } from './live.js';

/** Options of `httpBackend`. */
export interface HttpBackendOptions {
  /** The root of a payment server's API, as in `https://shop.example/api`. */
  url: string;
  /** In place of the global one. */
  fetch?: typeof fetch;
  /** Sent with every call, the stream too; a function is asked before each. */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>);
  /**
   * Whether calls take cookies and passwords with them, for a server behind Basic authentication or an access proxy
   * (`omit`). To another origin than the page's, `include`, and only where the server's `payerOrigins` names the page.
   */
  credentials?: RequestCredentials;
  /** How long a call may take, in ms (30000). */
  timeout?: number;
}

/** The server takes no more in one call, and no more on one stream. */
const MOST_IDS = 100;

/**
 * A backend that is a payment server of this package. Beside what a `Backend` rejects with, a call rejects
 * `offline`, `network-error`, `timeout` or `bad-response`, and with the signal's reason when it was aborted.
 */
export function httpBackend({
  url,
  headers = {},
  credentials = 'omit',
  timeout = 30_000,
  fetch,
}: HttpBackendOptions): IntentBackend {
  const wire: Wire = {
    url: url.replace(/\/+$/, ''),
    // Looked up at each call: a page may replace it after this.
    fetch: fetch ?? ((...args) => globalThis.fetch(...args)),
    headers: typeof headers === 'function' ? headers : () => headers,
    credentials,
    timeout,
  };
  const path = (id: string, more = ''): string => `/requests/${encodeURIComponent(id)}${more}`;

  const status = async (ids: readonly string[], { signal }: CallOptions = {}): Promise<MoneyRequest[]> => {
    const calls: Promise<MoneyRequest[]>[] = [];
    for (let from = 0; from < ids.length; from += MOST_IDS) {
      const some = ids.slice(from, from + MOST_IDS);
      calls.push(
        call(wire, '/requests/status', { body: { ids: some }, signal }).then((body) => checkRequests(body, some)),
      );
    }
    return (await Promise.all(calls)).flat();
  };

  let live: Promise<Live> | undefined;

  return {
    flow: 'intent',
    async retrieve(id, { signal } = {}) {
      return checkRequest(await call(wire, path(id), { signal }), id);
    },
    async retrieveMany(ids, options) {
      return new Map((await status(ids, options)).map((request) => [request.id, request]));
    },
    async pay(id, input, { signal } = {}) {
      return checkResult(await call(wire, path(id, '/attempts'), { body: input, signal }), id);
    },
    async sync(id, { signal } = {}) {
      return checkRequest(await call(wire, path(id, '/sync'), { method: 'POST', signal }), id);
    },
    async abandon(id, input, { signal } = {}) {
      return checkRequest(await call(wire, path(id, '/abandon'), { body: input, signal }), id);
    },
    watch(ids, listener) {
      let stop: (() => void) | null = null;
      let over = false;
      // Not needed to show a request, so not in the way of it.
      live ??= import('./live.js').then(
        ({ Live }) => new Live({ wire, ask: (some, signal) => status(some, { signal }) }),
      );
      live.then(
        (shared) => {
          if (!over) stop = shared.watch(ids, listener);
        },
        // Without its chunk nothing is live; what the payer does is answered all the same.
        () => undefined,
      );
      return () => {
        over = true;
        stop?.();
      };
    },
  };
}

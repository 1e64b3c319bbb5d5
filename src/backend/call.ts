/** One HTTP call of a payer's page to the payment server. */
import { abortable, exchange, heard } from '../exchange.js';

/** What every call of a backend shares. */
export interface Wire {
  /** The API's root, without a slash at its end. */
  url: string;
  fetch: typeof fetch;
  /** Asked before each call. */
  headers: () => HeadersInit | Promise<HeadersInit>;
  /** Of the calls that do not say (`omit`). */
  credentials?: RequestCredentials;
  /** In ms. */
  timeout: number;
}

/** What a call is about. */
export interface CallInit {
  /** Sent as JSON. */
  body?: object;
  /** `GET` where there is no body, else `POST`. */
  method?: string;
  signal?: AbortSignal | undefined;
}

/** Sends it and answers the JSON that came back. Rejects as `exchange` does. */
export function call(wire: Wire, path: string, { body, method, signal }: CallInit = {}): Promise<unknown> {
  const { url, timeout } = wire;
  const hint = 'check its address and its CORS headers';
  return exchange({ url, timeout, signal, hint }, async (over) => {
    const init = { method: method ?? (body ? 'POST' : 'GET'), body: body ? JSON.stringify(body) : null, signal: over };
    return heard(await send(wire, path, init));
  });
}

/** Sends it, and answers whatever comes back. Without cookies, unless the host wants them: who holds an id may see the request. */
export async function send(wire: Wire, path: string, init: RequestInit): Promise<Response> {
  // They may be asked of a server too, which does not answer.
  const headers = new Headers(await abortable((async () => wire.headers())(), init.signal));
  if (init.body) headers.set('Content-Type', 'application/json');
  // Called by a name of its own: a browser's fetch refuses to be the method of another object.
  const { fetch: request, credentials = 'omit' } = wire;
  return request(wire.url + path, { cache: 'no-store', credentials, ...init, headers });
}

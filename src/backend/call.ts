/** One HTTP call to our API: time limit, problems and network failures as `PaymentError`. DESIGN section 9. */
import { PaymentError } from '../errors/index.js';
import { notOurs, problemOf } from '../errors/problem.js';

/** What every call of a backend shares. */
export interface Wire {
  /** The API's root, without a slash at its end. */
  url: string;
  fetch: typeof fetch;
  /** Asked before each call. */
  headers: () => HeadersInit | Promise<HeadersInit>;
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

/**
 * Sends it and answers the JSON that came back. Rejects with a `PaymentError`: the problem's own code,
 * `bad-response`, `network-error`, `offline` or `timeout`. An abort rejects with the signal's reason.
 */
export async function call(wire: Wire, path: string, { body, method, signal }: CallInit = {}): Promise<unknown> {
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new PaymentError('timeout', `${wire.url} did not answer within ${wire.timeout} ms.`));
  }, wire.timeout);
  const over = AbortSignal.any(signal ? [signal, late.signal] : [late.signal]);
  try {
    over.throwIfAborted();
    return await read(
      await send(wire, path, {
        method: method ?? (body ? 'POST' : 'GET'),
        body: body ? JSON.stringify(body) : null,
        signal: over,
      }),
    );
  } catch (thrown) {
    over.throwIfAborted();
    throw thrown instanceof PaymentError ? thrown : unreachable(wire.url, thrown);
  } finally {
    clearTimeout(timer);
  }
}

/** Sends it, and answers whatever comes back. Without cookies: who holds an id may see the request, nobody needs more. */
export async function send(wire: Wire, path: string, init: RequestInit): Promise<Response> {
  // They may be asked of a server too, which does not answer.
  const headers = new Headers(await until((async () => wire.headers())(), init.signal));
  if (init.body) headers.set('Content-Type', 'application/json');
  // Called by a name of its own: a browser's fetch refuses to be the method of another object.
  const { fetch: request } = wire;
  return request(wire.url + path, { cache: 'no-store', credentials: 'omit', ...init, headers });
}

/** What `work` comes to, unless the signal is aborted first: then its reason. */
export function until<T>(work: Promise<T>, signal?: AbortSignal | null): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', abort));
  });
}

/** The network failed: `offline` where the browser knows that it is. */
function unreachable(url: string, cause: unknown): PaymentError {
  const offline = typeof navigator === 'object' && !navigator.onLine;
  const why = offline ? 'the browser is offline' : 'check its address and its CORS headers';
  return new PaymentError(offline ? 'offline' : 'network-error', `${url} cannot be reached: ${why}.`, { cause });
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw notOurs(response);
  }
  if (!response.ok) throw problemOf(response, body);
  return body;
}

/** One HTTP call to our API: time limit, problems and network failures as `PaymentError`. DESIGN section 9. */
import { isPaymentErrorCode, PaymentError, type FieldError } from '../errors/index.js';

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
  const headers = new Headers(await wire.headers());
  if (init.body) headers.set('Content-Type', 'application/json');
  // Called by a name of its own: a browser's fetch refuses to be the method of another object.
  const { fetch: request } = wire;
  return request(wire.url + path, { cache: 'no-store', credentials: 'omit', ...init, headers });
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
  if (!response.ok) throw problem(response, body);
  return body;
}

/** A problem (RFC 9457) as an error; one without a code of ours says nothing that could be relied on. */
function problem(response: Response, body: unknown): PaymentError {
  const { code, detail, declineCode, errors } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (!isPaymentErrorCode(code)) return notOurs(response);
  const wait = Number(response.headers.get('Retry-After') ?? NaN);
  return new PaymentError(code, typeof detail === 'string' ? detail : code, {
    declineCode: typeof declineCode === 'string' ? declineCode : null,
    ...(Array.isArray(errors) && errors.length > 0 ? { errors: errors.filter(isFieldError) } : {}),
    ...(wait >= 0 ? { retryAfter: wait } : {}),
  });
}

function notOurs({ status, url }: Response): PaymentError {
  return new PaymentError('bad-response', `${url} answered ${status}, but not as a payment server.`);
}

function isFieldError(value: unknown): value is FieldError {
  return typeof value === 'object' && value !== null && 'path' in value && 'code' in value;
}

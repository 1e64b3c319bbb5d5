/** One call of an operator to the API (DESIGN §9): JSON out and in, problems and a failed network as `PaymentError`. */
import { PaymentError } from '../errors/index.js';
import { notOurs, problemOf } from '../errors/problem.js';

/** What all calls of a client share. */
export interface OperatorWire {
  /** The API's root, without a slash at its end. */
  url: string;
  /** Sent as `Authorization: Bearer …`; null where the host's session cookie says who asks. */
  key: string | null;
  fetch: typeof fetch;
  /** In ms. */
  timeout: number;
}

/** One call. */
export interface OperatorCall {
  /** `POST` where there is a body, else `GET`. */
  body?: object;
  /** Of a POST. */
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
}

/**
 * Sends it, and once more with the same key where no answer came: the server does it once. Answers the JSON.
 * Rejects with a `PaymentError`: the problem's own code, `bad-response`, `network-error`, `offline` or `timeout`. An
 * abort rejects with the signal's reason.
 */
export async function callApi(wire: OperatorWire, path: string, call: OperatorCall = {}): Promise<unknown> {
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new PaymentError('timeout', `${wire.url} did not answer within ${wire.timeout} ms.`));
  }, wire.timeout);
  const over = AbortSignal.any(call.signal ? [call.signal, late.signal] : [late.signal]);
  try {
    over.throwIfAborted();
    const send = (): Promise<Answer> => exchange(wire, path, call, over);
    const answer = await send().catch((thrown: unknown) => {
      over.throwIfAborted();
      if (isOffline()) throw thrown;
      return send();
    });
    return read(answer);
  } catch (thrown) {
    over.throwIfAborted();
    throw thrown instanceof PaymentError ? thrown : unreachable(wire.url, thrown);
  } finally {
    clearTimeout(timer);
  }
}

interface Answer {
  response: Response;
  text: string;
}

/** A whole exchange: an answer that breaks off counts as none. */
async function exchange(
  { url, key, fetch: request }: OperatorWire,
  path: string,
  { body, idempotencyKey }: OperatorCall,
  signal: AbortSignal,
): Promise<Answer> {
  const headers = new Headers();
  if (key !== null) headers.set('Authorization', `Bearer ${key}`);
  if (body) headers.set('Content-Type', 'application/json');
  if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
  const response = await request(url + path, {
    method: body ? 'POST' : 'GET',
    body: body ? JSON.stringify(body) : null,
    cache: 'no-store',
    // With a key no cookie is needed; without one the session's cookie is who asks.
    credentials: key === null ? 'include' : 'omit',
    headers,
    signal,
  });
  return { response, text: await response.text() };
}

/** Only where the browser knows; Node has a navigator that does not say. */
function isOffline(): boolean {
  return typeof navigator === 'object' && 'onLine' in navigator && !navigator.onLine;
}

function unreachable(url: string, cause: unknown): PaymentError {
  const offline = isOffline();
  const why = offline ? 'the browser is offline' : 'check its address, and that operatorOrigins names this page';
  return new PaymentError(offline ? 'offline' : 'network-error', `${url} cannot be reached: ${why}.`, { cause });
}

function read({ response, text }: Answer): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw notOurs(response);
  }
  if (!response.ok) throw problemOf(response, body);
  return body;
}

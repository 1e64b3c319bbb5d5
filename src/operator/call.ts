/** One call of an operator to the payment server. */
import { exchange, heard, isOffline, type Answer } from '../exchange.js';

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
 * Sends it, and once more with the same key where no answer came: the server does it once. Answers the JSON. Rejects as
 * `exchange` does.
 */
export function callApi(wire: OperatorWire, path: string, call: OperatorCall = {}): Promise<unknown> {
  const { url, timeout } = wire;
  const hint = 'check its address, and that operatorOrigins names this page';
  return exchange({ url, timeout, signal: call.signal, hint }, async (over) => {
    const ask = async (): Promise<Answer> => heard(await send(wire, path, call, over));
    return ask().catch((thrown: unknown) => {
      over.throwIfAborted();
      if (isOffline()) throw thrown;
      return ask();
    });
  });
}

function send(
  { url, key, fetch: request }: OperatorWire,
  path: string,
  { body, idempotencyKey }: OperatorCall,
  signal: AbortSignal,
): Promise<Response> {
  const headers = new Headers();
  if (key !== null) headers.set('Authorization', `Bearer ${key}`);
  if (body) headers.set('Content-Type', 'application/json');
  if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
  return request(url + path, {
    method: body ? 'POST' : 'GET',
    body: body ? JSON.stringify(body) : null,
    cache: 'no-store',
    // With a key no cookie is needed; without one the session's cookie is who asks.
    credentials: key === null ? 'include' : 'omit',
    headers,
    signal,
  });
}

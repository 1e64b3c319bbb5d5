/** One exchange with a payment server, whoever asks: a time limit, and then its JSON or a `PaymentError`. */
import { follower } from './abort.js';
import { PaymentError } from './errors/index.js';
import { notOurs, problemOf } from './errors/problem.js';

/** What an exchange is with, and for how long. */
export interface ExchangeOptions {
  /** The API's root. */
  url: string;
  /** In ms. */
  timeout: number;
  signal?: AbortSignal | undefined;
  /** What to look at where the server cannot be reached. */
  hint: string;
}

/** An answer that has come to its end. */
export interface Answer {
  response: Response;
  text: string;
}

/**
 * Has `ask` send and hear it to its end, and answers the JSON. Rejects with a `PaymentError`: the problem's own code,
 * `bad-response`, `network-error`, `offline` or `timeout`. An abort rejects with the signal's reason.
 */
export async function exchange(
  { url, timeout, signal, hint }: ExchangeOptions,
  ask: (over: AbortSignal) => Promise<Answer>,
): Promise<unknown> {
  const call = follower(signal);
  const timer = setTimeout(() => {
    call.abort(new PaymentError('timeout', `${url} did not answer within ${timeout} ms.`));
  }, timeout);
  const over = call.signal;
  try {
    over.throwIfAborted();
    // Raced as well: a host's own `fetch` may not listen to the signal.
    return read(await abortable(ask(over), over));
  } catch (thrown) {
    over.throwIfAborted();
    throw thrown instanceof PaymentError ? thrown : unreachable(url, hint, thrown);
  } finally {
    clearTimeout(timer);
    // Lets go of the caller's signal: the answer is here, or there will be none.
    call.abort();
  }
}

/** Hears an answer to its end: one that breaks off counts as none. */
export async function heard(response: Response): Promise<Answer> {
  return { response, text: await response.text() };
}

/** Only where the browser knows; Node has a navigator that does not say. */
export function isOffline(): boolean {
  return typeof navigator === 'object' && 'onLine' in navigator && !navigator.onLine;
}

/** What `work` comes to, unless the signal is aborted first: then its reason. */
export function abortable<T>(work: Promise<T>, signal?: AbortSignal | null): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', abort));
  });
}

function unreachable(url: string, hint: string, cause: unknown): PaymentError {
  const offline = isOffline();
  const why = offline ? 'the browser is offline' : hint;
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

/**
 * One call to Stripe under the library: sent, read to its end within its time limit, and handed on only if the answer
 * is Stripe's. The library takes any JSON without an `error` member for the object that was asked for, so a gateway,
 * a firewall or a login page in between would be believed.
 */
import { expectedOf, type Expected } from './calls.js';

/** How a call is sent: as by the global `fetch`. */
export type Send = (input: string, init: RequestInit) => Promise<Response>;

/** Something else than Stripe answered, or nobody did to the end: what became of the call is not known. */
export class NotFromStripe extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotFromStripe';
  }
}

/** A list of a hundred objects with all that hangs on them is far below this, in bytes. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

/** The types that Stripe's error objects have. */
const ERROR_TYPES: ReadonlySet<unknown> = new Set([
  'api_error',
  'authentication_error',
  'card_error',
  'idempotency_error',
  'invalid_request_error',
  'rate_limit_error',
]);

/** The errors of OAuth, which come as a text. */
const OAUTH_ERRORS: ReadonlySet<unknown> = new Set([
  'access_denied',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'unsupported_grant_type',
  'unsupported_response_type',
]);

/**
 * Sends a call and answers what Stripe answered. Rejects with `NotFromStripe` for any other answer, with the reason of
 * `init.signal` once that is aborted, whatever `send` makes of the signal, and with what `send` rejects with.
 */
export async function askStripe(send: Send, url: string, init: RequestInit): Promise<Response> {
  const { pathname } = new URL(url);
  const method = init.method ?? 'GET';
  const expected = expectedOf(method, pathname);
  if (!expected) throw new Error(`${method} ${pathname} has no row in the table of calls to Stripe.`);
  // A redirect would send the call, with its key, to somebody else: it is an answer like any other, and not Stripe's.
  const { response, text } = await withinTime(init.signal ?? null, async () => {
    const answer = await send(url, { ...init, redirect: 'manual' });
    return { response: answer, text: await textOf(answer) };
  });
  const wrong = flawIn(expected, response, text);
  if (wrong !== null) throw new NotFromStripe(`${wrong} (HTTP ${response.status})`);
  return new Response(text, { status: response.status, headers: response.headers });
}

/** What shows that an answer is not Stripe's; null for one that is. */
function flawIn(expected: Expected, { ok, status }: Response, text: string): string | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text === '' ? 'An empty answer' : 'An answer that is not JSON';
  }
  const error = member(body, 'error');
  if (status >= 400) return isError(expected, error) ? null : "An error that is not Stripe's";
  if (!ok) return 'An answer that is neither a success nor an error';
  if (error !== undefined) return 'A success with an error in it';
  return isExpected(expected, body) ? null : 'An answer without the object that was asked for';
}

function isError({ kind }: Expected, error: unknown): boolean {
  if (kind === 'oauth' && typeof error === 'string') return OAUTH_ERRORS.has(error);
  return ERROR_TYPES.has(member(error, 'type'));
}

function isExpected(expected: Expected, body: unknown): boolean {
  switch (expected.kind) {
    case 'oauth':
      return expected.members.every((name) => typeof member(body, name) === 'string');
    case 'list': {
      const data = member(body, 'data');
      return (
        member(body, 'object') === 'list' &&
        Array.isArray(data) &&
        data.every((each: unknown) => isObject(each, expected.of, null))
      );
    }
    case 'object':
      return isObject(body, expected.object, expected.id);
  }
}

function isObject(value: unknown, object: string, id: string | null): boolean {
  const own = member(value, 'id');
  return member(value, 'object') === object && typeof own === 'string' && own !== '' && (id === null || own === id);
}

/** An own member of an object; undefined if it is missing. */
function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** The body as text. One that is too long is not read to its end. */
async function textOf({ body }: Response): Promise<string> {
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.byteLength;
    if (length > LONGEST_ANSWER) {
      reader.cancel().catch(() => undefined);
      throw new NotFromStripe(`An answer of more than ${LONGEST_ANSWER} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * `work`, or a rejection once the signal is aborted. The listener is on the caller's own signal, which its timer keeps
 * alive: a signal that hangs on another one may be collected, and the call would then never end.
 */
async function withinTime<T>(signal: AbortSignal | null, work: () => Promise<T>): Promise<T> {
  if (!signal) return work();
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('The call was aborted.'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Charges by token. The API knows nothing of attempts, so what became of one is kept here; what is not known
 * is never called failed, and nothing is sent twice.
 */
import type { AttemptResult, AttemptStatus } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';
import type { CallOptions, TokenPayInput } from './backend.js';
import { abortable } from '../exchange.js';
import { send, type Wire } from './call.js';
import type { TokenBackendOptions, TokenBook } from './token.js';
import { refusalOf } from './token-answer.js';

/** A failure is an outcome as well. */
type Outcome = AttemptResult | PaymentError;

/** The attempts on one request. */
export class TokenCharges {
  readonly #options: TokenBackendOptions;
  readonly #book: TokenBook;
  readonly #outcomes = new Map<string, Promise<Outcome>>();
  /** True while the answer to the newest attempt may still come. */
  #sending = false;

  constructor(options: TokenBackendOptions, book: TokenBook) {
    this.#options = options;
    this.#book = book;
  }

  /** The outcome of an attempt, which is sent if it is not known yet. */
  async pay(input: TokenPayInput, { signal }: CallOptions = {}): Promise<AttemptResult> {
    const { attempt } = input;
    let outcome = this.#outcomes.get(attempt);
    if (!outcome) {
      const { request } = this.#book;
      if (request.status !== 'open')
        throw new PaymentError(request.payment ? 'already-paid' : 'request-closed', `It is ${request.status}.`);
      if (request.attempt?.status === 'pending')
        throw new PaymentError('attempt-in-progress', 'It is not known yet what became of the last attempt.');
      outcome = this.#send(input);
      this.#outcomes.set(attempt, outcome);
    }
    // Who gives up waiting undoes nothing: the answer is kept when it comes.
    const result = await abortable(outcome, signal);
    if (result instanceof PaymentError) throw result;
    return result;
  }

  /** The request, after the API was asked for the attempt that is in doubt, if one is. */
  async sync(
    ask: NonNullable<TokenBackendOptions['sync']>,
    { signal }: CallOptions = {},
  ): Promise<TokenBook['request']> {
    const doubt = this.#inDoubt();
    if (doubt === null) return this.#book.request;
    const outcome = await abortable(ask(doubt, signal ? { signal } : {}), signal);
    // Any other word, or none, from a host in plain JavaScript is no news: it never means that nothing was charged.
    const isTold = outcome === 'paid' || outcome === 'failed';
    if (isTold && this.#inDoubt() === doubt) {
      const error = new PaymentError('lapsed', 'The API says that this attempt charged nothing.');
      this.#outcomes.set(doubt, Promise.resolve(this.#settle(doubt, outcome === 'paid' ? null : error)));
    }
    return this.#book.request;
  }

  /** The attempt whose answer was lost. */
  #inDoubt(): string | null {
    const { attempt } = this.#book.request;
    return attempt?.status === 'pending' && !this.#sending ? attempt.id : null;
  }

  async #send(input: TokenPayInput): Promise<Outcome> {
    this.#mark(input.attempt, 'pending');
    this.#sending = true;
    const error = await this.#post(input);
    this.#sending = false;
    return this.#settle(input.attempt, error);
  }

  /** Null where it was paid, else why not. */
  async #post({ attempt, ...body }: TokenPayInput): Promise<PaymentError | null> {
    const { url, map, fetch, headers, timeout = 30_000 } = this.#options;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeout);
    let isSent = false;
    try {
      const given = typeof headers === 'function' ? await abortable((async () => headers())(), late.signal) : headers;
      const sent = JSON.stringify(map?.({ ...body, attempt }) ?? body);
      const wire: Wire = {
        url,
        timeout,
        fetch: fetch ?? ((...args) => globalThis.fetch(...args)),
        headers: () => given ?? {},
      };
      isSent = true;
      // An API of the host's may know the payer by a cookie.
      const init: RequestInit = { method: 'POST', body: sent, credentials: 'same-origin', signal: late.signal };
      const answer = async (): Promise<PaymentError | null> => {
        const response = await send(wire, '', init);
        return refusalOf(response.status, await json(response));
      };
      // A `fetch` of the host's may not listen to the signal.
      return await abortable(answer(), late.signal);
    } catch (cause) {
      if (!isSent)
        return new PaymentError(
          'misuse',
          'map() or headers() of tokenBackend threw, or took too long. Nothing was sent.',
          { cause },
        );
      const code = late.signal.aborted ? 'timeout' : 'network-error';
      return new PaymentError(code, `${url} gave no answer. It may have charged.`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  #settle(attempt: string, error: PaymentError | null): Outcome {
    if (!error) {
      this.#mark(attempt, 'succeeded');
      return { paid: true, status: 'paid', clientSecret: null, request: this.#book.request };
    }
    if (error.kind === 'card') this.#mark(attempt, 'declined', error);
    // Where nobody knows, it stays pending.
    else if (error.kind !== 'network' && error.code !== 'internal') this.#mark(attempt, 'lapsed');
    return error;
  }

  #mark(id: string, status: AttemptStatus, error?: PaymentError): void {
    const { request } = this.#book;
    const { amount } = request;
    const at = new Date().toISOString();
    const { code = null, recovery = null, declineCode = null } = error ?? {};
    const startedAt = request.attempt?.id === id ? request.attempt.startedAt : at;
    this.#book.request = {
      ...request,
      version: request.version + 1,
      updatedAt: at,
      attempt: { id, status, code, recovery, declineCode, startedAt },
      ...(status === 'succeeded' && {
        status: 'paid',
        payment: {
          amount,
          captured: amount,
          refunded: 0,
          refundPending: 0,
          card: null,
          paidAt: at,
          captureBefore: null,
        },
      }),
    };
  }
}

/** The body; null where it is no JSON. A body that breaks off is a lost answer, and throws. */
async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** What all routes share: the environment, answers, and who is asking. */
import type { Context as Call, MiddlewareHandler } from 'hono';
import { PaymentError } from '../errors/index.js';
import { readJsonText } from './body.js';
import type { Context } from './context.js';
import { isTrusted, refuseCrossSite } from './cors.js';
import { sha256Hex } from './digest.js';
import { allows, mayUse, type Principal } from './principal.js';
import { problemHeaders, problemOf } from './problems.js';
import { repeatable } from './repeatable.js';

/** What Hono carries with a call. */
export interface Env {
  /** `address` is the caller's key, as `callerOf` made it. */
  Bindings: { address: string | null };
  Variables: { principal: Principal };
}

/** An answer with JSON in it. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return answer(JSON.stringify(value), status, headers);
}

/** An answer with text that is JSON already; from 400 on it is a problem. */
function answer(body: string, status: number, headers: Record<string, string> = {}): Response {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return new Response(body, { status, headers: { 'Content-Type': type, ...headers } });
}

/** An answer that says what went wrong. */
export function problem(thrown: unknown): Response {
  const body = problemOf(thrown);
  return new Response(JSON.stringify(body), { status: body.status, headers: problemHeaders(thrown) });
}

/** Counts each call of an address, and refuses with `rate-limited` what is too many. */
export function limited({ callers }: Context): MiddlewareHandler<Env> {
  return async (c, next) => {
    callers.call(c.env.address);
    await next();
  };
}

/** Lets operators in, and nobody else: 401, or 403 for a page elsewhere that borrows their cookie. */
export function operatorOnly({ authorize, callers, settings }: Context): MiddlewareHandler<Env> {
  return async (c, next) => {
    const principal = await authorize(c.req.raw);
    if (!principal) {
      callers.unknown(c.env.address);
      throw new PaymentError('unauthorized', 'This needs an operator key: Authorization: Bearer …');
    }
    refuseCrossSite(c.req.raw, settings.origins);
    callers.known(c.env.address);
    c.set('principal', principal);
    await next();
  };
}

/**
 * The operator who asks on a payer's route for a request of this account; null for everybody else. Those routes are
 * open to pages of any origin: a cookie counts only in a call that none but the operators' own pages can have made.
 */
export async function operatorOf(
  { authorize, settings }: Context,
  request: Request,
  account: string,
): Promise<Principal | null> {
  const { headers } = request;
  if (!headers.has('authorization') && !(headers.has('cookie') && isTrusted(request, settings.origins))) return null;
  const principal = await authorize(request);
  if (!principal?.capabilities.includes('read') || !mayUse(principal, account)) return null;
  return allows(principal, 'read', await settings.accounts.find(account)) ? principal : null;
}

/** Idempotency keys: printable ASCII, as Stripe's. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Answers an operator's POST: reads the body, and with an `Idempotency-Key` gives a repeat the first one's
 * answer. `run` makes a resource, in the context it is given, and `location` says where one is.
 */
export async function answerPost(
  context: Context,
  c: Call<Env>,
  run: (context: Context, text: string, principal: Principal) => Promise<{ status: number; value: unknown }>,
  location: (body: unknown) => string | null = () => null,
): Promise<Response> {
  const { store, settings } = context;
  const principal = c.get('principal');
  const text = await readJsonText(c.req.raw, settings.limits.body);
  const key = c.req.header('idempotency-key');
  const made = async (its: Context): Promise<{ status: number; body: string }> => {
    const { status, value } = await run(its, text, principal);
    return { status, body: JSON.stringify(value) };
  };
  const { status, body } = key === undefined ? await made(context) : await once(key);
  const at = status < 400 ? location(JSON.parse(body)) : null;
  return answer(body, status, at === null ? {} : { Location: `${settings.apiUrl}${at}` });

  async function once(given: string): Promise<{ status: number; body: string }> {
    if (!KEY.test(given))
      throw new PaymentError(
        'invalid-request',
        'An Idempotency-Key has 1 to 255 printable ASCII characters and no spaces.',
      );
    const scope = `${principal.id} ${c.req.method} ${c.req.path}`;
    const stored = await store.once(scope, given, await sha256Hex(text), (seed) =>
      made(repeatable(context, seed)).catch(refusalToKeep),
    );
    if (!stored) throw new PaymentError('idempotency-key-reused', 'This Idempotency-Key was used with another body.');
    return stored;
  }
}

/** What passes by itself: whoever is told to send it again must be able to. */
const PASSING: ReadonlySet<string> = new Set(['attempt-in-progress', 'order-in-progress', 'rate-limited']);

/** A refusal is an answer like any other; a fault is not, and may be tried again. */
function refusalToKeep(thrown: unknown): { status: number; body: string } {
  const problem = problemOf(thrown);
  if (problem.status >= 500 || PASSING.has(problem.code)) throw thrown;
  return { status: problem.status, body: JSON.stringify(problem) };
}

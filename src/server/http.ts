/** What all routes share: the environment, answers, and who is asking. */
import type { MiddlewareHandler } from 'hono';
import { PaymentError } from '../errors/index.js';
import type { Context } from './context.js';
import { isTrusted, refuseCrossSite } from './cors.js';
import { allows, mayUse, type Principal } from './principal.js';
import { problemHeaders, problemOf } from './problems.js';

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
export function answer(body: string, status: number, headers: Record<string, string> = {}): Response {
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

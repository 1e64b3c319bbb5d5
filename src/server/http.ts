/** What all routes share: the environment, answers, and who is asking. */
import type { Context as Call, MiddlewareHandler } from 'hono';
import { PaymentError } from '../errors/index.js';
import type { Context } from './context.js';
import { isAmbient, isTrusted, refuseCrossSite } from './cors.js';
import { allows, mayUse, type Principal } from './principal.js';
import { problemHeaders, problemOf } from './problems.js';

/** What Hono carries with a call. */
export interface Env {
  /** `address` is the caller's key, as `callerOf` made it. */
  Bindings: { address: string | null };
  Variables: {
    /** The operator, where only operators are let in. */
    principal: Principal;
    /** Whether the call was taken from what its address may call. */
    counted: true | undefined;
    /** What the host said of whoever sent the call, once it was asked. */
    asked: Promise<Principal | null> | undefined;
  };
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

/**
 * Counts each call of an address, and refuses with `rate-limited` what is too many, unless an operator's key or session
 * comes with it: payers of the same network must not keep operators out.
 */
export function limited(context: Context): MiddlewareHandler<Env> {
  const { callers } = context;
  return async (c, next) => {
    try {
      callers.call(c.env.address);
      c.set('counted', true);
    } catch (thrown) {
      if (!hasCredentials(context, c.req.raw) || !(await principalOf(context, c))) throw thrown;
    }
    await next();
  };
}

/** Lets operators in, and nobody else: 401, or 403 for a page elsewhere that borrows their cookie. */
export function operatorOnly(context: Context): MiddlewareHandler<Env> {
  const { settings } = context;
  return async (c, next) => {
    const principal = await principalOf(context, c);
    if (!principal) throw new PaymentError('unauthorized', 'This needs an operator key: Authorization: Bearer …');
    refuseCrossSite(c.req.raw, settings.origins);
    c.set('principal', principal);
    await next();
  };
}

/**
 * The operator who asks on a payer's route for a request of this account; null for everybody else. Those routes are
 * open to pages of any origin: a cookie, or a password, counts only in a call that none but the operators' own pages can
 * have made.
 */
export async function operatorOf(context: Context, c: Call<Env>, account: string): Promise<Principal | null> {
  if (!hasCredentials(context, c.req.raw)) return null;
  const principal = await principalOf(context, c);
  if (!principal?.capabilities.includes('read') || !mayUse(principal, account)) return null;
  return allows(principal, 'read', await context.settings.accounts.find(account)) ? principal : null;
}

/** Whether a call may be an operator's, and not only seem so because a browser sent a cookie or a password by itself. */
function hasCredentials({ settings }: Context, request: Request): boolean {
  return isAmbient(request.headers) && isTrusted(request, settings.origins);
}

/**
 * Who sent the call, asked of the host once; null for nobody. A wrong bearer key counts, whatever the route; a cookie
 * and what browsers and proxies add by themselves do not. Throws `rate-limited` where too many keys were wrong.
 */
function principalOf({ authorize, callers }: Context, c: Call<Env>): Promise<Principal | null> {
  const known = c.get('asked');
  if (known) return known;
  const asked = ask();
  c.set('asked', asked);
  return asked;

  async function ask(): Promise<Principal | null> {
    const { address } = c.env;
    const key = /^Bearer\s/i.test(c.req.header('authorization') ?? '');
    if (key) callers.key(address);
    const principal = await authorize(c.req.raw);
    if (principal && c.get('counted')) callers.known(address);
    if (!principal && key) callers.wrongKey(address);
    return principal;
  }
}

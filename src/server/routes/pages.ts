/**
 * The hosted page. `GET` changes nothing and calls no Stripe: link previews fetch it. `POST`, from a form without
 * JavaScript, moves no money: it makes or finds a page of Stripe's and leads there.
 */
import { Hono } from 'hono';
import { isPaymentError, type PaymentError } from '../../errors/index.js';
import { readText } from '../body.js';
import type { Context } from '../context.js';
import type { Env } from '../http.js';
import { notFoundPage, requestPage, troublePage, underWayPage, type PageState } from '../page/page.js';
import { contentSecurityPolicy, TRUSTED_TYPES_SCRIPT } from '../page/policy.js';
import { pendingAttempt, type AttemptRecord, type RequestDoc } from '../requests/document.js';
import { findRow, requestId } from '../requests/find.js';
import { declineLimit } from '../requests/projection.js';
import type { StoredRequest } from '../store.js';

/** So many times the page looks again by itself, after so many seconds each. */
const LOOKS_S = [2, 3, 5, 8, 13, 20];

/** Routes under the path of the hosted pages. */
export function pageRoutes(context: Context): Hono<Env> {
  const { callers, checkout, checkoutAgain, settings, sync, views } = context;
  let policy: Promise<string> | null = null;

  const page = async (status: number, body: string, headers: Record<string, string> = {}): Promise<Response> => {
    policy ??= contentSecurityPolicy(settings);
    return new Response(body, {
      status,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': await policy,
        'X-Robots-Tag': 'noindex',
        ...headers,
      },
    });
  };

  /** What cannot be shown as the request's own page. Throws what is nobody's fault but ours. */
  const refusalPage = (thrown: unknown, id: string): Promise<Response> => {
    if (!isPaymentError(thrown)) throw thrown;
    if (thrown.code === 'not-found') return page(404, notFoundPage());
    const retry = { 'Retry-After': String(thrown.retryAfter ?? 5) };
    if (thrown.code === 'rate-limited') return page(429, troublePage('too-often', settings.payUrl(id)), retry);
    if (isOutage(thrown)) return page(503, troublePage('trouble', settings.payUrl(id)), retry);
    throw thrown;
  };

  const routes = new Hono<Env>();
  // No request has such an id.
  routes.get(
    '/trusted-types.js',
    () => new Response(TRUSTED_TYPES_SCRIPT, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } }),
  );

  // Here, for who is refused is a payer in a browser: a page says it.
  routes.use('/:id/*', async (c, next) => {
    try {
      callers.call(c.env.address);
    } catch (thrown) {
      return refusalPage(thrown, c.req.param('id'));
    }
    return next();
  });

  routes.get('/:id', async (c) => {
    const id = c.req.param('id');
    try {
      const row = await findRow(context, id);
      const state = await stateOf(context, row, turnOf(c.req.query('turn')));
      return await page(200, requestPage(await views.payer(row), settings, state));
    } catch (thrown) {
      return refusalPage(thrown, id);
    }
  });

  routes.post('/:id', async (c) => {
    const id = c.req.param('id');
    try {
      callers.attempt(c.env.address);
      const again = await asksAgain(c.req.raw, settings.limits.body);
      const row = await findRow(context, id);
      if (!(await linksOf(context, row))) return seeOther(settings.payUrl(row.id));
      if (again) return seeOther((await checkoutAgain(row.id)).url);
      const url = await orUnderWay(checkout(row.id).then((found) => found.url));
      if (url !== null) return seeOther(url);
      const now = await findRow(context, id);
      const attempt = underWayIn(now);
      if (!attempt) return seeOther(settings.payUrl(id));
      return await page(200, underWayPage(await views.payer(now), settings, attempt.status === 'requires_action'));
    } catch (thrown) {
      // Paid, closed, being paid, off: the page of the request says it.
      if (isPaymentError(thrown) && saidByPage.has(thrown.code)) return seeOther(settings.payUrl(id));
      return refusalPage(thrown, id);
    }
  });

  // Where Stripe's page leads back to, and where the page looks again by itself: reads Stripe, at the payers' pace.
  routes.get('/:id/return', async (c) => {
    const id = c.req.param('id');
    const turn = turnOf(c.req.query('turn'));
    try {
      const { status } = await sync(requestId(id));
      const waits = status === 'open' || status === 'processing';
      return seeOther(`${settings.payUrl(id)}${waits ? `?turn=${turn + 1}` : ''}`);
    } catch (thrown) {
      // Not known yet, and asked for again by the page.
      if (isPaymentError(thrown) && (isOutage(thrown) || thrown.code === 'rate-limited'))
        return seeOther(`${settings.payUrl(id)}?turn=${turn + 1}`);
      return refusalPage(thrown, id);
    }
  });
  return routes;
}

/** Refusals of an attempt that the request's own page tells in its words. */
const saidByPage: ReadonlySet<string> = new Set([
  'already-paid',
  'request-closed',
  'attempt-in-progress',
  'too-many-attempts',
  'unavailable',
]);

/** Null where another attempt is in the way. */
async function orUnderWay(url: Promise<string>): Promise<string | null> {
  try {
    return await url;
  } catch (thrown) {
    if (isPaymentError(thrown) && thrown.code === 'attempt-in-progress') return null;
    throw thrown;
  }
}

/** The attempt of an open request that is pending or waits for its bank. */
function underWayIn({ doc, status }: StoredRequest<RequestDoc>): AttemptRecord | null {
  const attempt = doc.attempts.at(-1);
  const waits = attempt?.status === 'pending' || attempt?.status === 'requires_action';
  return status === 'open' && waits ? attempt : null;
}

/**
 * Whether the second form was sent, the one that ends what is under way. Mail scanners send the first one of a page: a
 * body of any other kind asks for nothing.
 */
async function asksAgain(request: Request, ms: number): Promise<boolean> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return false;
  return new URLSearchParams(await readText(request, ms, 'payer')).has('again');
}

function isOutage({ code }: PaymentError): boolean {
  return code.startsWith('gateway-');
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location } });
}

/** How often the page has looked by itself; 0 for a payer who opens it. */
function turnOf(given: string | undefined): number {
  return given !== undefined && /^\d{1,2}$/.test(given) ? Number(given) : 0;
}

async function linksOf({ settings }: Context, row: StoredRequest<RequestDoc>): Promise<boolean> {
  return (await settings.accounts.find(row.account))?.links !== 'off';
}

async function stateOf(context: Context, row: StoredRequest<RequestDoc>, turn: number): Promise<PageState> {
  const { doc, status } = row;
  const account = await context.settings.accounts.find(row.account);
  const seconds = LOOKS_S[Math.max(0, turn - 1)];
  const pending = pendingAttempt(doc) !== null;
  // Back from Stripe's page, and not known yet what came of it.
  const back = turn > 0 && seconds !== undefined;
  const checking = status === 'open' && (pending || doc.ending !== null || back);
  const waits = checking || status === 'processing';
  return {
    hosted: account?.hostedPage ?? 'elements',
    links: account?.links !== 'off',
    checking,
    tooMany: declineLimit(doc, await context.now()) !== null,
    again: waits && seconds !== undefined ? { seconds, turn: Math.max(1, turn) } : null,
  };
}

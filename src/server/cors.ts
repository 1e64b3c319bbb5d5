/**
 * Which pages may speak to the server. Payer routes need nothing but an id, so any page may, without
 * credentials; operator routes are for the server's own origin and those that the host names.
 */
import type { MiddlewareHandler } from 'hono';
import { isAmong } from './origins.js';
import { PaymentError } from '../errors/index.js';

/** Origins by the kind of route. */
export interface Origins {
  /** The server's own, of `baseUrl`. */
  own: string;
  /** As `isAmong` looks for them. */
  payer: '*' | readonly string[];
  operator: readonly string[];
  /** Of pages that a bank may send the payer back to, beside those that may pay. */
  return: readonly string[];
}

/** Who a route is for. */
export type Audience = 'payer' | 'operator';

/** What a page may read of an answer beside what CORS always shows. */
const EXPOSED = 'Location, Retry-After';
/** How long a browser may keep a preflight's answer, in seconds. */
const PREFLIGHT_AGE = '600';

/** Adds CORS headers for an audience and answers preflights. */
export function cors(origins: Origins, audience: Audience): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const allowed = allowedOrigin(origins, audience, origin);
    // A page of operators gets its session through on payers' routes too, where it sees more. A payer's page that is named
    // gets through what a proxy before the server asks for. Any page can make one whose origin is `null`.
    const credentials = allowed !== null && allowed !== '*' && allowed !== 'null';
    if (c.req.method === 'OPTIONS') {
      c.res = new Response(null, { status: 204 });
      if (allowed !== null) {
        c.header('Access-Control-Allow-Methods', 'GET, POST');
        // A host may give its payers' calls headers of its own: a cookie that comes with them makes nobody an operator.
        const asked = audience === 'payer' ? c.req.header('access-control-request-headers') : undefined;
        c.header('Access-Control-Allow-Headers', asked ?? 'Authorization, Content-Type, Idempotency-Key');
        c.header('Access-Control-Max-Age', PREFLIGHT_AGE);
      }
    } else await next();
    if (audience === 'operator' || origins.payer !== '*' || origins.operator.length > 0)
      c.header('Vary', 'Origin', { append: true });
    if (allowed === null) return;
    c.header('Access-Control-Allow-Origin', allowed);
    c.header('Access-Control-Expose-Headers', EXPOSED);
    if (credentials) c.header('Access-Control-Allow-Credentials', 'true');
  };
}

/**
 * Throws `cross-site` for a call that a page of another origin may have made with what the operator's browser sends by
 * itself: cookies, a password of Basic authentication.
 */
export function refuseCrossSite(request: Request, origins: Origins): void {
  if (isTrusted(request, origins)) return;
  throw new PaymentError(
    'cross-site',
    'A call with a cookie must come from a page of the same origin, or of one in operatorOrigins. From elsewhere use a bearer key.',
  );
}

/** Whether no page of another origin can have made this call with what the operator's browser sends by itself. */
export function isTrusted({ headers, method }: Request, origins: Origins): boolean {
  // The only kind of authorization that no browser sends by itself.
  if (/^Bearer +\S/i.test(headers.get('authorization') ?? '')) return true;
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  // By the exact name: `same-origin` is also true of a foreign name that leads to this server.
  if (origin !== null)
    return origins.operator.includes(origin) || (origin === origins.own && (site === null || site === 'same-origin'));
  // Browsers leave it out of same-origin reads only.
  const reads = method === 'GET' || method === 'HEAD';
  if (reads && site === 'same-origin') return true;
  return !isAmbient(headers) && (site === null || (reads && site === 'none'));
}

/** Whether a call carries what browsers send by themselves. */
export function isAmbient(headers: Headers): boolean {
  return headers.has('cookie') || headers.has('authorization');
}

function allowedOrigin(origins: Origins, audience: Audience, origin: string | undefined): string | null {
  if (origin !== undefined && origins.operator.includes(origin)) return origin;
  if (audience === 'operator') return null;
  if (origins.payer === '*') return '*';
  return origin !== undefined && isAmong(origins.payer, origin) ? origin : null;
}

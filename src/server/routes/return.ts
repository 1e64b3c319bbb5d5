/** Where a 3-D Secure redirect comes back to: our own address, so that Stripe's parameters go no further. */
import { Hono } from 'hono';
import type { Context } from '../context.js';
import type { Env } from '../http.js';
import type { RequestDoc } from '../requests/document.js';
import { findRow } from '../requests/find.js';
import { RETURN_MS, returning } from '../requests/returning.js';
import type { StoredRequest } from '../store.js';

/** What Stripe adds to an address; also dropped where the host's own already had them. */
const STRIPES: ReadonlySet<string> = new Set([
  'payment_intent',
  'payment_intent_client_secret',
  'setup_intent',
  'setup_intent_client_secret',
  'redirect_status',
  'source_type',
  'source_redirect_slug',
]);

/** The address that Stripe is told. The host's page stays with the attempt: a link could name any. */
export function returnAddress(apiUrl: string, requestId: string): string {
  return `${apiUrl}/return/${requestId}`;
}

/** The host's address with our parameter and without Stripe's; the rest of its query stays as the host wrote it. */
export function comeBack(to: string, requestId: string): string {
  const { href, search, hash } = new URL(to);
  const base = href.slice(0, href.length - search.length - hash.length);
  const own = search === '' ? [] : search.slice(1).split('&');
  const kept = own.filter((part) => !STRIPES.has(part.split('=', 1)[0] ?? '') && !part.startsWith('pay_request='));
  return `${base}?${[...kept, `pay_request=${requestId}`].join('&')}${hash}`;
}

/**
 * The page of the attempt that comes back, where the parameters are its own and it comes for the first time since its
 * challenge was handed out; else null.
 */
async function pageOf(
  { store, now }: Context,
  { id, doc }: StoredRequest<RequestDoc>,
  query: Record<string, string>,
): Promise<string | null> {
  const { payment_intent: intent, payment_intent_client_secret: secret } = query;
  if (intent === undefined || secret === undefined) return null;
  const attempt = await returning(doc, { intent, secret }, await now());
  if (!attempt?.returnUrl || !attempt.challenge) return null;
  // Across processes; the challenge is over the time limit before the count forgets.
  const { count } = await store.count(`return ${id} ${attempt.id} ${attempt.challenge.at}`, RETURN_MS, 1);
  return count === 1 ? attempt.returnUrl : null;
}

/** Routes under `/return`. */
export function returnRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/:id', async (c) => {
    const row = await findRow(context, c.req.param('id'));
    const target = (await pageOf(context, row, c.req.query())) ?? context.settings.payUrl(row.id);
    return new Response(null, { status: 303, headers: { Location: comeBack(target, row.id) } });
  });
  return routes;
}

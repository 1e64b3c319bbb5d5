/** Where a 3-D Secure redirect comes back to: our own address, so that Stripe's parameters go no further. */
import { Hono } from 'hono';
import type { Context } from '../context.js';
import type { Env } from '../http.js';
import { findRow } from '../requests/find.js';

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

/** The address that Stripe is told; `to` is the host's page. */
export function returnAddress(apiUrl: string, requestId: string, to: string | null): string {
  const query = to === null ? '' : `?${new URLSearchParams({ to }).toString()}`;
  return `${apiUrl}/return/${requestId}${query}`;
}

/** The host's address with our parameter and without Stripe's; the rest of its query stays as the host wrote it. */
export function comeBack(to: string, requestId: string): string {
  const { href, search, hash } = new URL(to);
  const base = href.slice(0, href.length - search.length - hash.length);
  const own = search === '' ? [] : search.slice(1).split('&');
  const kept = own.filter((part) => !STRIPES.has(part.split('=', 1)[0] ?? '') && !part.startsWith('pay_request='));
  return `${base}?${[...kept, `pay_request=${requestId}`].join('&')}${hash}`;
}

/** Routes under `/return`. */
export function returnRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/:id', async (c) => {
    const row = await findRow(context, c.req.param('id'));
    const to = c.req.query('to');
    // Only where an attempt of this request said, and was checked, that it wants to come back to.
    const known = row.doc.attempts.some(({ returnUrl }) => returnUrl !== null && returnUrl === to);
    const target = known && to !== undefined ? to : context.settings.payUrl(row.id);
    return new Response(null, { status: 303, headers: { Location: comeBack(target, row.id) } });
  });
  return routes;
}

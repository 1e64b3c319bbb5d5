/** Where a 3-D Secure redirect comes back to: our own address, so that Stripe's parameters go no further. */
import { Hono } from 'hono';
import type { Context } from '../context.js';
import type { Env } from '../http.js';
import { findRow } from '../requests/find.js';

/** What Stripe adds to an address; also dropped where the host's own already had them. */
const STRIPES = [
  'payment_intent',
  'payment_intent_client_secret',
  'setup_intent',
  'setup_intent_client_secret',
  'redirect_status',
  'source_type',
  'source_redirect_slug',
];

/** The address that Stripe is told; `to` is the host's page. */
export function returnAddress(apiUrl: string, requestId: string, to: string | null): string {
  const query = to === null ? '' : `?${new URLSearchParams({ to }).toString()}`;
  return `${apiUrl}/return/${requestId}${query}`;
}

/** Routes under `/return`. */
export function returnRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/:id', async (c) => {
    const row = await findRow(context, c.req.param('id'));
    const to = c.req.query('to');
    // Only where an attempt of this request said, and was checked, that it wants to come back to.
    const known = row.doc.attempts.some(({ returnUrl }) => returnUrl !== null && returnUrl === to);
    const target = new URL(known && to !== undefined ? to : context.settings.payUrl(row.id));
    for (const name of STRIPES) target.searchParams.delete(name);
    target.searchParams.set('pay_request', row.id);
    return new Response(null, { status: 303, headers: { Location: target.href } });
  });
  return routes;
}

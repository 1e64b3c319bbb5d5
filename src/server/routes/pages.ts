/** The hosted page. It changes nothing and calls no Stripe: link previews fetch it. */
import { Hono } from 'hono';
import { isPaymentError } from '../../errors/index.js';
import type { Context } from '../context.js';
import type { Env } from '../http.js';
import { notFoundPage, requestPage } from '../page/page.js';
import { contentSecurityPolicy, TRUSTED_TYPES_SCRIPT } from '../page/policy.js';
import { findRow } from '../requests/find.js';

/** Routes under the path of the hosted pages. */
export function pageRoutes(context: Context): Hono<Env> {
  const { settings, views } = context;
  let policy: Promise<string> | null = null;

  const page = async (status: number, body: string): Promise<Response> => {
    policy ??= contentSecurityPolicy(settings.scriptSrc, settings.stripeScriptUrl);
    return new Response(body, {
      status,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': await policy,
        'X-Robots-Tag': 'noindex',
      },
    });
  };

  const routes = new Hono<Env>();
  // No request has such an id.
  routes.get(
    '/trusted-types.js',
    () => new Response(TRUSTED_TYPES_SCRIPT, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } }),
  );
  routes.get('/:id', async (c) => {
    try {
      const request = await views.payer(await findRow(context, c.req.param('id')));
      return await page(200, requestPage(request, settings));
    } catch (thrown) {
      if (isPaymentError(thrown) && thrown.code === 'not-found') return page(404, notFoundPage());
      throw thrown;
    }
  });
  return routes;
}

/** The demo's site: its pages, the bundle, and the payment API beside them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { bundleFile, type Asset } from './assets.js';
import { businessCookie, businessEvents, isBusiness } from './business.js';
import { ownHosts } from './hosts.js';
import { settings } from './settings.js';

const folder = import.meta.dirname;
/** Where Stripe.js, its frames and its API are. */
const stripeOrigins = settings.sandbox
  ? [settings.sandbox.url]
  : ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'];
const stripeApi = settings.sandbox ? [settings.sandbox.url] : ['https://api.stripe.com'];

/** Parts of the site that are made elsewhere. */
export interface SiteParts {
  pay(request: Request, address: string): Promise<Response>;
  /** The servers of the shop and of the invoice portal. */
  shop: Hono;
  portal: Hono;
  pages: Map<string, Asset>;
  /** True when the store and Stripe (the sandbox) answer. */
  healthy(): Promise<boolean>;
}

/** The site as one fetch handler; `address` is the caller's. */
export function createSite({ pay, shop, portal, pages, healthy }: SiteParts): {
  fetch(request: Request, address: string): Response | Promise<Response>;
} {
  const app = new Hono<{ Bindings: { address: string } }>();
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", ...stripeOrigins],
      requireTrustedTypesFor: ["'script'"],
      // As docs/csp.md lists them; the default one is made by the payment server's script.
      trustedTypes: ['pay-elements', 'lit-html', 'default'],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'", ...stripeApi],
      frameSrc: ["'self'", ...stripeOrigins],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
    crossOriginResourcePolicy: false,
    crossOriginOpenerPolicy: false,
    referrerPolicy: 'same-origin',
    strictTransportSecurity: false,
    xFrameOptions: false,
  });
  const page = async (name: string): Promise<string> => readFile(join(folder, name, 'index.html'), 'utf8');

  const isOwn = ownHosts(settings);
  app.use(async (context, next) => {
    if (isOwn(context.req.header('host') ?? null)) return next();
    return context.text(
      'This demo does not answer to that name. Set BASE_URL to the address at which it is opened.',
      421,
    );
  });
  app.all('/api/*', (context) => pay(context.req.raw, context.env.address));
  app.all('/pay/*', (context) => pay(context.req.raw, context.env.address));
  app.get('/', headers, async (context) => {
    if (!(await healthy())) return context.text('The payment API or Stripe does not answer.', 503);
    return context.html(await page('gallery'));
  });
  app.get('/storefront', headers, async (context) => context.html(await page('storefront')));
  app.get('/storefront/orders/:id', headers, async (context) => context.html(await page('storefront')));
  app.route('/storefront', shop);
  app.route('/invoice', portal);
  // Each has the business's side in it.
  for (const name of ['chat', 'invoice', 'sms'])
    app.get(`/${name}`, headers, async (context) => {
      if (!isBusiness(context.req.raw)) context.header('set-cookie', businessCookie());
      context.header('cache-control', 'no-store');
      return context.html(await page(name));
    });
  app.get('/business/events', (context) =>
    isBusiness(context.req.raw) ? businessEvents() : context.json({ error: 'This browser is not the business.' }, 401),
  );
  app.get('/demo/:name', headers, (context) => {
    const asset = pages.get(context.req.param('name'));
    return asset
      ? context.body(asset.body, 200, { 'content-type': asset.type, 'cache-control': 'no-cache' })
      : context.notFound();
  });
  app.get('/:name{pay-elements\\..+}', async (context) => {
    const asset = await bundleFile(context.req.param('name'));
    if (!asset) return context.notFound();
    // Any site may load it: it is a public script, and its chunks are fetched from beside it.
    return context.body(asset.body, 200, {
      'content-type': asset.type,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-cache',
    });
  });
  return { fetch: (request, address) => app.fetch(request, { address }) };
}

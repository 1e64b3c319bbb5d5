/** The routes of a server, put together. */
import { Hono } from 'hono';
import { PaymentError } from '../errors/index.js';
import type { Context } from './context.js';
import { cors } from './cors.js';
import { limited, problem, type Env } from './http.js';
import { logCalls, logFault } from './log.js';
import { accountRoutes } from './routes/accounts.js';
import { eventRoutes } from './routes/events.js';
import { messageRoutes } from './routes/messages.js';
import { openApiRoutes } from './routes/openapi.js';
import { OPERATE_PATHS, operateRoutes } from './routes/operate.js';
import { pageRoutes } from './routes/pages.js';
import { requestRoutes } from './routes/requests.js';
import { returnRoutes } from './routes/return.js';
import { webhookRoutes } from './routes/webhooks.js';

/** On every answer: nothing is kept, sniffed, framed, or told to where a link leads. */
const SECURITY_HEADERS: Record<string, string> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** Makes the app. */
export function createApp(context: Context): Hono<Env> {
  const { basePath, payPath, origins, frameAncestors } = context.settings;
  const payer = cors(origins, 'payer');
  const operator = cors(origins, 'operator');

  const api = new Hono<Env>();
  api.use('/requests', operator);
  api.use('/messages', operator);
  api.use('/accounts', operator);
  for (const path of ['/requests/:id/history', ...OPERATE_PATHS]) api.use(path, operator);
  api.use('/requests/:id', payer);
  api.use('/requests/:id/attempts', payer);
  api.use('/requests/:id/sync', payer);
  api.use('/requests/:id/abandon', payer);
  api.use('/events', payer);
  // After CORS, so that a page can read what it is told. Webhooks are limited by their signatures.
  for (const path of ['/requests/*', '/messages', '/accounts', '/events', '/return/*']) api.use(path, limited(context));
  api.route('/requests', requestRoutes(context));
  api.route('/requests', operateRoutes(context));
  api.route('/accounts', accountRoutes(context));
  api.route('/messages', messageRoutes(context));
  api.route('/events', eventRoutes(context));
  api.route('/webhooks', webhookRoutes(context));
  api.route('/return', returnRoutes(context));
  api.route('/openapi.json', openApiRoutes(context));

  const app = new Hono<Env>();
  app.use(logCalls(context.logger, [basePath, payPath]));
  app.use(async (c, next) => {
    await next();
    // Which pages may frame it, only the policy can say.
    const framed = frameAncestors.length > 0 && c.req.path.startsWith(`${payPath}/`);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!c.res.headers.has(name) && !(framed && name === 'X-Frame-Options')) c.res.headers.set(name, value);
    }
  });
  app.route(basePath, api);
  app.route(payPath, pageRoutes(context));
  app.notFound(() => problem(new PaymentError('not-found', 'There is nothing at this address.')));
  app.onError((thrown) => {
    logFault(context.logger, thrown);
    return problem(thrown);
  });
  return app;
}

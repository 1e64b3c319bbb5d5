/** The merchant's accounts. */
import { Hono } from 'hono';
import type { Context } from '../context.js';
import { json, operatorOnly, type Env } from '../http.js';
import { listAccounts } from '../requests/accounts.js';

/** Routes under `/accounts`. */
export function accountRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/', operatorOnly(context), async (c) =>
    json(await listAccounts(context, c.req.query(), c.get('principal'))),
  );
  return routes;
}

/** The description of the API, for people, generators and clients in any language. */
import { Hono } from 'hono';
import type { Context } from '../context.js';
import { cors } from '../cors.js';
import { json, type Env } from '../http.js';
import { openApiDocument, type OpenApiDocument } from '../openapi/index.js';

/** The route `/openapi.json`. */
export function openApiRoutes({ settings: { apiUrl, origins, payPath } }: Context): Hono<Env> {
  let document: OpenApiDocument | null = null;
  const routes = new Hono<Env>();
  routes.use('/', cors(origins, 'payer'));
  routes.get('/', () => json((document ??= openApiDocument({ apiUrl, origin: origins.own, payPath }))));
  return routes;
}

/** Requests: made and listed by operators, looked at and paid by whoever holds the id. */
import { Hono, type Context as Call } from 'hono';
import { emptyInput, requestInput, statusInput } from '../../contract/schemas.js';
import type { OperatorRequest } from '../../contract/types.js';
import { isPaymentError } from '../../errors/index.js';
import { parseJson, readJsonText } from '../body.js';
import type { Context } from '../context.js';
import { json, operatorOf, operatorOnly, type Env } from '../http.js';
import { readInput } from '../input.js';
import { answerPost, needing } from '../operator-post.js';
import { problemHeaders, problemOf, toldToPayer } from '../problems.js';
import { rowOf } from '../pay/refusal.js';
import { abandonRequest, payRequest } from '../requests/attempts.js';
import { createRequest, showCreated } from '../requests/create.js';
import { findRow, findRows, listRequests, requestId } from '../requests/find.js';
import { pageOfHistory } from '../requests/facts.js';
import type { StoredRequest } from '../store.js';
import type { RequestDoc } from '../requests/document.js';

/** Routes under `/requests`. */
export function requestRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  const operator = operatorOnly(context);
  const { callers, settings, sync, views } = context;
  const view = async (c: Call<Env>, row: StoredRequest<RequestDoc>): Promise<unknown> =>
    (await operatorOf(context, c, row.account)) ? views.operator(row) : views.payer(row);

  routes.post('/', operator, (c) =>
    answerPost(context, c, {
      schema: requestInput,
      permit: (principal, given) => needing('create', ...(replaces(given) ? ['cancel' as const] : []))(principal),
      async run(its, given, principal) {
        const made = await createRequest(its, given, principal);
        return { status: made.created ? 201 : 200, value: await showCreated(its, made) };
      },
      shows: (value) => [(value as OperatorRequest).id],
      location: (value) => `/requests/${(value as OperatorRequest).id}`,
    }),
  );
  routes.get('/', operator, async (c) => json(await listRequests(context, c.req.query(), c.get('principal'))));

  routes.post('/status', async (c) => {
    const { ids } = readInput(
      statusInput,
      parseJson(await readJsonText(c.req.raw, settings.limits.body, 'payer')),
      'payer',
    );
    const rows = await findRows(context, ids);
    return json({ data: await Promise.all(rows.map((row) => view(c, row))), nextCursor: null });
  });

  routes.get('/:id', async (c) => json(await view(c, await findRow(context, c.req.param('id')))));

  routes.post('/:id/sync', async (c) => {
    const text = await readJsonText(c.req.raw, settings.limits.body, 'payer');
    if (text !== '') readInput(emptyInput, parseJson(text), 'payer');
    const id = requestId(c.req.param('id'));
    try {
      return json(await view(c, await sync(id)));
    } catch (thrown) {
      const { account } = await findRow(context, id);
      throw (await operatorOf(context, c, account)) ? thrown : toldToPayer(thrown);
    }
  });

  routes.post('/:id/attempts', async (c) => {
    callers.attempt(c.env.address);
    const given = parseJson(await readJsonText(c.req.raw, settings.limits.body, 'payer'));
    callers.instrument(c.env.address, c.req.param('id'));
    try {
      const result = await payRequest(context, c.req.param('id'), given, c.req.header('origin') ?? null);
      return json(result, result.status === 'pending' ? 202 : 200);
    } catch (thrown) {
      const row = rowOf(thrown);
      if (row && isPaymentError(thrown) && thrown.errors?.[0]?.path === 'instrument')
        callers.refusedInstrument(c.env.address, row.id);
      const told = toldToPayer(thrown);
      if (!row) throw told;
      const body = problemOf(told, await views.payer(row));
      return new Response(JSON.stringify(body), { status: body.status, headers: problemHeaders(told) });
    }
  });

  routes.post('/:id/abandon', async (c) => {
    callers.attempt(c.env.address);
    const given = parseJson(await readJsonText(c.req.raw, settings.limits.body, 'payer'));
    try {
      return json(await abandonRequest(context, c.req.param('id'), given));
    } catch (thrown) {
      throw toldToPayer(thrown);
    }
  });

  routes.get('/:id/history', operator, async (c) =>
    json(await pageOfHistory(context, c.req.param('id'), c.req.query(), c.get('principal'))),
  );
  return routes;
}

/** Whether a body that is not checked yet asks to take the place of a request. */
function replaces(given: unknown): boolean {
  return typeof given === 'object' && given !== null && 'replaces' in given && given.replaces !== null;
}

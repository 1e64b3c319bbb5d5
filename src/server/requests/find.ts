/** Rows by id and by filter, within what the asker may see. */
import { requestQuery } from '../../contract/schemas.js';
import type { OperatorRequest, Page } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import type { AccountSource } from '../accounts.js';
import type { Context } from '../context.js';
import { REQUEST_ID } from '../ids.js';
import { readInput } from '../input.js';
import { allows, mayUse, need, type Principal } from '../principal.js';
import type { StoredRequest } from '../store.js';
import type { RequestDoc } from './document.js';

type Row = StoredRequest<RequestDoc>;

/** The id, if it is one. Throws `not-found` for what cannot be, so that no store is asked with it. */
export function requestId(given: string): string {
  if (!REQUEST_ID.test(given)) throw notFound();
  return given;
}

/** The row. Throws `not-found`. */
export async function findRow({ store }: Pick<Context, 'store'>, id: string): Promise<Row> {
  const [row] = await store.read([requestId(id)]);
  if (!row) throw notFound();
  return row;
}

/** The row, for an operator: another merchant's is not found. Throws `not-found`. */
export async function findOwnRow(context: Pick<Context, 'store'>, id: string, principal: Principal): Promise<Row> {
  const row = await findRow(context, id);
  if (!mayUse(principal, row.account)) throw notFound();
  return row;
}

/** Rows in the order asked for; unknown ids are left out, a repeated one is there once. */
export async function findRows({ store }: Pick<Context, 'store'>, ids: readonly string[]): Promise<Row[]> {
  const wanted = [...new Set(ids)].filter((id) => REQUEST_ID.test(id));
  const rows = new Map((await store.read(wanted)).map((row) => [row.id, row]));
  return wanted.flatMap((id) => rows.get(id) ?? []);
}

/** A page of an operator's requests, newest first. Throws `forbidden`, `invalid-request`. */
export async function listRequests(
  { store, views, settings }: Context,
  query: unknown,
  principal: Principal,
): Promise<Page<OperatorRequest>> {
  need(principal, 'read');
  const { limit, cursor, status, reference } = readInput(requestQuery, query, 'operator');
  const accounts = await readable(settings.accounts, principal);
  const { rows, nextCursor } = await store.list({
    limit,
    ...(accounts === null ? {} : { accounts }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(status === undefined ? {} : { status }),
    ...(reference === undefined ? {} : { reference }),
  });
  return { data: await Promise.all(rows.map((row) => views.operator(row))), nextCursor };
}

/** Ids of the accounts whose requests the principal may list; null for all, those that are gone from the configuration too. */
async function readable(source: AccountSource, principal: Principal): Promise<readonly string[] | null> {
  const closed = (await source.list()).filter((account) => !allows(principal, 'read', account)).map(({ id }) => id);
  if (principal.accounts !== '*') return principal.accounts.filter((id) => !closed.includes(id));
  if (closed.length === 0) return null;
  return (await source.list()).map(({ id }) => id).filter((id) => !closed.includes(id));
}

function notFound(): PaymentError {
  return new PaymentError('not-found', 'There is no such request.');
}

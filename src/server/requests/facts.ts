/** A request's history, for operators. */
import { pageQuery } from '../../contract/schemas.js';
import type { HistoryEntry, Page } from '../../contract/types.js';
import type { Context } from '../context.js';
import { readInput } from '../input.js';
import { need, needOn, type Principal } from '../principal.js';
import { findOwnRow } from './find.js';

/** A page of facts, oldest first. Throws `forbidden`, `not-found`, `invalid-request`. */
export async function pageOfHistory(
  context: Context,
  id: string,
  query: unknown,
  principal: Principal,
): Promise<Page<HistoryEntry>> {
  need(principal, 'read');
  const { limit, cursor } = readInput(pageQuery, query, 'operator');
  const row = await findOwnRow(context, id, principal);
  needOn(principal, 'read', await context.settings.accounts.find(row.account));
  const { entries, nextCursor } = await context.store.history(row.id, {
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  });
  return { data: entries, nextCursor };
}

/** Rows of the database as values of ours: the border where a driver's answer is checked. */
import type { HistoryEntry, RequestStatus } from '../../contract/types.js';
import type { StoredRequest } from '../store.js';
import type { SqlValue } from './sql.js';

type Row = Record<string, unknown>;

/** SQL for a time in ms since 1970, a number in every driver. */
export const ms = (column: string): string => `round(extract(epoch from ${column}) * 1000)::float8`;

/** What a statement selects or returns to make a `StoredRequest`. */
export const REQUEST_COLUMNS = `id, version, status, account, reference, ${ms('created_at')} AS created_ms,
  ${ms('updated_at')} AS updated_ms, ${ms('LEAST(next_check_at, woken_at)')} AS check_ms, doc::text AS doc_text`;

/** Text of a column. Throws if it is none. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`The database answered no text in ${column}.`);
  return value;
}

/** Text or null. */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

/** A number; some drivers answer one as text. Throws if it is none or not exact. */
export function number(row: Row, column: string): number {
  const value = row[column];
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof parsed !== 'number' || !Number.isSafeInteger(parsed))
    throw new TypeError(`The database answered no whole number in ${column}.`);
  return parsed;
}

/** A time that was selected by `ms`. */
export function date(row: Row, column: string): Date {
  return new Date(number(row, column));
}

/** Makes a request of a row with `REQUEST_COLUMNS`. Its status and document are as this server wrote them. */
export function toRequest<D>(row: Row): StoredRequest<D> {
  return {
    id: text(row, 'id'),
    version: number(row, 'version'),
    status: text(row, 'status') as RequestStatus,
    account: text(row, 'account'),
    reference: textOrNull(row, 'reference'),
    createdAt: date(row, 'created_ms'),
    updatedAt: date(row, 'updated_ms'),
    nextCheckAt: row['check_ms'] === null ? null : date(row, 'check_ms'),
    doc: JSON.parse(text(row, 'doc_text')) as D,
  };
}

/** Makes a fact of a row with `entry::text AS entry_text`. */
export function toEntry(row: Row): HistoryEntry {
  return JSON.parse(text(row, 'entry_text')) as HistoryEntry;
}

/** Collects the parameters of a statement that is put together: `add(value)` answers its `$n`. */
export class Params {
  readonly values: SqlValue[] = [];

  /** Adds one and answers its placeholder. */
  add(value: SqlValue): string {
    return `$${this.values.push(value)}`;
  }
}

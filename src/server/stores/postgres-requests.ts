import type { HistoryEntry, RequestChange } from '../../contract/types.js';
import type { Change, NewRequest, Store, StoredRequest } from '../store.js';
import { decodeRequestCursor, encodeRequestCursor } from './cursor.js';
import { freesExclusiveKey } from './keeping.js';
import { CHANNEL } from './postgres-changes.js';
import type { SqlTime } from './sql-time.js';
import { finishWebhooks } from './postgres-webhooks.js';
import { Params, REQUEST_COLUMNS, text, toRequest } from './rows.js';
import type { SqlClient, SqlQuery } from './sql.js';
import { newToken } from './token.js';

type Requests<D> = Pick<Store<D>, 'create' | 'holder' | 'read' | 'list' | 'acquire' | 'commit' | 'wake' | 'due'>;

/** Requests and their leases. `told` is called after each commit of this store that made a version. */
export function postgresRequests<D>(sql: SqlClient, time: SqlTime, told: (change: RequestChange) => void): Requests<D> {
  async function announce(query: SqlQuery, { id, status, version }: StoredRequest<D>): Promise<void> {
    await query(`SELECT pg_notify($1::text, $2::text)::text`, [CHANNEL, JSON.stringify({ id, status, version })]);
  }

  async function insert(query: SqlQuery, request: NewRequest<D>): Promise<StoredRequest<D> | null> {
    const now = time.sql('$1');
    const [row] = await query(
      `INSERT INTO pay_elements_requests (id, version, status, account, reference, created_at, updated_at,
         next_check_at, exclusive_key, changed_at, doc)
       SELECT $2::text, 1, $3::text, $4::text, $5::text, at, at, $6::timestamptz, $7::text, clock_timestamp(), $8::json
       FROM (SELECT ${now} AS at) AS present
       ON CONFLICT (exclusive_key) DO NOTHING RETURNING ${REQUEST_COLUMNS}`,
      [
        time.param(),
        request.id,
        request.status,
        request.account,
        request.reference,
        request.nextCheckAt?.toISOString() ?? null,
        freesExclusiveKey(request.status) ? null : request.exclusiveKey,
        JSON.stringify(request.doc),
      ],
    );
    if (!row) return null;
    await append(query, request.id, request.history);
    const created = toRequest<D>(row);
    await announce(query, created);
    return created;
  }

  async function holder(exclusiveKey: string): Promise<StoredRequest<D> | null> {
    const [row] = await sql.query(
      `SELECT ${REQUEST_COLUMNS} FROM pay_elements_requests WHERE exclusive_key = $1::text`,
      [exclusiveKey],
    );
    return row ? toRequest<D>(row) : null;
  }

  async function write(query: SqlQuery, id: string, token: string, change: Change<D>): Promise<Written<D> | null> {
    const params = new Params();
    let present: string | null = null;
    const now = (): string => (present ??= time.sql(params.add(time.param())));
    const sets: string[] = [];
    const made = change.status !== undefined || change.doc !== undefined || Boolean(change.history?.length);
    if (made) sets.push('version = version + 1', `updated_at = ${now()}`, 'changed_at = clock_timestamp()');
    if (change.status !== undefined) {
      sets.push(`status = ${params.add(change.status)}::text`);
      if (freesExclusiveKey(change.status)) sets.push('exclusive_key = NULL');
    }
    if (change.doc !== undefined) sets.push(`doc = ${params.add(JSON.stringify(change.doc))}::json`);
    if (change.nextCheckAt !== undefined)
      sets.push(`next_check_at = ${params.add(change.nextCheckAt?.toISOString() ?? null)}::timestamptz`);
    if (change.release) sets.push('lease_token = NULL', 'lease_until = NULL');
    else if (change.extend !== undefined) sets.push(`lease_until = ${now()} + ${milliseconds(params, change.extend)}`);
    // An empty change still asks whether the lease is the caller's own.
    if (sets.length === 0) sets.push('version = version');
    const [row] = await query(
      `UPDATE pay_elements_requests SET ${sets.join(', ')}
       WHERE id = ${params.add(id)}::text AND lease_token = ${params.add(token)}::text
       RETURNING ${REQUEST_COLUMNS}`,
      params.values,
    );
    return row ? { row: toRequest<D>(row), made } : null;
  }

  return {
    async create(request) {
      for (;;) {
        const row = await sql.transaction((query) => insert(query, request));
        if (row) {
          told(row);
          return { row, created: true };
        }
        // Null where the one that was in the way has just been canceled or has expired: its key is free now.
        const other = request.exclusiveKey === null ? null : await holder(request.exclusiveKey);
        if (other) return { row: other, created: false };
      }
    },

    holder,

    async read(ids) {
      const rows = await sql.query(
        `SELECT ${REQUEST_COLUMNS} FROM pay_elements_requests WHERE id IN (SELECT json_array_elements_text($1::json))`,
        [JSON.stringify(ids)],
      );
      return rows.map((row) => toRequest<D>(row));
    },

    async list({ accounts, status, reference, limit, cursor }) {
      const params = new Params();
      const where = ['true'];
      if (accounts)
        where.push(`account IN (SELECT json_array_elements_text(${params.add(JSON.stringify(accounts))}::json))`);
      if (status !== undefined) where.push(`status = ${params.add(status)}::text`);
      if (reference !== undefined) where.push(`reference = ${params.add(reference)}::text`);
      if (cursor !== undefined) {
        const { createdAt, id } = decodeRequestCursor(cursor);
        const at = params.add(new Date(createdAt).toISOString());
        where.push(`(created_at, id) < (${at}::timestamptz, ${params.add(id)}::text COLLATE "C")`);
      }
      const rows = await sql.query(
        `SELECT ${REQUEST_COLUMNS} FROM pay_elements_requests WHERE ${where.join(' AND ')}
         ORDER BY created_at DESC, id DESC LIMIT ${params.add(limit + 1)}::integer`,
        params.values,
      );
      const page = rows.slice(0, limit).map((row) => toRequest<D>(row));
      const last = rows.length > limit ? page.at(-1) : undefined;
      const nextCursor = last ? encodeRequestCursor({ createdAt: last.createdAt.getTime(), id: last.id }) : null;
      return { rows: page, nextCursor };
    },

    async acquire(id, ttl) {
      const params = new Params();
      const now = time.sql(params.add(time.param()));
      const token = newToken();
      const [row] = await sql.query(
        `UPDATE pay_elements_requests SET lease_token = ${params.add(token)}::text,
           lease_until = ${now} + ${milliseconds(params, ttl)},
           next_check_at = LEAST(next_check_at, woken_at), woken_at = NULL
         WHERE id = ${params.add(id)}::text AND (lease_token IS NULL OR lease_until <= ${now})
         RETURNING ${REQUEST_COLUMNS}`,
        params.values,
      );
      return row ? { token, row: toRequest<D>(row) } : null;
    },

    async commit(id, token, change) {
      const written = await sql.transaction(async (query) => {
        const result = await write(query, id, token, change);
        if (!result) return null;
        await append(query, id, change.history ?? []);
        await finishWebhooks(query, time, change.doneWebhooks ?? []);
        if (result.made) await announce(query, result.row);
        return result;
      });
      if (written?.made) told(written.row);
      return written?.row ?? null;
    },

    async wake(id) {
      await sql.query(
        `UPDATE pay_elements_requests SET woken_at = coalesce(woken_at, ${time.sql('$1')}) WHERE id = $2::text`,
        [time.param(), id],
      );
    },

    async due(limit) {
      const now = time.sql('$1');
      const rows = await sql.query(
        `SELECT id FROM pay_elements_requests
         WHERE LEAST(next_check_at, woken_at) <= ${now} AND (lease_token IS NULL OR lease_until <= ${now})
         ORDER BY LEAST(next_check_at, woken_at) LIMIT $2::integer`,
        [time.param(), limit],
      );
      return rows.map((row) => text(row, 'id'));
    },
  };
}

interface Written<D> {
  row: StoredRequest<D>;
  /** Whether it is a new version. */
  made: boolean;
}

function milliseconds(params: Params, value: number): string {
  return `${params.add(value)}::float8 * interval '1 millisecond'`;
}

/**
 * Appends facts. The caller has written the request's row in the same transaction, so that nobody else
 * appends to it meanwhile and positions grow in the order of commits.
 */
async function append(query: SqlQuery, id: string, facts: readonly HistoryEntry[]): Promise<void> {
  if (facts.length === 0) return;
  await query(
    `INSERT INTO pay_elements_history (request_id, entry)
     SELECT $1::text, fact FROM json_array_elements($2::json) WITH ORDINALITY AS facts (fact, place) ORDER BY place`,
    [id, JSON.stringify(facts)],
  );
}

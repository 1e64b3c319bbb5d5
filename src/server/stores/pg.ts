/** A PostgreSQL server through the package `pg`, as a `SqlClient`. */
import { loadPg } from './pg-driver.js';
import type { PgPoolClient, PgSettings } from './pg-driver.js';
import { listenOn } from './pg-listener.js';
import type { OpenSqlClient } from './pglite.js';
import type { SqlQuery } from './sql.js';

/**
 * Opens a pool of `max` (10) connections to `databaseUrl` (`postgres://user:password@host/database`), and
 * one more per store that listens. Rejects if the server does not let us in.
 */
export async function openPg(databaseUrl: string, { max = 10 }: { max?: number } = {}): Promise<OpenSqlClient> {
  const { Pool, Client } = await loadPg();
  const settings: PgSettings = {
    connectionString: databaseUrl,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
    application_name: 'pay-elements',
  };
  const pool = new Pool({ ...settings, max });
  // The pool drops an idle connection that broke and makes a new one; unheard, the event would end the process.
  pool.on('error', () => undefined);
  const query: SqlQuery = async (text, params) => (await pool.query(text, params)).rows;
  try {
    await query('SELECT 1 AS one');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    query,
    async transaction(work) {
      const client = await pool.connect();
      return inTransaction(client, work);
    },
    listen: (channel, received, missed) =>
      listenOn({
        connect: () => new Client(settings),
        notify: (payload) => query('SELECT pg_notify($1::text, $2::text)::text', [channel, payload]),
        channel,
        received,
        missed,
      }),
    close: () => pool.end(),
  };
}

async function inTransaction<T>(client: PgPoolClient, work: (query: SqlQuery) => Promise<T>): Promise<T> {
  let broken: Error | undefined;
  // The query that runs rejects as well; unheard, the event would end the process.
  const lost = (error: Error): void => {
    broken = error;
  };
  client.on('error', lost);
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const result = await work(async (text, params) => (await client.query(text, params)).rows);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    try {
      await client.query('ROLLBACK');
    } catch (cause) {
      // It may still be in the transaction: nobody else may get this connection.
      broken = new Error('The transaction could not be rolled back.', { cause });
    }
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

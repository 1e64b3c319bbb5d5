/** PGlite, a PostgreSQL in this process with its data in a folder, as a `SqlClient`. Node only. */
import { resolve } from 'node:path';
import { lockFolder } from './folder-lock.js';
import type { SqlClient, SqlValue } from './sql.js';

/** A `SqlClient` that has to be closed. */
export type OpenSqlClient = SqlClient & Required<Pick<SqlClient, 'listen' | 'close'>>;

/**
 * Opens the database in `dataDir`, which is made where it is missing; `null` keeps it in memory. The folder
 * is this process's alone until `close()`: a process that stands still for 15 s may lose it to one of another host, and
 * then ends when it goes on. Throws `FolderInUse` if another has it, and says what to install
 * where the package `@electric-sql/pglite` is missing.
 */
export async function openPglite(dataDir: string | null): Promise<OpenSqlClient> {
  const { PGlite } = await load();
  const folder = dataDir === null ? null : resolve(dataDir);
  const lock = folder === null ? { check: () => undefined, release: () => undefined } : await lockFolder(folder);
  try {
    const db = await (folder === null ? PGlite.create() : PGlite.create(folder));
    return {
      query: async (text, params) => {
        lock.check();
        return (await db.query<Record<string, unknown>>(text, mutable(params))).rows;
      },
      transaction: (work) =>
        db.transaction((tx) =>
          work(async (text, params) => {
            lock.check();
            return (await tx.query<Record<string, unknown>>(text, mutable(params))).rows;
          }),
        ),
      // In this process, so no connection can be lost and nothing is ever missed.
      async listen(channel, received) {
        const stop = await db.listen(channel, received);
        return () => stop();
      },
      async close() {
        try {
          lock.check();
          if (!db.closed) await db.close();
        } finally {
          lock.release();
        }
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function load() {
  try {
    return await import('@electric-sql/pglite');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error(
      'PGlite is not installed. Run `npm install @electric-sql/pglite`, or set DATABASE_URL to a PostgreSQL server.',
      { cause },
    );
  }
}

function mutable(params: readonly SqlValue[] = []): SqlValue[] {
  return [...params];
}

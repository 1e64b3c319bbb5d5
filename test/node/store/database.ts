import { postgresStore } from '../../../src/server/stores/postgres.js';
import type { SqlClient } from '../../../src/server/stores/sql.js';
import type { ContractDoc, OpenStore } from '../../../src/testing/store-contract.js';

/** The tables beside that of the migrations. */
export const tables = ['requests', 'history', 'webhooks', 'answers', 'counters'].map((name) => `pay_elements_${name}`);

/** Clients of one database. */
export interface Database {
  current(): SqlClient;
  /** The client of another process, as far as there can be one. */
  other(): SqlClient;
  /** Closes all and opens them again. */
  reopen?(): Promise<void>;
}

/** Empties the tables and opens a store on them. */
export function onDatabase({ current, other, reopen }: Database): OpenStore {
  return async (options) => {
    const store = await postgresStore<ContractDoc>(current(), options);
    await current().query(`TRUNCATE ${tables.join(', ')} RESTART IDENTITY`);
    const opened = [store];
    const open = async (sql: SqlClient) => {
      const another = await postgresStore<ContractDoc>(sql, options);
      opened.push(another);
      return another;
    };
    const close = async () => {
      for (const each of opened.splice(0)) await each.close();
    };
    return {
      store,
      another: () => open(other()),
      end: close,
      ...(reopen && {
        reopen: async () => {
          await close();
          await reopen();
          return open(current());
        },
      }),
    };
  };
}

/** Removes all tables, so that the next store makes them. */
export async function dropTables(sql: SqlClient): Promise<void> {
  await sql.query(`DROP TABLE IF EXISTS ${[...tables, 'pay_elements_migrations'].join(', ')}`);
}

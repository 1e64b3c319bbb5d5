/** What `postgresStore` needs of a PostgreSQL driver. `openPglite` and `openPg` make one; yours may be a third. */

/** What is sent as `$1`, `$2`, … Every statement casts its parameters, so that text is enough for a time or JSON. */
export type SqlValue = string | number | boolean | null;

/** Runs one statement and answers its rows by column name. The columns asked for are text, numbers and null. */
export type SqlQuery = (text: string, params?: readonly SqlValue[]) => Promise<Record<string, unknown>[]>;

/** A database. */
export interface SqlClient {
  /** Outside a transaction, on any connection. */
  query: SqlQuery;
  /** Runs `work` in one transaction, READ COMMITTED: committed when it resolves, rolled back when it rejects. */
  transaction<T>(work: (query: SqlQuery) => Promise<T>): Promise<T>;
  /**
   * Listens on a channel until the answered function is called; resolves when nothing is missed any more.
   * `missed` is called after notifications may have been lost for that many ms, once they come again, or again and
   * again where they never come; if it rejects, those ms are to be told again. A client without `listen` hears of its
   * own process only.
   */
  listen?(
    channel: string,
    received: (payload: string) => void,
    missed: (forMs: number) => void | Promise<void>,
  ): Promise<() => Promise<void>>;
  /** Ends it. Who opened a client closes it, after the stores on it. */
  close?(): Promise<void>;
}

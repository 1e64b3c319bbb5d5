import type { RequestChange, RequestStatus } from '../../contract/types.js';
import { Listeners } from './listeners.js';
import { number, text } from './rows.js';
import type { SqlClient } from './sql.js';

/** The channel of NOTIFY: a change in JSON. */
export const CHANNEL = 'pay_elements';

/** Transactions may commit this long after they stamped a row, in ms; what a gap missed is looked for so much earlier. */
const COMMIT_DELAY_MS = 60_000;

/** Changes made anywhere, for listeners of this process. */
export interface Changes {
  /** `Store.subscribe`. */
  subscribe(listener: (change: RequestChange) => void): () => void;
  /** Called after a commit of this process; does something only where the client cannot listen. */
  told(change: RequestChange): void;
  /** Stops listening. */
  close(): Promise<void>;
}

/** Listens for changes from now on. After a lost connection, all that may have changed meanwhile is told again. */
export async function postgresChanges(sql: SqlClient): Promise<Changes> {
  const listeners = new Listeners();
  /** Versions that the last look found, by id: the next one looks at most of them again. */
  let seen = new Map<string, number>();

  async function tellMissed(forMs: number): Promise<void> {
    const rows = await sql.query(
      `SELECT id, status, version FROM pay_elements_requests
       WHERE changed_at >= clock_timestamp() - $1::float8 * interval '1 millisecond' ORDER BY changed_at`,
      [forMs + COMMIT_DELAY_MS],
    );
    const before = seen;
    seen = new Map();
    for (const row of rows) {
      const change = {
        id: text(row, 'id'),
        status: text(row, 'status') as RequestStatus,
        version: number(row, 'version'),
      };
      seen.set(change.id, change.version);
      if (before.get(change.id) !== change.version) listeners.tell(change);
    }
  }

  const stop = await sql.listen?.(
    CHANNEL,
    (payload) => {
      const change = parseChange(payload);
      if (change) listeners.tell(change);
    },
    tellMissed,
  );

  return {
    subscribe: (listener) => listeners.add(listener),
    told({ id, status, version }) {
      if (!stop) queueMicrotask(() => listeners.tell({ id, status, version }));
    },
    async close() {
      listeners.clear();
      await stop?.();
    },
  };
}

/** Null for a payload that is not ours: anybody in the database may notify. */
function parseChange(payload: string): RequestChange | null {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { id, status, version } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof status !== 'string' || typeof version !== 'number') return null;
  return { id, status: status as RequestStatus, version };
}

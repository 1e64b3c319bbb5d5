import { CLEANUP_EVERY_MS, MOST_COUNTED, WEBHOOK_KEPT_MS } from './keeping.js';
import type { SqlTime } from './sql-time.js';
import { ms, number } from './rows.js';
import type { SqlClient } from './sql.js';

/** Sliding windows, and the clean-up of what is past its time. */
export interface Limits {
  /** `Store.count`. */
  count(key: string, windowMs: number, most?: number): Promise<{ count: number; resetMs: number }>;
  /** `Store.takeTurn`. */
  takeTurn(id: string, every: number): Promise<number>;
  /** Deletes what is past its time; at most once in ten minutes does anything. */
  clean(): Promise<void>;
}

/** Counters in the database: one row per key and window, which holds the times that count. */
export function postgresLimits(sql: SqlClient, time: SqlTime): Limits {
  let cleanedAt = performance.now();

  return {
    async count(key, windowMs, most = Infinity) {
      const now = time.sql('$1');
      const window = `$3::float8 * interval '1 millisecond'`;
      // By one and the same time, the row's: the clock's own moves within a statement.
      const recent = `FROM unnest(counter.hits) AS hit WHERE hit > excluded.hits[1] - ${window}`;
      const newest = `${recent} ORDER BY hit DESC`;
      // A full window has its oldest event twice, and is so told from one that has just become full. Both leave it at once.
      const [row = {}] = await sql.query(
        `INSERT INTO pay_elements_counters AS counter (key, window_ms, hits, expires_at)
         VALUES ($2::text, $3::float8::bigint, ARRAY[${now}], ${now} + ${window})
         ON CONFLICT (key, window_ms) DO UPDATE SET expires_at = excluded.expires_at, hits =
           CASE WHEN (SELECT count(*) ${recent}) >= $4::integer
           THEN ARRAY(SELECT hit ${newest} LIMIT $4::integer) || (SELECT hit ${newest} OFFSET $4::integer - 1 LIMIT 1)
           ELSE excluded.hits || ARRAY(SELECT hit ${newest} LIMIT ${MOST_COUNTED - 1}) END
         RETURNING cardinality(hits) AS count,
           GREATEST(0, ${ms(`(hits[cardinality(hits)] + ${window} - ${now})`)}) AS reset_ms`,
        [time.param(), key, windowMs, most < MOST_COUNTED ? Math.floor(most) : null],
      );
      return { count: number(row, 'count'), resetMs: number(row, 'reset_ms') };
    },

    async takeTurn(id, every) {
      const interval = `$2::float8 * interval '1 millisecond'`;
      const taken = await sql.query(
        `UPDATE pay_elements_requests SET turn_at = clock_timestamp()
         WHERE id = $1::text AND (turn_at IS NULL OR turn_at <= clock_timestamp() - ${interval}) RETURNING id`,
        [id, every],
      );
      if (taken.length > 0) return 0;
      const [row] = await sql.query(
        `SELECT GREATEST(1, ${ms(`(turn_at + ${interval} - clock_timestamp())`)}) AS wait_ms
         FROM pay_elements_requests WHERE id = $1::text`,
        [id, every],
      );
      return row ? number(row, 'wait_ms') : 0;
    },

    async clean() {
      if (performance.now() - cleanedAt < CLEANUP_EVERY_MS) return;
      cleanedAt = performance.now();
      const now = time.sql('$1');
      await sql.query(`DELETE FROM pay_elements_counters WHERE expires_at <= ${now}`, [time.param()]);
      await sql.query(`DELETE FROM pay_elements_answers WHERE expires_at <= ${now}`, [time.param()]);
      await sql.query(
        `DELETE FROM pay_elements_webhooks WHERE done_at <= ${now} - $2::float8 * interval '1 millisecond'`,
        [time.param(), WEBHOOK_KEPT_MS],
      );
    },
  };
}

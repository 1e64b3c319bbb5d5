import { CLEANUP_EVERY_MS, MOST_COUNTED, WEBHOOK_KEPT_MS } from './keeping.js';
import type { SqlTime } from './sql-time.js';
import { ms, number } from './rows.js';
import type { SqlClient } from './sql.js';

/** Sliding windows, and the clean-up of what is past its time. */
export interface Limits {
  /** `Store.count`. */
  count(key: string, windowMs: number): Promise<{ count: number; resetMs: number }>;
  /** Deletes what is past its time; at most once in ten minutes does anything. */
  clean(): Promise<void>;
}

/** Counters in the database: one row per key and window, which holds the times that count. */
export function postgresLimits(sql: SqlClient, time: SqlTime): Limits {
  let cleanedAt = performance.now();

  return {
    async count(key, windowMs) {
      const now = time.sql('$1');
      const window = `$3::float8 * interval '1 millisecond'`;
      const [row = {}] = await sql.query(
        `INSERT INTO pay_elements_counters AS counter (key, window_ms, hits, expires_at)
         VALUES ($2::text, $3::float8::bigint, ARRAY[${now}], ${now} + ${window})
         ON CONFLICT (key, window_ms) DO UPDATE SET expires_at = excluded.expires_at, hits = ARRAY(
           SELECT hit FROM unnest(counter.hits || excluded.hits) AS hit
           WHERE hit > ${now} - ${window} ORDER BY hit DESC LIMIT ${MOST_COUNTED})
         RETURNING cardinality(hits) AS count,
           GREATEST(0, ${ms(`(hits[cardinality(hits)] + ${window} - ${now})`)}) AS reset_ms`,
        [time.param(), key, windowMs],
      );
      return { count: number(row, 'count'), resetMs: number(row, 'reset_ms') };
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

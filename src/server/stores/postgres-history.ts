import type { Store } from '../store.js';
import { decodePositionCursor, encodePositionCursor } from './cursor.js';
import { number, text, toEntry } from './rows.js';
import type { SqlClient } from './sql.js';
import type { SqlTime } from './sql-time.js';

type History = Pick<Store, 'history' | 'claimEvents' | 'postponeEvent' | 'eventDelivered'>;

/** Facts, and the outbox that they are until `onEvent` has taken them. */
export function postgresHistory(sql: SqlClient, time: SqlTime): History {
  const now = time.sql('$1');
  const later = (placeholder: string): string => `${now} + ${placeholder}::float8 * interval '1 millisecond'`;

  return {
    async history(id, { limit, cursor }) {
      const after = cursor === undefined ? 0 : decodePositionCursor(cursor);
      const rows = await sql.query(
        `SELECT position::text AS position, entry::text AS entry_text FROM pay_elements_history AS fact
         WHERE request_id = $1::text AND fact.position > $2::bigint ORDER BY fact.position LIMIT $3::integer`,
        [id, String(after), limit + 1],
      );
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return { entries: page.map(toEntry), nextCursor: last ? encodePositionCursor(number(last, 'position')) : null };
    },

    async claimEvents(limit, ttl) {
      // A row that another process is about to claim is skipped; the facts behind it wait, since it is not delivered.
      const rows = await sql.query(
        `UPDATE pay_elements_history AS claimed SET claimed_until = ${later('$2')}, claims = claimed.claims + 1
         WHERE claimed.position IN (
           SELECT fact.position FROM pay_elements_history AS fact
           WHERE NOT fact.delivered AND (fact.claimed_until IS NULL OR fact.claimed_until <= ${now}) AND NOT EXISTS (
             SELECT 1 FROM pay_elements_history AS earlier
             WHERE earlier.request_id = fact.request_id AND NOT earlier.delivered AND earlier.position < fact.position)
           ORDER BY fact.position LIMIT $3::integer FOR UPDATE SKIP LOCKED)
         RETURNING claimed.position::text AS position, claimed.request_id, claimed.entry::text AS entry_text, claimed.claims`,
        [time.param(), ttl, limit],
      );
      return rows
        .map((row) => ({
          position: number(row, 'position'),
          request: text(row, 'request_id'),
          entry: toEntry(row),
          claims: number(row, 'claims'),
        }))
        .sort((a, b) => a.position - b.position);
    },

    async postponeEvent(position, after) {
      await sql.query(
        `UPDATE pay_elements_history SET claimed_until = ${later('$2')} WHERE position = $3::bigint AND NOT delivered`,
        [time.param(), after, String(position)],
      );
    },

    async eventDelivered(position) {
      await sql.query(`UPDATE pay_elements_history SET delivered = true WHERE position = $1::bigint`, [
        String(position),
      ]);
    },
  };
}

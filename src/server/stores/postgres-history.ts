import type { Store } from '../store.js';
import { decodePositionCursor, encodePositionCursor } from './cursor.js';
import { number, text, toEntry } from './rows.js';
import type { SqlClient } from './sql.js';

type History = Pick<Store, 'history' | 'pendingEvents' | 'eventDelivered'>;

/** Facts, and the outbox that they are until `onEvent` has taken them. */
export function postgresHistory(sql: SqlClient): History {
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

    async pendingEvents(limit) {
      const rows = await sql.query(
        `SELECT fact.position::text AS position, request_id, entry::text AS entry_text
         FROM pay_elements_history AS fact
         WHERE NOT delivered AND NOT EXISTS (
           SELECT 1 FROM pay_elements_history AS earlier
           WHERE earlier.request_id = fact.request_id AND NOT earlier.delivered AND earlier.position < fact.position)
         ORDER BY fact.position LIMIT $1::integer`,
        [limit],
      );
      return rows.map((row) => ({
        position: number(row, 'position'),
        request: text(row, 'request_id'),
        entry: toEntry(row),
      }));
    },

    async eventDelivered(position) {
      await sql.query(`UPDATE pay_elements_history SET delivered = true WHERE position = $1::bigint`, [
        String(position),
      ]);
    },
  };
}

import type { Store } from '../store.js';
import type { SqlTime } from './sql-time.js';
import { date, ms, number, text, textOrNull } from './rows.js';
import type { SqlClient, SqlQuery } from './sql.js';

type Webhooks = Pick<Store, 'receiveWebhook' | 'openWebhooks' | 'webhookDone'>;

/** Webhooks, kept before they are answered and until they are acted on. */
export function postgresWebhooks(sql: SqlClient, time: SqlTime): Webhooks {
  return {
    async receiveWebhook({ account, event, type, request }) {
      const [row = {}] = await sql.query(
        `INSERT INTO pay_elements_webhooks AS known (account, event, type, request_id, received_at)
         VALUES ($2::text, $3::text, $4::text, $5::text, ${time.sql('$1')})
         ON CONFLICT (account, event) DO UPDATE SET request_id = coalesce(known.request_id, excluded.request_id)
         RETURNING (CASE WHEN done_at IS NULL THEN 1 ELSE 0 END) AS open`,
        [time.param(), account, event, type, request],
      );
      return number(row, 'open') === 1;
    },

    async openWebhooks(limit) {
      const rows = await sql.query(
        `SELECT account, event, type, request_id, ${ms('received_at')} AS received_ms FROM pay_elements_webhooks
         WHERE done_at IS NULL ORDER BY position LIMIT $1::integer`,
        [limit],
      );
      return rows.map((row) => ({
        account: text(row, 'account'),
        event: text(row, 'event'),
        type: text(row, 'type'),
        request: textOrNull(row, 'request_id'),
        receivedAt: date(row, 'received_ms'),
      }));
    },

    async webhookDone(account, event) {
      await finishWebhooks(sql.query, time, [{ account, event }]);
    },
  };
}

/** Marks webhooks as acted on, in the transaction of `query`. */
export async function finishWebhooks(
  query: SqlQuery,
  time: SqlTime,
  webhooks: readonly { account: string; event: string }[],
): Promise<void> {
  for (const { account, event } of webhooks)
    await query(
      `UPDATE pay_elements_webhooks SET done_at = coalesce(done_at, ${time.sql('$1')})
       WHERE account = $2::text AND event = $3::text`,
      [time.param(), account, event],
    );
}

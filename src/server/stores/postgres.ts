/** A store in PostgreSQL, or in PGlite, which is PostgreSQL in this process. */
import type { Store } from '../store.js';
import { postgresAnswers } from './postgres-answers.js';
import { postgresChanges } from './postgres-changes.js';
import { postgresHistory } from './postgres-history.js';
import { postgresLimits } from './postgres-limits.js';
import { postgresRequests } from './postgres-requests.js';
import { postgresWebhooks } from './postgres-webhooks.js';
import { migrate } from './migrations.js';
import { date, ms } from './rows.js';
import type { SqlClient } from './sql.js';
import { sqlTime } from './sql-time.js';

/**
 * Makes the tables where they are missing and answers a store on them. Any number of stores, in any number
 * of processes, may share one database. `clock` replaces the database's time, for tests.
 *
 * `close()` ends the store; the client is closed by who opened it, after that.
 */
export async function postgresStore<D = unknown>(
  sql: SqlClient,
  { clock }: { clock?: () => Date } = {},
): Promise<Store<D>> {
  await migrate(sql);
  const time = sqlTime(clock);
  const changes = await postgresChanges(sql);
  const limits = postgresLimits(sql, time);
  const answers = postgresAnswers(sql, time);
  const { receiveWebhook, openWebhooks, webhookDone } = postgresWebhooks(sql, time);

  return {
    async now() {
      const [row = {}] = await sql.query(`SELECT ${ms(time.sql('$1'))} AS now_ms`, [time.param()]);
      return date(row, 'now_ms');
    },
    ...postgresRequests<D>(sql, time, changes.told),
    ...postgresHistory(sql, time),
    openWebhooks,
    webhookDone,
    async receiveWebhook(webhook) {
      await limits.clean();
      return receiveWebhook(webhook);
    },
    async once(scope, key, bodyHash, answer) {
      await limits.clean();
      return answers.once(scope, key, bodyHash, answer);
    },
    began: (scope, key) => answers.began(scope, key),
    async count(key, windowMs, most) {
      await limits.clean();
      return limits.count(key, windowMs, most);
    },
    takeTurn: (id, every) => limits.takeTurn(id, every),
    subscribe: (listener) => changes.subscribe(listener),
    async close() {
      answers.close();
      await changes.close();
    },
  };
}

import assert from 'node:assert/strict';
import { migrate } from '../../../src/server/stores/migrations.js';
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

/** Makes the tables of the first release with a row in each, and opens this one's store on them. */
export async function upgrades(sql: SqlClient): Promise<void> {
  await dropTables(sql);
  await migrate(sql, 1);
  // Each column by its name, as the first release wrote them.
  await sql.query(`INSERT INTO pay_elements_requests (id, version, status, account, reference, created_at, updated_at,
      next_check_at, lease_token, lease_until, exclusive_key, changed_at, doc)
    VALUES ('req_old', 4, 'open', 'demo', 'ORD-1', now(), now(), now(), 'gone', now(), 'k', now(), '{"n": 7}')`);
  await sql.query(`INSERT INTO pay_elements_history (request_id, entry) VALUES ('req_old', '{"id": "fact"}')`);
  await sql.query(`INSERT INTO pay_elements_webhooks (account, event, type, request_id, received_at)
    VALUES ('demo', 'evt_1', 'charge.refunded', 'req_old', now())`);
  const answers = `INSERT INTO pay_elements_answers (scope, key, body_hash, claim, claimed_until, status, body, expires_at)`;
  await sql.query(`${answers} VALUES ('s', 'kept', 'h', 'c', now(), 201, '"made"', now() + interval '1 hour')`);
  await sql.query(`${answers} VALUES ('s', 'died', 'h', 'c', now(), NULL, NULL, now() + interval '1 hour')`);
  await sql.query(`INSERT INTO pay_elements_counters VALUES ('c', 60000, ARRAY[now()], now() + interval '1 minute')`);

  const store = await postgresStore<ContractDoc>(sql);
  try {
    const [row] = await store.read(['req_old']);
    assert.deepEqual([row?.version, row?.status, row?.reference, row?.doc], [4, 'open', 'ORD-1', { n: 7 }]);
    assert.deepEqual(await store.due(9), ['req_old']);
    const lease = await store.acquire('req_old', 1000);
    assert.equal((await store.commit('req_old', lease?.token ?? '', { status: 'paid', release: true }))?.version, 5);
    assert.equal(await store.takeTurn('req_old', 60_000), 0);
    assert.ok((await store.takeTurn('req_old', 60_000)) > 0);
    assert.equal((await store.history('req_old', { limit: 9 })).entries[0]?.id, 'fact');
    assert.equal((await store.openWebhooks(9))[0]?.event, 'evt_1');
    const never = () => assert.fail('It was answered before.');
    assert.equal((await store.once('s', 'kept', 'h', never))?.body, 'made');
    // Begun by a process of the older release, which gave it no seed.
    const again = await store.once('s', 'died', 'h', (seed) => Promise.resolve({ status: 200, body: seed }));
    assert.match(again?.body ?? '', /^[0-9a-f]{32}$/);
    assert.equal((await store.count('c', 60_000)).count, 2);
  } finally {
    await store.close();
  }
}

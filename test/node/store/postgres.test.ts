import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { openPg } from '../../../src/server/stores/pg.js';
import { postgresStore } from '../../../src/server/stores/postgres.js';
import { storeContract } from '../../../src/testing/store-contract.js';
import { lease, newRequest } from '../../../src/testing/store-contract/bench.js';
import { collect } from '../../../src/testing/store-contract/changes.js';
import type { ContractDoc } from '../../../src/testing/store-contract.js';
import { dropTables, onDatabase, upgrades } from './database.js';

const url = process.env['TEST_DATABASE_URL'];

if (url === undefined) console.log('PostgreSQL: left out, for TEST_DATABASE_URL names no server');
else {
  let first = await openPg(url);
  let second = await openPg(url);
  const close = async () => {
    await first.close();
    await second.close();
  };
  after(close);

  storeContract(
    'PostgreSQL',
    { describe, test },
    onDatabase({
      current: () => first,
      other: () => second,
      reopen: async () => {
        await close();
        first = await openPg(url);
        second = await openPg(url);
      },
    }),
  );

  test('PostgreSQL: processes that start together make the tables once', async () => {
    await dropTables(first);
    const stores = await Promise.all([first, second, first, second].map((sql) => postgresStore(sql)));
    for (const store of stores) await store.close();
    assert.equal((await first.query('SELECT version FROM pay_elements_migrations')).length, 3);
  });

  test('PostgreSQL: tables of an older release are brought up with the rows in them', () => upgrades(first));

  test('PostgreSQL: a connection that is lost within a transaction is a rejection, and not the end of the process', async () => {
    const work = first.transaction(async (query) => {
      const [row = {}] = await query('SELECT pg_backend_pid() AS pid');
      const slow = query('SELECT pg_sleep(10)::text').catch((error: unknown) => {
        throw new Error('lost', { cause: error });
      });
      await second.query('SELECT pg_terminate_backend($1::integer)::text', [Number(row['pid'])]);
      return slow;
    });
    await assert.rejects(work, { message: 'lost' });
    assert.deepEqual(await first.transaction((query) => query('SELECT 1 AS one')), [{ one: 1 }]);
  });

  test('PostgreSQL: changes made while the listening connection was lost are told after it', async () => {
    const store = await postgresStore<ContractDoc>(first);
    const other = await postgresStore<ContractDoc>(second);
    const changes = collect(store);
    await store.create(newRequest('req_gap'));
    await changes.until('req_gap', 1);
    const killed = await first.query(
      `SELECT pg_terminate_backend(pid)::text AS done FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN%' AND application_name = 'pay-elements'`,
    );
    assert.ok(killed.length >= 2);
    const { token } = await lease(other, 'req_gap');
    await other.commit('req_gap', token, { status: 'paid' });
    await changes.until('req_gap', 2);
    await other.commit('req_gap', token, { status: 'refunded' });
    await changes.until('req_gap', 3);
    changes.stop();
    await store.close();
    await other.close();
  });

  test('PostgreSQL: a server that cannot be reached is said at once', async () => {
    await assert.rejects(openPg('postgres://nobody@127.0.0.1:1/none'), /ECONNREFUSED/);
  });
}

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, mock, test } from 'node:test';
import { FolderInUse } from '../../../src/server/stores/folder-lock.js';
import { CLEANUP_EVERY_MS, MOST_COUNTED } from '../../../src/server/stores/keeping.js';
import { openPglite } from '../../../src/server/stores/pglite.js';
import { postgresStore } from '../../../src/server/stores/postgres.js';
import { storeContract } from '../../../src/testing/store-contract.js';
import { newRequest } from '../../../src/testing/store-contract/bench.js';
import { dropTables, onDatabase, upgrades } from './database.js';

const inMemory = await openPglite(null);
const folder = await mkdtemp(join(tmpdir(), 'pay-elements-'));
const data = join(folder, 'made', 'data');
let inFolder = await openPglite(data);

after(async () => {
  await inMemory.close();
  await inFolder.close();
  await rm(folder, { recursive: true, force: true });
});

storeContract('PGlite in memory', { describe, test }, onDatabase({ current: () => inMemory, other: () => inMemory }));

storeContract(
  'PGlite in a folder',
  { describe, test },
  onDatabase({
    current: () => inFolder,
    other: () => inFolder,
    reopen: async () => {
      await inFolder.close();
      inFolder = await openPglite(data);
    },
  }),
);

describe('a PGlite folder', () => {
  test('a second start says who holds it, and closing gives it free, twice too', async () => {
    await assert.rejects(openPglite(data), (error: unknown) => {
      assert.ok(error instanceof FolderInUse);
      assert.match(error.message, new RegExp(`process ${process.pid} `));
      assert.ok(error.message.includes(data));
      return true;
    });
    await inFolder.close();
    await inFolder.close();
    assert.equal(existsSync(`${data}.lock`), false);
    inFolder = await openPglite(data);
  });
});

describe('the tables', () => {
  test('stores that start together make them once', async () => {
    await dropTables(inMemory);
    const stores = await Promise.all([1, 2, 3].map(() => postgresStore(inMemory)));
    for (const store of stores) await store.close();
    const rows = await inMemory.query('SELECT version FROM pay_elements_migrations ORDER BY version');
    assert.deepEqual(
      rows.map(({ version }) => version),
      [1, 2, 3],
    );
  });

  test('those of an older release are brought up with the rows in them', () => upgrades(inMemory));

  test('those of a newer release are left alone', async () => {
    await inMemory.query('INSERT INTO pay_elements_migrations (version) VALUES (999)');
    await assert.rejects(postgresStore(inMemory), /newer release/);
    await inMemory.query('DELETE FROM pay_elements_migrations WHERE version = 999');
    await (await postgresStore(inMemory)).close();
  });

  test('what is past its time is deleted in passing, and a window holds no more than its most', async () => {
    await dropTables(inMemory);
    let at = Date.UTC(2030, 0, 1);
    let passed = 0;
    mock.method(performance, 'now', () => passed);
    const store = await postgresStore(inMemory, { clock: () => new Date(at) });
    const rowsOf = async (table: string) => (await inMemory.query(`SELECT 1 AS one FROM pay_elements_${table}`)).length;
    try {
      await store.once('s', 'k', 'h', async () => ({ status: 200, body: '' }));
      await store.receiveWebhook({ account: 'a', event: 'evt_1', type: 'x', request: null });
      await store.receiveWebhook({ account: 'a', event: 'evt_open', type: 'x', request: null });
      await store.webhookDone('a', 'evt_1');
      await inMemory.query(
        `INSERT INTO pay_elements_counters SELECT 'full', 60000, array_agg($1::timestamptz), $1::timestamptz + interval '1 minute'
         FROM generate_series(1, ${MOST_COUNTED})`,
        [new Date(at).toISOString()],
      );
      assert.equal((await store.count('full', 60_000)).count, MOST_COUNTED);
      at += 31 * 24 * 60 * 60 * 1000;
      await store.count('new', 1000);
      assert.deepEqual([await rowsOf('answers'), await rowsOf('webhooks'), await rowsOf('counters')], [1, 2, 2]);
      passed += CLEANUP_EVERY_MS;
      await store.count('new', 1000);
      assert.deepEqual([await rowsOf('answers'), await rowsOf('webhooks'), await rowsOf('counters')], [0, 1, 1]);
    } finally {
      mock.restoreAll();
      await store.close();
    }
  });
});

test('a client that cannot listen tells of changes made by its own store', async () => {
  const { query, transaction } = inMemory;
  const store = await postgresStore({ query, transaction });
  const heard = new Promise((resolve) => store.subscribe(resolve));
  await store.create(newRequest('req_alone'));
  assert.deepEqual(await heard, { id: 'req_alone', status: 'open', version: 1 });
  await store.close();
});

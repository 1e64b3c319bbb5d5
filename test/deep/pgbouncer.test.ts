/** The store behind PgBouncer in transaction mode, where no session is one's own. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { openPg, postgresStore, type PaymentStore } from '../../src/server/index.js';
import { bench, type Bench } from '../node/server/bench.js';
import { startPgBouncer } from '../support/pgbouncer.mjs';

const direct = process.env['TEST_DATABASE_URL'];
const bouncer = direct === undefined ? null : await startPgBouncer(direct);

if (bouncer === null) console.log('PgBouncer: left out, for there is none here or TEST_DATABASE_URL names no server');
else
  describe('behind PgBouncer in transaction mode', () => {
    after(() => bouncer.stop());

    async function opened(): Promise<{ b: Bench; store: PaymentStore; close(): Promise<void> }> {
      const sql = await openPg(bouncer?.url ?? '');
      const store: PaymentStore = await postgresStore(sql);
      const b = bench({ store });
      return {
        b,
        store,
        async close() {
          await b.server.close();
          await store.close();
          await sql.close();
        },
      };
    }

    test('what another process changes is told within three seconds, each version once, and one line says why', async (t) => {
      const warned = t.mock.method(console, 'warn', () => undefined);
      const [one, two] = await Promise.all([opened(), opened()]);
      const told: { id: string; version: number; at: number }[] = [];
      one.store.subscribe(({ id, version }) => told.push({ id, version, at: performance.now() }));
      for (let round = 0; round < 8; round += 1) {
        const { id } = await two.b.make();
        const made = performance.now();
        while (!told.some((change) => change.id === id)) {
          assert.ok(performance.now() - made < 3_000, `round ${round} was not told within three seconds`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      const versions = told.map(({ id, version }) => `${id} ${version}`);
      assert.equal(new Set(versions).size, versions.length);
      const lines = warned.mock.calls.map(({ arguments: [line] }) => String(line));
      assert.deepEqual(
        lines.map((line) => /PgBouncer/.test(line)),
        [true, true],
        'one line a store',
      );
      await Promise.all([one.close(), two.close()]);
    });

    test('forty attempts at once on twenty requests charge each once', async () => {
      const one = await opened();
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          const { id } = await one.b.make();
          await Promise.all([one.b.pay(id, `a${n}`, 'pm_card_visa'), one.b.pay(id, `b${n}`, 'pm_card_visa')]);
          assert.equal((await one.b.server.sync(id)).status, 'paid');
        }),
      );
      assert.equal(one.b.sandbox.charges().filter(({ paid }) => paid).length, 20);
      await one.close();
    });
  });

/** Where the demo keeps its requests: a PostgreSQL server if there is one, else PGlite in a folder. */
import { mkdir } from 'node:fs/promises';
import { openPg, openPglite, postgresStore, type PaymentStore } from '../src/server/index.js';
import { withSetting } from './refusal.js';
import { settings } from './settings.js';

async function openDatabase() {
  const { databaseUrl, storeDir } = settings;
  if (databaseUrl !== undefined) return withSetting('DATABASE_URL', () => openPg(databaseUrl));
  return withSetting('DATA_DIR', async () => {
    await mkdir(storeDir, { recursive: true });
    return openPglite(storeDir);
  });
}

/** Opens it, with its schema as this version wants it. */
export async function openStore(): Promise<{ store: PaymentStore; close(): Promise<void> }> {
  const database = await openDatabase();
  const name = settings.databaseUrl === undefined ? 'DATA_DIR' : 'DATABASE_URL';
  const store = await withSetting(name, () => postgresStore(database));
  return {
    store,
    async close() {
      await store.close();
      await database.close();
    },
  };
}

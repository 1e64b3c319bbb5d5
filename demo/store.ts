/** Where the demo keeps its requests: a PostgreSQL server if there is one, else PGlite in a folder. */
import { mkdir } from 'node:fs/promises';
import { openPg, openPglite, postgresStore, type PaymentStore } from '../src/server/index.js';
import { settings } from './settings.js';

async function openDatabase() {
  if (settings.databaseUrl !== undefined) return openPg(settings.databaseUrl);
  await mkdir(settings.storeDir, { recursive: true });
  return openPglite(settings.storeDir);
}

/** Opens it, with its schema as this version wants it. */
export async function openStore(): Promise<{ store: PaymentStore; close(): Promise<void> }> {
  const database = await openDatabase();
  const store = await postgresStore(database);
  return {
    store,
    async close() {
      await store.close();
      await database.close();
    },
  };
}

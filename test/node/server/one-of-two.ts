/** A payment server as a process of its own: `node one-of-two.ts {database} {sandbox}` prints its address. */
import { serve } from '@hono/node-server';
import { createPaymentServer, openPg, operatorKey, postgresStore } from '../../../src/server/index.js';
import { KEY, ORIGIN, demo } from './bench.js';

const [databaseUrl = '', apiBase = ''] = process.argv.slice(2);
const sql = await openPg(databaseUrl);
const payments = createPaymentServer({
  store: await postgresStore(sql),
  accounts: [demo],
  authorize: operatorKey(KEY),
  baseUrl: ORIGIN,
  stripe: { apiBase },
  // Whoever dies is followed soon.
  pace: { lease: 2_000, tick: 50, syncEvery: 500 },
});
serve({ fetch: (request) => payments.fetch(request), port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}/api`);
});

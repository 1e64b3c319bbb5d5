/**
 * A server process on a PGlite folder that kills itself at a chosen boundary: before it touches the store or Stripe
 * for the n-th time, so also after it has done so for the n-1st. Started by `kill.test.ts`.
 */
import type { RequestDoc } from '../../../src/server/requests/document.js';
import type { Store } from '../../../src/server/store.js';
import { openPglite } from '../../../src/server/stores/pglite.js';
import { postgresStore } from '../../../src/server/stores/postgres.js';
import { engineOn, FLOWS } from './kill-flows.js';

const [folder = '', stripe = '', flow = '', at = '', id = ''] = process.argv.slice(2);
const last = Number(at);
let calls = 0;
const places: string[] = [];

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  calls += 1;
  places.push(name);
  if (calls === last) {
    process.kill(process.pid, 'SIGKILL');
    // The signal comes in its own time: until then nothing more happens here.
    await new Promise(() => undefined);
  }
  return work();
}

const sql = await openPglite(folder);
const store = await postgresStore<RequestDoc>(sql);
const watched: Store<RequestDoc> = {
  ...store,
  read: (ids) => step('read', () => store.read(ids)),
  acquire: (request, ttl) => step('acquire', () => store.acquire(request, ttl)),
  commit: (request, token, change) => step('commit', () => store.commit(request, token, change)),
  wake: (request) => step('wake', () => store.wake(request)),
};
const engine = engineOn(watched, stripe, (url, init) =>
  step(`${init.method} ${new URL(url).pathname.replace(/(pi|pm)_\w+/, ':id')}`, () => fetch(url, init)),
);
const work = FLOWS[flow]?.work;
if (!work) throw new Error(`No flow ${flow}.`);
await work(engine, id).catch(() => undefined);
await step('the answer leaves', () => Promise.resolve());
await store.close();
await sql.close();
console.log(JSON.stringify(places));

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serveSandbox } from '../../../src/sandbox/serve.js';
import { newDocument, type RequestDoc } from '../../../src/server/requests/document.js';
import { createdEntry } from '../../../src/server/requests/history.js';
import { openPglite } from '../../../src/server/stores/pglite.js';
import { postgresStore } from '../../../src/server/stores/postgres.js';
import { terms } from '../engine/bench.js';
import { engineOn, FLOWS, type Flow } from './kill-flows.js';

/** The others take as long again each: `npm run test:kill` runs them all. */
const FLOWS_BY_DEFAULT = 1;
/** Each step is a process that starts and dies: `npm run test:deep` dies at all of them, `npm test` at each fifth. */
const EVERY = process.env['TEST_DEEP'] || process.env['KILL_ALL'] ? 1 : 5;
const AT_ONCE = 2;
const ID = 'req_0123456789abcdefghijkl';
const CHILD = fileURLToPath(new URL('kill-child.ts', import.meta.url));

const root = await mkdtemp(join(tmpdir(), 'pay-elements-kill-'));
after(() => rm(root, { recursive: true, force: true }));

/** A folder with one request in it, made once and copied for each point. */
const template = join(root, 'template');
{
  const sql = await openPglite(template);
  const store = await postgresStore<RequestDoc>(sql);
  const doc = newDocument({ ...terms, expiresAt: new Date(Date.now() + 86_400_000).toISOString() });
  await store.create({
    id: ID,
    status: 'open',
    account: doc.terms.account,
    reference: doc.terms.reference,
    nextCheckAt: null,
    doc,
    exclusiveKey: null,
    history: [createdEntry(doc, 'open', 'operator:test', new Date())],
  });
  await store.close();
  await sql.close();
}

/** Runs the process that dies at its boundary `at`; one that lives to the end tells its boundaries. */
async function die(folder: string, stripe: string, flow: string, at: number): Promise<string[] | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, folder, stripe, flow, String(at), ID], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (...how: [number | null, string | null]) => resolve(how)),
  );
  if (signal === 'SIGKILL') return null;
  assert.equal(code, 0, `The process ended with ${code ?? signal}`);
  return JSON.parse(said) as string[];
}

/** Everything on a copy of the folder and a sandbox of its own. Answers the boundaries if the process lived. */
async function point(name: string, { before, again, ends }: Flow, at: number): Promise<string[] | null> {
  const folder = join(root, `${name.replaceAll(/\W+/g, '-')}-${at}`);
  await cp(template, folder, { recursive: true });
  const { url, sandbox, close } = await serveSandbox({ port: 0 });
  try {
    if (before) {
      const sql = await openPglite(folder);
      const store = await postgresStore<RequestDoc>(sql);
      await before(engineOn(store, url), ID);
      await store.close();
      await sql.close();
    }
    const places = await die(folder, url, name, at);
    const sql = await openPglite(folder);
    const store = await postgresStore<RequestDoc>(sql);
    const engine = engineOn(store, url);
    const paid = (): number => sandbox.charges().filter((charge) => charge.paid).length;
    const found = await engine.sync(ID);
    assert.equal(found.status === 'paid', paid() === 1, `${at}: it is ${found.status} with ${paid()} charges`);
    assert.ok(
      found.doc.attempts.every(({ status }) => status !== 'pending'),
      `${at}: an attempt is still pending`,
    );
    await again(engine, ID).catch(() => undefined);
    const [row] = await store.read([ID]);
    assert.deepEqual({ status: row?.status, charges: paid() }, ends, String(at));
    const { entries } = await store.history(ID, { limit: 100 });
    assert.equal(entries.filter(({ type }) => type === 'paid').length, ends.charges, String(at));
    assert.equal(
      row?.doc.rails.filter(({ endedAt }) => endedAt === null).length,
      ends.status === 'paid' ? 1 : row?.doc.rails.length,
      String(at),
    );
    await store.close();
    await sql.close();
    return places;
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}

for (const [name, flow] of Object.entries(FLOWS).slice(0, process.env['KILL_ALL'] ? Infinity : FLOWS_BY_DEFAULT)) {
  test(`SIGKILL at ${EVERY === 1 ? 'every step' : 'each fifth step'} of ${name}: after a restart it settles right, once`, async (t) => {
    const places = await point(name, flow, Infinity);
    assert.ok(places);
    const numbered = places.map((place, index) => `${index + 1} ${place}`);
    t.diagnostic(`killed before each of: ${numbered.join(', ')}`);
    const left = places.map((_, index) => index + 1).filter((at) => at % EVERY === 0);
    assert.ok(left.length > 1);
    const worker = async (): Promise<void> => {
      for (let at = left.shift(); at !== undefined; at = left.shift())
        assert.equal(await point(name, flow, at), null, `It was not killed at ${at}`);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    for (const place of ['acquire', 'commit']) assert.ok(places.includes(place), place);
    const left_over = Object.keys(FLOWS).slice(process.env['KILL_ALL'] ? Infinity : FLOWS_BY_DEFAULT);
    if (left_over.length > 0) t.diagnostic(`left to npm run test:kill: ${left_over.join('; ')}`);
  });
}

/** A PGlite folder on a volume that containers come and go on: each has a host name of its own. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';

const root = mkdtempSync(join(tmpdir(), 'pay-elements-volume-'));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

interface Container {
  child: ChildProcess;
  /** The next line that it prints. */
  next(): Promise<string>;
  /** Ends with all of standard error. */
  ended: Promise<{ code: number | null; errors: string }>;
}

/** A process under another host name that opens the folder, writes a row every 100 ms, and prints what it wrote. */
function container(host: string, folder: string): Container {
  const pglite = new URL('../../../src/server/stores/pglite.ts', import.meta.url).href;
  const script = `
    import os from 'node:os';
    import { syncBuiltinESMExports } from 'node:module';
    os.hostname = () => ${JSON.stringify(host)};
    syncBuiltinESMExports();
    const { openPglite } = await import(${JSON.stringify(pglite)});
    const started = performance.now();
    const db = await openPglite(${JSON.stringify(folder)}).catch((error) => { console.log(error.name); process.exit(2); });
    console.log('open after ' + Math.round(performance.now() - started));
    await db.query('CREATE TABLE IF NOT EXISTS written (by text, n integer)');
    for (let n = 0; ; n += 1) {
      await db.query('INSERT INTO written VALUES ($1::text, $2::integer)', [${JSON.stringify(host)}, n]);
      const [row] = await db.query('SELECT count(*)::integer AS rows, count(DISTINCT by)::integer AS hosts FROM written');
      console.log(JSON.stringify({ n, ...row }));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    async next() {
      const line: IteratorResult<string, unknown> = await lines.next();
      if (line.done) throw new Error(`It ended: ${errors}`);
      return line.value;
    },
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, errors })),
  };
}

async function writes(one: Container): Promise<{ n: number; rows: number; hosts: number }> {
  return JSON.parse(await one.next()) as { n: number; rows: number; hosts: number };
}

// Each waits for a heartbeat that stands still: they wait together.
describe('containers on one volume', { concurrency: true }, () => {
  test('a container that is killed and made anew on the same volume starts, with what was written', async () => {
    const folder = join(root, 'killed');
    const first = container('4f1c', folder);
    assert.match(await first.next(), /^open/);
    await writes(first);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = container('9b2e', folder);
    const opened = /^open after (\d+)$/.exec(await second.next());
    assert.ok(Number(opened?.[1]) >= 15_000, 'a heartbeat that is late is waited for');
    const { hosts, rows } = await writes(second);
    assert.equal(hosts, 2);
    assert.ok(rows >= 2);
    second.child.kill('SIGKILL');
  });

  test('a container that starts beside one that lives is refused', async () => {
    const folder = join(root, 'beside');
    const first = container('4f1c', folder);
    assert.match(await first.next(), /^open/);
    assert.equal(await container('9b2e', folder).next(), 'FolderInUse');
    first.child.kill('SIGKILL');
  });

  test('a container that stood still and was replaced writes nothing more and ends with one line', async () => {
    const folder = join(root, 'stopped');
    const first = container('4f1c', folder);
    assert.match(await first.next(), /^open/);
    await writes(first);
    first.child.kill('SIGSTOP');
    const second = container('9b2e', folder);
    assert.match(await second.next(), /^open/);
    const before = await writes(second);
    first.child.kill('SIGCONT');
    const { code, errors } = await first.ended;
    assert.equal(code, 1);
    assert.match(errors, /^\S+stopped was taken over by another process[^\n]*\n$/);
    // Each row since is its own, one a write.
    const later = await writes(second);
    assert.equal(later.rows - before.rows, later.n - before.n);
    second.child.kill('SIGKILL');
  });
});

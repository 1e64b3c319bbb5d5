import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FolderInUse, lockFolder } from '../../../src/server/stores/folder-lock.js';

const root = mkdtempSync(join(tmpdir(), 'pay-elements-lock-'));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

/** Another process that locks the folder, says `held` or the error's name, and stays. */
async function inAnotherProcess(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const file = new URL('../../../src/server/stores/folder-lock.ts', import.meta.url).href;
  const script = `import { lockFolder } from ${JSON.stringify(file)};
    try { lockFolder(${JSON.stringify(folder)}); console.log('held'); } catch (e) { console.log(e.name); }
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: chunk.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test('a folder that a live process holds is refused by its pid, and taken once that process is gone', async () => {
  const folder = join(root, 'held');
  const { child, said } = await inAnotherProcess(folder);
  assert.equal(said, 'held');
  assert.throws(
    () => lockFolder(folder),
    (error: unknown) => error instanceof FolderInUse && error.message.includes(`process ${child.pid} `),
  );
  await kill(child);
  const unlock = lockFolder(folder);
  assert.equal((JSON.parse(readFileSync(`${folder}.lock`, 'utf8')) as { pid: number }).pid, process.pid);
  unlock();
  unlock();
  assert.deepEqual(readdirSync(root), []);
});

test('the lock of an earlier process with the same pid is taken, and one of another host is not', () => {
  const folder = join(root, 'stale');
  const unlock = lockFolder(folder);
  const own = JSON.parse(readFileSync(`${folder}.lock`, 'utf8')) as Record<string, unknown>;
  unlock();
  writeFileSync(`${folder}.lock`, JSON.stringify({ ...own, startedAt: 'before' }));
  lockFolder(folder)();
  writeFileSync(`${folder}.lock`, 'no lock of ours');
  lockFolder(folder)();
  writeFileSync(`${folder}.lock`, JSON.stringify({ ...own, host: 'elsewhere', startedAt: 'before' }));
  assert.throws(() => lockFolder(folder), /elsewhere.*delete/s);
  rmSync(`${folder}.lock`);
});

test('a stale lock that another start is about to take is left to it', () => {
  const folder = join(root, 'turn');
  writeFileSync(`${folder}.lock`, 'stale');
  writeFileSync(`${folder}.lock.turn`, 'of another start');
  assert.throws(() => lockFolder(folder), FolderInUse);
  assert.equal(readFileSync(`${folder}.lock`, 'utf8'), 'stale');
  rmSync(`${folder}.lock.turn`);
  lockFolder(folder)();
});

test('of three that find the same stale lock one gets it', async () => {
  const folder = join(root, 'raced');
  const { child } = await inAnotherProcess(folder);
  await kill(child);
  const all = await Promise.all([1, 2, 3].map(() => inAnotherProcess(folder)));
  assert.deepEqual(all.map(({ said }) => said).sort(), ['FolderInUse', 'FolderInUse', 'held']);
  assert.equal(existsSync(`${folder}.lock.turn`), false);
});

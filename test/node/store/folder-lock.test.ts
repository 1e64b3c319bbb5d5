import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
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
    try { await lockFolder(${JSON.stringify(folder)}); console.log('held'); } catch (e) { console.log(e.name); }
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
  await assert.rejects(
    lockFolder(folder),
    (error: unknown) => error instanceof FolderInUse && error.message.includes(`process ${child.pid} `),
  );
  await kill(child);
  const lock = await lockFolder(folder);
  assert.equal((JSON.parse(readFileSync(`${folder}.lock`, 'utf8')) as { pid: number }).pid, process.pid);
  lock.release();
  lock.release();
  assert.deepEqual(readdirSync(root), []);
});

test('the lock of an earlier process with the same pid is taken, and what is no lock of ours', async () => {
  const folder = join(root, 'stale');
  const lock = await lockFolder(folder);
  const own = JSON.parse(readFileSync(`${folder}.lock`, 'utf8')) as Record<string, unknown>;
  lock.release();
  writeFileSync(`${folder}.lock`, JSON.stringify({ ...own, startedAt: 'before' }));
  (await lockFolder(folder)).release();
  writeFileSync(`${folder}.lock`, 'no lock of ours');
  (await lockFolder(folder)).release();
});

test('the lock of another host is refused at its next heartbeat, and taken once it has stood still', async () => {
  const folder = join(root, 'elsewhere');
  const file = `${folder}.lock`;
  const content = JSON.stringify({ pid: 1, host: 'elsewhere', startedAt: 'before' });
  writeFileSync(file, content);
  const pace = { beat: 200, still: 1_500 };
  const beats = setInterval(() => utimesSync(file, new Date(), new Date()), 200);
  await assert.rejects(lockFolder(folder, pace), /process 1 on elsewhere.*delete/s);
  clearInterval(beats);
  const started = performance.now();
  const lock = await lockFolder(folder, pace);
  assert.ok(performance.now() - started >= pace.still);
  lock.release();
});

test('a stale lock that another start is about to take is left to it', async () => {
  const folder = join(root, 'turn');
  writeFileSync(`${folder}.lock`, 'stale');
  writeFileSync(`${folder}.lock.turn`, 'of another start');
  await assert.rejects(lockFolder(folder), FolderInUse);
  assert.equal(readFileSync(`${folder}.lock`, 'utf8'), 'stale');
  rmSync(`${folder}.lock.turn`);
  (await lockFolder(folder)).release();
});

test('of three that find the same stale lock one gets it', async () => {
  const folder = join(root, 'raced');
  const { child } = await inAnotherProcess(folder);
  await kill(child);
  const all = await Promise.all([1, 2, 3].map(() => inAnotherProcess(folder)));
  assert.deepEqual(all.map(({ said }) => said).sort(), ['FolderInUse', 'FolderInUse', 'held']);
  assert.equal(existsSync(`${folder}.lock.turn`), false);
});

/** One process per PGlite folder: PGlite has no lock of its own, and two would destroy the data. Node only. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { holdLock, type FolderLock, type LockPace } from './folder-heartbeat.js';

/** Who holds a folder. */
interface Holder {
  pid: number;
  host: string;
  /** When its process started, in the system's own words; tells it from a later one with the same pid. */
  startedAt: string | null;
}

/** Another process has the folder open. The message says which. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
}

/** How often a holder shows that it lives, and how long it must have been still to count as gone, in ms. */
const PACE: LockPace = { beat: 3_000, still: 15_000 };

/** Between two looks at another host's heartbeat, in ms. */
const WATCH_MS = 250;

/**
 * Locks `folder` by a file beside it. The lock of a process of this host that is gone is taken at once. A process of
 * another host (a container has a host name of its own) cannot be looked up: its lock is taken once its heartbeat has
 * stood still for 15 s. Rejects with `FolderInUse` where the holder lives.
 */
export async function lockFolder(folder: string, pace = PACE): Promise<FolderLock> {
  const file = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  const holder: Holder = { pid: process.pid, host: hostname(), startedAt: startOf(process.pid) };
  // Unlike any other, so that a holder can tell its own from every later one.
  const own = JSON.stringify({ ...holder, id: randomUUID() });
  while (!createOnly(file, own)) {
    const found = readText(file);
    const other = parse(found);
    if (other && other.host !== hostname()) await untilStill(folder, file, other, pace);
    else if (other && lives(other)) throw inUse(folder, file, other);
    if (takeOver(folder, file, found, own)) break;
  }
  return holdLock({ folder, file, own, pace, createOnly });
}

function inUse(folder: string, file: string, { pid, host }: Holder): FolderInUse {
  return new FolderInUse(
    `${folder} is in use by process ${pid} on ${host}. Stop it first, or use another folder` +
      ` or DATABASE_URL. If that process is gone, delete ${file}.`,
  );
}

/** Resolves once the heartbeat has stood still for long enough. Throws `FolderInUse` as soon as it moves. */
async function untilStill(folder: string, file: string, holder: Holder, { still }: LockPace): Promise<void> {
  const first = beatOf(file);
  const start = performance.now();
  // Only a change counts: clocks of two hosts may differ.
  while (performance.now() - start < still) {
    await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
    if (beatOf(file) !== first) throw inUse(folder, file, holder);
  }
}

/** Which file it is and when it was last touched; null if the file is missing. */
function beatOf(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.mtimeMs}` : null;
}

/**
 * Two starts that find the same stale lock take turns on a second file, so that one of them gets it. False if the lock
 * is not the one that was found to be stale.
 */
function takeOver(folder: string, file: string, stale: string | null, own: string): boolean {
  const turn = `${file}.turn`;
  if (!createOnly(turn, own))
    throw new FolderInUse(
      `Another start is about to take ${folder}. If there is none, delete ${turn} and start again.`,
    );
  try {
    if (readText(file) !== stale) return false;
    // Put in place as a whole: the lock is never missing, so no third start can create it meanwhile.
    const made = `${file}.${randomUUID()}`;
    writeFileSync(made, own);
    renameSync(made, file);
    return true;
  } finally {
    rmSync(turn, { force: true });
  }
}

/** Of a process of this host. */
function lives({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const start = startOf(pid);
  return start === null || startedAt === null || start === startedAt;
}

/** When a process started: from /proc on Linux, from ps elsewhere; null where neither tells. */
function startOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat) {
    // proc(5): field 22, ticks since boot; field 2 is in parentheses and may hold spaces.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readText('/proc/sys/kernel/random/boot_id')?.trim();
    return ticks === undefined ? null : `${boot ?? ''}/${ticks}`;
  }
  if (process.platform === 'win32') return null;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** Makes a file with its whole content, which a reader in between must not see half; false if there is one. */
function createOnly(file: string, content: string): boolean {
  const made = `${file}.${randomUUID()}`;
  writeFileSync(made, content);
  try {
    linkSync(made, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(made, { force: true });
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Null for what is no lock of ours. */
function parse(content: string | null): Holder | null {
  try {
    const value: unknown = JSON.parse(content ?? '');
    if (typeof value !== 'object' || value === null) return null;
    const { pid, host, startedAt } = value as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof host !== 'string') return null;
    return { pid, host, startedAt: typeof startedAt === 'string' ? startedAt : null };
  } catch {
    return null;
  }
}

/** One process per PGlite folder: PGlite has no lock of its own, and two would destroy the data. Node only. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

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

/**
 * Locks `folder` by a file beside it and answers what gives it back. The lock of a process that is gone is
 * taken. Throws `FolderInUse`; where that process ran on another host and cannot be looked up, too.
 */
export function lockFolder(folder: string): () => void {
  const file = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  const own = JSON.stringify({ pid: process.pid, host: hostname(), startedAt: startOf(process.pid) } satisfies Holder);
  if (!createOnly(file, own)) takeOver(folder, file, own);
  return () => {
    if (readText(file) === own) rmSync(file, { force: true });
  };
}

/** Two starts that find the same stale lock take turns on a second file, so that one of them gets it. */
function takeOver(folder: string, file: string, own: string): void {
  const turn = `${file}.turn`;
  if (!createOnly(turn, own))
    throw new FolderInUse(
      `Another start is about to take ${folder}. If there is none, delete ${turn} and start again.`,
    );
  try {
    const holder = parse(readText(file));
    if (holder && lives(holder))
      throw new FolderInUse(
        `${folder} is in use by process ${holder.pid} on ${holder.host}. Stop it first, or use another folder` +
          ` or DATABASE_URL. If that process is gone, delete ${file}.`,
      );
    // Put in place as a whole: the lock is never missing, so no third start can create it meanwhile.
    const made = `${file}.${randomUUID()}`;
    writeFileSync(made, own);
    renameSync(made, file);
  } finally {
    rmSync(turn, { force: true });
  }
}

function lives({ pid, host, startedAt }: Holder): boolean {
  if (host !== hostname()) return true;
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

/** A folder's lock while it is held: shown to be alive by its file's time, and looked at before anything is written. */
import { closeSync, futimesSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

/** Times of a lock, in ms. */
export interface LockPace {
  /** Between two heartbeats. */
  beat: number;
  /** Without one for this long the holder counts as gone, on another host. */
  still: number;
}

/** A lock that is held. */
export interface FolderLock {
  /**
   * Called before each write. A process that was stopped for a while may have lost the folder to another: it must not
   * write then, and ends with one line on standard error.
   */
  check(): void;
  /** Gives it back. */
  release(): void;
}

interface Held {
  folder: string;
  file: string;
  /** What stands in the file as long as the lock is this one. */
  own: string;
  pace: LockPace;
  createOnly(file: string, content: string): boolean;
}

/** Shows from now on that the holder of the lock lives. */
export function holdLock({ folder, file, own, pace, createOnly }: Held): FolderLock {
  // By the open file, not its name: a lock that another has put in its place is never touched.
  let open = openSync(file, 'r+');
  let beatAt = performance.now();
  let released = false;

  function beat(): void {
    if (!stillOwn()) end();
    const now = new Date();
    futimesSync(open, now, now);
    beatAt = performance.now();
  }

  function stillOwn(): boolean {
    const found = readText(file);
    if (found !== null) return found === own;
    // Deleted by hand: it is made again, unless somebody was faster.
    if (!createOnly(file, own)) return readText(file) === own;
    closeSync(open);
    open = openSync(file, 'r+');
    return true;
  }

  function end(): never {
    writeSync(
      2,
      `${folder} was taken over by another process while this one stood still: it ends, and writes nothing more.\n`,
    );
    process.exit(1);
  }

  const timer = setInterval(() => {
    try {
      beat();
    } catch {
      // A folder that is being removed, or a disk that fails: the next query says so. Nobody else has the lock for that.
    }
  }, pace.beat);
  timer.unref();

  return {
    check() {
      // Well before another may take it, by a clock that runs on while this process stands still.
      if (!released && performance.now() - beatAt > pace.still / 3) beat();
    },
    release() {
      if (released) return;
      released = true;
      clearInterval(timer);
      closeSync(open);
      if (readText(file) === own) rmSync(file, { force: true });
    },
  };
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

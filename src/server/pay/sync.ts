/**
 * Reads of Stripe that payers ask for: per request one at a time, and at most one in `pace.syncEvery`. Who asks
 * in between waits for the next, and shares it; nobody is answered with what was known before.
 */
import type { Advance, Advanced } from './advance.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/** `sync` and `nudge`. */
export interface Sync {
  /** A read that begins after this call. Rejects with `not-found` or `gateway-*`. */
  sync(id: string): Promise<Advanced>;
  /** Moves it on if nobody is at it and it was not just read; null otherwise. */
  nudge(id: string): Promise<Row | null>;
}

interface Reader {
  startedAt: number;
  running: Promise<unknown> | null;
  next: Promise<Advanced> | null;
}

/** Makes both. State is this process's; across processes the lease keeps order. */
export function createSync(tools: Tools, advance: Advance): Sync {
  const readers = new Map<string, Reader>();

  const readerOf = (id: string): Reader => {
    const known = readers.get(id);
    if (known) return known;
    const reader: Reader = { startedAt: -Infinity, running: null, next: null };
    readers.set(id, reader);
    return reader;
  };

  const begin = <T>(id: string, reader: Reader, read: () => Promise<T>): Promise<T> => {
    reader.startedAt = performance.now();
    const running = read();
    reader.running = running;
    const settle = (): void => {
      if (reader.running === running) reader.running = null;
      // Kept only while it still says something about the pace.
      const forget = setTimeout(() => {
        if (!reader.running && !reader.next && readers.get(id) === reader && pause(reader) <= 0) readers.delete(id);
      }, tools.pace.syncEvery + 10);
      if (typeof forget === 'object') forget.unref();
    };
    running.then(settle, settle);
    return running;
  };

  const pause = (reader: Reader): number => reader.startedAt + tools.pace.syncEvery - performance.now();

  const queue = async (id: string, reader: Reader): Promise<Advanced> => {
    await reader.running?.catch(() => undefined);
    const wait = pause(reader);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    reader.next = null;
    return begin(id, reader, () => advance.inTurn(id));
  };

  return {
    sync(id) {
      const reader = readerOf(id);
      if (reader.next) return reader.next;
      if (!reader.running && pause(reader) <= 0) return begin(id, reader, () => advance.inTurn(id));
      reader.next = queue(id, reader);
      return reader.next;
    },
    async nudge(id) {
      const reader = readerOf(id);
      if (reader.running || reader.next || pause(reader) > 0) return null;
      return begin(id, reader, () => advance.try(id, []));
    },
  };
}

import type { PgOwnClient } from './pg-driver.js';
import { every, pause } from './timers.js';

/** How often a quiet connection is asked whether it is still there, in ms. */
const CHECK_MS = 15_000;

/** First and longest wait before it is tried again, in ms. */
const BACKOFF_MS = { first: 100, longest: 10_000 };

/**
 * Listens on a connection of its own, which notifications need, and makes a new one whenever it is lost.
 * Rejects if the first cannot be made. `missed` is called after each new one with the ms since the last was
 * known to be alive.
 */
export async function listenOn(
  connect: () => PgOwnClient,
  channel: string,
  received: (payload: string) => void,
  missed: (forMs: number) => void,
): Promise<() => Promise<void>> {
  const stopped = new AbortController();
  let aliveAt = performance.now();
  const over = (): boolean => stopped.signal.aborted;
  let current = await open();

  /** A connection that listens, with the promise of its end. */
  async function open(): Promise<{ client: PgOwnClient; lost: Promise<void> }> {
    const client = connect();
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
    });
    client.on('notification', (message) => {
      if (message.channel === channel) received(message.payload ?? '');
    });
    try {
      await client.connect();
      await client.query(`LISTEN "${channel.replaceAll('"', '""')}"`);
    } catch (error) {
      drop(client);
      throw error;
    }
    return { client, lost };
  }

  async function reopen(): Promise<void> {
    for (let wait = BACKOFF_MS.first; ; wait = Math.min(wait * 2, BACKOFF_MS.longest)) {
      // Spread, so that the processes of a server that restarts do not all come at once.
      await pause(wait * (0.5 + Math.random() / 2), stopped.signal);
      try {
        current = await open();
        return;
      } catch {
        continue;
      }
    }
  }

  async function keep(): Promise<void> {
    while (!over()) {
      const { client, lost } = current;
      const stopChecking = every(CHECK_MS, stopped.signal, async () => {
        try {
          await client.query('SELECT 1');
          aliveAt = performance.now();
        } catch {
          drop(client);
        }
      });
      await lost;
      stopChecking();
      drop(client);
      if (over()) return;
      await reopen();
      const forMs = performance.now() - aliveAt;
      aliveAt = performance.now();
      missed(forMs);
    }
  }

  const kept = keep()
    .catch(() => undefined)
    // The one that a stop overtook while it was made.
    .finally(() => drop(current.client));
  return async () => {
    stopped.abort();
    drop(current.client);
    await kept;
  };
}

/** Ends a connection without waiting for a server that may not be there any more. */
function drop(client: PgOwnClient): void {
  client.end().catch(() => undefined);
}

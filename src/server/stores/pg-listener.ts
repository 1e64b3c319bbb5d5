import type { PgOwnClient } from './pg-driver.js';
import { every, pause } from './timers.js';
import { newToken } from './token.js';

/** How often a quiet connection is asked whether it is still there, in ms. */
const CHECK_MS = 15_000;

/** First and longest wait before it is tried again, in ms. */
const BACKOFF_MS = { first: 100, longest: 10_000 };

/** A connection is probed after it was idle for so long: a pooler has given its session to somebody else by then. In ms. */
const IDLE_MS = 1_000;

/** How many probes have to arrive, and within how many ms each. */
const PROBES = { count: 2, answer: 3_000 };

/** Between two looks for changes where notifications do not arrive, or may not, in ms. */
const POLL_MS = 1_000;

/** What a probe's payload begins with. */
const PROBE = 'probe ';

/** What a listener needs. */
export interface Listening {
  /** Makes a connection of its own, not yet connected. */
  connect: () => PgOwnClient;
  /** Notifies the channel by another connection. */
  notify: (payload: string) => Promise<unknown>;
  channel: string;
  received: (payload: string) => void;
  /** Called after notifications may have been lost for so many ms. A rejection means that it has to be called for them again. */
  missed: (forMs: number) => void | Promise<void>;
}

/**
 * Listens on a connection of its own, which notifications need, and makes a new one whenever it is lost.
 * Rejects if the first cannot be made. `missed` is called after each new one with the ms since the last was
 * known to be alive.
 *
 * A pooler in transaction mode answers LISTEN and brings no notification. So the connection is probed, and until it has
 * brought the probes `missed` is called every second; if it does not bring them, that stays so.
 */
export async function listenOn({
  connect,
  notify,
  channel,
  received,
  missed,
}: Listening): Promise<() => Promise<void>> {
  const stopped = new AbortController();
  const probes = new Map<string, () => void>();
  let mute = false;
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
      if (message.channel !== channel) return;
      const { payload = '' } = message;
      if (payload.startsWith(PROBE)) probes.get(payload)?.();
      else received(payload);
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
      if (over() || mute) return;
      await reopen();
      const forMs = performance.now() - aliveAt;
      aliveAt = performance.now();
      tellMissed(forMs).catch((error: unknown) => console.error('Missed changes could not be read', error));
    }
  }

  async function tellMissed(forMs: number): Promise<void> {
    await missed(forMs);
  }

  /** Whether a notification of another connection arrives; null where that cannot be told now. */
  async function hears(): Promise<boolean | null> {
    const { client } = current;
    const probe = `${PROBE}${newToken()}`;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const heard = new Promise<boolean | null>((resolve) => {
      probes.set(probe, () => resolve(true));
      timer = setTimeout(() => resolve(false), PROBES.answer);
      stopped.signal.addEventListener('abort', () => resolve(null), { once: true });
    });
    try {
      await notify(probe);
      const answer = await heard;
      // One that was lost meanwhile says nothing about the next.
      return current.client === client ? answer : null;
    } catch {
      return null;
    } finally {
      probes.delete(probe);
      clearTimeout(timer);
    }
  }

  /** Resolves once enough probes have arrived, or one has not. */
  async function prove(): Promise<void> {
    let polledAt = aliveAt;
    const stopPolling = every(POLL_MS, stopped.signal, async () => {
      const now = performance.now();
      await tellMissed(now - polledAt);
      polledAt = now;
    });
    for (let arrived = 0; arrived < PROBES.count;) {
      await pause(IDLE_MS, stopped.signal);
      const heard = await hears();
      if (heard === false) {
        mute = true;
        console.warn(
          'The database answers LISTEN and brings no notification, as PgBouncer does in transaction mode: changes are looked for every second.',
        );
        drop(current.client);
        return;
      }
      if (heard) arrived += 1;
    }
    stopPolling();
  }

  const proved = prove().catch(() => undefined);
  const kept = keep()
    .catch(() => undefined)
    // The one that a stop overtook while it was made.
    .finally(() => drop(current.client));
  return async () => {
    stopped.abort();
    drop(current.client);
    await Promise.all([kept, proved]);
  };
}

/** Ends a connection without waiting for a server that may not be there any more. */
function drop(client: PgOwnClient): void {
  client.end().catch(() => undefined);
}

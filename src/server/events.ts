/** `onEvent`: the host's own code is told of every fact, at least once, in order per request. */
import type { HistoryType } from '../contract/types.js';
import type { EngineLogger } from './pay/words.js';
import type { RequestDoc } from './requests/document.js';
import type { PendingEvent, Store } from './store.js';

/** What the host is told. A repeat has the same `id`. */
export interface PaymentEvent {
  id: string;
  type: HistoryType;
  /** ISO 8601 UTC. */
  at: string;
  /** The request's id. */
  request: string;
  /** The payment in Stripe's Dashboard; null where there is none yet. */
  dashboardUrl: string | null;
}

/** Delivers events until the handler takes them. */
export interface Outbox {
  start(): void;
  /** Delivers what is pending and not waiting for a repeat. */
  pump(): Promise<void>;
  /** Stops and waits for the handlers that run. */
  close(): Promise<void>;
}

/** What an outbox is made of. */
export interface OutboxOptions {
  store: Store<RequestDoc>;
  /** Its promise is awaited; a rejection means that it is told again. */
  onEvent: (event: PaymentEvent) => void | Promise<void>;
  logger: EngineLogger;
  /** How often it looks by itself, in ms: for repeats, and for what another process wrote. 2 000 by default. */
  every?: number;
  /** How long after a refusal it is told again, in ms, then twice as long each time. 1 000 by default. */
  repeatAfter?: number;
}

const BATCH = 100;
const SLOWEST_REPEAT_MS = 5 * 60_000;

/** Makes it; it does nothing until it is started. */
export function createOutbox({ store, onEvent, logger, every = 2_000, repeatAfter = 1_000 }: OutboxOptions): Outbox {
  const repeats = new Map<number, { at: number; pause: number }>();
  let timer: ReturnType<typeof setInterval> | null = null;
  let unsubscribe: (() => void) | null = null;
  let running: Promise<void> | null = null;
  let asked = 0;

  const deliver = async ({ position, request, entry }: PendingEvent): Promise<boolean> => {
    const waiting = repeats.get(position);
    if (waiting && performance.now() < waiting.at) return false;
    try {
      const { id, type, at, dashboardUrl } = entry;
      await onEvent({ id, type, at, request, dashboardUrl });
      await store.eventDelivered(position);
      repeats.delete(position);
      return true;
    } catch (error) {
      const pause = Math.min(SLOWEST_REPEAT_MS, waiting ? waiting.pause * 2 : repeatAfter);
      repeats.set(position, { at: performance.now() + pause, pause });
      logger.warn('onEvent did not take an event; it is told again', {
        request,
        event: entry.id,
        error: error instanceof Error ? error.message : 'unknown',
      });
      return false;
    }
  };

  /** Another process may have told what waits here. */
  const forgetAllBut = (pending: readonly PendingEvent[]): void => {
    const known = new Set(pending.map(({ position }) => position));
    for (const position of repeats.keys()) if (!known.has(position)) repeats.delete(position);
  };

  const round = async (): Promise<void> => {
    for (let seen = -1; seen !== asked;) {
      seen = asked;
      // One a request, so those of one request come one after the other and different requests side by side.
      for (let delivered = true; delivered;) {
        // Those that wait for a repeat stand in front: the others do not wait behind them.
        const limit = BATCH + repeats.size;
        const pending = await store.pendingEvents(limit);
        if (pending.length < limit) forgetAllBut(pending);
        delivered = false;
        // So many at once and no more: a host that is back after a while has all of them waiting.
        for (let from = 0; from < pending.length; from += BATCH) {
          const results = await Promise.all(pending.slice(from, from + BATCH).map(deliver));
          delivered ||= results.includes(true);
        }
      }
    }
  };

  const pump = (): Promise<void> => {
    asked += 1;
    running ??= round()
      .catch((error: unknown) =>
        logger.error('Events could not be read', { error: error instanceof Error ? error.message : 'unknown' }),
      )
      .finally(() => {
        running = null;
      });
    return running;
  };

  return {
    start() {
      if (timer) return;
      unsubscribe = store.subscribe(() => void pump());
      timer = setInterval(() => void pump(), every);
      if (typeof timer === 'object') timer.unref();
      void pump();
    },
    pump,
    async close() {
      unsubscribe?.();
      if (timer) clearInterval(timer);
      timer = null;
      await running;
    },
  };
}

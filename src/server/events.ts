/** `onEvent`: the host's own code is told of every fact, at least once, in order per request. */
import type { HistoryType } from '../contract/types.js';
import type { EngineLogger } from './pay/words.js';
import type { RequestDoc } from './requests/document.js';
import type { ClaimedEvent, Store } from './store.js';

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
  /** Delivers what is pending and not waiting for a repeat; resolves once each of them was taken, refused or given up. */
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
  /** How long a handler may take, in ms, before the event counts as refused. 30 000 by default. */
  timeLimit?: number;
}

/** So many handlers at once and no more: a host that is back after a while has all of them waiting. */
const AT_ONCE = 100;
const SLOWEST_REPEAT_MS = 5 * 60_000;
/** A claim outlasts its handler by this, so that only a process that died loses it. */
const CLAIM_MARGIN_MS = 30_000;

/** Makes it; it does nothing until it is started. */
export function createOutbox({
  store,
  onEvent,
  logger,
  every = 2_000,
  repeatAfter = 1_000,
  timeLimit = 30_000,
}: OutboxOptions): Outbox {
  const telling = new Set<Promise<void>>();
  let timer: ReturnType<typeof setInterval> | null = null;
  let unsubscribe: (() => void) | null = null;
  let looking: Promise<void> | null = null;
  /** There may be more than the look that runs has seen. */
  let more = false;
  let closed = false;

  const deliver = async ({ position, request, entry, claims }: ClaimedEvent): Promise<void> => {
    try {
      const { id, type, at, dashboardUrl } = entry;
      await inTime(timeLimit, async () => onEvent({ id, type, at, request, dashboardUrl }));
      await store.eventDelivered(position);
    } catch (error) {
      logger.warn('onEvent did not take an event; it is told again', { request, event: entry.id, error: said(error) });
      // Where this fails too, the claim runs out by itself.
      await store
        .postponeEvent(position, Math.min(SLOWEST_REPEAT_MS, repeatAfter * 2 ** Math.min(claims - 1, 30)))
        .catch((failed: unknown) => logger.warn('An event could not be postponed', { request, error: said(failed) }));
    }
  };

  /** Each event is told by itself, and the next of its request after it: no request waits for another. */
  const tell = (event: ClaimedEvent): void => {
    const told = deliver(event).finally(() => {
      telling.delete(told);
      look();
    });
    telling.add(told);
  };

  const claim = async (): Promise<void> => {
    while (more && !closed) {
      more = false;
      const free = AT_ONCE - telling.size;
      if (free <= 0) return;
      const claimed = await store.claimEvents(free, timeLimit + CLAIM_MARGIN_MS);
      for (const event of claimed) tell(event);
    }
  };

  const look = (): void => {
    more = true;
    looking ??= claim()
      .catch((error: unknown) => logger.error('Events could not be read', { error: said(error) }))
      .finally(() => {
        looking = null;
        // Asked again after the last claim was answered, and before it was over.
        if (more && !closed && telling.size < AT_ONCE) look();
      });
  };

  const settled = async (): Promise<void> => {
    while (looking || telling.size > 0) await Promise.all([looking, ...telling]);
  };

  return {
    start() {
      if (timer || closed) return;
      unsubscribe = store.subscribe(look);
      timer = setInterval(look, every);
      if (typeof timer === 'object') timer.unref();
      look();
    },
    pump() {
      look();
      return settled();
    },
    async close() {
      closed = true;
      unsubscribe?.();
      if (timer) clearInterval(timer);
      timer = null;
      await settled();
    },
  };
}

/** Rejects where `work` takes longer; what it still does goes unheard. */
async function inTime(ms: number, work: () => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${ms} ms.`)), ms);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}

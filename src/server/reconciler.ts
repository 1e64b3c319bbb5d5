/** Settles what nobody asks about: requests that are due, and webhooks that were received and not acted on. */
import type { Advance } from './pay/advance.js';
import { findRequestOfEvent } from './pay/locate.js';
import type { Tools } from './pay/tools.js';
import type { Hint } from './pay/words.js';
import type { StoredWebhook } from './store.js';

/** A timer of one server process. */
export interface Reconciler {
  start(): void;
  /** One round, now: for tests, and where there are no timers. */
  round(): Promise<void>;
  /** Stops and waits for the round that runs. */
  close(): Promise<void>;
}

/** How many requests a round looks at, and how many at once. */
const BATCH = 40;
const AT_ONCE = 4;
/** An open webhook is left to whoever received it for so long, then tried again, ever more slowly. */
const WEBHOOK_PATIENCE_MS = 3_000;
const WEBHOOK_SLOWEST_MS = 60_000;

/** Makes it; it does nothing until it is started. */
export function createReconciler(tools: Tools, advance: Advance): Reconciler {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<void> | null = null;
  let closed = false;
  const patience = new Map<string, { until: number; pause: number }>();

  const due = async (): Promise<void> => {
    await inParallel(await tools.store.due(BATCH), async (id) => {
      await advance.try(id, []);
    });
  };

  const locate = ({ account, event }: StoredWebhook): Promise<string | null | undefined> =>
    findRequestOfEvent(tools, account, event).catch((error: unknown) => {
      tools.logger.warn('A webhook waits: Stripe cannot be asked what it is about', {
        account,
        event,
        error: error instanceof Error ? error.message : 'unknown',
      });
      return undefined;
    });

  const webhooks = async (): Promise<void> => {
    const now = (await tools.now()).getTime();
    // Those that are tried again later stand in front: the others do not wait behind them.
    const open = await tools.store.openWebhooks(BATCH * 5 + patience.size);
    const names = new Set(open.map(nameOf));
    for (const name of patience.keys()) if (!names.has(name)) patience.delete(name);
    const ready = open.filter((webhook) => {
      const known = patience.get(nameOf(webhook));
      return now >= (known?.until ?? webhook.receivedAt.getTime() + WEBHOOK_PATIENCE_MS);
    });
    for (const webhook of ready) {
      const pause = Math.min(WEBHOOK_SLOWEST_MS, (patience.get(nameOf(webhook))?.pause ?? WEBHOOK_PATIENCE_MS) * 2);
      patience.set(nameOf(webhook), { until: now + pause, pause });
    }
    const hints = new Map<string, Hint[]>();
    // Where Stripe cannot be asked about one, or does not answer, the others do not wait for it.
    await inParallel(ready, async (webhook) => {
      const request = webhook.request ?? (await locate(webhook));
      if (request === undefined) return;
      if (request === null) {
        await tools.store.webhookDone(webhook.account, webhook.event);
        return;
      }
      const { account, event, type } = webhook;
      hints.set(request, [...(hints.get(request) ?? []), { account, event, type, objectIds: [] }]);
    });
    await inParallel([...hints], async ([request, all]) => {
      const [row] = await tools.store.read([request]);
      if (row) await advance.try(request, all);
      else for (const { account, event } of all) await tools.store.webhookDone(account, event);
    });
  };

  const round = async (): Promise<void> => {
    for (const part of [due, webhooks]) {
      await part().catch((error: unknown) => {
        tools.logger.error('The reconciler failed', { error: error instanceof Error ? error.message : 'unknown' });
      });
    }
  };

  const tick = (): void => {
    if (closed) return;
    running = round().finally(() => {
      running = null;
      if (closed) return;
      timer = setTimeout(tick, tools.pace.tick);
      // A server that has nothing else to do may end.
      if (typeof timer === 'object') timer.unref();
    });
  };

  return {
    start() {
      if (!timer && !running && !closed) tick();
    },
    round,
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}

function nameOf({ account, event }: StoredWebhook): string {
  return `${account} ${event}`;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

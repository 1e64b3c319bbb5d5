/** The webhooks of a store in memory. */
import type { StoredWebhook } from '../store.js';
import { WEBHOOK_KEPT_MS } from './keeping.js';

/** Webhooks that were received, by account and event. `time` answers ms since 1970. */
export class MemoryWebhooks {
  readonly #webhooks = new Map<string, { webhook: StoredWebhook; doneAt: number | null }>();
  readonly #time: () => number;

  constructor(time: () => number) {
    this.#time = time;
  }

  /** Keeps a webhook; answers whether it is still to be acted on. */
  receive({ account, event, type, request }: Omit<StoredWebhook, 'receivedAt'>): boolean {
    const key = keyOf(account, event);
    const known = this.#webhooks.get(key);
    if (known) known.webhook.request ??= request;
    else {
      const webhook = { account, event, type, request, receivedAt: new Date(this.#time()) };
      this.#webhooks.set(key, { webhook, doneAt: null });
    }
    return known === undefined || known.doneAt === null;
  }

  /** Copies of those that are still to be acted on, oldest first. */
  open(limit: number): StoredWebhook[] {
    const open = [...this.#webhooks.values()].filter(({ doneAt }) => doneAt === null).slice(0, limit);
    return open.map(({ webhook }) => structuredClone(webhook));
  }

  /** Notes that one was acted on; an unknown one is left. */
  done(account: string, event: string): void {
    const webhook = this.#webhooks.get(keyOf(account, event));
    if (webhook) webhook.doneAt ??= this.#time();
  }

  /** Drops those that were acted on long ago. */
  clean(): void {
    const now = this.#time();
    for (const [key, { doneAt }] of this.#webhooks)
      if (doneAt !== null && doneAt <= now - WEBHOOK_KEPT_MS) this.#webhooks.delete(key);
  }
}

function keyOf(account: string, event: string): string {
  return JSON.stringify([account, event]);
}

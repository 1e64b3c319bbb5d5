/**
 * Reads of Stripe that payers ask for, across processes: at most one in `every` ms per request, and so many a
 * second per account. In one process who asks while a turn is waited for shares it.
 */
import { PaymentError } from '../errors/index.js';
import type { Limits } from './limits.js';
import type { Engine } from './pay/engine.js';
import type { RequestDoc } from './requests/document.js';
import type { Store, StoredRequest } from './store.js';

type Row = StoredRequest<RequestDoc>;

/** What keeps the pace. */
export interface PaceOptions {
  store: Pick<Store<RequestDoc>, 'read' | 'takeTurn' | 'count'>;
  limits: Limits;
  /** `pace.syncEvery`. */
  every: number;
  /** Whose share of the account's reads it takes: what pages ask for by themselves leaves a part to who presses Pay Now. */
  share?: 'readers' | 'checkout';
}

/** What the reads are made of. */
export interface ReadsOptions extends PaceOptions {
  engine: Pick<Engine, 'sync'>;
}

/** Other processes may take so many turns before ours; whoever waited longer reads, for it is one read more. */
const MOST_TURNS = 4;
/** One in so many reads is kept for Pay Now on the hosted page. */
const KEPT = 4;
/** How often a second's share of the account is waited for before the caller is told to come back. */
const MOST_WAITS = 3;

/** Makes `sync`: the row as it is after a read of Stripe that began after the call. Rejects as `Engine.sync` does, and with `rate-limited`. */
export function createReads({ engine, ...pace }: ReadsOptions): (id: string) => Promise<Row> {
  return createPaced(pace, (id) => engine.sync(id));
}

/**
 * Makes `read` of one request wait its turn, and those who wait together share it. Rejects as it does, and with
 * `rate-limited`. All that are made of one store keep one pace.
 */
export function createPaced<T>(
  { store, limits, every, share: whose = 'readers' }: PaceOptions,
  read: (id: string) => Promise<T>,
): (id: string) => Promise<T> {
  const waiting = new Map<string, Promise<T>>();

  const turn = async (id: string): Promise<void> => {
    for (let turns = 0; turns < MOST_TURNS; turns++) {
      const wait = await store.takeTurn(id, every);
      if (wait === 0) return;
      await pause(Math.min(wait, every));
    }
  };

  const share = async (id: string): Promise<void> => {
    const [row] = await store.read([id]);
    if (!row) return;
    const { account, mode } = row.doc.terms;
    const all = typeof limits.reads === 'number' ? limits.reads : limits.reads[mode];
    const kept = Math.max(1, Math.floor(all / KEPT));
    const most = whose === 'checkout' ? kept : Math.max(1, all - kept);
    for (let waits = 0; ; waits++) {
      const { count, resetMs } = await store.count(
        `${whose === 'checkout' ? 'checkouts' : 'reads'} ${account} ${mode}`,
        1_000,
        most,
      );
      if (count <= most) return;
      if (waits === MOST_WAITS)
        throw new PaymentError('rate-limited', 'Stripe is being asked about too many requests of this account.', {
          retryAfter: 2,
        });
      // Spread, so that all who wait do not come back at once.
      await pause(Math.min(resetMs, 1_000) * (1 + Math.random()));
    }
  };

  const begin = async (id: string): Promise<T> => {
    try {
      if (every > 0) await turn(id);
      await share(id);
    } finally {
      waiting.delete(id);
    }
    return read(id);
  };

  return (id) => {
    const known = waiting.get(id);
    if (known) return known;
    const begun = begin(id);
    waiting.set(id, begun);
    return begun;
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

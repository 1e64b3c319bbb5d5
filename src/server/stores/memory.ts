/** A store in the memory of one process: for tests, for the sandbox in a page, never for money that must last. */
import type { HistoryEntry } from '../../contract/types.js';
import type { Change, Lease, NewRequest, RequestFilter, Store, StoredRequest } from '../store.js';
import { decodePositionCursor, decodeRequestCursor, encodePositionCursor, encodeRequestCursor } from './cursor.js';
import { CLEANUP_EVERY_MS, freesExclusiveKey } from './keeping.js';
import { Listeners } from './listeners.js';
import { MemoryAnswers } from './memory-answers.js';
import { MemoryCounters } from './memory-counters.js';
import { MemoryOutbox } from './memory-outbox.js';
import { MemoryWebhooks } from './memory-webhooks.js';
import { newToken } from './token.js';

interface Entry<D> {
  row: StoredRequest<D>;
  exclusiveKey: string | null;
  lease: { token: string; until: number } | null;
  /** Since when somebody wants it looked at, whatever its lease holder writes into `nextCheckAt`. */
  wokenAt: Date | null;
  history: { position: number; entry: HistoryEntry }[];
  /** When its turn to be read was last taken, by `performance.now()`. */
  turnAt: number;
}

/**
 * Makes an empty store. What goes in and comes out is copied, so nobody holds a part of it. `clock` (the
 * machine's) is the time of leases, cursors and everything else.
 */
export function memoryStore<D = unknown>({ clock = () => new Date() }: { clock?: () => Date } = {}): Store<D> {
  const entries = new Map<string, Entry<D>>();
  const exclusive = new Map<string, string>();
  const listeners = new Listeners();
  const time = (): number => clock().getTime();
  const counters = new MemoryCounters(time);
  const answers = new MemoryAnswers(time);
  const outbox = new MemoryOutbox(time);
  const webhooks = new MemoryWebhooks(time);
  let positions = 0;
  let cleanedAt = time();

  const earliest = (a: Date | null, b: Date | null): Date | null => (a && b ? (a <= b ? a : b) : (a ?? b));
  const checkAt = (entry: Entry<D>): Date | null => earliest(entry.row.nextCheckAt, entry.wokenAt);
  const free = (entry: Entry<D>): boolean => entry.lease === null || entry.lease.until <= time();
  const copy = (entry: Entry<D>): StoredRequest<D> => structuredClone({ ...entry.row, nextCheckAt: checkAt(entry) });

  function append(entry: Entry<D>, facts: readonly HistoryEntry[]): void {
    for (const fact of facts) {
      const event = { position: ++positions, entry: structuredClone(fact) };
      entry.history.push(event);
      outbox.add(event.position, entry.row.id, event.entry);
    }
  }

  function changed({ row }: Entry<D>): void {
    const { id, status, version } = row;
    queueMicrotask(() => listeners.tell({ id, status, version }));
  }

  /** Drops what is past its time, so that a long life does not fill the memory. */
  function clean(): void {
    const now = time();
    if (now - cleanedAt < CLEANUP_EVERY_MS) return;
    cleanedAt = now;
    counters.clean();
    answers.clean();
    webhooks.clean();
  }

  function holder(exclusiveKey: string): StoredRequest<D> | null {
    const entry = entries.get(exclusive.get(exclusiveKey) ?? '');
    return entry ? copy(entry) : null;
  }

  function create(request: NewRequest<D>): { row: StoredRequest<D>; created: boolean } {
    const { exclusiveKey, history, ...columns } = structuredClone(request);
    const other = exclusiveKey === null ? null : holder(exclusiveKey);
    if (other) return { row: other, created: false };
    if (entries.has(columns.id)) throw new Error(`There is a request ${columns.id} already.`);
    const now = new Date(time());
    const kept = freesExclusiveKey(columns.status) ? null : exclusiveKey;
    const row = { ...columns, version: 1, createdAt: now, updatedAt: now };
    const entry: Entry<D> = { row, exclusiveKey: kept, lease: null, wokenAt: null, history: [], turnAt: -Infinity };
    entries.set(row.id, entry);
    if (kept !== null) exclusive.set(kept, row.id);
    append(entry, history);
    changed(entry);
    return { row: copy(entry), created: true };
  }

  function commit(id: string, token: string, given: Change<D>): StoredRequest<D> | null {
    const entry = entries.get(id);
    if (!entry?.lease || entry.lease.token !== token) return null;
    const change = structuredClone(given);
    const { row } = entry;
    if (change.nextCheckAt !== undefined) row.nextCheckAt = change.nextCheckAt;
    if (change.status !== undefined) row.status = change.status;
    if (change.doc !== undefined) row.doc = change.doc;
    if (entry.exclusiveKey !== null && freesExclusiveKey(row.status)) {
      exclusive.delete(entry.exclusiveKey);
      entry.exclusiveKey = null;
    }
    for (const { account, event } of change.doneWebhooks ?? []) webhooks.done(account, event);
    if (change.release) entry.lease = null;
    else if (change.extend !== undefined) entry.lease.until = time() + change.extend;
    if (change.status !== undefined || change.doc !== undefined || change.history?.length) {
      row.version += 1;
      row.updatedAt = new Date(time());
      append(entry, change.history ?? []);
      changed(entry);
    }
    return copy(entry);
  }

  function list({ accounts, status, reference, limit, cursor }: RequestFilter): Page<StoredRequest<D>> {
    const after = cursor === undefined ? null : decodeRequestCursor(cursor);
    const found = [...entries.values()]
      .filter(({ row }) => !accounts || accounts.includes(row.account))
      .filter(({ row }) => status === undefined || row.status === status)
      .filter(({ row }) => reference === undefined || row.reference === reference)
      .sort((a, b) => newestFirst(a.row, b.row))
      .filter(({ row }) => !after || newestFirst(row, { id: after.id, createdAt: new Date(after.createdAt) }) > 0);
    const rows = found.slice(0, limit).map(copy);
    const last = found.length > limit ? rows.at(-1) : undefined;
    const nextCursor = last ? encodeRequestCursor({ createdAt: last.createdAt.getTime(), id: last.id }) : null;
    return { rows, nextCursor };
  }

  function acquire(id: string, ttl: number): Lease<D> | null {
    const entry = entries.get(id);
    if (!entry || !free(entry)) return null;
    entry.row.nextCheckAt = checkAt(entry);
    entry.wokenAt = null;
    entry.lease = { token: newToken(), until: time() + ttl };
    return { token: entry.lease.token, row: copy(entry) };
  }

  function wake(id: string): void {
    const entry = entries.get(id);
    if (entry) entry.wokenAt ??= new Date(time());
  }

  function takeTurn(id: string, interval: number): number {
    const entry = entries.get(id);
    const now = performance.now();
    const wait = entry ? entry.turnAt + interval - now : 0;
    if (wait > 0) return Math.ceil(wait);
    if (entry) entry.turnAt = now;
    return 0;
  }

  function due(limit: number): string[] {
    const now = time();
    return [...entries.values()]
      .map((entry) => ({ entry, at: checkAt(entry)?.getTime() ?? Infinity }))
      .filter(({ entry, at }) => at <= now && free(entry))
      .sort((a, b) => a.at - b.at)
      .slice(0, limit)
      .map(({ entry }) => entry.row.id);
  }

  function history(id: string, limit: number, cursor: string | undefined): HistoryPage {
    const after = cursor === undefined ? 0 : decodePositionCursor(cursor);
    const rest = entries.get(id)?.history.filter(({ position }) => position > after) ?? [];
    const page = rest.slice(0, limit);
    const last = rest.length > limit ? page.at(-1) : undefined;
    return {
      entries: page.map(({ entry }) => structuredClone(entry)),
      nextCursor: last ? encodePositionCursor(last.position) : null,
    };
  }

  return {
    now: () => soon(() => new Date(time())),
    create: (request) => soon(() => create(request)),
    holder: (exclusiveKey) => soon(() => holder(exclusiveKey)),
    read: (ids) => soon(() => [...new Set(ids)].flatMap((id) => entries.get(id) ?? []).map(copy)),
    list: (filter) => soon(() => list(filter)),
    acquire: (id, ttl) => soon(() => acquire(id, ttl)),
    commit: (id, token, change) => soon(() => commit(id, token, change)),
    wake: (id) => soon(() => wake(id)),
    due: (limit) => soon(() => due(limit)),
    history: (id, { limit, cursor }) => soon(() => history(id, limit, cursor)),
    claimEvents: (limit, ttl) => soon(() => outbox.claim(limit, ttl)),
    postponeEvent: (position, after) => soon(() => outbox.postpone(position, after)),
    eventDelivered: (position) => soon(() => outbox.delivered(position)),
    receiveWebhook: (webhook) =>
      soon(() => {
        clean();
        return webhooks.receive(webhook);
      }),
    openWebhooks: (limit) => soon(() => webhooks.open(limit)),
    webhookDone: (account, event) => soon(() => webhooks.done(account, event)),
    once(scope, key, bodyHash, answer) {
      clean();
      return answers.once(scope, key, bodyHash, answer);
    },
    began: (scope, key) => soon(() => answers.began(scope, key)),
    count: (key, windowMs, most) =>
      soon(() => {
        clean();
        return counters.count(key, windowMs, most);
      }),
    takeTurn: (id, interval) => soon(() => takeTurn(id, interval)),
    subscribe: (listener) => listeners.add(listener),
    close: () => soon(() => listeners.clear()),
  };
}

interface Page<T> {
  rows: T[];
  nextCursor: string | null;
}

interface HistoryPage {
  entries: HistoryEntry[];
  nextCursor: string | null;
}

/** Does it at once, and rejects where it throws. */
function soon<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}

/** Newest first; of the same ms, the greater id first. */
function newestFirst(a: { id: string; createdAt: Date }, b: { id: string; createdAt: Date }): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

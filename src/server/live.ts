/** Who in this process wants to hear of which requests: one subscription to the store, however many streams. */
import type { RequestChange } from '../contract/types.js';
import type { Store } from './store.js';

/** Called with each new version of a request. */
export type ChangeListener = (change: RequestChange) => void;

/** The streams of one server. */
export interface Live {
  /** Calls `listener` for changes of these requests; `ended` once, when the server closes. Returns what stops it. */
  listen(ids: readonly string[], listener: ChangeListener, ended: () => void): () => void;
  close(): void;
}

/** Makes it. The store is subscribed to with the first listener. */
export function createLive(store: Pick<Store, 'subscribe'>): Live {
  const listeners = new Map<string, Set<ChangeListener>>();
  const open = new Set<() => void>();
  let unsubscribe: (() => void) | null = null;
  let closed = false;

  const tell = (change: RequestChange): void => {
    for (const listener of [...(listeners.get(change.id) ?? [])]) listener(change);
  };

  return {
    listen(ids, listener, ended) {
      if (closed) {
        ended();
        return () => undefined;
      }
      unsubscribe ??= store.subscribe(tell);
      for (const id of ids) {
        const of = listeners.get(id) ?? new Set();
        listeners.set(id, of.add(listener));
      }
      open.add(ended);
      return () => {
        open.delete(ended);
        for (const id of ids) {
          const of = listeners.get(id);
          of?.delete(listener);
          if (of?.size === 0) listeners.delete(id);
        }
      };
    },
    close() {
      closed = true;
      unsubscribe?.();
      for (const end of [...open]) end();
      open.clear();
      listeners.clear();
    },
  };
}

import type { RequestChange } from '../../contract/types.js';

/** Who wants to hear of changes in this process. */
export class Listeners {
  private readonly all = new Set<(change: RequestChange) => void>();

  /** Adds one; the same function added twice is called twice. */
  add(listener: (change: RequestChange) => void): () => void {
    const own = (change: RequestChange): void => listener(change);
    this.all.add(own);
    return () => this.all.delete(own);
  }

  /** Calls each with its own copy. One that throws is logged and keeps nobody from hearing of it. */
  tell(change: RequestChange): void {
    for (const listener of [...this.all]) {
      try {
        listener({ id: change.id, status: change.status, version: change.version });
      } catch (error) {
        console.error('A listener of store.subscribe threw', error);
      }
    }
  }

  /** Forgets all. */
  clear(): void {
    this.all.clear();
  }
}

import type { HistoryEntry } from '../../contract/types.js';
import type { ClaimedEvent } from '../store.js';

interface Waiting {
  position: number;
  request: string;
  entry: HistoryEntry;
  claims: number;
  /** In ms since 1970; until then nobody else gets it. */
  claimedUntil: number;
}

/** Facts that `onEvent` has not taken, in the memory of one process, by position. */
export class MemoryOutbox {
  private readonly waiting = new Map<number, Waiting>();
  private readonly time: () => number;

  constructor(time: () => number) {
    this.time = time;
  }

  /** Adds a fact; positions only grow. */
  add(position: number, request: string, entry: HistoryEntry): void {
    this.waiting.set(position, { position, request, entry, claims: 0, claimedUntil: -Infinity });
  }

  /** `Store.claimEvents`. */
  claim(limit: number, ttl: number): ClaimedEvent[] {
    const now = this.time();
    const seen = new Set<string>();
    const claimed: ClaimedEvent[] = [];
    for (const fact of this.waiting.values()) {
      if (claimed.length >= limit) break;
      const { position, request, entry } = fact;
      if (seen.has(request)) continue;
      seen.add(request);
      if (fact.claimedUntil > now) continue;
      fact.claimedUntil = now + ttl;
      fact.claims += 1;
      claimed.push({ position, request, entry, claims: fact.claims });
    }
    return structuredClone(claimed);
  }

  /** `Store.postponeEvent`. */
  postpone(position: number, after: number): void {
    const fact = this.waiting.get(position);
    if (fact) fact.claimedUntil = this.time() + after;
  }

  /** `Store.eventDelivered`. */
  delivered(position: number): void {
    this.waiting.delete(position);
  }
}

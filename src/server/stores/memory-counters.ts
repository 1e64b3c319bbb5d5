import { MOST_COUNTED } from './keeping.js';

/** Sliding windows in the memory of one process. */
export class MemoryCounters {
  private readonly windows = new Map<string, { windowMs: number; hits: number[] }>();
  private readonly time: () => number;

  constructor(time: () => number) {
    this.time = time;
  }

  /** `Store.count`. */
  count(key: string, windowMs: number, most = Infinity): { count: number; resetMs: number } {
    const now = this.time();
    const id = JSON.stringify([key, windowMs]);
    const earlier = this.windows.get(id)?.hits.filter((at) => at > now - windowMs) ?? [];
    if (earlier.length >= most)
      return { count: Math.floor(most) + 1, resetMs: (earlier.at(-most) ?? now) + windowMs - now };
    const hits = [...earlier, now].slice(-MOST_COUNTED);
    this.windows.set(id, { windowMs, hits });
    return { count: hits.length, resetMs: (hits[0] ?? now) + windowMs - now };
  }

  /** Drops windows in which nothing was counted lately. */
  clean(): void {
    const now = this.time();
    for (const [id, { windowMs, hits }] of this.windows)
      if ((hits.at(-1) ?? 0) <= now - windowMs) this.windows.delete(id);
  }
}

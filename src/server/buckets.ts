/** Token buckets by key, in memory: so many at once, and so many a minute. */

/** Buckets of one size. */
export interface Buckets {
  /** Takes one and answers 0; or takes none and answers in how many seconds there is one. */
  take(key: string): number;
  /** In how many seconds there is one; 0 if there is. */
  wait(key: string): number;
  /** Puts some back, or takes away what need not be there (a negative number). */
  add(key: string, tokens: number): void;
}

/** Most keys that are remembered: with more, the one that was not seen the longest is forgotten, and full again. */
const MOST_KEYS = 20_000;

/** Makes buckets that hold a minute's worth each. They go by the machine's own time: it is a pace, not a decision. */
export function createBuckets(perMinute: number): Buckets {
  const perMs = perMinute / 60_000;
  // The order of a Map is that of its insertions; each use inserts anew.
  const buckets = new Map<string, { tokens: number; at: number }>();

  const update = (key: string, change: (tokens: number) => number): number => {
    const at = performance.now();
    const known = buckets.get(key);
    const tokens = known ? Math.min(perMinute, known.tokens + (at - known.at) * perMs) : perMinute;
    buckets.delete(key);
    // Debts are bounded, so that nobody is kept out for more than two minutes.
    const left = Math.min(perMinute, Math.max(-perMinute, change(tokens)));
    if (left < perMinute) buckets.set(key, { tokens: left, at });
    if (buckets.size > MOST_KEYS) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return tokens;
  };

  const waitFor = (tokens: number): number => (tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perMs / 1000));

  return {
    take: (key) => waitFor(update(key, (there) => (there >= 1 ? there - 1 : there))),
    wait: (key) => waitFor(update(key, (there) => there)),
    add: (key, tokens) => void update(key, (there) => there + tokens),
  };
}

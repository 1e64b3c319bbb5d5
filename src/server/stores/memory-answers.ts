import type { StoredAnswer } from '../store.js';
import { ANSWER_KEPT_MS } from './keeping.js';
import { newToken } from './token.js';

interface Kept {
  bodyHash: string;
  /** Null where the first did not come to an answer that is kept. */
  answer: Promise<StoredAnswer | null>;
  /** ms since 1970; unknown while the first runs. */
  until: number | null;
}

/** What is left of a run that came to nothing: a repeat of the same body goes on from its seed. */
interface Begun {
  bodyHash: string;
  seed: string;
  /** ms since 1970. */
  until: number;
}

/** Answers for idempotency keys in the memory of one process. */
export class MemoryAnswers {
  private readonly kept = new Map<string, Kept>();
  private readonly begun = new Map<string, Begun>();
  private readonly time: () => number;

  constructor(time: () => number) {
    this.time = time;
  }

  /** `Store.once`. */
  async once(
    scope: string,
    key: string,
    bodyHash: string,
    answer: (seed: string) => Promise<{ status: number; body: string }>,
  ): Promise<StoredAnswer | null> {
    const id = JSON.stringify([scope, key]);
    for (;;) {
      const kept = this.kept.get(id);
      if (!kept || (kept.until !== null && kept.until <= this.time())) return this.run(id, bodyHash, answer);
      if (kept.bodyHash !== bodyHash) return null;
      const known = await kept.answer;
      if (known) return { ...known };
    }
  }

  /** `Store.began`. */
  began(scope: string, key: string): boolean {
    const id = JSON.stringify([scope, key]);
    const kept = this.kept.get(id);
    const until = kept ? (kept.until ?? Infinity) : this.begun.get(id)?.until;
    return until !== undefined && until > this.time();
  }

  /** Drops answers past their time. */
  clean(): void {
    const now = this.time();
    for (const [id, { until }] of this.kept) if (until !== null && until <= now) this.kept.delete(id);
    for (const [id, { until }] of this.begun) if (until <= now) this.begun.delete(id);
  }

  private async run(
    id: string,
    bodyHash: string,
    answer: (seed: string) => Promise<{ status: number; body: string }>,
  ): Promise<StoredAnswer> {
    const { promise, settle } = settled();
    const begun = this.begun.get(id);
    const goesOn = begun && begun.bodyHash === bodyHash && begun.until > this.time();
    const seed = goesOn ? begun.seed : newToken();
    const kept: Kept = { bodyHash, answer: promise, until: null };
    this.begun.delete(id);
    this.kept.set(id, kept);
    let stored: StoredAnswer | null = null;
    try {
      const { status, body } = await answer(seed);
      const given = { bodyHash, status, body };
      if (status < 500) stored = given;
      return { ...given };
    } finally {
      // Before those who wait go on, so that the next of them finds the key free.
      const until = this.time() + ANSWER_KEPT_MS;
      if (stored) kept.until = until;
      else {
        this.kept.delete(id);
        this.begun.set(id, { bodyHash, seed, until });
      }
      settle(stored);
    }
  }
}

function settled(): { promise: Promise<StoredAnswer | null>; settle: (answer: StoredAnswer | null) => void } {
  let settle: (answer: StoredAnswer | null) => void = () => undefined;
  const promise = new Promise<StoredAnswer | null>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

/**
 * A time of its own for a process: timers, `Date.now` and `performance.now` move only when a test says so, so
 * that a day passes in a moment and the same seed runs the same way. Nothing here waits.
 */
import { createHash, createHmac } from 'node:crypto';

interface Timer {
  at: number;
  /** Null for one that fires once. */
  every: number | null;
  run: () => void;
}

const real = {
  random: Math.random,
  setImmediate: globalThis.setImmediate,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  dateNow: Date.now,
  performanceNow: performance.now.bind(performance),
};

/** Turns of the event loop without anything new after which nothing more is going to happen by itself. */
const QUIET_TURNS = 3;

/** The time of the process while it is installed. */
export class VirtualTime {
  #now: number;
  readonly #start: number;
  readonly #timers = new Map<number, Timer>();
  #ids = 0;
  #stirs = 0;

  constructor(start: number) {
    this.#now = this.#start = start;
  }

  get now(): number {
    return this.#now;
  }

  /** Takes the place of the process's timers and clocks; the function gives them back. */
  install(): () => void {
    const { subtle } = globalThis.crypto;
    const own = { digest: subtle.digest, importKey: subtle.importKey, sign: subtle.sign };
    const { getRandomValues, randomUUID } = crypto;
    const add = (run: () => void, ms: number, every: number | null): number => {
      const id = ++this.#ids;
      this.#timers.set(id, { at: this.#now + Math.max(1, ms), every, run });
      return id;
    };
    const remove = (id: number): void => void this.#timers.delete(id);
    Object.assign(globalThis, {
      setTimeout: (run: () => void, ms = 0) => add(run, ms, null),
      setInterval: (run: () => void, ms = 0) => add(run, ms, Math.max(1, ms)),
      clearTimeout: remove,
      clearInterval: remove,
    });
    Date.now = () => this.#now;
    performance.now = () => this.#now - this.#start;
    // Node digests in another thread, at a time of its own: the same digests, at once.
    Object.assign(subtle, {
      digest: (_: string, data: Uint8Array) => Promise.resolve(bytes(createHash('sha256').update(data).digest())),
      importKey: (_: string, key: Uint8Array) => Promise.resolve(key),
      sign: (_: string, key: Uint8Array, data: Uint8Array) =>
        Promise.resolve(bytes(createHmac('sha256', key).update(data).digest())),
    });
    const random = chance(1);
    Math.random = random;
    Object.assign(crypto, {
      getRandomValues: (array: Uint8Array) => array.map((_, index) => (array[index] = Math.floor(random() * 256))),
      randomUUID: () =>
        '00000000-0000-4000-8000-000000000000'.replace(/0/g, () => Math.floor(random() * 16).toString(16)),
    });
    return () => {
      Math.random = real.random;
      Object.assign(crypto, { getRandomValues, randomUUID });
      const { setTimeout, clearTimeout, setInterval, clearInterval } = real;
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
      Object.assign(subtle, own);
      Date.now = real.dateNow;
      performance.now = real.performanceNow;
    };
  }

  /** Something outside of timers has happened: the process is not quiet yet. */
  stir(): void {
    this.#stirs += 1;
  }

  /** Resolves once everything that can happen at this moment has happened. */
  async quiet(): Promise<void> {
    for (let turns = 0; turns < QUIET_TURNS;) {
      const before = this.#stirs;
      await new Promise<void>((resolve) => real.setImmediate(resolve));
      turns = this.#stirs === before ? turns + 1 : 0;
    }
  }

  /**
   * Lets `ms` pass. With `grain`, timers wait until at least so much has passed since the last ones, as on a busy
   * or a sleeping machine.
   */
  async pass(ms: number, grain = 0): Promise<void> {
    const end = this.#now + ms;
    await this.quiet();
    for (;;) {
      const next = Math.min(...[...this.#timers.values()].map(({ at }) => at));
      if (next > end) break;
      this.#now = Math.min(end, Math.max(next, this.#now + grain));
      this.#fire();
      await this.quiet();
    }
    this.#now = end;
  }

  #fire(): void {
    const due = [...this.#timers].filter(([, { at }]) => at <= this.#now).sort(([, a], [, b]) => a.at - b.at);
    for (const [id, timer] of due) {
      if (!this.#timers.has(id)) continue;
      if (timer.every === null) this.#timers.delete(id);
      else timer.at = this.#now + timer.every;
      timer.run();
    }
  }
}

/** Chance that is the same each time (mulberry32, public domain). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function bytes(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}

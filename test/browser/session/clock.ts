/** Time that a test moves: `setTimeout`, `clearTimeout` and `Date.now`. */

/** A clock in force until it is restored. */
export interface FakeClock {
  /** Lets that many milliseconds pass, timers and promises in their order. */
  advance(ms: number): Promise<void>;
  restore(): void;
}

/** Stops time. */
export function fakeClock(): FakeClock {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };
  const timers = new Map<number, { due: number; run: () => void }>();
  let [now, made] = [real.now(), 1_000_000];
  const breathe = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => real.setTimeout.call(globalThis, resolve, 0));
  };
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms = 0) => {
      timers.set(++made, { due: now + ms, run });
      return made;
    },
    clearTimeout: (id: number | undefined) => {
      if (id !== undefined && !timers.delete(id)) real.clearTimeout.call(globalThis, id);
    },
  });
  Date.now = () => now;
  return {
    async advance(ms) {
      await breathe();
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(([, { due }]) => due <= end).sort(([, a], [, b]) => a.due - b.due);
        if (!next) break;
        const [id, { due, run }] = next;
        timers.delete(id);
        now = Math.max(now, due);
        run();
        await breathe();
      }
      now = end;
    },
    restore() {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      Date.now = real.now;
    },
  };
}

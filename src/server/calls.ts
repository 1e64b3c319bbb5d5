/** What a server is at work on, so that it can end when that is done. */

/** The calls that run. */
export interface Calls {
  /** Counts `work` as running until it settles. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves once nothing runs. */
  idle(): Promise<void>;
}

/** Makes it. */
export function createCalls(): Calls {
  const running = new Set<Promise<unknown>>();

  return {
    run(work) {
      const call = work();
      running.add(call);
      const over = (): void => void running.delete(call);
      call.then(over, over);
      return call;
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** Resolves once `work` has, or after `ms`, and leaves no timer. Rejects as `work` does. */
export async function within(ms: number, work: () => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

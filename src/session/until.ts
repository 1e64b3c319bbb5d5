/** Waits for a change. */

/**
 * Resolves with what `look` answers once that is not null; at once if it is not now. It is asked again at each `change`
 * event of `changes`. An abort rejects with the signal's reason.
 */
export function until<T>(changes: EventTarget, look: () => T | null, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const stop = (): void => {
      over.abort();
      reject(signal?.reason as Error);
    };
    const check = (): void => {
      const found = look();
      if (found === null) return;
      over.abort();
      resolve(found);
    };
    if (signal?.aborted) {
      stop();
      return;
    }
    changes.addEventListener('change', check, { signal: over.signal });
    signal?.addEventListener('abort', stop, { signal: over.signal });
    check();
  });
}

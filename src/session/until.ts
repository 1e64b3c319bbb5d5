/** Waits for a change. */

/** Who waits for one. No `EventTarget`: a test runner takes away the globals that its events are made of before the last change. */
export class Changes {
  readonly #all = new Set<() => void>();

  /** Calls `listener` at each change until `signal` is aborted. */
  listen(listener: () => void, signal: AbortSignal): void {
    this.#all.add(listener);
    signal.addEventListener('abort', () => this.#all.delete(listener));
  }

  tell(): void {
    for (const listener of [...this.#all]) listener();
  }
}

/**
 * Resolves with what `look` answers once that is not null; at once if it is not now. It is asked again at each change.
 * An abort rejects with the signal's reason.
 */
export function until<T>(changes: Changes, look: () => T | null, signal?: AbortSignal): Promise<T> {
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
    changes.listen(check, over.signal);
    signal?.addEventListener('abort', stop, { signal: over.signal });
    check();
  });
}

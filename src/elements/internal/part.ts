/** A piece of code that is fetched when it is first needed. */
export interface Part<T> {
  /** What was fetched; null until it is there. */
  readonly now: T | null;
  /** Fetches it, once. What failed is tried again at the next call. */
  load(): Promise<T>;
}

/** Makes one of an `import()`. */
export function part<T>(fetch: () => Promise<T>): Part<T> {
  let loading: Promise<T> | null = null;
  const self = {
    now: null as T | null,
    load: () =>
      (loading ??= fetch().then(
        (found) => (self.now = found),
        (error: unknown) => {
          loading = null;
          throw error;
        },
      )),
  };
  return self;
}

/** Calls whose repeat, after the process died, finds what was done instead of doing it again. */
import type { Context } from './context.js';
import { requestIdOf } from './ids.js';

/**
 * A context in which the first id made is the first of `seed`, the second the second, and so on; a request that is
 * there under one of them already is answered as if it had just been made. For one run of a call, which makes its
 * requests in one order. Orders to the engine are known again by the seed itself.
 */
export function repeatable(context: Context, seed: string): Context {
  const { store } = context;
  const own = new Set<string>();
  return {
    ...context,
    call: seed,
    async newId() {
      const id = await requestIdOf(seed, own.size);
      own.add(id);
      return id;
    },
    store: {
      ...store,
      async create(request) {
        // One under an id that another call has reserved is not known to be this call's.
        if (!own.has(request.id)) return store.create(request);
        const [earlier] = await store.read([request.id]);
        if (earlier) return { row: earlier, created: true };
        try {
          return await store.create(request);
        } catch (error) {
          // The run that seemed dead was only slow, and has made it since.
          const [row] = await store.read([request.id]);
          if (!row) throw error;
          return { row, created: true };
        }
      },
    },
  };
}

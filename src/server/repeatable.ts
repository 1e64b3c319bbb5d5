/** Calls whose repeat, after the process died, finds what was done instead of doing it again. */
import type { Context } from './context.js';
import { requestIdOf } from './ids.js';

/**
 * A context in which the first request made has the first id of `seed`, the second the second, and so on; one
 * that is there already is answered as if it had just been made. For one run of a call, which makes its
 * requests in one order. Orders to the engine are known again by the seed itself.
 */
export function repeatable(context: Context, seed: string): Context {
  const { store } = context;
  let made = 0;
  return {
    ...context,
    call: seed,
    store: {
      ...store,
      async create(request) {
        const id = await requestIdOf(seed, made++);
        const [earlier] = await store.read([id]);
        if (earlier) return { row: earlier, created: true };
        try {
          return await store.create({ ...request, id });
        } catch (error) {
          // The run that seemed dead was only slow, and has made it since.
          const [row] = await store.read([id]);
          if (!row) throw error;
          return { row, created: true };
        }
      },
    },
  };
}

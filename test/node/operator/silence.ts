/** An engine to which Stripe falls silent just after it did what it was asked. */
import type { Engine } from '../../../src/server/pay/engine.js';
import type { Bench } from '../engine/bench.js';

/** Answers to nothing from the first POST to `path` on, which Stripe gets: as many calls as `calls`, that one included. */
export function silentFrom(bench: Bench, path: RegExp, calls: number): Engine {
  let left = 0;
  let begun = false;
  return bench.newEngine({
    async fetch(request) {
      const meant = request.method === 'POST' && path.test(new URL(request.url).pathname);
      if (meant && !begun) {
        begun = true;
        left = calls;
        await bench.sandbox.fetch(request);
      }
      if (left === 0) return bench.sandbox.fetch(request);
      left -= 1;
      throw new TypeError('The connection was lost.');
    },
  });
}

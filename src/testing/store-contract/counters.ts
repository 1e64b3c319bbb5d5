import { equal } from './bench.js';
import type { Bench } from './bench.js';

/** Sliding windows. */
export function counterTests({ test }: Bench): void {
  test('a window slides and says when its oldest event leaves it', async ({ store, tick }) => {
    equal(await store.count('k', 1000), { count: 1, resetMs: 1000 });
    tick(400);
    equal(await store.count('k', 1000), { count: 2, resetMs: 600 });
    tick(599);
    equal(await store.count('k', 1000), { count: 3, resetMs: 1 });
    tick(1);
    equal(await store.count('k', 1000), { count: 3, resetMs: 400 }, 'without the first');
    tick(5000);
    equal(await store.count('k', 1000), { count: 1, resetMs: 1000 }, 'after a pause');
  });

  test('what is more than a window may hold does not count, so that it empties', async ({ store, tick }) => {
    equal((await store.count('k', 1000, 2)).count, 1);
    tick(400);
    equal(await store.count('k', 1000, 2), { count: 2, resetMs: 600 });
    for (let again = 0; again < 3; again++) {
      tick(100);
      equal(await store.count('k', 1000, 2), { count: 3, resetMs: 500 - 100 * again });
    }
    tick(300);
    equal(await store.count('k', 1000, 2), { count: 2, resetMs: 400 }, 'without the first');
    equal(await store.count('k', 1000, 2), { count: 3, resetMs: 400 });
    tick(400);
    equal(await store.count('k', 1000, 2), { count: 2, resetMs: 600 }, 'without the second');
    const all = await Promise.all(Array.from({ length: 20 }, () => store.count('busy', 1000, 5)));
    equal(
      all.map(({ count }) => count).sort((a, b) => a - b),
      [1, 2, 3, 4, 5, ...Array.from({ length: 15 }, () => 6)],
    );
  });

  test('keys and windows are apart, and every one of twenty at once counts', async ({ store }) => {
    const all = await Promise.all(Array.from({ length: 20 }, () => store.count('k', 1000)));
    equal(
      all.map(({ count }) => count).sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    equal((await store.count('other', 1000)).count, 1);
    equal((await store.count('k', 60_000)).count, 1);
  });
}

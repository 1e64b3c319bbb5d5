import { check, equal, newRequest } from './bench.js';
import type { Bench } from './bench.js';

/** Turns to be read at Stripe: a pace by the store's own time. */
export function turnTests({ test, testOwnTime }: Bench): void {
  testOwnTime(
    'of ten that want the turn of a request one gets it, and the others hear when the next comes',
    async (given) => {
      const { store, another } = given;
      const other = await another?.();
      await store.create(newRequest('req_1'));
      await store.create(newRequest('req_2'));
      const waits = await Promise.all(
        Array.from({ length: 10 }, (_, i) => (i % 2 ? (other ?? store) : store).takeTurn('req_1', 60_000)),
      );
      equal(waits.filter((wait) => wait === 0).length, 1);
      check(
        waits.every((wait) => Number.isInteger(wait) && wait >= 0 && wait <= 60_000),
        `waits ${waits.join()}`,
      );
      equal(await store.takeTurn('req_2', 60_000), 0, 'another request');
      equal(await store.takeTurn('req_1', 0), 0, 'a pace of none');
      equal(await store.takeTurn('req_nobody', 60_000), 0, 'an unknown id');
      equal((await store.read(['req_1']))[0]?.version, 1);
      await other?.close();
    },
  );

  test('a turn comes by real time, so that a clock that stands still holds up nobody', async ({ store, tick }) => {
    await store.create(newRequest('req_1'));
    equal(await store.takeTurn('req_1', 60_000), 0);
    tick(3_600_000);
    check((await store.takeTurn('req_1', 60_000)) > 0, 'the clock of decisions changes nothing');
  });
}

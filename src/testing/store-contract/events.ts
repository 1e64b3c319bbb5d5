import { equal, fact, lease, newRequest } from './bench.js';
import type { Bench } from './bench.js';

const TTL_MS = 60_000;

/** The outbox of `onEvent`. */
export function eventTests({ test }: Bench): void {
  test('claimed is the oldest fact of each request, and the next one once it is delivered', async ({ store }) => {
    await store.create(newRequest('req_1', { history: [fact('a1'), fact('a2')] }));
    await store.create(newRequest('req_2', { history: [fact('b1')] }));
    const { token } = await lease(store, 'req_1');
    await store.commit('req_1', token, { history: [fact('a3')] });
    const order: string[] = [];
    // No more than there are, so that a store which forgets nothing fails instead of going on for ever.
    for (let round = 0; round < 9; round++) {
      const claimed = await store.claimEvents(10, TTL_MS);
      equal(new Set(claimed.map(({ request }) => request)).size, claimed.length, 'at most one a request');
      if (claimed.length === 0) break;
      for (const { request, entry, position } of claimed) {
        order.push(`${request} ${entry.id}`);
        await store.eventDelivered(position);
        await store.eventDelivered(position);
      }
    }
    equal(order, ['req_1 a1', 'req_2 b1', 'req_1 a2', 'req_1 a3']);
    equal((await store.history('req_1', { limit: 9 })).entries.length, 3, 'a delivered fact stays in the history');
  });

  test('facts are claimed oldest first, as many as asked for, and by one caller at a time', async ({ store, tick }) => {
    for (const id of ['req_c', 'req_a', 'req_b'])
      await store.create(newRequest(id, { history: [fact(`${id} 1`), fact(`${id} 2`)] }));
    const claim = async (limit: number): Promise<string[]> =>
      (await store.claimEvents(limit, TTL_MS)).map(({ entry, claims }) => `${entry.id}, ${claims}`);
    equal(await claim(2), ['req_c 1, 1', 'req_a 1, 1']);
    equal(await claim(9), ['req_b 1, 1'], 'what is claimed is not claimed again, nor what comes after it');
    tick(TTL_MS - 1);
    equal(await claim(9), []);
    tick(1);
    equal(await claim(9), ['req_c 1, 2', 'req_a 1, 2', 'req_b 1, 2'], 'a claim of which nothing came is over');
  });

  test('a fact that is postponed is claimed again when its time has come, and holds up no other request', async ({
    store,
    tick,
  }) => {
    for (const id of ['req_1', 'req_2'])
      await store.create(newRequest(id, { history: [fact(`${id} 1`), fact(`${id} 2`)] }));
    const claim = async (): Promise<string[]> => (await store.claimEvents(9, TTL_MS)).map(({ entry }) => entry.id);
    const [first, second] = await store.claimEvents(9, TTL_MS);
    await store.postponeEvent(first?.position ?? -1, 1000);
    await store.eventDelivered(second?.position ?? -1);
    equal(await claim(), ['req_2 2'], 'only the next of the other request');
    tick(1000);
    equal(await claim(), ['req_1 1']);
    await store.eventDelivered(first?.position ?? -1);
    await store.postponeEvent(first?.position ?? -1, 0);
    equal(await claim(), ['req_1 2'], 'what was delivered is not told again');
  });

  test('of twenty claims at once each fact goes to one', async ({ store, another }) => {
    const other = await another?.();
    for (let n = 0; n < 10; n++)
      await store.create(newRequest(`req_${n}`, { history: [fact(`f${n}`), fact(`g${n}`)] }));
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (other && n % 2 ? other : store).claimEvents(3, TTL_MS)),
    );
    const told = claims.flat().map(({ entry }) => entry.id);
    // Who comes while another claims may get less than there is.
    told.push(...(await store.claimEvents(99, TTL_MS)).map(({ entry }) => entry.id));
    equal(
      told.sort(),
      Array.from({ length: 10 }, (_, n) => `f${n}`),
    );
    await other?.close();
  });
}

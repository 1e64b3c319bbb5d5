import { equal, fact, lease, newRequest } from './bench.js';
import type { Bench } from './bench.js';

/** The outbox of `onEvent`. */
export function eventTests({ test }: Bench): void {
  test('pending is the oldest fact of each request, and the next one once it is delivered', async ({ store }) => {
    await store.create(newRequest('req_1', { history: [fact('a1'), fact('a2')] }));
    await store.create(newRequest('req_2', { history: [fact('b1')] }));
    const { token } = await lease(store, 'req_1');
    await store.commit('req_1', token, { history: [fact('a3')] });
    const order: string[] = [];
    // No more than there are, so that a store which forgets nothing fails instead of going on for ever.
    for (let round = 0; round < 9; round++) {
      const pending = await store.pendingEvents(10);
      equal(new Set(pending.map(({ request }) => request)).size, pending.length, 'at most one a request');
      const last = pending.at(-1);
      if (!last) break;
      order.push(`${last.request} ${last.entry.id}`);
      await store.eventDelivered(last.position);
      await store.eventDelivered(last.position);
    }
    equal(order, ['req_2 b1', 'req_1 a1', 'req_1 a2', 'req_1 a3']);
  });

  test('pending facts come oldest first, as many as asked for, until they are delivered', async ({ store }) => {
    for (const id of ['req_c', 'req_a', 'req_b'])
      await store.create(newRequest(id, { history: [fact(`${id} 1`), fact(`${id} 2`)] }));
    const ids = async (limit: number): Promise<string[]> =>
      (await store.pendingEvents(limit)).map(({ entry }) => entry.id);
    equal(await ids(2), ['req_c 1', 'req_a 1']);
    equal(await ids(9), ['req_c 1', 'req_a 1', 'req_b 1']);
    equal(await ids(9), ['req_c 1', 'req_a 1', 'req_b 1'], 'again');
    const [first] = await store.pendingEvents(1);
    await store.eventDelivered(first?.position ?? -1);
    equal(await ids(9), ['req_c 2', 'req_a 1', 'req_b 1'], 'the next of the first');
    equal((await store.history('req_c', { limit: 9 })).entries.length, 2, 'a delivered fact stays in the history');
  });
}

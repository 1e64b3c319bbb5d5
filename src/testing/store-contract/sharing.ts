import { check, equal, fact, lease, newRequest, row, signal, says } from './bench.js';
import type { Bench } from './bench.js';
import { collect } from './changes.js';

/** Several stores on the same data, at once and one after another; nothing where a store is alone. */
export function sharingTests({ test }: Bench): void {
  test('two stores on the same data are one: rows, leases, keys, counters, live changes', async ({
    store,
    another,
  }) => {
    const other = await another?.();
    if (!other) return;
    const changes = collect(other);
    await store.create(newRequest('req_1', { exclusiveKey: 'k' }));
    equal((await other.create(newRequest('req_2', { exclusiveKey: 'k' }))).row.id, 'req_1');
    const { token } = await lease(store, 'req_1');
    equal(await other.acquire('req_1', 1000), null);
    await other.wake('req_1');
    await store.commit('req_1', token, { status: 'paid', nextCheckAt: null, release: true });
    await changes.until('req_1', 2);
    equal(await other.due(9), ['req_1']);
    equal((await row(other, 'req_1')).status, 'paid');
    equal([(await store.count('c', 1000)).count, (await other.count('c', 1000)).count], [1, 2]);
    changes.stop();
    await other.close();
  });

  test('twenty exclusive creates over two stores make one', async ({ store, another }) => {
    const other = await another?.();
    if (!other) return;
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? other : store).create(newRequest(`r${i}`, { exclusiveKey: 'k' }))),
    );
    equal(made.filter(({ created }) => created).length, 1);
    await other.close();
  });

  test('a repeat in another store waits for the answer, and takes over from one that died', async (given) => {
    const { store, another, tick } = given;
    const other = await another?.();
    const third = await another?.();
    if (!other || !third) return;
    const started = signal();
    const finish = signal();
    const first = other.once('s', 'waits', 'h', async () => {
      started.give();
      await finish.done;
      return { status: 200, body: 'first' };
    });
    await started.done;
    const second = store.once('s', 'waits', 'h', () => says(200, 'second'));
    finish.give();
    equal([(await first)?.body, (await second)?.body], ['first', 'first']);

    const began = signal();
    const held = signal();
    const seeds: string[] = [];
    const dies = third.once('s', 'dies', 'h', async (seed) => {
      seeds.push(seed);
      began.give();
      await held.done;
      return { status: 200, body: 'from the dead' };
    });
    await began.done;
    await third.close();
    tick(10 * 60 * 1000);
    const takesOver = await store.once('s', 'dies', 'h', (seed) => {
      seeds.push(seed);
      return says(200, 'taken over');
    });
    equal(takesOver?.body, 'taken over');
    equal(seeds[1], seeds[0], 'what the dead one made is found by the same seed');
    // It only seemed dead: what was answered stays the answer.
    held.give();
    equal((await dies)?.body, 'taken over');
    await other.close();
  });

  test('a restart keeps everything', async ({ store, reopen, tick, time }) => {
    if (!reopen) return;
    await store.create(newRequest('req_1', { exclusiveKey: 'k', history: [fact('f1'), fact('f2')], doc: { n: 5 } }));
    await store.create(newRequest('req_2', { nextCheckAt: time() }));
    const { token } = await lease(store, 'req_1', 1000);
    await store.wake('req_1');
    const before = await row(store, 'req_1');
    const page = await store.list({ limit: 1 });
    await store.receiveWebhook({ account: 'a', event: 'evt_1', type: 'x', request: 'req_1' });
    await store.once('s', 'k', 'h', () => says(200, 'kept'));
    await store.count('c', 1000);
    await store.eventDelivered((await store.claimEvents(1, 1000))[0]?.position ?? -1);

    const again = await reopen();
    equal(await row(again, 'req_1'), before);
    equal(await again.acquire('req_1', 1000), null, 'the lease');
    equal((await again.list({ limit: 9, cursor: page.nextCursor ?? '' })).rows.length, 1, 'the cursor');
    equal(
      (await again.claimEvents(9, 1000)).map(({ entry }) => entry.id),
      ['f2'],
      'the outbox',
    );
    equal((await again.openWebhooks(9)).length, 1, 'the webhook');
    equal((await again.once('s', 'k', 'h', () => says(200, 'new')))?.body, 'kept', 'the answer');
    equal((await again.count('c', 1000)).count, 2, 'the counter');
    equal((await again.create(newRequest('req_3', { exclusiveKey: 'k' }))).created, false, 'the exclusive key');
    check((await again.commit('req_1', token, { status: 'paid' })) !== null, 'the token');
    tick(1000);
    equal((await again.due(9)).sort(), ['req_1', 'req_2'], 'what is due');
  });
}

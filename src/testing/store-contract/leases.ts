import { check, equal, fact, lease, newRequest, row } from './bench.js';
import type { Bench } from './bench.js';

/** Leases, commits and when a request is due. */
export function leaseTests({ test, testOwnTime }: Bench): void {
  testOwnTime('a lease is held by its own time too', async ({ store }) => {
    await store.create(newRequest('req_1'));
    const held = await lease(store, 'req_1', 60_000);
    equal(await store.acquire('req_1', 60_000), null);
    await store.commit('req_1', held.token, { extend: -1 });
    check((await store.acquire('req_1', 60_000)) !== null, 'free once it is past');
  });

  test('a lease is held until it is given back or its time is over', async ({ store, tick }) => {
    await store.create(newRequest('req_1'));
    const first = await lease(store, 'req_1', 1000);
    tick(999);
    equal(await store.acquire('req_1', 1000), null, 'in its last ms');
    tick(1);
    const second = await lease(store, 'req_1', 1000);
    check(second.token !== first.token, 'a new token');
    await store.commit('req_1', second.token, { release: true });
    await lease(store, 'req_1', 1000);
    equal(await store.acquire('req_none', 1000), null, 'an unknown id');
  });

  test('of ten who ask at once one gets the lease', async ({ store }) => {
    await store.create(newRequest('req_1'));
    const all = await Promise.all(Array.from({ length: 10 }, () => store.acquire('req_1', 1000)));
    equal(all.filter((taken) => taken !== null).length, 1);
  });

  test('a lease is extended from now and shows the row as it is', async ({ store, tick }) => {
    await store.create(newRequest('req_1'));
    const first = await lease(store, 'req_1', 1000);
    tick(900);
    await store.commit('req_1', first.token, { doc: { n: 1 }, extend: 1000 });
    tick(999);
    equal(await store.acquire('req_1', 1000), null);
    tick(1);
    const { row: seen } = await lease(store, 'req_1');
    equal([seen.version, seen.doc], [2, { n: 1 }]);
  });

  test('a commit without extend leaves the time of the lease', async ({ store, tick }) => {
    await store.create(newRequest('req_1'));
    const { token } = await lease(store, 'req_1', 1000);
    tick(500);
    await store.commit('req_1', token, { doc: { n: 1 } });
    tick(500);
    await lease(store, 'req_1');
  });

  test('a commit changes what it names and nothing else', async ({ store, tick, time }) => {
    const made = (await store.create(newRequest('req_1', { reference: 'R', nextCheckAt: time() }))).row;
    const { token } = await lease(store, 'req_1');
    tick(5);
    equal(await store.commit('req_1', token, { status: 'paid' }), {
      ...made,
      ...{ status: 'paid', version: 2, updatedAt: time() },
    });
    const after = await store.commit('req_1', token, { doc: { n: 9 }, nextCheckAt: null, history: [fact('f')] });
    equal(after, { ...made, ...{ status: 'paid', version: 3, updatedAt: time(), doc: { n: 9 }, nextCheckAt: null } });
    equal(await row(store, 'req_1'), after);
  });

  test('a commit of the lease, the next check or nothing makes no version', async ({ store, tick, time }) => {
    const made = (await store.create(newRequest('req_1'))).row;
    const { token } = await lease(store, 'req_1');
    tick(5);
    equal(await store.commit('req_1', token, {}), made, 'nothing');
    equal(await store.commit('req_1', token, { extend: 500, history: [] }), made, 'the lease');
    equal((await store.commit('req_1', token, { nextCheckAt: time() }))?.version, 1, 'the next check');
    equal((await store.commit('req_1', token, { history: [fact('f')] }))?.version, 2, 'a fact');
  });

  test('a late commit applies while nobody has taken the lease since', async ({ store, tick }) => {
    await store.create(newRequest('req_1'));
    const { token } = await lease(store, 'req_1', 1000);
    tick(5000);
    equal((await store.commit('req_1', token, { doc: { n: 1 } }))?.doc, { n: 1 });
  });

  test('a late commit after the lease was taken over or given back changes nothing', async ({ store, tick, time }) => {
    await store.create(newRequest('req_1'));
    await store.receiveWebhook({ account: 'default', event: 'evt_1', type: 'x', request: 'req_1' });
    const late = await lease(store, 'req_1', 1000);
    tick(1000);
    const next = await lease(store, 'req_1', 1000);
    const change = {
      status: 'paid' as const,
      nextCheckAt: time(),
      doc: { n: 1 },
      history: [fact('f1')],
      doneWebhooks: [{ account: 'default', event: 'evt_1' }],
      release: true,
    };
    const before = await row(store, 'req_1');
    const unchanged = async (token: string, what: string): Promise<void> => {
      equal(await store.commit('req_1', token, change), null, what);
      equal(await row(store, 'req_1'), before, what);
      equal((await store.history('req_1', { limit: 9 })).entries, [], what);
      equal((await store.openWebhooks(9)).length, 1, what);
    };
    await unchanged(late.token, 'taken over');
    await unchanged('', 'no token');
    equal(await store.acquire('req_1', 1000), null, 'the lease is still held');
    await store.commit('req_1', next.token, { release: true });
    await unchanged(next.token, 'given back');
    equal(await store.commit('req_none', next.token, change), null, 'an unknown id');
  });

  test('due are those whose time has come and whose lease is free, the longest waiting first', async (given) => {
    const { store, tick, time } = given;
    const at = (ms: number): Date => new Date(time().getTime() + ms);
    await store.create(newRequest('req_b', { nextCheckAt: at(20) }));
    await store.create(newRequest('req_a', { nextCheckAt: at(10) }));
    await store.create(newRequest('req_c', { nextCheckAt: at(30) }));
    await store.create(newRequest('req_never'));
    equal(await store.due(9), []);
    tick(20);
    equal(await store.due(9), ['req_a', 'req_b']);
    equal(await store.due(1), ['req_a']);
    const { token } = await lease(store, 'req_a', 1000);
    equal(await store.due(9), ['req_b'], 'while it is held');
    await store.commit('req_a', token, { nextCheckAt: at(5), release: true });
    equal(await store.due(9), ['req_b'], 'put off');
    tick(1000);
    equal(await store.due(9), ['req_b', 'req_a', 'req_c']);
  });

  test('waking makes it due now and no version, and an unknown id is nothing', async ({ store, time }) => {
    await store.create(newRequest('req_1', { nextCheckAt: new Date(time().getTime() + 1000) }));
    await store.create(newRequest('req_2'));
    await store.wake('req_1');
    await store.wake('req_2');
    await store.wake('req_none');
    equal((await store.due(9)).sort(), ['req_1', 'req_2']);
    const seen = await row(store, 'req_2');
    equal([seen.version, seen.nextCheckAt], [1, time()]);
  });

  test('waking while the lease is held outlives what its holder writes', async ({ store, time, tick }) => {
    await store.create(newRequest('req_1', { nextCheckAt: time() }));
    const { token } = await lease(store, 'req_1');
    await store.wake('req_1');
    tick(1);
    await store.commit('req_1', token, { nextCheckAt: null, release: true });
    equal(await store.due(9), ['req_1']);
    const next = await lease(store, 'req_1');
    await store.commit('req_1', next.token, { nextCheckAt: null, release: true });
    equal(await store.due(9), [], 'once the next holder has put it off');
  });

  test('a holder that dies after waking leaves it due', async ({ store, tick }) => {
    await store.create(newRequest('req_1'));
    await store.wake('req_1');
    await lease(store, 'req_1', 1000);
    tick(1000);
    equal(await store.due(9), ['req_1']);
  });
}

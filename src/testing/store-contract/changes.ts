import type { RequestChange } from '../../contract/types.js';
import type { Store } from '../../server/store.js';
import { equal, fact, lease, newRequest } from './bench.js';
import type { Bench, ContractDoc } from './bench.js';

/** Collects what a store tells; `until` resolves with all of it once that version was told. */
export function collect(store: Store<ContractDoc>): {
  until(id: string, version: number): Promise<RequestChange[]>;
  stop(): void;
} {
  const seen: RequestChange[] = [];
  let look = (): void => undefined;
  const stop = store.subscribe((change) => {
    seen.push(change);
    look();
  });
  return {
    stop,
    until: (id, version) =>
      new Promise((resolve) => {
        look = () => {
          if (seen.some((change) => change.id === id && change.version === version)) resolve([...seen]);
        };
        look();
      }),
  };
}

/** Live changes. */
export function changeTests({ test }: Bench): void {
  test('each new version is told in order, and what makes no version is not', async ({ store, time }) => {
    const changes = collect(store);
    await store.create(newRequest('req_1'));
    const { token } = await lease(store, 'req_1');
    await store.commit('req_1', token, { nextCheckAt: time() });
    await store.commit('req_1', token, { status: 'processing' });
    await store.commit('req_1', token, { extend: 5000 });
    await store.wake('req_1');
    await store.commit('req_1', 'a lost token', { status: 'canceled' });
    await store.commit('req_1', token, { doc: { n: 1 } });
    await store.commit('req_1', token, { status: 'paid', history: [fact('f')], release: true });
    equal(await changes.until('req_1', 4), [
      { id: 'req_1', status: 'open', version: 1 },
      { id: 'req_1', status: 'processing', version: 2 },
      { id: 'req_1', status: 'processing', version: 3 },
      { id: 'req_1', status: 'paid', version: 4 },
    ]);
    changes.stop();
  });

  test('a listener that was stopped hears no more, and one that throws keeps nobody from hearing', async ({
    store,
  }) => {
    const log = console.error;
    console.error = () => undefined;
    const stopThrowing = store.subscribe(() => {
      throw new Error('a broken listener');
    });
    const stopped = collect(store);
    const other = collect(store);
    await store.create(newRequest('req_1'));
    const heard = await stopped.until('req_1', 1);
    await other.until('req_1', 1);
    stopped.stop();
    await store.create(newRequest('req_2'));
    await other.until('req_2', 1).finally(() => {
      console.error = log;
    });
    equal(heard.length, 1);
    equal((await stopped.until('req_1', 1)).length, 1, 'after it was stopped');
    other.stop();
    stopThrowing();
  });
}

import type { RequestFilter, Store } from '../../server/store.js';
import { check, equal, fact, lease, newRequest, rejects } from './bench.js';
import type { Bench, ContractDoc } from './bench.js';

/** Reading and paging. */
export function listTests({ test }: Bench): void {
  test('rows are read by id, each once, and unknown ids are left out', async ({ store }) => {
    await store.create(newRequest('req_1'));
    await store.create(newRequest('req_2'));
    const rows = await store.read(['req_2', 'req_none', 'req_1', 'req_2']);
    equal(rows.map(({ id }) => id).sort(), ['req_1', 'req_2']);
    equal(await store.read([]), []);
  });

  test('a list is narrowed by accounts, status and reference, newest first', async ({ store, tick }) => {
    const make = async (id: string, account: string, reference: string | null): Promise<void> => {
      await store.create(newRequest(id, { account, reference }));
      tick(1);
    };
    await make('req_1', 'a', 'R1');
    await make('req_2', 'b', 'R1');
    await make('req_3', 'c', null);
    await make('req_4', 'a', 'R2');
    const { token } = await lease(store, 'req_4');
    await store.commit('req_4', token, { status: 'paid' });
    const ids = async (filter: Omit<RequestFilter, 'limit'>): Promise<string[]> =>
      (await store.list({ ...filter, limit: 10 })).rows.map(({ id }) => id);
    equal(await ids({}), ['req_4', 'req_3', 'req_2', 'req_1']);
    equal(await ids({ accounts: ['a', 'b'] }), ['req_4', 'req_2', 'req_1']);
    equal(await ids({ accounts: [] }), [], 'no account');
    equal(await ids({ status: 'paid' }), ['req_4']);
    equal(await ids({ reference: 'R1' }), ['req_2', 'req_1']);
    equal(await ids({ accounts: ['a'], status: 'open', reference: 'R1' }), ['req_1']);
  });

  test('pages are complete and without repeats, many in one ms and more coming in between', async ({ store, tick }) => {
    const wanted: string[] = [];
    for (let i = 0; i < 23; i++) {
      const id = `req_${(i * 7) % 23}${i % 2 ? 'a' : 'B'}`;
      wanted.push(id);
      await store.create(newRequest(id));
      if (i % 5 === 4) tick(1);
    }
    for (const limit of [1, 4, 23, 50]) {
      let extra = 0;
      const seen = await pages(store, limit, async () => {
        tick(1);
        await store.create(newRequest(`req_new_${limit}_${extra++}`, { account: 'later' }));
      });
      equal([...seen].sort(), [...wanted].sort(), `pages of ${limit}`);
    }
  });

  test('the last page has no cursor', async ({ store }) => {
    await store.create(newRequest('req_1'));
    await store.create(newRequest('req_2'));
    equal((await store.list({ limit: 2 })).nextCursor, null);
    check((await store.list({ limit: 1 })).nextCursor !== null, 'there is another page');
    equal(await store.list({ limit: 2, accounts: ['nobody'] }), { rows: [], nextCursor: null });
  });

  test('history is paged oldest first, with facts that are appended meanwhile at the end', async ({ store }) => {
    await store.create(newRequest('req_1', { history: [fact('f0')] }));
    await store.create(newRequest('req_2', { history: [fact('other')] }));
    const { token } = await lease(store, 'req_1');
    await store.commit('req_1', token, { history: [fact('f1'), fact('f2'), fact('f3')] });
    const first = await store.history('req_1', { limit: 3 });
    equal(
      first.entries.map(({ id }) => id),
      ['f0', 'f1', 'f2'],
    );
    await store.commit('req_1', token, { history: [fact('f4')] });
    const second = await store.history('req_1', { limit: 3, cursor: first.nextCursor ?? '' });
    equal(
      second.entries.map(({ id }) => id),
      ['f3', 'f4'],
    );
    equal(second.nextCursor, null);
    equal(await store.history('req_none', { limit: 3 }), { entries: [], nextCursor: null });
  });

  test('a cursor that is not one is refused', async ({ store }) => {
    await store.create(newRequest('req_1', { history: [fact('f1')] }));
    for (const cursor of ['', 'x', '%', 'W10', 'bnVsbA', "' OR 1=1 --", 'WyIxZTk5OSIsIngiXQ']) {
      await rejects(store.list({ limit: 1, cursor }), `list ${cursor}`);
      await rejects(store.history('req_1', { limit: 1, cursor }), `history ${cursor}`);
    }
  });
}

async function pages(store: Store<ContractDoc>, limit: number, between: () => Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof store.list>> = await store.list({
      limit,
      accounts: ['default'],
      ...(cursor === null ? {} : { cursor }),
    });
    seen.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
    await between();
  } while (cursor !== null);
  return seen;
}

import { check, equal, fact, lease, newRequest, rejects, row } from './bench.js';
import type { Bench } from './bench.js';

/** Making requests, and time. */
export function createTests({ test, testOwnTime }: Bench): void {
  testOwnTime('its own time is the present in whole ms and does not go back', async ({ store }) => {
    const first = await store.now();
    const second = await store.now();
    check(second >= first, 'time goes on');
    check(Math.abs(first.getTime() - Date.now()) < 60_000, 'within a minute of this machine');
    const { row: made } = await store.create(newRequest('req_time'));
    check(made.createdAt >= second && made.createdAt <= (await store.now()), 'a row is stamped by the same time');
    equal((await row(store, 'req_time')).createdAt, made.createdAt);
  });

  test('a request is made as version 1 with its columns, document and history', async ({ store, time }) => {
    const nextCheckAt = new Date(time().getTime() + 5000);
    const given = newRequest('req_1', {
      account: 'second',
      reference: 'INV-1',
      nextCheckAt,
      doc: { n: 7 },
      exclusiveKey: 'second/INV-1',
      history: [fact('f1'), fact('f2')],
    });
    const { row: made, created } = await store.create(given);
    equal(created, true);
    const { id, status, account, reference, doc } = given;
    equal(made, {
      ...{ id, status, account, reference, doc, nextCheckAt },
      ...{ version: 1, createdAt: time(), updatedAt: time() },
    });
    equal(await row(store, 'req_1'), made);
    equal((await store.history('req_1', { limit: 10 })).entries, [fact('f1'), fact('f2')]);
  });

  test('a document comes back as the JSON that it was', async ({ store }) => {
    const note = {
      text: 'Zürich 東京 🦊 "quoted" \\ \u0000 \u2028 \ud800 </script>',
      numbers: [0, -1, 0.1, 1e21, 9007199254740991],
      nested: [[], {}, [null, true, false, { '': [''] }]],
    };
    await store.create(newRequest('req_json', { doc: { n: 1, note } }));
    equal((await row(store, 'req_json')).doc, { n: 1, note });
  });

  test('nobody outside holds a part of what is stored', async ({ store }) => {
    const given = newRequest('req_copy', { doc: { n: 1, note: { deep: 'as given' } }, history: [fact('f1')] });
    const { row: made } = await store.create(given);
    given.doc.n = 2;
    made.doc.n = 3;
    const read = await row(store, 'req_copy');
    read.doc.note = null;
    read.createdAt.setTime(0);
    const held = await lease(store, 'req_copy');
    held.row.doc.n = 4;
    const [entry] = (await store.history('req_copy', { limit: 1 })).entries;
    if (entry) entry.stripe.charge = 'ch_other';
    equal((await row(store, 'req_copy')).doc, { n: 1, note: { deep: 'as given' } });
    check((await row(store, 'req_copy')).createdAt.getTime() > 0, 'the time is its own');
    equal((await store.history('req_copy', { limit: 1 })).entries, [fact('f1')]);
  });

  test('an id is taken once', async ({ store }) => {
    await store.create(newRequest('req_1', { doc: { n: 1 } }));
    await rejects(store.create(newRequest('req_1', { doc: { n: 2 }, history: [fact('f1')] })), 'a second one');
    equal((await row(store, 'req_1')).doc, { n: 1 });
    equal((await store.history('req_1', { limit: 10 })).entries, []);
  });

  test('of twenty at once with the same exclusive key one is made and all get it', async ({ store }) => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        store.create(newRequest(`req_${i}`, { exclusiveKey: 'k', history: [fact(`f${i}`)] })),
      ),
    );
    equal(made.filter(({ created }) => created).length, 1, 'made');
    equal(new Set(made.map(({ row: { id } }) => id)).size, 1, 'ids');
    equal((await store.list({ limit: 50 })).rows.length, 1, 'rows');
    equal((await store.claimEvents(50, 1000)).length, 1, 'facts');
  });

  test('an exclusive key is held while open or paid and free once canceled or expired', async ({ store }) => {
    await store.create(newRequest('req_1', { exclusiveKey: 'k' }));
    const first = await lease(store, 'req_1');
    await store.commit('req_1', first.token, { status: 'paid' });
    equal((await store.create(newRequest('req_2', { exclusiveKey: 'k' }))).row.id, 'req_1', 'while paid');
    equal((await store.holder('k'))?.id, 'req_1');
    equal(await store.holder('other'), null);
    await store.commit('req_1', first.token, { status: 'canceled' });
    equal(await store.holder('k'), null, 'once canceled');
    equal((await store.create(newRequest('req_3', { exclusiveKey: 'k' }))).row.id, 'req_3', 'after canceled');
    const third = await lease(store, 'req_3');
    await store.commit('req_3', third.token, { status: 'expired' });
    equal((await store.create(newRequest('req_4', { exclusiveKey: 'k' }))).row.id, 'req_4', 'after expired');
    equal((await store.create(newRequest('req_5', { exclusiveKey: 'other' }))).created, true, 'another key');
    equal((await store.create(newRequest('req_6'))).created, true, 'no key');
    equal((await store.create(newRequest('req_7'))).created, true, 'no key again');
  });

  test('money that arrives after expiry is written even if another holds the key by then', async ({ store }) => {
    await store.create(newRequest('req_1', { exclusiveKey: 'k' }));
    const held = await lease(store, 'req_1');
    await store.commit('req_1', held.token, { status: 'expired' });
    await store.create(newRequest('req_2', { exclusiveKey: 'k' }));
    equal((await store.commit('req_1', held.token, { status: 'paid' }))?.status, 'paid');
    equal((await store.create(newRequest('req_3', { exclusiveKey: 'k' }))).row.id, 'req_2');
  });
}

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { memoryStore, openPglite, postgresStore } from '../../../src/server/index.js';
import { bench, problemIn, read } from '../server/bench.js';
import { cancels, done, refused } from './bench.js';

const database = await openPglite(null);
after(() => database.close());

for (const [name, store] of [
  ['memory', memoryStore()],
  ['PGlite', await postgresStore(database)],
] as const)
  test(`a back office captures, refunds, cancels and lists over a store in ${name}, each once`, async (t) => {
    const b = bench({ store, accounts: [cancels] });
    t.after(() => b.server.close());
    const [held, sold, open] = [
      await b.make({ capture: 'manual', reference: 'held' }),
      await b.make({ reference: 'sold' }),
      await b.make({ reference: 'open' }),
    ];
    await b.pay(held.id, 'a1', 'pm_card_visa');
    await b.pay(sold.id, 'a1', 'pm_card_visa');

    const press = { 'idempotency-key': 'capture-1' };
    const [one, two] = await Promise.all([1, 2].map(() => done(b, held.id, 'capture', { amount: 2000 }, press)));
    assert.deepEqual(one, two);
    assert.deepEqual([one?.status, one?.payment?.captured], ['paid', 2000]);
    assert.deepEqual(await refused(b, held.id, 'capture'), [409, 'not-capturable', '']);

    const back = await Promise.all(
      [1, 2, 3].map(() => b.operate('POST', `/requests/${sold.id}/refunds`, { amount: 1000 })),
    );
    assert.deepEqual(back.map(({ status }) => status).sort(), [200, 200, 409]);
    assert.equal((await done(b, sold.id, 'refunds')).status, 'refunded');
    assert.equal((await done(b, open.id, 'cancel', { reason: 'Out of stock' })).status, 'canceled');
    assert.equal((await problemIn(await b.operate('POST', `/requests/${sold.id}/cancel`))).code, 'already-paid');

    const listed = async (query: string): Promise<(string | null)[]> =>
      (await read(await b.operate('GET', `/requests?${query}`), schemas.page(schemas.operatorRequest))).data.map(
        ({ reference }) => reference,
      );
    assert.deepEqual(
      [await listed('status=paid'), await listed('status=refunded'), await listed('status=canceled')],
      [['held'], ['sold'], ['open']],
    );
    const refunds = b.sandbox
      .log()
      .filter(({ method, path, status }) => `${method} ${path} ${status}` === 'POST /v1/refunds 200');
    assert.equal(refunds.length, 3);
  });

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createOutbox, type Outbox, type OutboxOptions, type PaymentEvent } from '../../../src/server/events.js';
import type { RequestDoc } from '../../../src/server/requests/document.js';
import { newDocument } from '../../../src/server/requests/document.js';
import { createdEntry } from '../../../src/server/requests/history.js';
import type { Store } from '../../../src/server/store.js';
import { postgresStore } from '../../../src/server/stores/postgres.js';
import { openPglite } from '../../../src/server/stores/pglite.js';
import { Bench, terms } from './bench.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

function outboxOf(store: Store<RequestDoc>, options: Partial<OutboxOptions> & Pick<OutboxOptions, 'onEvent'>): Outbox {
  return createOutbox({ store, logger: silent, ...options });
}

test('every fact is told at least once, in order, again until it is taken', async () => {
  const bench = new Bench();
  const id = await bench.request();
  await bench.pay(id, 'a1', 'pm_card_visa');
  const told: PaymentEvent[] = [];
  let refusals = 2;
  const outbox = outboxOf(bench.store, {
    repeatAfter: 1_000,
    onEvent: (event) => {
      told.push(event);
      if (event.type === 'attempt_started' && refusals-- > 0) throw new Error('not now');
    },
  });
  await outbox.pump();
  await bench.pass(1_000);
  await outbox.pump();
  await bench.pass(1_000);
  await outbox.pump();
  assert.equal(told.length, 3, 'the second pause is twice as long');
  await bench.pass(1_000);
  await outbox.pump();
  assert.deepEqual(
    told.map((event) => event.type),
    ['created', 'attempt_started', 'attempt_started', 'attempt_started', 'paid'],
  );
  assert.equal(told[1]?.id, told[2]?.id);
  const last = told.at(-1);
  assert.equal(last?.request, id);
  assert.match(last.dashboardUrl ?? '', /\/test\/payments\/pi_/);
  await outbox.close();
});

test('events that the host never takes do not hold up those of other requests', async () => {
  const bench = new Bench();
  const stuck = new Set<string>();
  for (let n = 0; n < 120; n++) stuck.add(await bench.request());
  const id = await bench.request();
  const told: string[] = [];
  const outbox = outboxOf(bench.store, {
    repeatAfter: 60_000,
    onEvent: ({ request }) => {
      if (stuck.has(request)) throw new Error('no such merchant');
      told.push(request);
    },
  });
  await outbox.pump();
  assert.deepEqual(told, [id]);
  await outbox.close();
});

test('a handler that hangs holds up no other request, and its event is told again once its time is over', async () => {
  const bench = new Bench();
  const hanging = await bench.request();
  const paid = await bench.request();
  await bench.pay(paid, 'a1', 'pm_card_visa');
  const told: string[] = [];
  let isStuck = true;
  let allTold = (): void => undefined;
  const others = new Promise<void>((resolve) => (allTold = resolve));
  const outbox = outboxOf(bench.store, {
    timeLimit: 200,
    onEvent: ({ request, type }) => {
      told.push(`${request === paid ? 'paid' : 'hanging'} ${type}`);
      if (request === paid && type === 'paid') allTold();
      return request === hanging && isStuck ? new Promise<void>(() => undefined) : undefined;
    },
  });
  const pumped = outbox.pump();
  await others;
  await pumped;
  const first = ['hanging created', 'paid created', 'paid attempt_started', 'paid paid'];
  assert.deepEqual(told, first);
  isStuck = false;
  await bench.pass(1_000);
  await outbox.pump();
  assert.deepEqual(told, [...first, 'hanging created']);
  await outbox.close();
});

test('a host that is back after a while is told of what waits, a hundred at once and no more', async () => {
  const bench = new Bench();
  for (let n = 0; n < 250; n++) await bench.request();
  let [isDown, running, most, told] = [true, 0, 0, 0];
  const outbox = outboxOf(bench.store, {
    onEvent: async () => {
      if (isDown) throw new Error('The receiver is down.');
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      told++;
    },
  });
  for (let round = 0; round < 3; round++) {
    await outbox.pump();
    await bench.pass(10_000);
  }
  isDown = false;
  await outbox.pump();
  assert.deepEqual([told, most], [250, 100]);
  await outbox.close();
});

const database = await openPglite(null);
after(() => database.close());

for (const [name, open] of [
  ['memory', async (bench: Bench) => bench.store],
  ['PGlite', async () => postgresStore<RequestDoc>(database)],
] as const)
  test(`two processes tell each fact once, each request's in order, over a store in ${name}`, async () => {
    const store = await open(new Bench());
    const types = ['first', 'second', 'third'];
    for (let n = 0; n < 40; n++) {
      const doc = newDocument(terms);
      const entry = createdEntry(doc, 'open', 'operator:test', new Date());
      const history = types.map((note) => ({ ...entry, id: `${n} ${note}`, note }));
      const columns = { account: 'demo', reference: null, nextCheckAt: null, exclusiveKey: null };
      await store.create({ ...columns, id: `req_${n}`, status: 'open', doc, history });
    }
    const told: string[] = [];
    const outboxes = [1, 2].map(() =>
      outboxOf(store, {
        onEvent: async ({ id }) => {
          told.push(id);
          await new Promise((resolve) => setImmediate(resolve));
        },
      }),
    );
    // Where one found a row that the other was claiming, a second look finds what is left.
    for (let look = 0; look < 3; look++) await Promise.all(outboxes.map((outbox) => outbox.pump()));
    assert.equal(told.length, 120);
    for (let n = 0; n < 40; n++)
      assert.deepEqual(told.filter((id) => id.startsWith(`${n} `)), types.map((type) => `${n} ${type}`)); // prettier-ignore
    await Promise.all(outboxes.map((outbox) => outbox.close()));
  });

test('what a process that died was telling is told by another once its claim is over', async () => {
  const bench = new Bench();
  const id = await bench.request();
  const dead = outboxOf(bench.store, { onEvent: () => new Promise<void>(() => undefined), timeLimit: 300 });
  const dying = dead.pump();
  const told: string[] = [];
  const other = outboxOf(bench.store, { onEvent: ({ request }) => void told.push(request) });
  await other.pump();
  assert.deepEqual(told, [], 'it is being told');
  await bench.pass(60_000);
  await other.pump();
  assert.deepEqual(told, [id]);
  await dying;
  await other.pump();
  assert.deepEqual(told, [id], 'what the dead one does late takes nothing back');
  await Promise.all([dead.close(), other.close()]);
});

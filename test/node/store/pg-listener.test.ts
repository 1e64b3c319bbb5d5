import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { listenOn } from '../../../src/server/stores/pg-listener.js';
import type { PgOwnClient } from '../../../src/server/stores/pg-driver.js';

class FakeClient extends EventEmitter implements PgOwnClient {
  readonly asked: string[] = [];
  ended = false;
  refuses = false;

  async connect(): Promise<void> {
    if (this.refuses) throw new Error('refused');
  }

  async query(text: string): Promise<{ rows: Record<string, unknown>[] }> {
    this.asked.push(text);
    return { rows: [] };
  }

  async end(): Promise<void> {
    this.ended = true;
    this.emit('end');
  }
}

test('a lost connection is made again until it holds, and what may be missed is said then', async () => {
  const clients: FakeClient[] = [];
  const made = (n: number): FakeClient => clients[n] ?? assert.fail(`There is no client ${n}`);
  const connect = () => {
    const client = new FakeClient();
    client.refuses = clients.length === 1;
    clients.push(client);
    return client;
  };
  const received: string[] = [];
  let missed: (forMs: number) => void = () => undefined;
  const gap = new Promise<number>((resolve) => {
    missed = resolve;
  });
  const stop = await listenOn({
    connect,
    notify: () => Promise.resolve(),
    channel: 'a "channel"',
    received: (payload) => received.push(payload),
    missed,
  });
  assert.deepEqual(made(0).asked, ['LISTEN "a ""channel"""']);
  made(0).emit('notification', { channel: 'a "channel"', payload: 'one' });
  made(0).emit('notification', { channel: 'other', payload: 'not ours' });
  made(0).emit('error', new Error('reset'));
  assert.ok((await gap) > 0);
  assert.equal(clients.length, 3);
  made(2).emit('notification', { channel: 'a "channel"', payload: 'two' });
  assert.deepEqual(received, ['one', 'two']);
  await stop();
  assert.deepEqual(
    clients.map(({ ended }) => ended),
    [true, true, true],
  );
});

test('the first connection is not tried twice', async () => {
  const client = new FakeClient();
  client.refuses = true;
  await assert.rejects(
    listenOn({
      connect: () => client,
      notify: () => Promise.resolve(),
      channel: 'c',
      received: () => undefined,
      missed: () => undefined,
    }),
    /refused/,
  );
  assert.equal(client.ended, true);
});

for (const [what, brings, looks] of [
  ['brings the probes is not polled any more', () => true, false],
  ['brings the first probe only is polled from then on, and that is said once', (n: number) => n === 0, true],
  ['is mute is polled from then on, and that is said once', () => false, true],
] as const)
  test(`a connection that ${what}`, async (t) => {
    const client = new FakeClient();
    // The listener's own timers keep no process alive.
    const alive = setInterval(() => undefined, 1_000);
    t.after(() => clearInterval(alive));
    const warned = t.mock.method(console, 'warn', () => undefined);
    const received: string[] = [];
    let probes = 0;
    let polls = 0;
    let decided: () => void = () => undefined;
    const second = new Promise<void>((resolve) => (decided = resolve));
    const stop = await listenOn({
      connect: () => client,
      notify: async (payload) => {
        if (brings(probes)) client.emit('notification', { channel: 'c', payload });
        probes += 1;
        if (probes === 2 && !looks) setImmediate(decided);
      },
      channel: 'c',
      received: (payload) => received.push(payload),
      missed: () => {
        polls += 1;
        if (client.ended) decided();
      },
    });
    await second;
    const before = polls;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    assert.equal(polls > before, looks);
    assert.equal(warned.mock.callCount(), looks ? 1 : 0);
    assert.equal(client.ended, looks);
    assert.deepEqual(received, []);
    await stop();
  });

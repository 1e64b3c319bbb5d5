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
  const stop = await listenOn(connect, 'a "channel"', (payload) => received.push(payload), missed);
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
    listenOn(
      () => client,
      'c',
      () => undefined,
      () => undefined,
    ),
    /refused/,
  );
  assert.equal(client.ended, true);
});

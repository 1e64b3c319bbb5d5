import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Feed } from '../../../src/session/feed.js';
import { moneyRequest } from '../../../src/testing/scripted-backend.js';

const turn = async (): Promise<void> => {
  for (let left = 30; left > 0; left--) await Promise.resolve();
};

test('a request that joins while others are being asked for is no reason to ask more often', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const pass = async (ms: number): Promise<void> => {
    for (let at = 0; at < ms; at += 20) {
      t.mock.timers.tick(20);
      await turn();
    }
  };
  let asked = 0;
  let answer: (() => void) | null = null;
  const feed = new Feed({
    flow: 'token',
    retrieve: async (id) => {
      if (id === 'a' && ++asked === 1) await new Promise<void>((resolve) => (answer = resolve));
      return moneyRequest({ id });
    },
    pay: () => Promise.reject(new Error('Nobody pays here.')),
  });
  feed.watch('a', 1, () => undefined);
  await pass(5_200);
  assert.equal(asked, 1);
  feed.watch('b', 1, () => undefined);
  await pass(200);
  (answer as (() => void) | null)?.();
  asked = 1;
  await pass(50_000);
  assert.ok(asked <= 11, `asked ${asked - 1} times in 50 s`);
});

import { check, equal, rejects, signal, says } from './bench.js';
import type { Bench } from './bench.js';

/** Answers by idempotency key. */
export function answerTests({ test }: Bench): void {
  const body = 'Zürich \u0000 🦊';

  test('a repeat gets the stored answer, another body none, another scope or key its own', async ({ store }) => {
    let runs = 0;
    const answer = () => says(201, `${body}${++runs}`);
    const first = await store.once('s', 'k', 'hash', answer);
    equal(first, { bodyHash: 'hash', status: 201, body: `${body}1` });
    equal(await store.once('s', 'k', 'hash', answer), first);
    equal(await store.once('s', 'k', 'other', answer), null);
    equal((await store.once('t', 'k', 'hash', answer))?.body, `${body}2`);
    equal((await store.once('s', 'l', 'hash', answer))?.body, `${body}3`);
    equal(runs, 3);
  });

  test('of ten at once one runs and all get its answer; another body is refused at once', async ({ store }) => {
    const started = signal();
    const finish = signal();
    let runs = 0;
    const answer = async (): Promise<{ status: number; body: string }> => {
      runs += 1;
      started.give();
      await finish.done;
      return { status: 422, body: 'no' };
    };
    const all = Array.from({ length: 10 }, () => store.once('s', 'k', 'hash', answer));
    await started.done;
    equal(await store.once('s', 'k', 'other', answer), null);
    finish.give();
    equal(await Promise.all(all), Array(10).fill({ bodyHash: 'hash', status: 422, body: 'no' }));
    equal(runs, 1);
  });

  test('an answer of 500 and above is not kept', async ({ store }) => {
    const fails = () => says(503, 'later');
    equal((await store.once('s', 'k', 'hash', fails))?.status, 503);
    equal((await store.once('s', 'k', 'other', () => says(200, 'ok')))?.body, 'ok');
  });

  test('one that waits runs it itself after the first failed', async ({ store }) => {
    const started = signal();
    const finish = signal();
    const first = store.once('s', 'k', 'hash', async () => {
      started.give();
      await finish.done;
      throw new Error('cannot');
    });
    await started.done;
    const second = store.once('s', 'k', 'hash', () => says(200, 'second'));
    finish.give();
    await rejects(first, 'the first');
    equal((await second)?.body, 'second');
  });

  test('a repeat of one that failed goes on from the same seed; another body, key or scope has its own', async (given) => {
    const { store, tick } = given;
    const seeds: string[] = [];
    const failing = (seed: string): Promise<{ status: number; body: string }> => {
      seeds.push(seed);
      return seeds.length === 2 ? Promise.reject(new Error('cannot')) : says(503, 'later');
    };
    await store.once('s', 'k', 'hash', failing);
    await rejects(store.once('s', 'k', 'hash', failing), 'the second');
    await store.once('s', 'k', 'hash', failing);
    check(/^[0-9a-f]{32}$/.test(seeds[0] ?? '') && new Set(seeds).size === 1, seeds.join());
    await store.once('s', 'k', 'other', failing);
    await store.once('s', 'l', 'hash', failing);
    await store.once('t', 'k', 'hash', failing);
    tick(24 * 60 * 60 * 1000);
    await store.once('s', 'l', 'hash', failing);
    equal(new Set(seeds).size, 5);
  });

  test('a key is known to have begun while it runs, once it is answered and after it failed, for 24 hours', async ({
    store,
    tick,
  }) => {
    const failing = (): Promise<{ status: number; body: string }> => Promise.reject(new Error('died'));
    equal(await store.began('s', 'k'), false, 'before');
    const during = await store.once('s', 'k', 'hash', async () => says(200, String(await store.began('s', 'k'))));
    equal(during?.body, 'true');
    await rejects(store.once('s', 'l', 'hash', failing), 'one that fails');
    tick(24 * 60 * 60 * 1000 - 1);
    equal([await store.began('s', 'k'), await store.began('s', 'l'), await store.began('t', 'k')], [true, true, false]);
    tick(1);
    equal([await store.began('s', 'k'), await store.began('s', 'l')], [false, false]);
  });

  test('answers are kept for 24 hours', async ({ store, tick }) => {
    await store.once('s', 'k', 'hash', () => says(200, 'old'));
    tick(24 * 60 * 60 * 1000 - 1);
    equal((await store.once('s', 'k', 'hash', () => says(200, 'new')))?.body, 'old');
    tick(1);
    equal((await store.once('s', 'k', 'other', () => says(200, 'new')))?.body, 'new');
  });
}

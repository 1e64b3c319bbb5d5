/** A process that dies at a chosen call: neither the store nor Stripe hears from it again. */
import assert from 'node:assert/strict';
import type { RequestDoc } from '../../../src/server/requests/document.js';
import type { Store } from '../../../src/server/store.js';
import { Bench } from './bench.js';

export class Died extends Error {}

export interface Mortal {
  store: Store<RequestDoc>;
  fetch: (request: Request) => Promise<Response>;
  /** How many calls were made. */
  calls(): number;
  died(): boolean;
  /** What the last call was. */
  last(): string;
}

/** `when`: the call does not arrive, or it does and its answer is not seen any more. */
export function mortal(
  store: Store<RequestDoc>,
  fetch: (request: Request) => Promise<Response>,
  at: number,
  when: 'before' | 'after',
): Mortal {
  let calls = 0;
  let dead = false;
  let last = '';
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    if (dead) throw new Died();
    calls += 1;
    last = name;
    const fatal = calls === at;
    if (fatal && when === 'before') {
      dead = true;
      throw new Died();
    }
    const answer = await work();
    if (fatal) dead = true;
    if (dead) throw new Died();
    return answer;
  };
  return {
    store: {
      ...store,
      now: () => store.now(),
      read: (ids) => step('read', () => store.read(ids)),
      acquire: (id, ttl) => step('acquire', () => store.acquire(id, ttl)),
      commit: (id, token, change) => step('commit', () => store.commit(id, token, change)),
      wake: (id) => step('wake', () => store.wake(id)),
    },
    fetch: (request) =>
      step(`${request.method} ${new URL(request.url).pathname.replace(/(pi|cs)_\w+/, ':id')}`, () => fetch(request)),
    calls: () => calls,
    died: () => dead,
    last: () => last,
  };
}

/** Runs `work` in a process that dies at call 1, 2, 3, … until one lives to the end. */
export async function everyDeath(
  when: 'before' | 'after',
  prepare: (bench: Bench) => Promise<string>,
  work: (bench: Bench, id: string, process: Mortal) => Promise<unknown>,
  check: (bench: Bench, id: string, at: string) => Promise<void>,
): Promise<string[]> {
  const places: string[] = [];
  for (let at = 1; ; at += 1) {
    const bench = new Bench();
    const id = await prepare(bench);
    const process = mortal(bench.store, (request) => bench.sandbox.fetch(request), at, when);
    await work(bench, id, process).catch(() => undefined);
    if (!process.died()) return places;
    places.push(process.last());
    await check(bench, id, `${when} call ${at}, ${process.last()}`);
    assert.ok(at < 100);
  }
}

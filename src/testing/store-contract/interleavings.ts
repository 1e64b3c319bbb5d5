import type { StoredRequest } from '../../server/store.js';
import { check, dice, equal, fact, newRequest, row } from './bench.js';
import type { Bench, Case, ContractDoc } from './bench.js';

/** More than any store needs for thirty leases: one that is never free again fails, and does not go on for ever. */
const MOST_TRIES = 10_000;

/** Many hands at once. */
export function interleavingTests({ test, testOwnTime }: Bench): void {
  for (const seed of [1, 2, 3])
    test(`any order of takes, commits and waits keeps one holder (seed ${seed})`, (given) => randomWalk(given, seed));

  testOwnTime('no increment of five at once is lost and versions only grow', async ({ store }) => {
    await store.create(newRequest('req_1'));
    const versions: number[] = [];
    let tries = 0;
    const increments = async (worker: number): Promise<void> => {
      for (let i = 0; i < 6;) {
        const taken = await store.acquire('req_1', 60_000);
        check(++tries < MOST_TRIES, 'a lease that is given back can be taken again');
        if (!taken) continue;
        const { row: seen, token } = taken;
        const history = [fact(`w${worker}-${i}`)];
        const after = await store.commit('req_1', token, { doc: { n: seen.doc.n + 1 }, history, release: true });
        check(after !== null, 'the commit of the holder applies');
        versions.push(after?.version ?? 0);
        i += 1;
      }
    };
    await Promise.all([0, 1, 2, 3, 4].map(increments));
    equal((await row(store, 'req_1')).doc.n, 30);
    equal(
      [...versions].sort((a, b) => a - b),
      Array.from({ length: 30 }, (_, i) => i + 2),
      'one version a commit',
    );
    equal((await store.history('req_1', { limit: 99 })).entries.length, 30, 'facts');
  });
}

/**
 * Random steps of several holders on two requests against a model of what must be: who holds, until when,
 * which version and document. Holders go on with tokens that they lost long ago.
 */
async function randomWalk({ store, tick, time }: Case, seed: number): Promise<void> {
  const roll = dice(seed);
  const ids = ['req_1', 'req_2'] as const;
  const model = new Map<string, { token: string | null; until: number; expected: StoredRequest<ContractDoc> }>();
  for (const id of ids) {
    const { row: expected } = await store.create(newRequest(id));
    model.set(id, { token: null, until: 0, expected });
  }
  const tokens: string[] = ['never a token'];
  for (let step = 0; step < 120; step++) {
    const id = ids[roll(2)] ?? 'req_1';
    const known = model.get(id);
    if (!known) continue;
    const what = `step ${step} of seed ${seed}`;
    const action = roll(5);
    if (action === 0) tick(roll(150));
    else if (action <= 2) {
      const ttl = 1 + roll(200);
      const taken = await store.acquire(id, ttl);
      equal(taken !== null, known.token === null || known.until <= time().getTime(), `${what}: acquire`);
      if (!taken) continue;
      tokens.push(taken.token);
      equal(taken.row, known.expected, what);
      known.token = taken.token;
      known.until = time().getTime() + ttl;
    } else {
      // Mostly one of the last few, so that both right and lost ones come up.
      const token = tokens[Math.max(0, tokens.length - 1 - roll(4))] ?? '';
      const extend = roll(3) === 0 ? roll(200) : undefined;
      const release = extend === undefined && roll(3) === 0;
      const doc = { n: step };
      const after = await store.commit(id, token, { doc, release, ...(extend === undefined ? {} : { extend }) });
      equal(after !== null, token === known.token, `${what}: commit`);
      if (after) {
        const { version } = known.expected;
        known.expected = { ...known.expected, doc, version: version + 1, updatedAt: time() };
        if (release) known.token = null;
        if (extend !== undefined) known.until = time().getTime() + extend;
      }
    }
    equal(await row(store, id), known.expected, what);
  }
}

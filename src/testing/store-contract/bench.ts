/** What the tests of the contract stand on. No test library is imported, so that any runner runs them. */
import type { HistoryEntry } from '../../contract/types.js';
import type { Lease, NewRequest, Store, StoredRequest } from '../../server/store.js';

/** Declares tests: `node:test`, Vitest, Mocha's `describe` and `it`, … */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  test(name: string, body: () => Promise<void>): unknown;
}

/** The document of the requests in these tests. */
export interface ContractDoc {
  n: number;
  note?: unknown;
}

/** One test's store. */
export interface StoreSetup {
  /** Empty. */
  store: Store<ContractDoc>;
  /** A second store on the same data, as another process would open it; left out if there is no such thing. */
  another?: () => Promise<Store<ContractDoc>>;
  /** Ends all stores and opens the data again; left out if nothing outlives the store. */
  reopen?: () => Promise<Store<ContractDoc>>;
  /** Ends everything that was opened. */
  end(): Promise<void>;
}

/** Opens an empty store whose time is `clock`, or its own without one. */
export type OpenStore = (options: { clock?: () => Date }) => Promise<StoreSetup>;

/** What one test works with. */
export interface Case extends StoreSetup {
  /** Moves the store's clock on by so many ms. */
  tick(ms: number): void;
  /** The store's time. */
  time(): Date;
}

/** Declares tests on a store of their own. */
export interface Bench {
  /** With a clock that only `tick` moves. */
  test(name: string, body: (given: Case) => Promise<void>): void;
  /** With the store's own time. */
  testOwnTime(name: string, body: (given: StoreSetup) => Promise<void>): void;
}

/** No right store or backend needs so long for one test, in ms. */
const MOST_MS = 60_000;

/** Fails one that waits for what never comes, where the runner has no limit of its own. */
export async function within(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`It still waits after ${MOST_MS} ms.`));
    }, MOST_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Binds runner and store. */
export function makeBench(runner: TestRunner, open: OpenStore): Bench {
  return {
    test(name, body) {
      runner.test(name, async () => {
        let at = Date.UTC(2030, 0, 1);
        const time = (): Date => new Date(at);
        const setup = await open({ clock: time });
        const tick = (ms: number): void => {
          at += ms;
        };
        await within(body({ ...setup, tick, time })).finally(() => setup.end());
      });
    },
    testOwnTime(name, body) {
      runner.test(name, async () => {
        const setup = await open({});
        await within(body(setup)).finally(() => setup.end());
      });
    },
  };
}

/** An open request; what is given replaces members. */
export function newRequest(id: string, given: Partial<NewRequest<ContractDoc>> = {}): NewRequest<ContractDoc> {
  return {
    id,
    status: 'open',
    account: 'default',
    reference: null,
    nextCheckAt: null,
    doc: { n: 0 },
    exclusiveKey: null,
    history: [],
    ...given,
  };
}

/** A fact by its id. */
export function fact(id: string): HistoryEntry {
  return {
    id,
    at: '2030-01-01T00:00:00.000Z',
    type: 'created',
    by: 'system',
    attempt: null,
    amount: 3500,
    currency: 'usd',
    status: 'open',
    code: null,
    declineCode: null,
    card: null,
    stripe: { intent: null, charge: null, refund: null, event: null },
    dashboardUrl: null,
    note: null,
  };
}

/** Takes the lease; fails if it is held. */
export async function lease(store: Store<ContractDoc>, id: string, ttl = 10_000): Promise<Lease<ContractDoc>> {
  const taken = await store.acquire(id, ttl);
  if (!taken) throw new Error(`The lease of ${id} is not free`);
  return taken;
}

/** One row; fails if there is none. */
export async function row(store: Store<ContractDoc>, id: string): Promise<StoredRequest<ContractDoc>> {
  const rows = await store.read([id]);
  const [found] = rows;
  if (!found || rows.length !== 1) throw new Error(`Read ${rows.length} rows of ${id}`);
  return found;
}

/** Fails unless both are the same JSON, whatever the order of members. */
export function equal(actual: unknown, expected: unknown, what = 'value'): void {
  const [is, wanted] = [canonical(actual), canonical(expected)];
  if (is !== wanted) throw new Error(`${what}: is ${is}, expected ${wanted}`);
}

/** Fails unless it is so. */
export function check(so: boolean, what: string): void {
  if (!so) throw new Error(`Not so: ${what}`);
}

/** Fails unless it rejects. */
export async function rejects(work: Promise<unknown>, what: string): Promise<void> {
  const outcome = await work.then(
    () => 'resolved',
    () => 'rejected',
  );
  equal(outcome, 'rejected', what);
}

function canonical(value: unknown): string {
  if (value === undefined) return 'undefined';
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** An answer for `once`. */
export function says(status: number, body: string): Promise<{ status: number; body: string }> {
  return Promise.resolve({ status, body });
}

/** A promise that the test settles. */
export function signal(): { done: Promise<void>; give: () => void } {
  let give = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { done, give };
}

/** Whole numbers below `n`, the same ones for the same seed (mulberry32), so that a failure can be repeated. */
export function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}

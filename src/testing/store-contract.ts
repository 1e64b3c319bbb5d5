/**
 * What every store of the payment server has to keep, as tests. Run it on your own store:
 *
 *     import { describe, test } from 'node:test';
 *     storeContract('my store', { describe, test }, async ({ clock }) => ({ store: await myStore(clock), … }));
 */
import { answerTests } from './store-contract/answers.js';
import { changeTests } from './store-contract/changes.js';
import { counterTests } from './store-contract/counters.js';
import { createTests } from './store-contract/create.js';
import { eventTests } from './store-contract/events.js';
import { interleavingTests } from './store-contract/interleavings.js';
import { leaseTests } from './store-contract/leases.js';
import { listTests } from './store-contract/lists.js';
import { makeBench } from './store-contract/bench.js';
import type { OpenStore, TestRunner } from './store-contract/bench.js';
import { sharingTests } from './store-contract/sharing.js';
import { turnTests } from './store-contract/turns.js';
import { webhookTests } from './store-contract/webhooks.js';

export type { ContractDoc, OpenStore, StoreSetup, TestRunner } from './store-contract/bench.js';

/** Declares the tests of one store under `name`. Each opens an empty store of its own by `open`, one at a time. */
export function storeContract(name: string, runner: TestRunner, open: OpenStore): void {
  const bench = makeBench(runner, open);
  runner.describe(name, () => {
    createTests(bench);
    listTests(bench);
    leaseTests(bench);
    interleavingTests(bench);
    eventTests(bench);
    webhookTests(bench);
    answerTests(bench);
    counterTests(bench);
    turnTests(bench);
    changeTests(bench);
    sharingTests(bench);
  });
}

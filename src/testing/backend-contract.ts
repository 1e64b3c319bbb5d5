/**
 * What every backend of the elements has to keep, as tests. Run it on your own backend, with Stripe in test mode or
 * the sandbox behind it:
 *
 *     import { describe, test } from 'node:test';
 *     backendContract('my backend', { describe, test }, async (terms) => ({ backend: myBackend(), id: await order(terms), … }));
 */
import { abortTests } from './backend-contract/aborts.js';
import { makeBench, type BackendContractOptions, type OpenBackend } from './backend-contract/bench.js';
import { declineTests } from './backend-contract/declines.js';
import { payTests } from './backend-contract/pay.js';
import { readTests } from './backend-contract/read.js';
import { watchTests } from './backend-contract/watch.js';
import type { TestRunner } from './store-contract/bench.js';

export type { BackendContractOptions, BackendSetup, OpenBackend } from './backend-contract/bench.js';

/**
 * Declares the tests of one backend under `name`. Each opens a backend of its own by `open`. Optional methods that a
 * backend does not have are not asked for; a token backend has no next actions.
 */
export function backendContract(
  name: string,
  runner: TestRunner,
  open: OpenBackend,
  options: BackendContractOptions = {},
): void {
  const bench = makeBench(runner, open);
  runner.describe(name, () => {
    readTests(bench);
    payTests(bench);
    declineTests(bench);
    watchTests(bench);
    if (options.aborts ?? true) abortTests(bench);
  });
}

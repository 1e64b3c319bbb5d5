/** One case, played: started by `found.test.ts`. */
import { strict as assert } from 'node:assert';
import { workerData } from 'node:worker_threads';
import { play } from './play.js';
import type { Step } from './steps.js';
import { Tally } from './tally.js';
import type { Setting } from './world.js';

/** A case, and what it must have shown on its way, by the names of the tally. */
export interface Case {
  steps: readonly Step[];
  setting: Setting;
  reaches: readonly string[];
}

const { steps, setting, reaches } = workerData as Case;
const tally = new Tally();
await play(steps, setting, tally);
assert.deepEqual(
  reaches.filter((name) => !tally.counts.has(name)),
  [],
  `Reached: ${[...tally.counts.keys()].join(', ')}`,
);

/** Runs of the model on one processor: started by `model.test.ts`, with a seed and a number of runs. */
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { commands, setting } from './commands.js';
import { open } from './play.js';
import { checkSettled } from './truth.js';
import { Tally } from './world.js';

/** What it is given. */
export interface ModelTask {
  seed: number;
  runs: number;
  /** Where a failure that was printed can be found again. */
  path?: string;
}

/** What it answers: counts, and what failed. */
export interface ModelAnswer {
  counts: [string, number][];
  failure: string | null;
}

const { seed, runs, path } = workerData as ModelTask;
const tally = new Tally();
const result = await fc.check(
  fc.asyncProperty(setting, commands, async (drawn, steps) => {
    const { world, close } = await open(drawn, tally);
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
      await checkSettled(world);
      tally.add('runs');
    } finally {
      close();
    }
  }),
  { seed, numRuns: runs, ...(path === undefined ? {} : { path }) },
);
const answer: ModelAnswer = {
  counts: [...tally.counts],
  failure: result.failed
    ? `seed ${seed}, path ${result.counterexamplePath}\n${JSON.stringify(result.counterexample?.[0])}\n${String(result.counterexample?.[1])}\n${result.errorInstance instanceof Error ? result.errorInstance.stack : String(result.errorInstance)}`
    : null,
};
parentPort?.postMessage(answer);

/** Runs of the model on one processor: started by `model.test.ts`, with a seed and a number of runs. */
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { commands, setting } from './commands.js';
import { open } from './play.js';
import { checkSettled } from './truth.js';
import { Tally } from './tally.js';

/** What it is given. */
export interface ModelTask {
  seed: number;
  runs: number;
  /** Where a failure that was printed can be found again. */
  path?: string;
  /** Whether a failure is made as small as it can be. */
  shrink: boolean;
}

/** What it answers: counts, and what failed. */
export interface ModelAnswer {
  counts: [string, number][];
  failure: string | null;
}

const { seed, runs, path, shrink } = workerData as ModelTask;
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
  { seed, numRuns: runs, endOnFailure: !shrink, ...(path === undefined ? {} : { path }) },
);
const steps = [...(result.counterexample?.[1] ?? [])].map((step) => step.toString()).join(',\n');
const answer: ModelAnswer = {
  counts: [...tally.counts],
  failure: result.failed
    ? `seed ${seed}, path ${result.counterexamplePath?.split(':')[0]}\n${JSON.stringify(result.counterexample?.[0])}\n${steps}\n${result.errorInstance instanceof Error ? result.errorInstance.stack : String(result.errorInstance)}`
    : null,
};
parentPort?.postMessage(answer);

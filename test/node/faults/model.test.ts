import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { bundle } from './bundle.js';
import type { ModelAnswer, ModelTask } from './model-worker.js';

const { TEST_DEEP, MODEL_SEED, MODEL_PATH, MODEL_SHRINK = 'yes' } = process.env;
/** `npm run test:deep` tries what these do not reach. */
const { MODEL_RUNS = TEST_DEEP ? '1400' : '200' } = process.env;

/** Both processors of the smallest machine. */
const WORKERS = MODEL_PATH === undefined ? 2 : 1;

/** Without each of these a run of the suite has not tried what it says. */
const reached = [
  ...[
    'lost-request',
    'lost-answer',
    'late-request',
    'late-answer',
    'hang',
    'error',
    'error-after',
    'twice',
    'busy',
    'gateway',
    'gateway-after',
  ].flatMap((fault) => [`browser ${fault}`, `stripe ${fault}`]),
  'stripe outage',
  'server killed',
  'webhook deliver',
  'webhook deliver out of order',
  'webhook drop',
  'webhook repeat',
  'challenge authorized',
  'challenge refused',
  'replaced',
  'dispute won',
  'dispute lost',
  'drained',
  'checkout opened',
  'voucher take',
  'voucher expire',
  ...['200', 'exceeds-remaining', 'charge-disputed', 'balance-too-low', 'lost'].map(
    (answer) => `order refund ${answer}`,
  ),
  ...['200', 'not-capturable', 'lost'].map((answer) => `order capture ${answer}`),
  'stranger confirmed',
  ...['refund', 'part', 'cancel', 'capture'].map((what) => `dashboard ${what}`),
  ...[
    'press',
    'post',
    'repeat',
    'sync',
    'close',
    'reload',
    'challenge',
    'pass',
    'kill',
    'nap',
    'stored-error',
    'outage',
    'replace',
    'order',
    'order-again',
    'bank',
    'continue',
    'start-over',
    'checkout',
    'checkout-pay',
    'voucher',
  ].map((step) => `step ${step}`),
  ...['open', 'opening', 'ready', 'submitting', 'authenticating', 'processing', 'unknown', 'failed'].map(
    (state) => `page ${state}`,
  ),
  ...['open', 'failed', 'paid', 'authorized', 'refunded', 'canceled', 'expired'].map((state) => `end page ${state}`),
  ...['open', 'paid', 'authorized', 'partially_refunded', 'refunded', 'canceled', 'expired'].map(
    (state) => `end request ${state}`,
  ),
  ...['requires_action', 'succeeded', 'declined', 'lapsed'].map((status) => `end attempt ${status}`),
];

function run(script: URL, task: ModelTask): Promise<ModelAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: task, execArgv: ['--enable-source-maps'] });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

test('whatever fails between payer, server and Stripe: one charge, and nothing said that is not so', async (t) => {
  // The same runs each time, so that a red one means a change. MODEL_SEED tries others.
  const seed = Number(MODEL_SEED ?? 20_261_121);
  const runs = Number(MODEL_RUNS);
  t.diagnostic(`seed ${seed}, ${runs} runs of up to 40 steps`);
  const script = await bundle('model-worker.ts');
  const answers = await Promise.all(
    Array.from({ length: WORKERS }, (_, index) =>
      run(script, {
        seed: seed + index,
        shrink: MODEL_SHRINK === 'yes',
        runs: Math.ceil(runs / WORKERS),
        ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH }),
      }),
    ),
  );
  const counts = new Map<string, number>();
  for (const [name, count] of answers.flatMap((answer) => answer.counts))
    counts.set(name, (counts.get(name) ?? 0) + count);
  for (const [name, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) t.diagnostic(`${name}: ${count}`);
  assert.deepEqual(
    answers.flatMap(({ failure }) => failure ?? []),
    [],
  );
  if (runs < 1_000 || MODEL_PATH !== undefined) return;
  assert.deepEqual(
    reached.filter((name) => !counts.has(name)),
    [],
    'These were never tried or reached',
  );
});

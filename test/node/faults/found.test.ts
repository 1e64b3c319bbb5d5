import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { bundle } from './bundle.js';
import { THIRTY_DAYS } from './play.js';
import type { Case } from './found-worker.js';
import type { Step } from './steps.js';
import type { Setting } from './world.js';

const plain: Setting = { capture: 'automatic', life: THIRTY_DAYS };
const script = await bundle('found-worker.ts');

/** Plays a case in a time of its own. */
function played(steps: readonly Step[], reaches: readonly string[] = [], setting = plain): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, {
      workerData: { steps, setting, reaches } satisfies Case,
      execArgv: ['--enable-source-maps'],
    });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}

test('a refund in the Dashboard whose webhook was lost is found by a look of our own', () =>
  played([
    { do: 'post', card: 'pm_card_visa', then: 0 },
    { do: 'dashboard', what: 'refund', then: 0 },
  ]));

test('a page whose sync was lost after a challenge that was resumed asks again, and is not stuck', () =>
  played([
    { do: 'fault', on: 'stripe', fault: 'lost-request', path: '', skip: 0, ms: 50, status: 500 },
    { do: 'press', device: 0, card: 'pm_card_threeDSecure2Required', habit: 'leave', times: 1, then: 1500 },
    { do: 'repeat', which: 0, with: 'nothing', then: 1500 },
    { do: 'pass', ms: 600_000 },
    { do: 'fault', on: 'browser', fault: 'lost-request', path: '', skip: 0, ms: 50, status: 500 },
  ]));

test('twenty presses in each of two tabs, a lost answer and a reload in the middle are one charge', () =>
  played(
    [
      { do: 'fault', on: 'browser', fault: 'lost-answer', path: '/attempts', skip: 0, ms: 0, status: 500 },
      { do: 'fault', on: 'stripe', fault: 'late-answer', path: '/confirm', skip: 0, ms: 2_500, status: 500 },
      { do: 'press', device: 0, card: 'pm_card_visa', habit: 'authorize', times: 20, then: 0 },
      { do: 'press', device: 1, card: 'pm_card_mastercard', habit: 'authorize', times: 20, then: 40 },
      { do: 'reload', device: 0, then: 40 },
      { do: 'press', device: 0, card: 'pm_card_visa', habit: 'authorize', times: 20, then: 5 },
      { do: 'press', device: 1, card: 'pm_card_mastercard', habit: 'authorize', times: 20, then: 200 },
    ],
    ['browser lost-answer', 'stripe late-answer', 'end request paid', 'end page paid'],
  ));

test('an attempt that never reached Stripe has lapsed after its time, the page says so, and the request is open again', () =>
  played(
    [
      ...Array.from({ length: 40 }, (): Step => {
        return { do: 'fault', on: 'stripe', fault: 'lost-request', path: '/confirm', skip: 0, ms: 0, status: 500 };
      }),
      { do: 'press', device: 0, card: 'pm_card_visa', habit: 'authorize', times: 1, then: 200 },
      { do: 'pass', ms: 65_000 },
      { do: 'pass', ms: 65_000 },
      { do: 'pass', ms: 20_000 },
      ...Array.from({ length: 40 }, (): Step => ({ do: 'pass', ms: 1_000 })),
    ],
    ['page unknown', 'page failed', 'end attempt lapsed', 'end request open', 'stripe lost-request'],
  ));

test('an answer of before the payment that comes after it changes nothing on the page', () => {
  const late: Step = {
    do: 'fault',
    on: 'browser',
    fault: 'late-answer',
    path: '/requests/',
    skip: 0,
    ms: 9_000,
    status: 500,
  };
  return played(
    [
      late,
      late,
      { do: 'pass', ms: 6_000 },
      { do: 'press', device: 0, card: 'pm_card_visa', habit: 'authorize', times: 1, then: 200 },
    ],
    ['browser late-answer', 'page paid', 'end page paid'],
  );
});

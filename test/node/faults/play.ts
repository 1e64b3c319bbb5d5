/** Runs a list of steps in a fresh world, and checks it after each and at the end. */
import { take, type Step } from './steps.js';
import { checkSettled, checkStep } from './truth.js';
import { VirtualTime } from './virtual-time.js';
import { Tally } from './tally.js';
import { World, type Setting } from './world.js';

const START = Date.parse('2026-11-20T12:00:00.000Z');

export const THIRTY_DAYS = 30 * 86_400_000;

/** What a case that was found is played with, unless it says otherwise. */
export const plain: Setting = { capture: 'automatic', life: THIRTY_DAYS };

/** Makes a world at a time of its own; the function ends both. */
export async function open(setting: Setting, tally: Tally): Promise<{ world: World; close: () => void }> {
  const time = new VirtualTime(START);
  const giveBack = time.install();
  try {
    const world = await World.begin(time, tally, setting);
    return {
      world,
      close: () => {
        world.end();
        giveBack();
      },
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}

/** Plays a case. Rejects with what does not hold. */
export async function play(steps: readonly Step[], setting: Setting = plain, tally = new Tally()): Promise<void> {
  const { world, close } = await open(setting, tally);
  try {
    for (const step of steps) {
      await take(world, step);
      await checkStep(world);
    }
    await checkSettled(world);
  } finally {
    close();
  }
}

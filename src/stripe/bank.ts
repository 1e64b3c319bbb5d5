/** Makes way for the bank's window in whatever page it opens. Fetched when a bank asks. */
import { withFreeFrames } from './frames.js';
import { withoutModals } from './modals.js';

/** Runs a next action for the element `near`, null where there is none. Rejects what `run` does. */
export function clearWay(near: Element | null, run: () => Promise<void>): Promise<void> {
  return withoutModals(near, () => withFreeFrames(run));
}

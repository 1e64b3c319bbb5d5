/** Ends the bank's challenge of one attempt, for the payer who gives it up or starts over. */
import type { AbandonInput } from '../../contract/types.js';
import { currentRail } from '../requests/document.js';
import { inTurnToEnd } from './ending.js';
import { attemptIn, isOpenedBy } from './outcome.js';
import { supersede } from './rail.js';
import { refresh } from './refresh.js';
import { refusal } from './refusal.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/**
 * `Engine.abandon`. Stripe has the last word: where the bank was first, the answer says paid, and where Stripe has not ended it
 * yet, the attempt still requires action and is ended by the next look. An attempt that is over is answered as it is.
 */
export function abandonAttempt(tools: Tools, id: string, { attempt, attemptSecret }: AbandonInput): Promise<Row> {
  return inTurnToEnd(tools, id, async (run) => {
    const known = attemptIn(run.row, attempt);
    if (!known || !(await isOpenedBy(known, attemptSecret)))
      throw refusal('forbidden', 'There is no such attempt, or it was started with another secret.', run.row);
    if (known.status === 'pending') throw refusal('attempt-in-progress', 'This attempt is still under way.', run.row);
    if (known.status === 'requires_action') {
      await refresh(tools, run);
      const { status, rail } = run.attempt(attempt);
      const current = currentRail(run.doc);
      if (status === 'requires_action' && current?.id === rail && !current.missing) await supersede(tools, run);
    }
    return run.commit({ release: true });
  });
}

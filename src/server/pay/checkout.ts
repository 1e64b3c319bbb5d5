/** Sends a payer to Stripe's own page: a Checkout Session is made or found, and is the rail. */
import { PaymentError } from '../../errors/index.js';
import { currentRail, kindOf, pendingAttempt } from '../requests/document.js';
import { isSent, lapsed } from '../requests/settle.js';
import { mayStart } from './may-start.js';
import { CallFailed } from './operation.js';
import { closedBy, refusedFor } from './outcome.js';
import { mayGiveWay, supersede } from './rail.js';
import { refresh } from './refresh.js';
import { about, refusal } from './refusal.js';
import { LeaseLost, takeInTurn, type Run } from './run.js';
import { createSession } from './session-rail.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/** A session with less time than this is not worth beginning. */
const LEAST_LEFT_MS = 5 * 60_000;

/** Where a payer goes on. */
export interface CheckoutOutcome {
  row: Row;
  /** Stripe's page. */
  url: string;
}

/** `Engine.checkout`, and with `again` `Engine.checkoutAgain`. */
export async function checkout(tools: Tools, id: string, by: string, again = false): Promise<CheckoutOutcome> {
  const [found] = await tools.store.read([id]);
  if (!found) throw new PaymentError('not-found', 'There is no such request.');
  await mayStart(tools, found, { besidePending: again });
  const run = await takeInTurn(
    tools,
    id,
    [],
    (busy) => (!again && pendingAttempt(busy.doc) !== null) || closedBy(busy) !== null,
  );
  const row = run?.row ?? (await tools.store.read([id]))[0] ?? found;
  if (!run) throw closedBy(row) ?? refusal('attempt-in-progress', 'A payment of this request is being worked on.', row);
  try {
    await mayStart(tools, row, { besidePending: again });
    const url = await sessionFor(tools, run, by, again);
    const after = await run.commit({ release: true });
    if (url === null)
      throw closedBy(after) ?? refusal('gateway-unavailable', 'Stripe has not ended the other payment yet.', after);
    return { row: after, url };
  } catch (error) {
    if (error instanceof LeaseLost)
      throw refusal('attempt-in-progress', 'A payment of this request is being worked on.', row);
    const after = await run.release();
    if (error instanceof CallFailed && error.failure.kind === 'refused')
      throw refusedFor(error.failure.verdict, after) ?? about(error.failure.error, after);
    if (error instanceof CallFailed && error.failure.kind === 'unknown') throw about(error.failure.error, after);
    throw error;
  }
}

/**
 * The address of a session's page, whose rail is committed: the open one, or a new one once the rail there is has
 * ended, as Stripe confirms. Null if that rail stands: it has taken the money, or may yet. Throws
 * `attempt-in-progress` where a bank is being asked on that rail, unless it is to be ended (`again`).
 */
async function sessionFor(tools: Tools, run: Run, by: string, again: boolean): Promise<string | null> {
  const rail = currentRail(run.doc);
  if (rail) {
    await refresh(tools, run);
    if (isGood(run, await tools.now())) return run.pageUrl;
    const asks = kindOf(rail) === 'intent' && run.doc.snapshot?.rail.status === 'requires_action';
    if (asks && !again) throw refusal('attempt-in-progress', 'Another attempt waits for its bank.', run.row);
    if (mayGiveWay(run)) await supersede(tools, run);
  }
  // Under our lease nobody is at it: what was not sent to the rail will not be.
  const left = pendingAttempt(run.doc);
  if (left && !isSent(run.doc, left)) run.patchAttempt(left.id, lapsed(left, (await tools.now()).toISOString()));
  await run.commit();
  return currentRail(run.doc) || pendingAttempt(run.doc) ? null : createSession(tools, run, by);
}

/** Whether the open session can be handed out again. */
function isGood({ doc, pageUrl }: Run, now: Date): boolean {
  const rail = currentRail(doc);
  if (!rail || rail.ending || kindOf(rail) !== 'session' || pageUrl === null) return false;
  const expiresAt = Date.parse(doc.snapshot?.rail.session?.expiresAt ?? '');
  return expiresAt - now.getTime() >= LEAST_LEFT_MS && mayBePaid(doc.snapshot?.rail.status);
}

/** An open session whose payment waits for its bank is being paid by somebody: that page is the one to go on with. */
function mayBePaid(status: string | undefined): boolean {
  return status === 'requires_payment_method' || status === 'requires_confirmation' || status === 'requires_action';
}

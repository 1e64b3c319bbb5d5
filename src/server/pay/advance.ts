/**
 * Brings one request up to date, whoever asks: a payer's `sync`, a webhook, the reconciler. It reads Stripe
 * first, settles what the read shows, and then does what is left to be done.
 */
import { currentRail, pendingAttempt, type RequestDoc } from '../requests/document.js';
import { project } from '../requests/projection.js';
import { isSent } from '../requests/settle.js';
import { PaymentError } from '../../errors/index.js';
import { refundDuplicates } from './duplicates.js';
import type { StripeFailure } from '../stripe/errors.js';
import { CallFailed, TooLate } from './operation.js';
import { endRail, isEndable } from './rail.js';
import { askForReceipt } from './receipt.js';
import { refresh } from './refresh.js';
import { about, refusal } from './refusal.js';
import { LeaseLost, take, takeInTurn, type Run } from './run.js';
import { takeForward } from './steps.js';
import type { Tools } from './tools.js';
import type { Hint, Row } from './words.js';

/** A row after a read, with the client secret if a next action needs it. */
export interface Advanced {
  row: Row;
  secret: string | null;
}

/** Ways to bring a request up to date. */
export interface Advance {
  /** At once, or not: null if the lease is taken or Stripe cannot be read. It is then due again. */
  try(id: string, hints: readonly Hint[]): Promise<Row | null>;
  /** Waits its turn. Rejects with `not-found`, or `gateway-*` where Stripe cannot be read. */
  inTurn(id: string): Promise<Advanced>;
}

/** Makes them. */
export function createAdvance(tools: Tools): Advance {
  return {
    async try(id, hints) {
      const run = await take(tools, id, hints);
      if (!run) {
        await tools.store.wake(id);
        return null;
      }
      try {
        return (await advance(tools, run)).row;
      } catch (error) {
        tools.logger.warn('A request could not be brought up to date', {
          request: id,
          error: PaymentError.from(error).message,
        });
        return null;
      }
    },
    async inTurn(id) {
      for (;;) {
        const run = await takeInTurn(tools, id, []);
        if (!run) {
          const [row] = await tools.store.read([id]);
          if (!row) throw new PaymentError('not-found', 'There is no such request.');
          throw refusal('gateway-timeout', 'This payment is still being worked on. Ask again.', row);
        }
        try {
          return await advance(tools, run);
        } catch (error) {
          // What was read after another took over is not ours to keep: read again, in turn.
          if (!(error instanceof LeaseLost)) throw error;
        }
      }
    },
  };
}

async function advance(tools: Tools, run: Run): Promise<Advanced> {
  try {
    run.doc = withExpiry(run.doc, await tools.now());
    let secret = await refresh(tools, run);
    await refundDuplicates(tools, run);
    if (await mayGoOn(tools, run)) secret = await takeForward(tools, run);
    if (mustEnd(run.doc, await tools.now())) secret = await endRail(tools, run);
    await askForReceipt(tools, run);
    return { row: await run.commit({ release: true, webhooksDone: true }), secret };
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    const row = await run.release();
    if (error instanceof CallFailed && error.failure.kind !== 'declined') throw unsettled(error.failure, row);
    if (error instanceof TooLate) return { row, secret: null };
    throw error;
  }
}

/** Whatever Stripe refused on the way, who asks how it stands is told that this is not known, and nothing of the account. */
function unsettled(failure: Exclude<StripeFailure, { kind: 'declined' }>, row: Row): PaymentError {
  const { error } = failure;
  if (failure.kind === 'unknown' || failure.status === null || error.code.startsWith('gateway-'))
    return about(error, row);
  return refusal('gateway-error', 'Stripe refused a call about this payment.', row, { cause: error });
}

/** Sets the wish to end what has expired. A confirm that was sent is waited for. */
function withExpiry(doc: RequestDoc, now: Date): RequestDoc {
  const pending = pendingAttempt(doc);
  if (doc.ending || project(doc, now).status !== 'open' || now.getTime() < Date.parse(doc.terms.expiresAt)) return doc;
  if (pending && isSent(doc, pending)) return doc;
  return { ...doc, ending: { to: 'expired', at: now.toISOString(), by: 'system', reason: null } };
}

/**
 * Whether a pending attempt may still send something: it is young, nobody wants the request ended, and an
 * earlier call that may have arrived has left no trace, as was just read.
 */
async function mayGoOn(tools: Tools, { doc }: Run): Promise<boolean> {
  const pending = pendingAttempt(doc);
  // Under other keys a refusal would say nothing about what was sent before.
  if (!pending || doc.ending || currentRail(doc)?.missing) return false;
  const confirm = doc.operations.find(({ type, attempt }) => type === 'confirm' && attempt === pending.id);
  const since = Date.parse(confirm?.firstSentAt ?? pending.startedAt);
  return (await tools.now()).getTime() - since < Math.min(tools.pace.resend, tools.pace.keyAge);
}

function mustEnd(doc: RequestDoc, now: Date): boolean {
  const rail = currentRail(doc);
  if (!rail || rail.missing || !(doc.ending || rail.ending)) return false;
  const { status } = project(doc, now);
  return (status === 'open' || status === 'authorized') && isEndable(doc);
}

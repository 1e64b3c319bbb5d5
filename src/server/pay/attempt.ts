/** Starts an attempt, or answers what became of a known one. */
import type { AttemptInput, Instrument } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import { sha256Hex } from '../digest.js';
import { hasRefusedInstrument, withoutRefusedInstruments } from '../requests/refused-instruments.js';
import { withRenewedChallenge } from '../requests/returning.js';
import { pendingAttempt, type AttemptInstrument, type AttemptRecord } from '../requests/document.js';
import { mayStart } from './may-start.js';
import { CallFailed, TooLate } from './operation.js';
import { attemptIn, closedBy, isOpenedBy, outcomeOf, WITHHELD, type AttemptOutcome } from './outcome.js';
import { about, refusal } from './refusal.js';
import { LeaseLost, takeInTurn, type Run } from './run.js';
import { takeForward } from './steps.js';
import type { Sync } from './sync.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/** `Engine.pay`. */
export async function attempt(
  tools: Tools,
  sync: Sync,
  id: string,
  input: AttemptInput,
  by: string,
): Promise<AttemptOutcome> {
  const [row] = await tools.store.read([id]);
  if (!row) throw new PaymentError('not-found', 'There is no such request.');
  if (attemptIn(row, input.attempt)) return replay(tools, sync, row, input);
  await check(tools, row, input);

  const run = await takeInTurn(tools, id, [], (busy) => pendingAttempt(busy.doc) !== null || closedBy(busy) !== null);
  const now = run?.row ?? (await tools.store.read([id]))[0] ?? row;
  if (attemptIn(now, input.attempt)) {
    await run?.release();
    return replay(tools, sync, now, input);
  }
  if (!run) throw closedBy(now) ?? refusal('attempt-in-progress', 'Another attempt is under way.', now);
  try {
    await check(tools, now, input);
    const instrument = instrumentOf(input, now);
    const known = withoutRefusedInstruments(run.doc);
    run.doc = { ...known, attempts: [...known.attempts, await newAttempt(tools, input, instrument, by)] };
    await run.commit();
  } catch (error) {
    if (error instanceof LeaseLost) throw refusal('attempt-in-progress', 'Another attempt is under way.', now);
    await run.release();
    throw error;
  }
  return work(tools, sync, run, input);
}

async function work(tools: Tools, sync: Sync, run: Run, input: AttemptInput): Promise<AttemptOutcome> {
  try {
    const secret = await takeForward(tools, run);
    const attempt = run.attempt(input.attempt);
    const forgotten = hasRefusedInstrument(attempt);
    const row = await run.commit({ release: !forgotten });
    if (forgotten) {
      // In a commit of its own: the history is made of what the first one changed.
      run.doc = withoutRefusedInstruments(run.doc);
      await run.commit({ release: true });
    }
    return outcomeOf(row, attempt, secret);
  } catch (error) {
    // Whoever took the lease goes on with it.
    if (error instanceof LeaseLost) return replay(tools, sync, run.row, input);
    const row = await run.release();
    const attempt = attemptIn(row, input.attempt);
    if (!(error instanceof CallFailed || error instanceof TooLate)) throw error;
    if (attempt && attempt.status !== 'pending' && attempt.status !== 'lapsed') return outcomeOf(row, attempt, null);
    if (error instanceof CallFailed && error.failure.kind !== 'declined') throw about(error.failure.error, row);
    throw refusal('gateway-unavailable', 'It is not known yet what became of this attempt.', row, { cause: error });
  }
}

/** The outcome of a known attempt, after moving it on. */
async function replay(tools: Tools, sync: Sync, found: Row, input: AttemptInput): Promise<AttemptOutcome> {
  const known = attemptIn(found, input.attempt);
  if (!known) throw refusal('attempt-in-progress', 'Another attempt is under way.', found);
  if (input.instrument) {
    const { kind, id } = instrumentOf(input, found);
    if (known.instrument.kind !== kind || known.instrument.id !== id) {
      throw wrong(found, 'instrument', 'This attempt was started with another instrument.');
    }
  }
  let row = found;
  let secret: string | null = null;
  if (known.status === 'pending')
    row = (await sync.nudge(found.id)) ?? (await tools.store.read([found.id]))[0] ?? found;
  const moved = attemptIn(row, input.attempt) ?? known;
  if (moved.status === 'requires_action') ({ row, secret } = await sync.sync(found.id));
  const latest = attemptIn(row, input.attempt) ?? moved;
  if (await isOpenedBy(latest, input.attemptSecret)) {
    const outcome = outcomeOf(row, latest, secret);
    if (outcome.clientSecret === null) return outcome;
    const renewed = await renewChallenge(tools, row, latest.id);
    // It may have been settled in between.
    return outcomeOf(renewed, attemptIn(renewed, latest.id) ?? latest, secret);
  }
  // The id is public. Whoever only knows that is told the outcome, and gets nothing to act with.
  return outcomeOf(row, latest, WITHHELD);
}

/** Notes the time at which the payer is handed the challenge again: its return leads to the page within an hour of that. */
async function renewChallenge(tools: Tools, row: Row, attempt: string): Promise<Row> {
  const run = await takeInTurn(tools, row.id, []);
  // Too busy to note it: the payer goes on all the same, at worst back to the hosted page.
  if (!run) return row;
  run.doc = withRenewedChallenge(run.doc, attempt, await tools.now());
  return run.release();
}

/** Refuses what may not start now. */
async function check(tools: Tools, row: Row, input: AttemptInput): Promise<void> {
  const { doc } = row;
  const { amount, currency } = input;
  if (
    (amount !== undefined && amount !== doc.terms.amount) ||
    (currency !== undefined && currency !== doc.terms.currency)
  ) {
    throw refusal('amount-mismatch', 'Amount or currency is not the one of the request.', row);
  }
  await mayStart(tools, row);
}

async function newAttempt(
  tools: Tools,
  input: AttemptInput,
  instrument: AttemptInstrument,
  by: string,
): Promise<AttemptRecord> {
  return {
    id: input.attempt,
    ...(input.attemptSecret === undefined ? {} : { secretDigest: await sha256Hex(input.attemptSecret) }),
    by,
    instrument,
    status: 'pending',
    paymentMethod: null,
    card: null,
    rail: null,
    before: null,
    charge: null,
    failure: null,
    receiptEmail: input.receiptEmail ?? null,
    returnUrl: input.returnUrl ?? null,
    startedAt: (await tools.now()).toISOString(),
    calledAt: null,
    settledAt: null,
  };
}

function instrumentOf({ instrument }: { instrument?: Instrument }, row: Row): AttemptInstrument {
  if (!instrument) throw wrong(row, 'instrument', 'A new attempt needs an instrument.');
  if ('paymentMethod' in instrument) return { kind: 'paymentMethod', id: instrument.paymentMethod };
  if ('confirmationToken' in instrument) return { kind: 'confirmationToken', id: instrument.confirmationToken };
  return { kind: 'token', id: instrument.token };
}

function wrong(row: Row, path: string, message: string): PaymentError {
  return refusal('invalid-request', message, row, { errors: [{ path, code: 'invalid-request', message }] });
}

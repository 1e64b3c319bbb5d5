/**
 * Calls that change something at Stripe: key and parameters are committed before the call, so that after a
 * lost answer the same call, and no other, can be sent again.
 */
import type Stripe from 'stripe';
import type { Asked, Json, Operation, OperationType } from '../requests/document.js';
import { PaymentError } from '../../errors/index.js';
import { stripeFailure, type StripeFailure } from '../stripe/errors.js';
import { isOrder } from '../requests/orders.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';

/** A call that is to be made. */
export interface Call {
  type: OperationType;
  params: { [key: string]: Json };
  /** What it is about at Stripe; null for something new. */
  target: string | null;
  attempt: string | null;
  by: string;
  /** Of an operator's order. */
  order?: OrderOfCall;
  /** The key of an earlier operation to send again, whatever its age; null or absent to choose by age. */
  againKey?: string | null;
}

/** What a call knows of the order that it carries out. */
export interface OrderOfCall {
  asked: Asked;
  /** The operator's call that asks for it, where that can be repeated; null where it cannot. */
  call: string | null;
  /** The earlier operation of this same order that is sent again; null for a new one. */
  again: Operation | null;
}

/** Stripe's verdict where a call did not succeed. */
export class CallFailed extends Error {
  readonly failure: StripeFailure;
  /** The same call was sent before and got no answer: what this one was answered is not what came of that. */
  readonly repeated: boolean;
  constructor(failure: StripeFailure, cause: unknown, repeated = false) {
    super('A call to Stripe failed.', { cause });
    this.failure = failure;
    this.repeated = repeated;
  }
}

/** An operation of an attempt that may not be sent again: only reading can tell what became of it. */
export class TooLate extends Error {}

/**
 * Commits the operation with everything else that is staged in `run.doc`, then calls. An unanswered one of the
 * same kind is sent again, with its own key and parameters, while it is young (`pace.resend`, and never past
 * `pace.keyAge`); older, it is left alone: one of an attempt rejects with `TooLate`, another gets a new key.
 * An order sends again exactly the operation that it names, never one of another order.
 */
export async function perform<T>(
  tools: Tools,
  run: Run,
  call: Call,
  send: (api: Stripe, params: { [key: string]: Json }, options: { idempotencyKey: string }) => Promise<T>,
): Promise<T> {
  const { api } = await run.client();
  const now = await tools.now();
  const sentBefore = call.order ? call.order.again : (keyed(run, call) ?? resendable(tools, run, call, now));
  const operation = sentBefore ?? add(run, call, now);
  if (sentBefore) patchOperation(run, sentBefore.key, { sentAt: now.toISOString() });
  if (call.attempt !== null) run.patchAttempt(call.attempt, { calledAt: now.toISOString() });
  await run.commit();
  try {
    const answer = await send(api, operation.params, { idempotencyKey: operation.key });
    // An order is done once a read shows it and its operator is told: until then a repeat is the same order.
    if (!call.order) markDone(run, operation.key);
    return answer;
  } catch (error) {
    const failure = stripeFailure(error);
    const certain = failure.kind === 'declined' || (failure.kind === 'refused' && !sentBefore);
    if (certain) markDone(run, operation.key);
    tools.logger.info('Stripe refused or did not answer', {
      request: run.id,
      operation: operation.key,
      kind: failure.kind,
      code: failure.kind === 'declined' ? failure.failure.code : failure.error.code,
    });
    throw new CallFailed(failure, error, sentBefore !== null);
  }
}

/** Makes a call that only reads. What it is refused says nothing of the payment, so its error is `gateway-*`. */
export async function reading<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new CallFailed(unread(stripeFailure(error)), error);
  }
}

function unread(failure: StripeFailure): StripeFailure {
  if (failure.kind !== 'refused' || failure.status === null || failure.error.code.startsWith('gateway-'))
    return failure;
  const error = new PaymentError('gateway-error', 'Stripe refused to say how this stands.', { cause: failure.error });
  return { ...failure, error };
}

function keyed(run: Run, { againKey }: Call): Operation | null {
  return run.doc.operations.find(({ key }) => key === againKey) ?? null;
}

function resendable(tools: Tools, run: Run, call: Call, now: Date): Operation | null {
  const open = run.doc.operations
    .filter(
      ({ type, attempt, target, done }) =>
        !done && type === call.type && attempt === call.attempt && target === call.target,
    )
    .at(-1);
  if (!open) return null;
  const age = now.getTime() - Date.parse(open.firstSentAt);
  if (age < Math.min(tools.pace.resend, tools.pace.keyAge)) return open;
  if (call.attempt !== null) throw new TooLate();
  return null;
}

function add(run: Run, { type, params, target, attempt, by, order }: Call, now: Date): Operation {
  const n = 1 + Math.max(0, ...run.doc.operations.filter((each) => each.type === type).map((each) => each.n));
  const key = `${run.id}:${type}:${n}`;
  const operation: Operation = {
    ...{ type, n, key, params, target, attempt, by },
    ...(order?.call == null ? {} : { call: order.call }),
    ...(order ? { asked: order.asked } : {}),
    ...{ firstSentAt: now.toISOString(), sentAt: now.toISOString(), done: false },
  };
  // An earlier one of the server's own about the same is replaced, so that neither an outage nor a refusal that lasts
  // fills the document. An order is kept: its repeat must find it.
  const kept = run.doc.operations.filter(
    (each) => order || each.attempt !== null || each.type !== type || each.target !== target || isOrder(each),
  );
  run.doc = { ...run.doc, operations: [...kept, operation] };
  return operation;
}

/** Notes that it is certain what became of an operation. Staged. */
export function markDone(run: Run, key: string): void {
  patchOperation(run, key, { done: true });
}

function patchOperation(run: Run, key: string, patch: Partial<Operation>): void {
  run.doc = {
    ...run.doc,
    operations: run.doc.operations.map((each) => (each.key === key ? { ...each, ...patch } : each)),
  };
}

/** Takes what is reserved, or a part of it; Stripe releases the rest. */
import { currentRail, intentOf, type Operation } from '../requests/document.js';
import { CallFailed, markDone, perform } from './operation.js';
import { inTurn, isSameOrder, type Order } from './order.js';
import { refresh } from './refresh.js';
import { refusal } from './refusal.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/**
 * `Engine.capture`. Answers the row as it is once Stripe says that it took it. Throws `not-capturable` where nothing is
 * reserved, `exceeds-remaining`, and `gateway-*` where it is not known yet: the same again then finds out.
 */
export function captureRequest(tools: Tools, id: string, order: Order): Promise<Row> {
  return inTurn(tools, id, async (run) => {
    await refresh(tools, run);
    const open = captures(run)
      .filter((each) => !each.done)
      .at(-1);
    const reserved = isReserved(run);
    const left = run.doc.snapshot?.rail.amountCapturable ?? 0;
    const amount = order.amount ?? (reserved ? left : (run.doc.snapshot?.rail.amount ?? 0));
    const asked = { amount_to_capture: amount };
    // One that got no answer is what happens first: a repeat of it is that very order.
    const repeats = captures(run).some((each) =>
      order.call === null ? each === open && isSameOrder(each, order, asked) : each.call === order.call,
    );
    if (reserved && !repeats && amount > left)
      throw refusal('exceeds-remaining', `At most ${left} can be taken.`, run.row);
    if (reserved) await capture(tools, run, amount, order);
    if (isTaken(run) && open) markDone(run, open.key);
    const last = captures(run).at(-1);
    const own = repeats || (reserved && last !== undefined && isSameOrder(last, order, asked));
    if (!isTaken(run) || !own) throw refusal('not-capturable', 'Nothing is reserved that could be taken.', run.row);
  });
}

/** Asks Stripe, and once more where it did not answer and the read does not tell. */
async function capture(tools: Tools, run: Run, amount: number, { by, call }: Order): Promise<void> {
  for (let last = false; isReserved(run); last = true) {
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      await refresh(tools, run);
      if (isReserved(run) && (last || error.failure.kind !== 'unknown')) throw error;
      continue;
    }
    await refresh(tools, run);
    return;
  }

  async function ask(): Promise<void> {
    const target = targetOf(run);
    if (target === null) return;
    const params = { amount_to_capture: amount };
    await perform(
      tools,
      run,
      { type: 'capture', params, target, attempt: null, by, ...(call === null ? {} : { call }) },
      (api, sent, options) => api.paymentIntents.capture(target, sent, options),
    );
  }
}

/** Money is reserved, and nobody wants it released. */
function isReserved({ doc }: Run): boolean {
  return targetOf({ doc }) !== null && doc.ending === null && doc.snapshot?.rail.status === 'requires_capture';
}

function isTaken({ doc }: Run): boolean {
  return targetOf({ doc }) !== null && doc.snapshot?.rail.status === 'succeeded';
}

function targetOf({ doc }: Pick<Run, 'doc'>): string | null {
  const rail = currentRail(doc);
  return rail && !rail.missing ? intentOf(rail) : null;
}

function captures(run: Run): Operation[] {
  const target = targetOf(run);
  return run.doc.operations.filter((each) => each.type === 'capture' && each.target === target);
}

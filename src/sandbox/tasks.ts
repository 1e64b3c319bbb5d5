import type { Scope } from './scope.js';
import { latestChargeOf, releaseHeld } from './operations/capture.js';
import { cancel } from './operations/confirm.js';
import { settleDebit } from './operations/debits.js';
import { failRefund, succeedRefund } from './operations/refunds.js';
import { expireSession } from './operations/sessions.js';
import type { Ledger, SandboxState, Task } from './state.js';

function run(scope: Scope, task: Task): void {
  const { ledger } = scope;
  const refund = ledger.refunds[task.id];
  const intent = ledger.paymentIntents[task.id];
  const session = ledger.sessions[task.id];
  if (task.kind === 'refund-succeeds' && refund !== undefined) succeedRefund(scope, refund);
  if (task.kind === 'refund-fails' && refund !== undefined) failRefund(scope, refund);
  if (task.kind === 'session-expires' && session?.status === 'open') expireSession(scope, session);
  if (task.kind === 'debit-settles' && intent?.status === 'processing') settleDebit(scope, intent);
  if (task.kind === 'authorization-expires' && intent?.status === 'requires_capture') {
    releaseHeld(scope, intent, intent.amount_capturable);
    scope.emit('charge.expired', latestChargeOf(scope, intent));
    cancel(scope, intent, 'automatic');
  }
}

/** Runs what has come due by `nowMs`, in order of time. Answers whether anything did. */
export function runDue(state: SandboxState, nowMs: number, scopeFor: (ledger: Ledger, atMs: number) => Scope): boolean {
  let any = false;
  for (const ledger of Object.values(state.ledgers)) {
    const due = ledger.tasks.filter(({ at }) => at <= nowMs).sort((a, b) => a.at - b.at);
    if (due.length === 0) continue;
    any = true;
    ledger.tasks = ledger.tasks.filter(({ at }) => at > nowMs);
    for (const task of due) run(scopeFor(ledger, task.at), task);
  }
  return any;
}

/** When the next task is due, in milliseconds; null where there is none. */
export function nextDue(state: SandboxState): number | null {
  const times = Object.values(state.ledgers).flatMap(({ tasks }) => tasks.map(({ at }) => at));
  return times.length === 0 ? null : Math.min(...times);
}

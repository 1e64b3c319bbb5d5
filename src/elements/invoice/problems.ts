/** What an agent reads for an error: another's words than a payer's, whose money it is about. */
import type { InvoiceMessages } from '../../i18n/index.js';
import type { DeskProblem } from './desk.js';

/** The sentence for it. */
export function problemWords({ at, error }: DeskProblem, { problems, recipientProblem }: InvoiceMessages): string {
  const { code, kind } = error;
  switch (code) {
    case 'unauthorized':
    case 'cross-site':
      return problems.signIn;
    case 'forbidden':
      return problems.forbidden;
    // The exclusive request that there is has another price.
    case 'idempotency-key-reused':
      return problems.otherAmount;
    case 'already-paid':
      return problems.alreadyPaid;
    case 'unavailable':
      return at === 'send' ? problems.notSent : problems.unavailable;
    case 'rate-limited':
    case 'too-many-attempts':
      return problems.wait;
    case 'internal':
      return problems.unreachable;
    default:
      if (kind === 'network' || kind === 'gateway') return problems.unreachable;
      if (kind !== 'integration' || at === 'look') return problems.other;
      return at === 'send' ? recipientProblem : problems.invalid;
  }
}

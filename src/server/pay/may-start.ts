/** Whether a payment may begin now, here or on Checkout's page. */
import { unavailableReason } from '../accounts.js';
import { pendingAttempt } from '../requests/document.js';
import { declineLimit } from '../requests/projection.js';
import { closedBy } from './outcome.js';
import { refusal } from './refusal.js';
import type { Tools } from './tools.js';
import type { Row } from './words.js';

/**
 * Throws what refuses it: `already-paid`, `request-closed`, `attempt-in-progress`, `too-many-attempts`,
 * `unavailable`, and `gateway-unavailable` while Stripe does not answer. With `besidePending` an attempt that is pending
 * does not refuse it: the caller ends that one first.
 */
export async function mayStart(tools: Tools, row: Row, { besidePending = false } = {}): Promise<void> {
  const { doc } = row;
  const closed = closedBy(row);
  if (closed) throw closed;
  const now = await tools.now();
  if (doc.ending || now.getTime() >= Date.parse(doc.terms.expiresAt)) {
    throw refusal(
      'request-closed',
      `This request is being ${doc.ending?.to === 'canceled' ? 'canceled' : 'closed: it has expired'}.`,
      row,
    );
  }
  if (!besidePending && pendingAttempt(doc)) {
    await tools.store.wake(row.id);
    throw refusal('attempt-in-progress', 'Another attempt is under way.', row);
  }
  const wait = declineLimit(doc, now);
  if (wait !== null) {
    const retryAfter = Number.isFinite(wait) ? Math.ceil(wait / 1000) : undefined;
    throw refusal(
      'too-many-attempts',
      'Too many attempts of this request were declined.',
      row,
      retryAfter === undefined ? {} : { retryAfter },
    );
  }
  const reason = unavailableReason(await tools.accounts.find(doc.terms.account), doc.terms);
  if (reason !== null) throw refusal('unavailable', reason, row);
  const { waitMs } = await tools.clients.client(doc.terms.account, doc.terms.mode, doc.terms.stripeAccount);
  if (waitMs > 0) {
    // Nothing is begun: the payer's page sends the same attempt again once Stripe answers.
    throw refusal('gateway-unavailable', 'Stripe does not answer at the moment.', row, {
      retryAfter: Math.ceil(waitMs / 1000),
    });
  }
}

/**
 * The operator's address for Stripe's receipt. It is never on the payment object, whose client secret a payer may hold, but
 * goes onto the charge once that is paid.
 */
import { addressForStripe } from '../../contract/email.js';
import type { RequestStatus } from '../../contract/types.js';
import type { RequestDoc } from './document.js';
import { paidCharge } from './projection.js';

/** How long after the payment it is tried, in ms: later, nobody waits for a receipt. */
const TRIED_FOR_MS = 24 * 60 * 60_000;

/** A receipt that the charge does not name an address for yet. */
export interface OwedReceipt {
  charge: string;
  email: string;
  /** When the money was taken. */
  paidAt: string;
}

/** The receipt that is still to be requested; null if nothing is owed. The payer's address takes precedence over the operator's. */
export function owedReceipt(doc: RequestDoc, status: RequestStatus, now: Date): OwedReceipt | null {
  const email = addressForStripe(doc.terms.receiptEmail);
  const { paidAt, snapshot } = doc;
  if (email === null || status !== 'paid' || paidAt === null || snapshot === null) return null;
  if (now.getTime() - Date.parse(paidAt) > TRIED_FOR_MS) return null;
  const charge = paidCharge(snapshot)?.id;
  if (charge === undefined) return null;
  const payer = doc.attempts.find((attempt) => attempt.charge === charge)?.receiptEmail ?? null;
  const asked = doc.operations.some(({ type, target, done }) => type === 'receipt' && target === charge && done);
  return payer !== null || asked || wasMadeWithAddress(doc) ? null : { charge, email, paidAt };
}

/** Earlier versions named the address when they made the payment object: its receipt has been sent. */
function wasMadeWithAddress({ operations }: RequestDoc): boolean {
  const made = operations.filter(({ type }) => type === 'intent' || type === 'session').at(-1);
  return made !== undefined && ('receipt_email' in made.params || 'customer_email' in made.params);
}

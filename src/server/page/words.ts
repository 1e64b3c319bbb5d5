/** What the hosted page says about a status, in English. */
import type { RequestStatus } from '../../contract/types.js';

/** A status as a sentence for the payer. */
export const statusWords: Readonly<Record<RequestStatus, string>> = {
  open: 'Not paid yet.',
  processing: 'The payment is being processed.',
  authorized: 'The amount is reserved.',
  paid: 'Paid.',
  partially_refunded: 'Paid, and refunded in part.',
  refunded: 'Refunded.',
  canceled: 'Canceled. It can no longer be paid.',
  expired: 'Expired. It can no longer be paid.',
  review: 'We are checking this payment. You need not pay again.',
};

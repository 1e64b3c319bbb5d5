/** What an answer says of something that was done, and was probably not meant. */
import type { PaymentErrorCode } from '../errors/index.js';

/**
 * `expires-before-due`: the request can no longer be paid before its invoice is overdue. The others say why a part of a
 * message stays text.
 */
export type WarningCode = PaymentErrorCode | 'expires-before-due' | 'quoted' | 'incomplete';

/** One thing to look at; nothing was refused. */
export interface Warning {
  /** The member that it is about, as in a problem's `errors`. */
  path: string;
  code: WarningCode;
  /** A sentence for the sender, in English. */
  message: string;
}

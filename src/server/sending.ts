/** Sending a request's link, by whatever the host sends with. */
import type { Channel, OperatorRequest } from '../contract/types.js';

/** What `onSend` is asked to send. */
export interface Sending {
  request: OperatorRequest;
  channel: Channel;
  /** A phone number or an e-mail address, as the operator wrote it. */
  to: string;
  /** `{label}: {payUrl}`, what an SMS says. */
  text: string;
  /** The hosted page. */
  url: string;
  /** The operator's id. */
  by: string;
}

/** Option of `createPaymentServer`: resolves once it is on its way, and rejects where it cannot be sent. */
export type OnSend = (sending: Sending) => void | Promise<void>;

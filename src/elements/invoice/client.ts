import type { OperatorRequest, RequestInput, SendInput } from '../../contract/types.js';

/** Of calls that do something. */
export interface InvoiceCallOptions {
  /** Names the action: the same again with the same body does nothing twice. */
  idempotencyKey?: string;
}

/**
 * What the agent's view needs of a server: `operatorClient()` has it, and so has whatever a host puts in its place. Each
 * rejects with a `PaymentError`.
 */
export interface InvoiceClient {
  /** Makes the request, or with `exclusive` answers the one there is. */
  createRequest(input: RequestInput, options?: InvoiceCallOptions): Promise<OperatorRequest>;
  retrieve(id: string): Promise<OperatorRequest>;
  /** Hands the link to the host's own mail or messages. */
  send(id: string, input: SendInput, options?: InvoiceCallOptions): Promise<unknown>;
}

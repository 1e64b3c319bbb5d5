/** The merchant's side, for pages and servers. Importing it does nothing. */
export { operatorClient } from './client.js';
export type {
  OperatorActionOptions,
  OperatorCallOptions,
  OperatorClient,
  OperatorClientOptions,
  PageOptions,
  RequestFilter,
} from './client.js';
export { isPaymentError, PaymentError } from '../errors/index.js';
export type { PaymentErrorCode } from '../errors/index.js';
export type {
  Account,
  CancelInput,
  Capability,
  CaptureInput,
  Channel,
  CreatedRequest,
  HistoryEntry,
  HistoryType,
  MaskedKeys,
  OperatorRequest,
  Page,
  RefundInput,
  RequestInput,
  RequestStatus,
  SendInput,
  Warning,
  WarningCode,
} from '../contract/types.js';

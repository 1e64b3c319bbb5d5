/**
 * The browser's public surface: classes, types and factories. Importing it does nothing; `pay-elements/define`
 * registers the elements.
 */
export { PayCard } from './elements/pay-card.js';
export { PayMessage } from './elements/pay-message.js';
export { PayReceipt } from './elements/pay-receipt.js';
export { PayRequest } from './elements/pay-request.js';
export type { Loading } from './elements/internal/payer-element.js';

export { configure } from './config.js';
export type { PayConfig } from './config.js';
export { httpBackend } from './backend/http.js';
export { tokenBackend } from './backend/token.js';
export type { TokenBackendOptions, TokenMoneyRequest, TokenOutcome } from './backend/token.js';
export type { Backend, CallOptions, IntentBackend, PayInput, TokenBackend, TokenPayInput } from './backend/backend.js';

export { isPaymentError, PaymentError, paymentErrorCodes } from './errors/index.js';
export type { PaymentErrorCode, PaymentErrorKind, PaymentErrorOptions, PaymentRecovery } from './errors/index.js';
export * from './events.js';
export type { PaymentState, PaymentStatus } from './session/index.js';

export { registerMessages } from './i18n/index.js';
export type { Messages, Notice, Sentence } from './i18n/index.js';
export { formatMoney } from './money/index.js';
export type { FormatMoneyOptions } from './money/index.js';
export { parseMessage } from './markup/index.js';

export type {
  Attempt,
  AttemptResult,
  AttemptStatus,
  CardSummary,
  Instrument,
  LineItem,
  Merchant,
  MessageResult,
  MessageSegment,
  Mode,
  MoneyRequest,
  Payment,
  RequestChange,
  RequestSegment,
  RequestStatus,
  TextSegment,
} from './contract/types.js';

/**
 * The browser's public surface: classes, types and factories. Importing it does nothing; `pay-elements/define`
 * registers the elements.
 */
export { PayCard } from './elements/pay-card.js';
export { PayCheckout } from './elements/pay-checkout.js';
export { PayInvoice } from './elements/pay-invoice.js';
export { PayLink } from './elements/pay-link.js';
export { PayMessage } from './elements/pay-message.js';
export { PayReceipt } from './elements/pay-receipt.js';
export { PayRequest } from './elements/pay-request.js';
export type { InvoiceCallOptions, InvoiceClient } from './elements/invoice/client.js';
export type { Loading } from './elements/internal/payer-element.js';

export { configure } from './config.js';
export type { PayConfig } from './config.js';
export { monitor } from './stripe/monitor.js';
export type { MonitorOptions } from './stripe/monitor.js';
export { httpBackend } from './backend/http.js';
export { tokenBackend } from './backend/token.js';
export type { TokenBackendOptions, TokenMoneyRequest, TokenOutcome } from './backend/token.js';
export type { Backend, CallOptions, IntentBackend, PayInput, TokenBackend, TokenPayInput } from './backend/backend.js';

export { isPaymentError, PaymentError, paymentErrorCodes } from './errors/index.js';
export type { PaymentErrorCode, PaymentErrorKind, PaymentErrorOptions, PaymentRecovery } from './errors/index.js';
export * from './events.js';
export type { PaymentState, PaymentStatus } from './session/index.js';

export { registerMessages, registerMoreMessages } from './i18n/index.js';
export type {
  CheckoutMessages,
  InvoiceMessages,
  LinkMessages,
  Messages,
  MoreMessages,
  Notice,
  Sentence,
} from './i18n/index.js';
export { formatMoney } from './money/index.js';
export type { FormatMoneyOptions } from './money/index.js';
export { messageWarnings, parseMessage } from './markup/index.js';
export type { MessageWarning } from './markup/index.js';

export type {
  Attempt,
  AbandonInput,
  AttemptResult,
  AttemptStatus,
  CardSummary,
  Instrument,
  LineItem,
  LineItemInput,
  Merchant,
  MessageResult,
  MessageSegment,
  Mode,
  MoneyRequest,
  OperatorRequest,
  Payment,
  RequestChange,
  RequestInput,
  RequestSegment,
  RequestStatus,
  SendInput,
  TextSegment,
  Warning,
  WarningCode,
} from './contract/types.js';

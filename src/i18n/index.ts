/** Words: messages per language, which one an element speaks, dates. */
export { en, enPage } from './en.js';
export { formatDate, hasMessages, localeFor, messagesFor, nearestIn, registerMessages } from './locale.js';
export type { FormatDateOptions, Locale } from './locale.js';
export { initialOf } from './initial.js';
export { noticeOf, textOf } from './messages.js';
export { moreFor, registerMoreMessages } from './more.js';
export type { CheckoutMessages, InvoiceMessages, LinkMessages, MoreMessages } from './more.js';
export type { FieldNames, FieldProblem, Messages, Notice, PageMessages, Sentence } from './messages.js';

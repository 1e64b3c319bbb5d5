/** Requests for money in plain text: data out, no DOM. */
export { checkLabel, labelOf, maximumLabelLength } from './label.js';
export { parseMessage, readMessage } from './parse-message.js';
export type { ParseMessageOptions, RequestSegment, Segment, TextSegment } from './parse-message.js';
export { messageWarnings, warningsOf } from './warnings.js';
export type { MessageWarning } from './warnings.js';
export { textForSms } from './text.js';
export type { PayableSegment } from './text.js';

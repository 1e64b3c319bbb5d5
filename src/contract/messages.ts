/** `POST /messages`: a business's text, and the requests that are made of it. */
import type { PaymentErrorCode } from '../errors/index.js';
import type { MoneyRequest } from './types.js';
import type { Warning } from './warnings.js';

/** Body of `POST /messages`. */
export interface MessageInput {
  text: string;
  currency?: string;
  reference?: string;
  channel?: 'chat' | 'sms';
}

/** A stretch of a message that is only text. `code` says why something that looks like a request is not one. */
export interface TextSegment {
  type: 'text';
  source: string;
  text: string;
  code?: PaymentErrorCode;
}

/** A request that a message makes. */
export interface RequestSegment {
  type: 'request';
  source: string;
  label: string;
  amount: number;
  currency: string;
  request: MoneyRequest;
}

/** A part of a business's message; joined, their `source`s are the message. */
export type MessageSegment = TextSegment | RequestSegment;

/** Answer to `POST /messages`. */
export interface MessageResult {
  /** What a channel without buttons shows. */
  text: string;
  segments: MessageSegment[];
  /** Why parts that look like a request stay text. */
  warnings: Warning[];
}

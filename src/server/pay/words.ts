/** Words that the engine shares with its callers. */
import type { RequestDoc } from '../requests/document.js';
import type { StoredRequest } from '../store.js';

/** A row of ours. */
export type Row = StoredRequest<RequestDoc>;

/** Where log lines go; fields are allow-listed ids and words, never bodies. */
export interface EngineLogger {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Why a request is to be read again: a webhook that was received. */
export interface Hint {
  account: string;
  event: string;
  type: string;
  /** Ids of objects at Stripe that the event is about: `pi_…`, `cs_…`, `ch_…`, `re_…`. */
  objectIds: string[];
}

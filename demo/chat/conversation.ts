/** What was said in this tab, kept through a reload. Requests are read again by their elements. */
import type { MessageSegment } from '../../src/contract/types.js';

/** One message of either side. */
export interface Line {
  from: 'business' | 'customer';
  segments: MessageSegment[];
}

const KEY = 'chat';

/** The lines so far, oldest first. */
export function remembered(): Line[] {
  return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Line[];
}

/** Adds one and answers it. */
export function remember(line: Line): Line {
  sessionStorage.setItem(KEY, JSON.stringify([...remembered(), line]));
  return line;
}

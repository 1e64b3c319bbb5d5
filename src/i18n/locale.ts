/** Which language an element speaks, and how it writes dates. */
import { en } from './en.js';
import type { Messages } from './messages.js';

const loaded = /* @__PURE__ */ new Map<string, Messages>();

/** Makes a language known: `registerMessages('de', de)`. A later one for the same tag takes its place. */
export function registerMessages(tag: string, messages: Messages): void {
  loaded.set(tag.toLowerCase(), messages);
}

/** A language and the tag that dates and amounts are written by. */
export interface Locale {
  messages: Messages;
  /** A tag that Intl takes: the page's where the messages are of its language, else the messages'. */
  tag: string;
}

/** The messages for a BCP 47 tag, and the tag to format by: `de-AT-1996` is found as `de-AT`, then `de`, then as English. */
export function localeFor(tag: string): Locale {
  const found = nearest(loaded, tag) ?? (/^en(-|$)/i.test(tag) ? en : undefined);
  const messages = found ?? en;
  return { messages, tag: found && isTag(tag) ? tag : messages.locale };
}

/** The messages for a BCP 47 tag, by truncation; English where there are none. */
export function messagesFor(tag: string): Messages {
  return localeFor(tag).messages;
}

/** RFC 4647 lookup: what is known for `tag`, else for `tag` without its last subtag, and so on. */
export function nearest<T>(known: ReadonlyMap<string, T>, tag: string): T | undefined {
  let found: T | undefined;
  for (let rest = tag.toLowerCase(); rest && !found; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('-'))))
    found = known.get(rest);
  return found;
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** How a date is written. */
export interface FormatDateOptions {
  /** With hours and minutes: `20 Nov 2026, 12:00`. */
  time?: boolean;
  /** IANA name; default where the code runs. */
  timeZone?: string;
}

/**
 * A time (ISO 8601 or ms), or a calendar date (`2026-11-20`: that day in every time zone), as a date: `20 Nov 2026` in English, in other languages as they write it. A tag that Intl does not know counts
 * as `en`; a time that is none gives an empty text.
 */
export function formatDate(time: string | number | Date, tag: string, options: FormatDateOptions = {}): string {
  const date = new Date(time);
  // A day has no hours and no time zone; Date reads it as midnight UTC.
  const isDay = typeof time === 'string' && /^\d{4}-\d\d-\d\d$/.test(time);
  const { time: withTime = false, timeZone } = isDay ? { timeZone: 'UTC' } : options;
  if (Number.isNaN(date.getTime())) return '';
  const locale = isTag(tag) ? tag : 'en';
  const english = /^en\b/i.test(locale);
  const format = new Intl.DateTimeFormat(english ? 'en' : locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...(withTime ? ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const) : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  if (!english) return format.format(date);
  const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const day = `${part['day']} ${part['month']} ${part['year']}`;
  return withTime ? `${day}, ${part['hour']}:${part['minute']}` : day;
}

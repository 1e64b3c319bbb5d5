/** Which language an element speaks, and how it writes dates. */
import { languageKey, languageNames, languageTag } from '../contract/language.js';
import { en } from './en.js';
import type { Messages } from './messages.js';

const loaded = /* @__PURE__ */ new Map<string, Messages>();

/** Makes a language known: `registerMessages('de', de)`; `pt_BR` is `pt-BR`. A later one for the same tag takes its place. */
export function registerMessages(tag: string, messages: Messages): void {
  loaded.set(languageKey(tag), messages);
}

/** A language and the tag that dates and amounts are written by. */
export interface Locale {
  messages: Messages;
  /** A tag that Intl takes: the page's where the messages are of its language, else the messages'. */
  tag: string;
}

/** The messages for a tag, and the tag to format by: `de-AT-1996` is found as `de-AT`, then `de`, then as English. */
export function localeFor(tag: string): Locale {
  const found = foundFor(tag);
  const messages = found ?? en;
  return { messages, tag: (found && languageTag(tag)) ?? messages.locale };
}

/** Whether there are messages for a tag. */
export function hasMessages(tag: string): boolean {
  return foundFor(tag) !== undefined;
}

function foundFor(tag: string): Messages | undefined {
  return nearest(loaded, tag) ?? (/^en(-|$)/.test(languageKey(tag)) ? en : undefined);
}

/** The messages for a tag, by lookup; English where that language has no messages. */
export function messagesFor(tag: string): Messages {
  return localeFor(tag).messages;
}

/** Lookup in a map whose keys are `languageKey`s: what is known for `tag`, else for the nearest name of its language. */
export function nearest<T>(known: ReadonlyMap<string, T>, tag: string): T | undefined {
  for (const name of languageNames(tag)) {
    const found = known.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same in a record whose keys are tags as their author wrote them, as in a request's `labels`. */
export function nearestIn<T>(byTag: Readonly<Record<string, T>> | null, tag: string): T | undefined {
  if (byTag === null) return undefined;
  return nearest(new Map(Object.entries(byTag).map(([key, value]) => [languageKey(key), value])), tag);
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

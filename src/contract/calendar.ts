/** Calendar dates such as `2026-12-31`: the same day wherever they are read, in no time zone. */

const DAY_MS = 86_400_000;
/** A day ends last in UTC−12: then it is over everywhere. */
const LAST_OFFSET_MS = DAY_MS / 2;

/** The date that a text names: of a time (ISO 8601), the day in the time's own offset. Null where it is not a date. */
export function calendarDate(text: string): string | null {
  const [date] = /^\d{4}-\d\d-\d\d(?=T|$)/.exec(text) ?? [];
  if (date === undefined) return null;
  const ms = Date.parse(date);
  // `2026-02-30` is parsed as a day in March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date) ? date : null;
}

/** When the day is over everywhere, in milliseconds since 1970. */
export function endOfDay(date: string): number {
  return Date.parse(date) + DAY_MS + LAST_OFFSET_MS;
}

/** Whole days since the date at `now` (ms), where the day ends last: above 0 once the day is over everywhere. */
export function daysSince(date: string, now: number): number {
  return Math.floor((now - LAST_OFFSET_MS - Date.parse(date)) / DAY_MS);
}

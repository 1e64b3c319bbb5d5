/** Pieces that bodies and answers share. */
import { z } from 'zod';

/** ISO 8601, of the years that it writes in four digits: an offset may lead out of them. */
export const time = z.iso
  .datetime({ offset: true })
  .refine((text) => !isOutside(Date.parse(text)), 'Must be in the years 0000 to 9999, in UTC.');

/** What is no time at all is the format's to refuse. */
function isOutside(ms: number): boolean {
  return ms < Date.UTC(-1, 12) || ms >= Date.UTC(10_000);
}

/** A day, as in `2026-12-31`. */
export const calendarDay = z.iso.date();

/** An amount in minor units. */
export const amount = z.int();

/** Where a request stands. */
export const requestStatus = z.enum([
  'open',
  'processing',
  'authorized',
  'paid',
  'partially_refunded',
  'refunded',
  'canceled',
  'expired',
  'review',
]);

/** zod's optional members may also be there and undefined; JSON knows no difference. */
export type Loose<T> = T extends readonly (infer E)[]
  ? Loose<E>[]
  : T extends object
    ? { [K in keyof T]: undefined extends T[K] ? Loose<T[K]> | undefined : Loose<T[K]> }
    : T;

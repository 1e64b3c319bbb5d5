/** Pieces that bodies and answers share. */
import { z } from 'zod';

/** ISO 8601. */
export const time = z.iso.datetime({ offset: true });
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

import type Stripe from 'stripe';
import { invalidRequest, noSuch } from '../failure.js';
import { hash, integer, type Read, type Reader, text } from '../shape.js';

/** The parameters of a list within an object. */
export const ITEMS = { limit: integer, starting_after: text, ending_before: text };

const RANGE = hash({ gt: integer, gte: integer, lt: integer, lte: integer });

/** `created`: a time in seconds, or from and to when; read as whether a time is meant. */
const created: Reader<(at: number) => boolean> = {
  read(value, path) {
    if (typeof value === 'string') {
      const exactly = integer.read(value, path);
      return (at) => at === exactly;
    }
    const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = RANGE.read(value, path);
    return (at) => at > gt && at >= gte && at < lt && at <= lte;
  },
};

/** The parameters of every list. */
export const PAGE = { ...ITEMS, created };

type PageParams = Partial<Read<typeof ITEMS>>;

/** One page of a record, newest first, in Stripe's list form. `limit` is 1 to 100, 10 by default. */
export function pageOf<T extends { id: string; created: number }>(
  record: Record<string, T>,
  params: PageParams & { created?: ((at: number) => boolean) | undefined },
  url: string,
  keep: (item: T) => boolean = () => true,
): Stripe.ApiList<T> {
  const { created: meant = () => true } = params;
  const items = Object.values(record).reverse();
  return pageOfItems(
    items.filter((item) => meant(item.created) && keep(item)),
    params,
    url,
  );
}

/** One page of items in their own order. */
export function pageOfItems<T extends { id: string }>(
  items: readonly T[],
  params: PageParams,
  url: string,
): Stripe.ApiList<T> {
  const limit = params.limit ?? 10;
  if (limit < 1 || limit > 100) {
    throw invalidRequest('This value must be between 1 and 100.', {
      code: 'parameter_invalid_integer',
      param: 'limit',
    });
  }
  const position = (id: string, param: string): number => {
    const index = items.findIndex((item) => item.id === id);
    if (index < 0) throw noSuch('object', id, param);
    return index;
  };
  if (params.ending_before !== undefined) {
    const end = position(params.ending_before, 'ending_before');
    const from = Math.max(0, end - limit);
    return { object: 'list', data: items.slice(from, end), has_more: from > 0, url };
  }
  const from = params.starting_after === undefined ? 0 : position(params.starting_after, 'starting_after') + 1;
  return { object: 'list', data: items.slice(from, from + limit), has_more: from + limit < items.length, url };
}

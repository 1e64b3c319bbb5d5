import type Stripe from 'stripe';
import { invalidRequest, noSuch } from '../failure.js';
import { ignored, integer, text } from '../shape.js';

/** The parameters of every list. */
export const PAGE = { limit: integer, starting_after: text, ending_before: text, created: ignored };

/** One page of a record, newest first, in Stripe's list form. `limit` is 1 to 100, 10 by default. */
export function pageOf<T extends { id: string }>(
  record: Record<string, T>,
  params: { limit?: number | undefined; starting_after?: string | undefined; ending_before?: string | undefined },
  url: string,
  keep: (item: T) => boolean = () => true,
): Stripe.ApiList<T> {
  const limit = params.limit ?? 10;
  if (limit < 1 || limit > 100) {
    throw invalidRequest('This value must be between 1 and 100.', {
      code: 'parameter_invalid_integer',
      param: 'limit',
    });
  }
  const items = Object.values(record).reverse().filter(keep);
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

/**
 * Every call that the server makes to Stripe, with what Stripe's own answer to it looks like. A call that is not in
 * this table is not made: a new one gets its row first.
 */

/** What an answer has to be. */
export type Expected =
  /** One object of this type; `id` is the one that was asked for, null where Stripe chooses it. */
  | { kind: 'object'; object: string; id: string | null }
  /** A list of objects of this type. */
  | { kind: 'list'; of: string }
  /** An answer of OAuth: these members as texts, and no `object`. */
  | { kind: 'oauth'; members: readonly string[] };

interface Row {
  method: 'GET' | 'POST';
  /** `:id` is one segment. */
  path: string;
  object?: string;
  list?: string;
  oauth?: readonly string[];
}

const CALLS: readonly Row[] = [
  { method: 'POST', path: '/v1/payment_intents', object: 'payment_intent' },
  { method: 'GET', path: '/v1/payment_intents/:id', object: 'payment_intent' },
  { method: 'POST', path: '/v1/payment_intents/:id', object: 'payment_intent' },
  { method: 'POST', path: '/v1/payment_intents/:id/confirm', object: 'payment_intent' },
  { method: 'POST', path: '/v1/payment_intents/:id/capture', object: 'payment_intent' },
  { method: 'POST', path: '/v1/payment_intents/:id/cancel', object: 'payment_intent' },
  { method: 'POST', path: '/v1/payment_methods', object: 'payment_method' },
  { method: 'GET', path: '/v1/payment_methods/:id', object: 'payment_method' },
  { method: 'GET', path: '/v1/confirmation_tokens/:id', object: 'confirmation_token' },
  { method: 'GET', path: '/v1/charges', list: 'charge' },
  { method: 'GET', path: '/v1/charges/:id', object: 'charge' },
  { method: 'POST', path: '/v1/charges/:id', object: 'charge' },
  { method: 'POST', path: '/v1/refunds', object: 'refund' },
  { method: 'GET', path: '/v1/refunds', list: 'refund' },
  { method: 'GET', path: '/v1/disputes', list: 'dispute' },
  { method: 'GET', path: '/v1/events/:id', object: 'event' },
  { method: 'POST', path: '/v1/checkout/sessions', object: 'checkout.session' },
  { method: 'GET', path: '/v1/checkout/sessions/:id', object: 'checkout.session' },
  { method: 'POST', path: '/v1/checkout/sessions/:id/expire', object: 'checkout.session' },
  { method: 'POST', path: '/oauth/token', oauth: ['stripe_user_id', 'scope'] },
  { method: 'POST', path: '/oauth/deauthorize', oauth: ['stripe_user_id'] },
];

/** A payment method as Stripe numbers it. Any other id is a test name (`pm_card_visa`), which makes a new one at each use. */
const NUMBERED = /^(?:pm_[A-Za-z0-9]{14,}|card_.+|src_.+|ba_.+)$/;

/** What the answer to a call has to be; null where the table has no such call. */
export function expectedOf(method: string, pathname: string): Expected | null {
  for (const row of CALLS) {
    const id = row.method === method ? idIn(row.path, pathname) : undefined;
    if (id === undefined) continue;
    if (row.list !== undefined) return { kind: 'list', of: row.list };
    if (row.oauth !== undefined) return { kind: 'oauth', members: row.oauth };
    const chosen = id === null || (row.object === 'payment_method' && !NUMBERED.test(id));
    return { kind: 'object', object: row.object ?? '', id: chosen ? null : id };
  }
  return null;
}

/** The id in a path, null where the pattern has none; undefined where they do not match. */
function idIn(pattern: string, pathname: string): string | null | undefined {
  const expected = pattern.split('/');
  const given = pathname.split('/');
  if (expected.length !== given.length) return undefined;
  let id: string | null = null;
  for (const [index, part] of expected.entries()) {
    const segment = given[index] ?? '';
    if (part === ':id' && segment !== '') id = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return id;
}

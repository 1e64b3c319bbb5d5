/** Checks what a backend answered, as far as the elements build on it. Small: every page has to load it. */
import type { AttemptResult, MoneyRequest, RequestChange } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';

const STATUSES = 'open processing authorized paid partially_refunded refunded canceled expired review';
const ATTEMPTS = 'pending requires_action processing succeeded declined lapsed';
const RESULTS = 'paid authorized processing requires_action pending';

type Kind = 'string' | 'string?' | 'boolean' | 'integer' | 'list';

/** Names of members by kind: what a table with a row for each would say in twice the bytes. */
type Shape = Partial<Record<Kind, string>>;

function is(kind: string, value: unknown): boolean {
  if (kind === 'integer') return Number.isSafeInteger(value);
  if (kind === 'list') return Array.isArray(value);
  return typeof value === kind || (kind === 'string?' && (value === null || typeof value === 'string'));
}

function bad(what: string): PaymentError {
  return new PaymentError('bad-response', `The backend's answer is not a payment server's: ${what}.`);
}

/** The members of an object that has this shape. Throws `bad-response`. */
function demand(value: unknown, shape: Shape): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw bad('no object');
  const members = value as Readonly<Record<string, unknown>>;
  for (const [kind, names] of Object.entries(shape))
    for (const name of names.split(' ')) if (!is(kind, members[name])) throw bad(name);
  return members;
}

function demandOneOf(words: string, word: unknown): void {
  if (!words.split(' ').includes(String(word))) throw bad('status');
}

/** A request; with `id`, that very one. Throws `bad-response`. */
export function checkRequest(value: unknown, id?: string): MoneyRequest {
  const request = demand(value, {
    string: 'id status label currency mode postalCode expiresAt payUrl',
    'string?': 'reference description unavailableReason',
    boolean: 'available',
    integer: 'version amount',
    list: 'lineItems',
  });
  if (id !== undefined && request.id !== id) throw bad('id');
  // It becomes a link.
  if (!/^https?:/i.test(String(request.payUrl))) throw bad('payUrl');
  demandOneOf(STATUSES, request.status);
  demand(request.merchant, { string: 'name' });
  demand(request.stripe, { string: 'publishableKey', 'string?': 'account scriptUrl' });
  if (request.attempt !== null)
    demandOneOf(ATTEMPTS, demand(request.attempt, { string: 'id', 'string?': 'code declineCode' }).status);
  if (request.payment !== null) demand(request.payment, { integer: 'amount captured refunded' });
  // Every member that the elements decide by has just been looked at.
  return value as MoneyRequest;
}

/** A list of requests among `ids`. Throws `bad-response`. */
export function checkRequests(value: unknown, ids: readonly string[]): MoneyRequest[] {
  const { data } = demand(value, { list: 'data' });
  return (data as unknown[]).map((one) => {
    const request = checkRequest(one);
    if (!ids.includes(request.id)) throw bad('id');
    return request;
  });
}

/** The answer to an attempt on the request `id`. Throws `bad-response`. */
export function checkResult(value: unknown, id: string): AttemptResult {
  const { status, request } = demand(value, { boolean: 'paid', 'string?': 'clientSecret' });
  demandOneOf(RESULTS, status);
  checkRequest(request, id);
  return value as AttemptResult;
}

/** A change of one of `ids`. Throws `bad-response`. */
export function checkChange(value: unknown, ids: readonly string[]): RequestChange {
  const { id, status } = demand(value, { string: 'id', integer: 'version' });
  demandOneOf(STATUSES, status);
  if (!ids.includes(String(id))) throw bad('id');
  return value as RequestChange;
}

/** Checks what the API answered an operator, as far as what is shown builds on it. */
import type { Account, CreatedRequest, HistoryEntry, OperatorRequest, Page } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';

function bad(what: string): PaymentError {
  return new PaymentError('bad-response', `The answer is not a payment server's: ${what}.`);
}

function members(value: unknown, strings: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw bad('no object');
  const object = value as Readonly<Record<string, unknown>>;
  for (const name of strings) if (typeof object[name] !== 'string') throw bad(name);
  return object;
}

/** A request as operators see it; with `id`, that very one. Throws `bad-response`, and `unauthorized` for a payer's view. */
export function checkOperatorRequest(value: unknown, id?: string): OperatorRequest {
  const request = members(value, ['id', 'status', 'label', 'currency', 'mode', 'payUrl', 'createdAt', 'expiresAt']);
  if (id !== undefined && request['id'] !== id) throw bad('id');
  if (!Number.isSafeInteger(request['amount']) || !Number.isSafeInteger(request['version'])) throw bad('amount');
  // It becomes a link.
  if (!/^https?:/i.test(String(request['payUrl']))) throw bad('payUrl');
  if (typeof request['account'] !== 'string')
    throw new PaymentError('unauthorized', 'The server takes this caller for a payer: give operatorClient a key.');
  if (!Array.isArray(request['channels']) || !Array.isArray(request['disputes'])) throw bad('channels');
  // Every member that an operator decides by has just been looked at.
  return value as OperatorRequest;
}

/** A request that was made, with warnings; a server from before there were any says none. Throws as `checkOperatorRequest`. */
export function checkCreated(value: unknown): CreatedRequest {
  const request = checkOperatorRequest(value);
  const warnings: unknown = 'warnings' in request ? request.warnings : [];
  if (!Array.isArray(warnings)) throw bad('warnings');
  for (const warning of warnings) members(warning, ['path', 'code', 'message']);
  // As above.
  return { ...request, warnings: warnings as CreatedRequest['warnings'] };
}

/** A fact of a history. Throws `bad-response`. */
export function checkEntry(value: unknown): HistoryEntry {
  const entry = members(value, ['id', 'at', 'type', 'by', 'currency', 'status']);
  members(entry['stripe'], []);
  // As above.
  return value as HistoryEntry;
}

/** An account. Throws `bad-response`. */
export function checkAccount(value: unknown): Account {
  const account = members(value, ['id', 'name', 'mode', 'status', 'currency', 'links']);
  members(account['keys'], []);
  members(account['capabilities'], []);
  // As above.
  return value as Account;
}

/** A page of what `check` makes of each. Throws `bad-response`. */
export function checkPage<T>(value: unknown, check: (item: unknown) => T): Page<T> {
  const { data, nextCursor } = members(value, []);
  if (!Array.isArray(data)) throw bad('data');
  if (nextCursor !== null && typeof nextCursor !== 'string') throw bad('nextCursor');
  return { data: data.map((item) => check(item)), nextCursor };
}

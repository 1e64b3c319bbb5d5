/** Checks what came in against a schema, with the codes of DESIGN §9. */
import type { z } from 'zod';
import { isPaymentError, PaymentError, type PaymentErrorCode } from '../errors/index.js';
import { refuseCardData, type Sender } from './card-data.js';

/** Members whose wrong value has a code of its own; a missing one is `invalid-request` like any other. */
const ownCodes: Record<string, PaymentErrorCode> = {
  label: 'invalid-label',
  amount: 'invalid-amount',
};

/** At most as many errors are told at once. */
const MOST_ERRORS = 20;

/**
 * What the schema makes of `value`. Throws `card-data-refused`, or an error whose `errors` name each member
 * that is wrong and whose code is the first one's.
 */
export function readInput<S extends z.ZodType>(schema: S, value: unknown, sender: Sender): z.output<S> {
  refuseCardData(value, sender);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, value)).slice(0, MOST_ERRORS);
  const first = errors[0] ?? { path: '', code: 'invalid-request' as const, message: 'Not valid.' };
  throw new PaymentError(first.code, first.path === '' ? first.message : `${first.path}: ${first.message}`, { errors });
}

/** What `check` answers; what it throws says that it is about the member at `path`. */
export function about<T>(path: string, check: () => T): T {
  try {
    return check();
  } catch (thrown) {
    if (!isPaymentError(thrown)) throw thrown;
    const { code, message } = thrown;
    throw new PaymentError(code, message, { cause: thrown, errors: [{ path, code, message }] });
  }
}

type FieldProblem = { path: string; code: PaymentErrorCode; message: string };

function fieldErrors(issue: z.core.$ZodIssue, value: unknown): FieldProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => field([...issue.path, key], 'invalid-request', 'There is no such member.'));
  if (issue.path.length > 0 && !isThere(value, issue.path))
    return [field(issue.path, 'invalid-request', 'This member is missing.')];
  const [name] = issue.path;
  const own =
    issue.path.length === 1 && typeof name === 'string' && Object.hasOwn(ownCodes, name) ? ownCodes[name] : undefined;
  return [field(issue.path, own ?? 'invalid-request', issue.message)];
}

function field(path: readonly PropertyKey[], code: PaymentErrorCode, message: string): FieldProblem {
  // Names come from the sender: what is told back is short.
  const words = path.map((part) => String(part).slice(0, 64));
  return { path: words.join('.'), code, message };
}

function isThere(value: unknown, path: readonly PropertyKey[]): boolean {
  let at: unknown = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return true;
}

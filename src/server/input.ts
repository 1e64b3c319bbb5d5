/** Checks what came in against a schema; what is wrong has a code of the closed list. */
import type { z } from 'zod';
import { captureInput, createdRequest, refundInput, requestInput } from '../contract/schemas.js';
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
  const given = withoutNulls(value, keepsNullAmount.has(schema));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue, given, schema)).slice(0, MOST_ERRORS);
  const first = errors[0] ?? { path: '', code: 'invalid-request' as const, message: 'Not valid.' };
  throw new PaymentError(first.code, first.path === '' ? first.message : `${first.path}: ${first.message}`, { errors });
}

/**
 * Bodies in which an amount that is null is wrong, and not left out: a client's `NaN` is `null` in JSON, and all that is
 * left would be captured or refunded for it.
 */
const keepsNullAmount: ReadonlySet<z.ZodType> = new Set([requestInput, captureInput, refundInput]);

/** The value without members that are null: that is how clients in many languages write what is not set. */
function withoutNulls(value: unknown, keepAmount = false): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => withoutNulls(element));
  // Not by assignment, which `__proto__` would turn into something else.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => member !== null || (keepAmount && name === 'amount'))
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
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

function fieldErrors(issue: z.core.$ZodIssue, value: unknown, schema: z.ZodType): FieldProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      field(
        [...issue.path, key],
        'invalid-request',
        unknownMember(key, issue.path.length === 0 && schema === requestInput),
      ),
    );
  if (issue.path.length > 0 && !isThere(value, issue.path))
    return [field(issue.path, 'invalid-request', 'This member is missing.')];
  const [name] = issue.path;
  const own =
    issue.path.length === 1 && typeof name === 'string' && Object.hasOwn(ownCodes, name) ? ownCodes[name] : undefined;
  return [field(issue.path, own ?? 'invalid-request', issue.message)];
}

function unknownMember(name: string, ofRequest: boolean): string {
  return ofRequest && Object.hasOwn(createdRequest.shape, name)
    ? `A request is answered with "${name}", and cannot be made with it. Leave it out.`
    : 'There is no such member.';
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

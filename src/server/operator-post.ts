/** What an operator posts: who may, under which Idempotency-Key, and what a repeat is answered. */
import type { Context as Call } from 'hono';
import type { z } from 'zod';
import type { Capability } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';
import { parseJson, readJsonText } from './body.js';
import { canonicalJson } from './canonical.js';
import type { Context } from './context.js';
import { sha256Hex } from './digest.js';
import { answer, type Env } from './http.js';
import { readInput } from './input.js';
import { formerIdOf, mayUse, need, needOn, type Principal } from './principal.js';
import { problemOf } from './problems.js';
import { repeatable } from './repeatable.js';

/** One operator route. */
export interface OperatorPost {
  /** What a body must be. Two that it reads alike are the same under an Idempotency-Key. */
  schema: z.ZodType;
  /** Whether the body may be left out: it then says nothing. */
  optionalBody?: boolean;
  /** Throws unless the principal may do it now, as far as can be told of a body that is not checked yet. Looked at before a kept answer is given, too. */
  permit(principal: Principal, given: unknown): Promise<void> | void;
  /** Does it, in the context that it is given. The body is as it came: it reads and checks it itself. */
  run(context: Context, given: unknown, principal: Principal): Promise<{ status: number; value: unknown }>;
  /** Ids of the requests that an answer shows; none for one about the request in the path. */
  shows?(value: unknown): readonly string[];
  /** Where the resource that was made is. */
  location?(value: unknown): string;
}

interface Answer {
  status: number;
  body: string;
}

/** Idempotency keys: printable ASCII, as Stripe's. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Answers an operator's POST: reads the body, and with an `Idempotency-Key` gives a repeat the first one's
 * answer, if the operator may still have it.
 */
export async function answerPost(context: Context, c: Call<Env>, post: OperatorPost): Promise<Response> {
  const principal = c.get('principal');
  const text = await readJsonText(c.req.raw, context.settings.limits.body, 'operator');
  const key = c.req.header('idempotency-key');
  const given: unknown = text === '' && post.optionalBody ? {} : parseJson(text);
  const made = async (its: Context): Promise<Answer> => {
    const { status, value } = await post.run(its, given, principal);
    return { status, body: JSON.stringify(value) };
  };
  const { status, body } = key === undefined ? await made(context) : await once(key);
  const location = status < 400 ? post.location?.(JSON.parse(body)) : undefined;
  return answer(body, status, location === undefined ? {} : { Location: `${context.settings.apiUrl}${location}` });

  async function once(name: string): Promise<Answer> {
    if (!KEY.test(name))
      throw new PaymentError(
        'invalid-request',
        'An Idempotency-Key has 1 to 255 printable ASCII characters and no spaces.',
      );
    await post.permit(principal, given);
    const input = readInput(post.schema, given, 'operator');
    const route = `${c.req.method} ${c.req.path}`;
    const former = { scope: `${formerIdOf(principal)} ${route}`, hash: await sha256Hex(text) };
    if (await context.store.began(former.scope, name)) {
      const known = await under(former.scope, name, former.hash);
      if ((await mayBeShown(known)) || formerIdOf(principal) === principal.id) return known;
      // Kept for another merchant, by a release in which two operator keys had the same id.
    }
    const scope = JSON.stringify([principal.id, c.req.method, c.req.path]);
    const known = await under(scope, name, await sha256Hex(canonicalJson(input)));
    if (!(await mayBeShown(known))) throw new PaymentError('forbidden', 'This operator may not use that account.');
    return known;
  }

  async function under(scope: string, name: string, hash: string): Promise<Answer> {
    const known = await context.store.once(scope, name, hash, (seed) =>
      made(repeatable(context, seed)).catch(refusalToKeep),
    );
    if (!known) throw new PaymentError('idempotency-key-reused', 'This Idempotency-Key was used with another body.');
    return known;
  }

  /** False where it shows another merchant's request. Throws `forbidden` where the account no longer allows it. */
  async function mayBeShown({ status, body }: Answer): Promise<boolean> {
    const ids = status < 400 ? (post.shows?.(JSON.parse(body)) ?? []) : [];
    if (ids.length === 0) return true;
    const rows = await context.store.read(ids);
    if (!rows.every(({ account }) => mayUse(principal, account))) return false;
    for (const id of new Set(rows.map(({ account }) => account)))
      needOn(principal, 'create', await context.settings.accounts.find(id));
    return true;
  }
}

/** A `permit` that asks for capabilities. */
export function needing(...capabilities: readonly Capability[]): (principal: Principal) => void {
  return (principal) => {
    for (const capability of capabilities) need(principal, capability);
  };
}

/** What passes by itself: whoever is told to send it again must be able to. */
const PASSING: ReadonlySet<string> = new Set(['attempt-in-progress', 'order-in-progress', 'rate-limited']);

/** A refusal is an answer like any other; a fault is not, and may be tried again. */
function refusalToKeep(thrown: unknown): Answer {
  const problem = problemOf(thrown);
  if (problem.status >= 500 || PASSING.has(problem.code)) throw thrown;
  return { status: problem.status, body: JSON.stringify(problem) };
}

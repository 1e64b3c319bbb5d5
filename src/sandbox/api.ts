import type { Endpoint, PathIds } from './endpoint.js';
import type { Engine } from './engine.js';
import { checkExpand, expanded } from './expand.js';
import { type ErrorBody, invalidRequest, StripeFailure } from './failure.js';
import type { Fault } from './faults.js';
import { canonicalForm, decodeForm, FormSyntaxError, type FormTree } from './form.js';
import { IdempotencyKeys, keepAnswer } from './idempotency.js';
import { newId, sha256 } from './ids.js';
import { keyOf, type KeyOwner, noAccessTo, notPermitted, ownerOf, secretKeyRequired, unauthorized } from './keys.js';
import { API_VERSION } from './objects/event.js';
import { docUrl } from './operations/pay.js';
import { type KeptAnswer, type Ledger, platformsOf } from './state.js';

/** What the restricted key may not do. */
const BEYOND_RESTRICTED = new Set(['rak_balance_read', 'rak_accounts_kyc_basic_read']);

interface Answer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

/** Waits; a fault's delay stands for a slow Stripe. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers calls of the API: who asks, whether it was asked before, what happens, what is kept. */
export class Api {
  readonly #engine: Engine;
  readonly #keys = new IdempotencyKeys();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Runs an endpoint for a request. A `delay` of a fault comes after the key is in use and before anything is done. */
  async call(request: Request, target: Endpoint, ids: PathIds, fault: Fault | null): Promise<Response> {
    const requestId = newId('req');
    const key = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
    let livemode = false;
    let answer: Answer;
    try {
      const form = await readForm(request);
      const owner = authenticate(request, form, target);
      translate(form, request.headers.get('stripe-version'));
      livemode = owner.livemode;
      answer = await this.#run(request, target, ids, fault, { form, owner, requestId, key });
    } catch (error) {
      answer = failed(error, requestId, livemode);
    }
    return respond(answer, { requestId, key, version: request.headers.get('stripe-version') || API_VERSION });
  }

  async #run(
    request: Request,
    target: Endpoint,
    ids: PathIds,
    fault: Fault | null,
    facts: { form: FormTree; owner: KeyOwner; requestId: string; key: string | null },
  ): Promise<Answer> {
    const { form, owner, requestId, key } = facts;
    await this.#engine.ready();
    const ledger = this.#ledgerFor(request, owner, form);
    const prepared = target.prepare(form, owner.kind === 'publishable');
    if (target.answers !== null) checkExpand(target.answers, prepared.expand);
    const execute = (): Answer => {
      const scope = this.#engine.scope(ledger, {
        kind: owner.kind,
        platform: owner.account,
        requestId,
        idempotencyKey: key,
      });
      try {
        const result = expanded(ledger, prepared.run(scope, ids), prepared.expand);
        return { status: 200, body: JSON.stringify(result, null, 2), headers: {} };
      } catch (error) {
        return failed(error, requestId, ledger.livemode);
      }
    };
    if (key === null || key === '') {
      if (fault?.fault === 'delay') await pause(fault.ms);
      const answer = execute();
      if (request.method === 'POST' || target.makes) await this.#engine.commit();
      return answer;
    }
    return this.#once(request, ledger, key, form, requestId, fault, execute);
  }

  async #once(
    request: Request,
    ledger: Ledger,
    key: string,
    form: FormTree,
    requestId: string,
    fault: Fault | null,
    execute: () => Answer,
  ): Promise<Answer> {
    const asked = { endpoint: new URL(request.url).pathname, params: await sha256(canonicalForm(form)) };
    const kept = this.#keys.claim(ledger, key, asked, this.#engine.nowMs());
    if (kept !== null) {
      const headers = { 'idempotent-replayed': 'true', 'original-request': kept.request };
      return { status: kept.status, body: kept.body, headers };
    }
    let stored: KeptAnswer | null = null;
    try {
      if (fault?.fault === 'delay') await pause(fault.ms);
      const answer = fault?.fault === 'error' ? broken(fault.status, requestId) : execute();
      stored = { at: this.#engine.nowMs(), request: requestId, ...asked, status: answer.status, body: answer.body };
      // Kept in the same write as what was done: a crash in between leaves neither.
      keepAnswer(ledger, key, stored);
      await this.#engine.commit();
      return answer;
    } finally {
      this.#keys.release(ledger, key, stored);
    }
  }

  #ledgerFor(request: Request, owner: KeyOwner, form: FormTree): Ledger {
    const header = request.headers.get('stripe-account');
    const param = form.get('_stripe_account');
    const account = header ?? (owner.kind === 'publishable' && typeof param === 'string' ? param : owner.account);
    const linked = platformsOf(this.#engine.state, account).includes(owner.account);
    if (account !== owner.account && !linked) throw noAccessTo(owner, account);
    return this.#engine.ledger(account, owner.livemode);
  }
}

const badForm = (error: FormSyntaxError): StripeFailure =>
  invalidRequest(error.message, { param: error.param.slice(0, 80) });

async function readForm(request: Request): Promise<FormTree> {
  const { search } = new URL(request.url);
  let encoded = search.slice(1);
  if (request.method === 'POST') {
    const type = request.headers.get('content-type') ?? '';
    const body = await request.text();
    if (body !== '' && !type.startsWith('application/x-www-form-urlencoded')) {
      throw invalidRequest(
        `Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.`,
      );
    }
    encoded = encoded === '' ? body : `${encoded}&${body}`;
  }
  try {
    return decodeForm(encoded);
  } catch (error) {
    if (error instanceof FormSyntaxError) throw badForm(error);
    throw error;
  }
}

/** The version that took `payment_method_types` away. */
const TYPES_REMOVED = '2026-09-30';

/**
 * A library of an older version says `payment_method_types`, which Stripe goes on taking from it.
 * @throws StripeFailure 400 for what is no version
 */
function translate(form: FormTree, version: string | null): void {
  if (version === null) return;
  if (!/^\d{4}-\d{2}-\d{2}(?:[.;]|$)/.test(version)) {
    throw invalidRequest(`Invalid Stripe API version: ${version.slice(0, 40)}`);
  }
  const types = form.get('payment_method_types');
  if (version >= TYPES_REMOVED || types === undefined) return;
  form.delete('payment_method_types');
  form.set('allowed_payment_method_types', types);
}

function authenticate(request: Request, form: FormTree, target: Endpoint): KeyOwner {
  const param = form.get('key');
  const key = keyOf(request.headers, typeof param === 'string' ? param : undefined);
  const owner = key === undefined ? undefined : ownerOf(key);
  if (owner === undefined) throw unauthorized(key);
  if (owner.kind === 'publishable' && !target.publishable) throw secretKeyRequired();
  if (owner.kind === 'restricted' && BEYOND_RESTRICTED.has(target.permission))
    throw notPermitted(owner, target.permission);
  return owner;
}

/** An error as Stripe answers it. What is no StripeFailure is a fault of the sandbox's own: a 500, and said so. */
export function failed(error: unknown, requestId: string, livemode: boolean): Answer {
  if (error instanceof FormSyntaxError) return failed(badForm(error), requestId, livemode);
  if (!(error instanceof StripeFailure)) {
    const message = `The sandbox failed: ${error instanceof Error ? error.message : 'unknown error'}`;
    return { status: 500, body: errorText({ type: 'api_error', message }, requestId, livemode), headers: {} };
  }
  const headers: Record<string, string> = error.status === 409 ? { 'stripe-should-retry': 'true' } : {};
  if (error.status === 400 || error.status === 402) headers['stripe-should-retry'] = 'false';
  return { status: error.status, body: errorText(error.body, requestId, livemode), headers };
}

function errorText(body: ErrorBody, requestId: string, livemode: boolean): string {
  const more = {
    ...(body.code === undefined ? {} : { doc_url: docUrl(body.code) }),
    request_log_url: `https://dashboard.stripe.com/${livemode ? '' : 'test/'}logs/${requestId}`,
  };
  return JSON.stringify({ error: { ...body, ...more } }, null, 2);
}

/** The answer of an `error` fault. */
export function broken(status: number, requestId: string): Answer {
  const type: ErrorBody['type'] = status >= 500 || status === 429 ? 'api_error' : 'invalid_request_error';
  const message =
    status === 429
      ? 'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.'
      : 'Sorry! There was an error while talking to one of our backends. Support has been notified.';
  const body: ErrorBody = { type: status === 429 ? 'invalid_request_error' : type, message };
  if (status === 429) body.code = 'rate_limit';
  return { status, body: errorText(body, requestId, false), headers: {} };
}

/** Puts Stripe's headers on an answer. */
export function respond(answer: Answer, facts: { requestId: string; key: string | null; version: string }): Response {
  const headers = new Headers({
    'content-type': 'application/json',
    'cache-control': 'no-cache, no-store',
    'request-id': facts.requestId,
    'stripe-version': facts.version,
    ...answer.headers,
  });
  if (facts.key !== null) headers.set('idempotency-key', facts.key);
  return new Response(answer.body, { status: answer.status, headers });
}

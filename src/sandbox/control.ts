import type { Courier, ResolvedEndpoint } from './courier.js';
import type { WebhookEndpoint } from './webhook-endpoint.js';
import type { Engine } from './engine.js';
import { StripeFailure } from './failure.js';
import { type Faults, isCount, isObject, readFault } from './faults.js';
import { decodeForm } from './form.js';
import { newId } from './ids.js';
import { ownerOf } from './keys.js';
import { settleChallenge } from './operations/challenge.js';
import { failed, respond } from './api.js';
import { API_VERSION } from './objects/event.js';
import type { RequestLog } from './log.js';

/** What the control routes steer. */
export interface Controlled {
  engine: Engine;
  courier: Courier;
  faults: Faults;
  log: RequestLog;
  baseUrl(): string;
}

const json = (status: number, body: unknown): Response => Response.json(body, { status });

const refused = (status: number, message: string): Response =>
  json(status, { error: { type: 'invalid_request_error', message } });

/**
 * Whether a request may steer the sandbox: it names the sandbox's own host, and comes from its own pages or from no
 * page at all. Any page a developer opens could reach a loopback address.
 */
export function mayControl(request: Request, baseUrl: string): boolean {
  const base = new URL(baseUrl);
  const port = base.port === '' ? '' : `:${base.port}`;
  const hosts = [base.host, `localhost${port}`, `127.0.0.1${port}`, `[::1]${port}`];
  if (!hosts.includes(request.headers.get('host') ?? new URL(request.url).host)) return false;
  const origin = request.headers.get('origin');
  return origin === null || hosts.some((host) => origin === `${base.protocol}//${host}`);
}

/** An endpoint with its key resolved; a key the sandbox does not know is a mistake of the caller's. */
export function resolveEndpoint({ key, ...endpoint }: WebhookEndpoint): ResolvedEndpoint {
  const owner = ownerOf(key);
  if (owner === undefined) throw new TypeError(`The sandbox has no key ${key.slice(0, 12)}…`);
  return { ...endpoint, account: owner.account, livemode: owner.livemode };
}

async function setFault({ faults }: Controlled, request: Request): Promise<Response> {
  const input = readFault(await request.json().catch(() => null));
  return typeof input === 'string' ? refused(400, input) : json(201, faults.add(input));
}

async function moveClock({ engine }: Controlled, request: Request): Promise<Response> {
  const body: unknown = await request.json().catch(() => null);
  if (!isObject(body) || !isCount(body.advance)) return refused(400, 'advance is a number of milliseconds.');
  await engine.advance(body.advance);
  return json(200, { now: new Date(engine.nowMs()).toISOString() });
}

async function addEndpoint({ courier }: Controlled, request: Request): Promise<Response> {
  const body: unknown = await request.json().catch(() => null);
  if (!isObject(body)) return refused(400, 'An endpoint is a JSON object.');
  const { key, url, secret, connect } = body;
  if (typeof key !== 'string' || ownerOf(key) === undefined) return refused(400, 'key is one of the sandbox.');
  if (typeof url !== 'string' || !URL.canParse(url)) return refused(400, 'url is an absolute URL.');
  if (typeof secret !== 'string' || secret === '') return refused(400, 'secret is the signing secret.');
  courier.add(resolveEndpoint({ key, url, secret, connect: connect === true }));
  return json(201, { url });
}

async function settle(controlled: Controlled, request: Request, intentId: string): Promise<Response> {
  const { engine } = controlled;
  const requestId = newId('req');
  const form = decodeForm(await request.text());
  const given = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  try {
    const outcome = given('outcome');
    if (outcome !== 'authorize' && outcome !== 'fail') return refused(400, 'outcome is authorize or fail.');
    await engine.ready();
    const ledger = Object.values(engine.state.ledgers).find(({ paymentIntents }) =>
      Object.hasOwn(paymentIntents, intentId),
    );
    const scope = engine.scope(ledger ?? engine.ledger('', false), {
      kind: 'secret',
      platform: ledger?.account ?? '',
      requestId,
      idempotencyKey: null,
    });
    const answer = settleChallenge(scope, intentId, given('client_secret'), outcome === 'authorize');
    await engine.commit();
    if (given('redirect') === '1' && answer.redirectUrl !== null) {
      return new Response(null, { status: 303, headers: { location: answer.redirectUrl } });
    }
    return json(200, answer);
  } catch (error) {
    if (!(error instanceof StripeFailure)) throw error;
    return respond(failed(error, requestId, false), { requestId, key: null, version: API_VERSION });
  }
}

/** Answers `/_sandbox/…`; null for a route it does not have. */
export async function control(controlled: Controlled, request: Request, path: string): Promise<Response> {
  if (!mayControl(request, controlled.baseUrl())) return refused(403, 'The sandbox is steered from its own host only.');
  const { engine, courier, faults, log } = controlled;
  const [, , name = '', id = '', verb = ''] = path.split('/');
  switch (`${request.method} ${name}`) {
    case 'GET health':
      return json(200, { ok: true });
    case 'POST faults':
      return setFault(controlled, request);
    case 'GET faults':
      return json(200, { data: faults.list() });
    case 'DELETE faults':
      faults.clear();
      return json(200, { data: [] });
    case 'GET log':
      await engine.ready();
      return json(200, { data: log.entries(), charges: log.charges(engine.state) });
    case 'POST clock':
      return moveClock(controlled, request);
    case 'POST webhook_endpoints':
      return addEndpoint(controlled, request);
    case 'POST events':
      await engine.ready();
      if (verb !== 'resend' || !engine.resend(id)) return refused(404, 'No such event.');
      await engine.commit();
      await courier.settled();
      return json(200, { id });
    case 'POST challenge':
      return settle(controlled, request, id);
    default:
      return refused(404, `Unrecognized request URL (${request.method}: ${path}).`);
  }
}

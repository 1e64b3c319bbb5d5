/** A payment server over a store in memory and a sandbox in the same process, spoken to as over HTTP. */
import assert from 'node:assert/strict';
import type { z } from 'zod';
import * as schemas from '../../../src/contract/schemas.js';
import type { MoneyRequest, Problem } from '../../../src/contract/types.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js';
import {
  createPaymentServer,
  memoryStore,
  operatorKey,
  type AccountConfig,
  type PaymentServer,
  type PaymentServerOptions,
  type PaymentStore,
} from '../../../src/server/index.js';

export const KEY = 'op_0123456789abcdef';
export const ORIGIN = 'http://localhost:4242';

const keys = (name: string, webhookSecrets: string[]): AccountConfig['keys'] => ({
  test: { publishable: `pk_test_${name}`, secret: `sk_test_${name}`, webhookSecrets },
});

export const demo: AccountConfig = {
  id: 'demo',
  name: 'Shoplifter',
  mode: 'test',
  keys: keys('sandbox', ['whsec_demo']),
};
export const second: AccountConfig = {
  id: 'second',
  name: 'Second',
  mode: 'test',
  keys: keys('sandbox_second', ['whsec_second']),
};

/** One line of the log. */
export interface Line {
  message: string;
  fields: Record<string, unknown>;
}

export interface Bench {
  server: PaymentServer;
  store: PaymentStore;
  sandbox: Sandbox;
  lines: Line[];
  /** Calls the API; an object becomes a JSON body. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The same with the operator's key. */
  operate(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** A new request as its payer sees it. */
  make(more?: Record<string, unknown>): Promise<MoneyRequest>;
  pay(id: string, attempt: string, paymentMethod: string): Promise<Response>;
}

/** Makes a bench; `close` of the server is the test's. */
export function bench(options: Partial<PaymentServerOptions> = {}): Bench {
  const lines: Line[] = [];
  const log = (message: string, fields: Record<string, unknown> = {}): void => void lines.push({ message, fields });
  const store = memoryStore();
  const sandbox = createSandbox();
  const server = createPaymentServer({
    store,
    accounts: [demo, second],
    authorize: operatorKey(KEY, { id: 'operator' }),
    baseUrl: ORIGIN,
    stripe: {
      apiBase: sandbox.baseUrl,
      fetch: sandbox.fetch,
      scriptUrl: `${sandbox.baseUrl}/stripe.js`,
    },
    logger: { info: log, warn: log, error: log },
    pace: { syncEvery: 0 },
    ...options,
  });
  const call: Bench['call'] = (method, path, body, headers = {}) =>
    server.fetch(
      new Request(`${ORIGIN}/api${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  const operate: Bench['operate'] = (method, path, body, headers = {}) =>
    call(method, path, body, { authorization: `Bearer ${KEY}`, ...headers });
  return {
    server,
    store,
    sandbox,
    lines,
    call,
    operate,
    async make(more = {}) {
      const made = await operate('POST', '/requests', { label: 'Get more kittens - 25$', amount: 2500, ...more });
      assert.equal(made.status, 201, await made.clone().text());
      const { id } = await read(made, schemas.createdRequest);
      return read(await call('GET', `/requests/${id}`), schemas.moneyRequest);
    },
    pay: (id, attempt, paymentMethod) =>
      call('POST', `/requests/${id}/attempts`, { attempt, instrument: { paymentMethod } }),
  };
}

/** The JSON of an answer, held to a schema. */
export async function read<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await response.json());
}

/** The problem of an answer, whole and with the right status. */
export async function problemIn(response: Response): Promise<Problem> {
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  const { paid, request, ...problem } = await read(response, schemas.problem);
  assert.equal(problem.status, response.status);
  assert.equal(problem.type, `urn:pay-elements:${problem.code}`);
  return { ...problem, ...(paid === undefined ? {} : { paid }), ...(request === undefined ? {} : { request }) };
}

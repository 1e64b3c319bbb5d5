import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { httpBackend } from '../../../src/backend/http.js';
import type { AttemptResult, MoneyRequest, Problem } from '../../../src/contract/types.js';
import { isPaymentError, type PaymentErrorCode } from '../../../src/errors/index.js';
import { aRequest } from '../../support/money-request.js';

const ID = 'req_0123456789abcdefghijkl';
const request: MoneyRequest = aRequest({ id: ID });
const answer = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

/** A backend whose answers are given, and what it was asked. */
function backendOf(
  respond: (url: string, init: RequestInit) => Response | Promise<Response>,
  more: { timeout?: number; headers?: () => HeadersInit | Promise<HeadersInit> } = {},
) {
  const calls: { url: string; method: string; body: unknown; headers: Headers; init: RequestInit }[] = [];
  const backend = httpBackend({
    url: 'https://shop.example/api/',
    ...more,
    fetch: async (input, init = {}) => {
      const url = input instanceof Request ? input.url : input.toString();
      calls.push({
        url,
        method: init.method ?? 'GET',
        body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
        headers: new Headers(init.headers),
        init,
      });
      return respond(url, init);
    },
  });
  return { backend, calls };
}

const rejects = (promise: Promise<unknown>, code: PaymentErrorCode): Promise<void> =>
  assert.rejects(promise, (error) => isPaymentError(error) && (assert.equal(error.code, code), true));

test('retrieves a request with one GET, without cookies and without a preflight', async () => {
  const { backend, calls } = backendOf(() => answer(request));
  assert.deepEqual(await backend.retrieve(ID), request);
  assert.deepEqual(
    [calls.length, calls[0]?.method, calls[0]?.url],
    [1, 'GET', `https://shop.example/api/requests/${ID}`],
  );
  assert.equal(calls[0]?.init.credentials, 'omit');
  assert.deepEqual([...calls[0].headers], []);
});

test('asks for a hundred requests in one call, and for more in as many as it takes', async () => {
  const ids = Array.from({ length: 205 }, (_, at) => `req_${String(at).padStart(22, '0')}`);
  const { backend, calls } = backendOf((_, init) => {
    const { ids: asked } = JSON.parse(typeof init.body === 'string' ? init.body : '') as { ids: string[] };
    return answer({ data: asked.filter((id) => id !== ids[7]).map((id) => ({ ...request, id })), nextCursor: null });
  });
  const found = await backend.retrieveMany?.(ids);
  assert.deepEqual(
    calls.map(({ url, method, body }) => [url, method, (body as { ids: string[] }).ids.length]),
    [
      ['https://shop.example/api/requests/status', 'POST', 100],
      ['https://shop.example/api/requests/status', 'POST', 100],
      ['https://shop.example/api/requests/status', 'POST', 5],
    ],
  );
  assert.equal(found?.size, 204);
  assert.equal(found.has(ids[7] ?? ''), false);
});

test('pays with what it is given, and answers a pending attempt too', async () => {
  const result: AttemptResult = { paid: false, status: 'pending', clientSecret: null, request };
  const { backend, calls } = backendOf(() => answer(result, 202));
  const input = { attempt: 'a1', instrument: { paymentMethod: 'pm_1' }, returnUrl: 'https://shop.example/chat' };
  assert.deepEqual(await backend.pay(ID, input), result);
  assert.deepEqual(calls[0]?.body, input);
  assert.equal(calls[0].url, `https://shop.example/api/requests/${ID}/attempts`);
  assert.equal(calls[0].headers.get('content-type'), 'application/json');
});

test('makes the server read with a POST that has no body', async () => {
  const { backend, calls } = backendOf(() => answer(request));
  await backend.sync(ID);
  assert.deepEqual(
    [calls[0]?.method, calls[0]?.url, calls[0]?.body],
    ['POST', `https://shop.example/api/requests/${ID}/sync`, null],
  );
});

test('asks for headers before each call and sends them', async () => {
  let asked = 0;
  const { backend, calls } = backendOf(() => answer(request), {
    headers: () => ({ Authorization: `Bearer ${++asked}` }),
  });
  await backend.retrieve(ID);
  await backend.sync(ID);
  assert.deepEqual(
    calls.map(({ headers }) => headers.get('authorization')),
    ['Bearer 1', 'Bearer 2'],
  );
});

test('turns a problem into a PaymentError with its code, decline code, members and time to wait', async () => {
  const problem: Problem = {
    type: 'urn:pay-elements:card-declined', title: '', status: 402, detail: 'The bank said no.', code: 'card-declined', kind: 'card',
    recovery: 'change-card', declineCode: 'generic_decline', errors: [{ path: 'attempt', code: 'invalid-request', message: 'no' }], paid: false, request,
  }; // prettier-ignore
  const { backend } = backendOf(() => answer(problem, 402, { 'Retry-After': '7' }));
  await assert.rejects(backend.pay(ID, { attempt: 'a1' }), {
    name: 'PaymentError', code: 'card-declined', kind: 'card', recovery: 'change-card', message: 'The bank said no.',
    declineCode: 'generic_decline', errors: problem.errors, retryAfter: 7,
  }); // prettier-ignore
});

for (const [what, response] of [
  ['HTML of a proxy', () => answer('<h1>502 Bad Gateway</h1>', 502)],
  ['a problem with a code that is not ours', () => answer({ code: 'out-of-cheese' }, 500)],
  ['a body that is null', () => answer('null')],
  ['a status that is not known', () => answer({ ...request, status: 'bought' })],
  ['another id', () => answer({ ...request, id: 'req_another00000000000000' })],
  ['an amount with a fraction', () => answer({ ...request, amount: 25.5 })],
  ['a version that is no number', () => answer({ ...request, version: '1' })],
  ['a link that is a script', () => answer({ ...request, payUrl: 'javascript:alert(1)' })],
  ['no publishable key', () => answer({ ...request, stripe: { ...request.stripe, publishableKey: null } })],
] as const)
  test(`refuses ${what} as bad-response`, async () => {
    const { backend } = backendOf(response);
    await rejects(backend.retrieve(ID), 'bad-response');
  });

test('refuses a result about another request, and a list with one that was not asked for', async () => {
  const other = { ...request, id: 'req_another00000000000000' };
  const { backend } = backendOf((url) =>
    url.endsWith('/status')
      ? answer({ data: [other], nextCursor: null })
      : answer({ paid: true, status: 'paid', clientSecret: null, request: other }),
  );
  await rejects(backend.pay(ID, { attempt: 'a1' }), 'bad-response');
  await rejects(backend.retrieveMany?.([ID]) ?? assert.fail(), 'bad-response');
});

test('answers any JSON with a request or with bad-response, whatever member is broken', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...(Object.keys(request) as (keyof MoneyRequest)[])),
      fc.jsonValue(),
      async (member, value) => {
        const { backend } = backendOf(() => answer({ ...request, [member]: value }));
        try {
          assert.equal((await backend.retrieve(ID)).id, ID);
        } catch (error) {
          assert.ok(isPaymentError(error) && error.code === 'bad-response', String(error));
        }
      },
    ),
  );
});

test('says network-error when nothing answers, and offline where the browser knows', async (t) => {
  const { backend } = backendOf(() => Promise.reject(new TypeError('fetch failed')));
  await rejects(backend.retrieve(ID), 'network-error');
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  t.after(() => {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else Reflect.deleteProperty(globalThis, 'navigator');
  });
  // Node has one from its release 21 on, which does not say.
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  await rejects(backend.retrieve(ID), 'network-error');
  Object.defineProperty(globalThis, 'navigator', { value: { onLine: false }, configurable: true });
  await rejects(backend.retrieve(ID), 'offline');
});

const never = (_: string, { signal }: RequestInit): Promise<Response> =>
  new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal?.reason as Error);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop);
  });

test('says timeout when an answer takes too long, and leaves no timer behind', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { backend } = backendOf(never, { timeout: 1_000 });
  const late = rejects(backend.retrieve(ID), 'timeout');
  await Promise.resolve();
  t.mock.timers.tick(1_000);
  await late;
});

test('says timeout, and heeds an abort, where the headers to send do not come', async () => {
  const { backend, calls } = backendOf(() => answer(request), {
    timeout: 20,
    headers: () => new Promise<never>(() => undefined),
  });
  await rejects(backend.retrieve(ID), 'timeout');
  const reason = new Error('The element is gone.');
  const stop = new AbortController();
  const looking = backend.retrieve(ID, { signal: stop.signal });
  stop.abort(reason);
  await assert.rejects(looking, (error) => error === reason);
  assert.equal(calls.length, 0);
});

test('rejects with the reason of an abort, before and during a call', async () => {
  const { backend, calls } = backendOf(never);
  await assert.rejects(backend.retrieve(ID, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  assert.equal(calls.length, 0);
  const stop = new AbortController();
  const call = backend.retrieve(ID, { signal: stop.signal });
  stop.abort();
  await assert.rejects(call, { name: 'AbortError' });
});

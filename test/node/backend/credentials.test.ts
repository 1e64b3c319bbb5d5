/** Which calls take cookies with them: none, unless the host says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backend } from '../../../src/backend/backend.js';
import { httpBackend } from '../../../src/backend/http.js';
import { configure, pageRegistry } from '../../../src/config.js';
import { backendOf } from '../../../src/elements/internal/backend-of.js';
import { aRequest } from '../../support/money-request.js';

const request = aRequest({ id: 'req_0123456789abcdefghijkl' });
const result = { paid: true, status: 'paid', clientSecret: null, request };

/** Makes every kind of call and answers the credentials of each. */
async function credentialsOf(backend: Backend, sent: (RequestCredentials | undefined)[]): Promise<unknown[]> {
  assert.ok(backend.flow === 'intent');
  await backend.retrieve(request.id);
  await backend.retrieveMany?.([request.id]);
  await backend.pay(request.id, { attempt: 'a', instrument: { paymentMethod: 'pm_1' } });
  await backend.sync(request.id);
  const stop = backend.watch?.([request.id], () => undefined);
  while (sent.length < 5) await new Promise((resolve) => setImmediate(resolve));
  stop?.();
  return sent.splice(0, 5);
}

function answering(sent: (RequestCredentials | undefined)[]): typeof fetch {
  return (input, init) => {
    sent.push(init?.credentials);
    const url = input instanceof Request ? input.url : input.toString();
    if (url.includes('/events')) return Promise.resolve(new Response(null, { status: 404 }));
    if (url.endsWith('/attempts')) return Promise.resolve(Response.json(result));
    return Promise.resolve(Response.json(url.endsWith('/status') ? { data: [request], nextCursor: null } : request));
  };
}

for (const [given, sends] of [
  [undefined, 'omit'],
  ['include', 'include'],
  ['same-origin', 'same-origin'],
] as const)
  test(`with credentials ${given ?? 'left out'} every call of httpBackend says ${sends}, the stream too`, async () => {
    const sent: (RequestCredentials | undefined)[] = [];
    const backend = httpBackend({
      url: 'https://pay.example/api',
      fetch: answering(sent),
      ...(given === undefined ? {} : { credentials: given }),
    });
    assert.deepEqual(await credentialsOf(backend, sent), Array(5).fill(sends));
  });

test('configure({ credentials }) counts for what is connected after it', async (t) => {
  const page = { baseURI: 'https://shop.example/' };
  Object.assign(globalThis, { document: page });
  t.after(() => Reflect.deleteProperty(globalThis, 'document'));
  const made: unknown[] = [];
  pageRegistry().config.createBackend = (options) => {
    made.push(options);
    return httpBackend(options);
  };
  const before = backendOf('/api');
  configure({ credentials: 'include' });
  const after = backendOf('/api');
  assert.notEqual(before, after);
  assert.equal(backendOf('/api'), after);
  assert.deepEqual(made, [
    { url: 'https://shop.example/api' },
    { url: 'https://shop.example/api', credentials: 'include' },
  ]);
});

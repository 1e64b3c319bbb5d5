import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schemas from '../../../src/contract/schemas.js';
import { memoryStore } from '../../../src/server/index.js';
import { bench, problemIn, read } from './bench.js';

test('any page may call payer routes without credentials, and read Location and Retry-After', async (t) => {
  const { server, call, make } = bench();
  t.after(() => server.close());
  const { id } = await make();
  const origin = { origin: 'https://shop.example' };
  for (const [method, path] of [
    ['GET', `/requests/${id}`],
    ['POST', `/requests/${id}/sync`],
    ['POST', '/requests/status'],
    ['POST', `/requests/${id}/attempts`],
    ['GET', '/events?request=x'],
    ['GET', '/requests/nobody'],
  ] as const) {
    const preflight = await call('OPTIONS', path, undefined, {
      ...origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'content-type,x-shop',
    });
    assert.equal(preflight.status, 204, path);
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'content-type,x-shop');
    assert.equal(preflight.headers.get('access-control-allow-credentials'), null);
    const answer = await call(method, path, undefined, origin);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*', `${path} ${answer.status}`);
    assert.equal(answer.headers.get('access-control-expose-headers'), 'Location, Retry-After');
    await answer.body?.cancel();
  }
});

test('only listed origins may call operator routes, with credentials', async (t) => {
  const { server, call } = bench({ operatorOrigins: ['https://office.example'] });
  t.after(() => server.close());
  for (const path of ['/requests', '/messages', '/requests/req_0000000000000000000000/history']) {
    const evil = await call('OPTIONS', path, undefined, { origin: 'https://evil.example' });
    assert.equal(evil.headers.get('access-control-allow-origin'), null, path);
    const office = await call('OPTIONS', path, undefined, { origin: 'https://office.example' });
    assert.equal(office.headers.get('access-control-allow-origin'), 'https://office.example');
    assert.equal(office.headers.get('access-control-allow-credentials'), 'true');
    assert.match(office.headers.get('access-control-allow-headers') ?? '', /Idempotency-Key/);
  }
});

test('with payerOrigins, other pages get no leave to read', async (t) => {
  const { server, call, make } = bench({ payerOrigins: ['https://shop.example'] });
  t.after(() => server.close());
  const { id } = await make();
  const answer = await call('GET', `/requests/${id}`, undefined, { origin: 'https://shop.example' });
  assert.equal(answer.headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.match(answer.headers.get('vary') ?? '', /Origin/);
  const other = await call('GET', `/requests/${id}`, undefined, { origin: 'https://other.example' });
  assert.equal(other.headers.get('access-control-allow-origin'), null);
});

test('status answers many in the order asked for, leaves out unknown ids, and never calls Stripe', async (t) => {
  const { server, call, make, sandbox } = bench();
  t.after(() => server.close());
  const [a, b] = [await make(), await make()];
  const answer = await call('POST', '/requests/status', { ids: [b.id, 'req_nobody', a.id, b.id] });
  const { data } = await read(answer, schemas.page(schemas.moneyRequest));
  assert.deepEqual(
    data.map(({ id }) => id),
    [b.id, a.id],
  );
  await call('GET', `/requests/${a.id}`);
  assert.deepEqual(sandbox.log(), []);
});

test('an id that cannot be one is not found, and no store is asked for it', async (t) => {
  const store = memoryStore();
  const { server, call, pay } = bench({
    store: { ...store, read: (ids) => (ids.length > 0 ? Promise.reject(new Error('asked')) : store.read(ids)) },
  });
  t.after(() => server.close());
  for (const id of ['%00', '%E0%A4%A', 'req_', "req_'--", 'x'.repeat(5_000), 'req_0123456789abcdefghijk%00']) {
    assert.equal((await call('GET', `/requests/${id}`)).status, 404, id);
    assert.equal((await call('POST', `/requests/${id}/sync`)).status, 404, id);
    assert.equal((await pay(id, 'a', 'pm_card_visa')).status, 404, id);
    assert.equal((await call('GET', `/return/${id}`)).status, 404, id);
  }
  assert.deepEqual(await (await call('POST', '/requests/status', { ids: ['\u0000'] })).json(), {
    data: [],
    nextCursor: null,
  });
});

test('the stream tells the present first, then each newer version, and ends when the server closes', async () => {
  const { server, call, make, pay } = bench();
  const [a, b] = [await make(), await make()];
  const answer = await call('GET', `/events?request=${a.id}&request=${b.id}&request=req_nobody`);
  assert.equal(answer.headers.get('content-type'), 'text/event-stream');
  const events = readEvents(answer);
  const first = [await events.next(), await events.next()].map(({ value }) => value);
  assert.deepEqual(new Set(first), new Set([a, b].map(({ id }) => ({ id, status: 'open', version: 1 }))));
  await pay(a.id, 'a1', 'pm_card_visa');
  let last = 1;
  for (;;) {
    const { value } = await events.next();
    assert.ok(value);
    assert.equal(value.id, a.id);
    assert.ok(value.version > last);
    last = value.version;
    if (value.status === 'paid') break;
  }
  await server.close();
  assert.equal((await events.next()).done, true);
  const late = await call('GET', `/events?request=${a.id}`);
  assert.equal(await late.text(), '', 'a closed server opens no stream');
});

test('a change that comes while the present is read is told once, after it', async (t) => {
  const store = memoryStore();
  const change = async (id: string): Promise<void> => {
    const lease = await store.acquire(id, 1_000);
    assert.ok(await store.commit(id, lease?.token ?? '', { status: 'processing', release: true }));
  };
  for (const stale of [true, false]) {
    let racing = '';
    const { server, call, make } = bench({
      store: {
        ...store,
        async read(ids) {
          const before = await store.read(ids);
          if (!ids.includes(racing)) return before;
          await change(racing);
          return stale ? before : store.read(ids);
        },
      },
    });
    t.after(() => server.close());
    const { id } = await make();
    racing = id;
    const events = readEvents(await call('GET', `/events?request=${id}`));
    const told = [(await events.next()).value];
    if (stale) told.push((await events.next()).value);
    await change(id);
    told.push((await events.next()).value);
    assert.deepEqual(
      told.map((event) => [event?.version, event?.status]),
      [...(stale ? [[1, 'open']] : []), [2, 'processing'], [3, 'processing']],
    );
    racing = '';
    await events.return();
  }
});

test('a stream of unknown ids begins at once, and one of none or too many is refused', async (t) => {
  const { server, call } = bench();
  t.after(() => server.close());
  const answer = await call('GET', '/events?request=req_nobody');
  const reader = answer.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  assert.match(new TextDecoder().decode(value), /^: {2045}\n\n$/);
  assert.equal(answer.headers.get('cache-control'), 'no-store, no-transform');
  await reader?.cancel();
  assert.equal((await call('HEAD', '/events?request=req_nobody')).body, null, 'HEAD opens none');
  assert.equal((await problemIn(await call('GET', '/events'))).code, 'invalid-request');
  const many = Array.from({ length: 101 }, (_, index) => `request=${index}`).join('&');
  assert.equal((await problemIn(await call('GET', `/events?${many}`))).code, 'invalid-request');
});

test('no log line has the id of a request, a query or a body', async (t) => {
  const { server, call, make, pay, lines } = bench();
  t.after(() => server.close());
  const { id } = await make({ label: 'Private words' });
  await pay(id, 'a1', 'pm_card_visa');
  await call('GET', `/requests/${id}?token=hush`);
  await call('GET', '/nothing/here-4242424242424242');
  const text = JSON.stringify(lines);
  assert.ok(lines.length > 3);
  for (const secret of [id, 'hush', 'Private', '4242424242424242', 'pm_card'])
    assert.ok(!text.includes(secret), secret);
});

test('a fault is told to the log and not to the caller, and a card number in it to neither', async (t) => {
  for (const [words, logged] of [
    ['the database is down', 'the database is down'],
    ['bad value 4242 4242 4242 4242', null],
  ] as const) {
    const { server, operate, lines } = bench({ authorize: () => Promise.reject(new Error(words)) });
    t.after(() => server.close());
    const answer = await operate('GET', '/requests');
    assert.equal(answer.status, 500);
    const text = await answer.text();
    assert.match(text, /"code":"internal"/);
    assert.ok(!text.includes(words));
    assert.equal(lines.find(({ message }) => message === 'fault')?.fields['message'], logged);
  }
});

test('every answer forbids sniffing, keeping and telling where a link leads', async (t) => {
  const { server, call } = bench();
  t.after(() => server.close());
  for (const path of ['/requests/x', '/nowhere', '/events?request=x', '/requests']) {
    const answer = await call('GET', path);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
    assert.match(answer.headers.get('cache-control') ?? '', /^no-store\b/);
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    await answer.body?.cancel();
  }
  assert.equal((await problemIn(await call('GET', '/nowhere'))).code, 'not-found');
});

/** Parses `event: request` blocks. */
async function* readEvents(answer: Response): AsyncGenerator<{ id: string; status: string; version: number }, void> {
  assert.ok(answer.body);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [event, data] = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      if (event?.startsWith(':')) continue;
      assert.equal(event, 'event: request');
      yield schemas.requestChange.parse(JSON.parse(data?.replace(/^data: /, '') ?? ''));
    }
  }
}

import assert from 'node:assert/strict';
import { beforeEach, test, type TestContext } from 'node:test';
import { httpBackend } from '../../../src/backend/http.js';
import type { RequestChange } from '../../../src/contract/types.js';
import { aRequest } from '../../support/money-request.js';

const A = 'req_aaaaaaaaaaaaaaaaaaaaaa';
const B = 'req_bbbbbbbbbbbbbbbbbbbbbb';

/** A server whose streams and lists a test plays, and what was heard of it. */
class Server {
  readonly asked: string[] = [];
  readonly heard: RequestChange[] = [];
  readonly streams: { write(text: string): void; end(): void; signal: AbortSignal }[] = [];
  /** What `GET /events` answers: a stream by default. */
  events: () => Response | Error | null = () => null;
  versions: Record<string, number> = { [A]: 1, [B]: 1 };
  #waiting = new Set<() => void>();

  watch(ids = [A, B]): () => void {
    const backend = httpBackend({
      url: 'https://shop.example/api',
      fetch: (input, init = {}) => this.#answer(input instanceof Request ? input.url : input.toString(), init),
    });
    return (
      backend.watch?.(ids, (change) => {
        this.heard.push(change);
        this.#tell();
      }) ?? assert.fail()
    );
  }

  /** Resolves once `condition` holds. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (condition() && this.#waiting.delete(look)) resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  async #answer(url: string, init: RequestInit): Promise<Response> {
    this.asked.push(url.replace('https://shop.example/api', ''));
    try {
      if (url.endsWith('/status'))
        return Response.json({
          data: [A, B].map((id) => aRequest({ id, version: this.versions[id] ?? 0 })),
          nextCursor: null,
        });
      const other = this.events();
      if (other instanceof Error) throw other;
      return other ?? this.#stream(init.signal ?? assert.fail());
    } finally {
      this.#tell();
    }
  }

  #stream(signal: AbortSignal): Response {
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        signal.addEventListener('abort', () => controller.error(signal.reason));
        this.streams.push({
          write: (text) => controller.enqueue(encoder.encode(text)),
          end: () => controller.close(),
          signal,
        });
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  #tell(): void {
    queueMicrotask(() => this.#waiting.forEach((look) => look()));
  }
}

const change = (id: string, version: number, status = 'open'): string =>
  `event: request\ndata: ${JSON.stringify({ id, status, version })}\n\n`;
/** Lets everything that is ready run, timers aside. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** The longest pause there is. */
const skip = async (t: TestContext, ms = 45_000): Promise<void> => {
  await settle();
  t.mock.timers.tick(ms);
  await settle();
};

let server: Server;
beforeEach((t) => {
  server = new Server();
  (t as TestContext).mock.timers.enable({ apis: ['setTimeout'] });
});

test('tells the present and each change from one stream, however it is cut up', async () => {
  const stop = server.watch();
  await server.until(() => server.streams.length === 1);
  const [stream] = server.streams;
  const text = `:\n\n${change(A, 1)}${change(B, 4, 'paid')}`;
  stream?.write(text.slice(0, 40));
  await settle();
  stream?.write(text.slice(40));
  await server.until(() => server.heard.length === 2);
  assert.deepEqual(server.heard, [
    { id: A, status: 'open', version: 1 },
    { id: B, status: 'paid', version: 4 },
  ]);
  assert.deepEqual(server.asked, [`/events?request=${A}&request=${B}`]);
  stop();
});

test('passes over what is not a change of a request that is watched', async () => {
  const stop = server.watch([A]);
  await server.until(() => server.streams.length === 1);
  server.streams[0]?.write(
    `data: {not json\n\n${change(B, 2)}${change(A, 2, 'bought')}event: hello\ndata: {}\n\n${change(A, 3)}`,
  );
  await server.until(() => server.heard.length > 0);
  assert.deepEqual(server.heard, [{ id: A, status: 'open', version: 3 }]);
  stop();
});

test('opens a stream that broke again, and asks for nothing beside it', async (t) => {
  const stop = server.watch();
  await server.until(() => server.streams.length === 1);
  server.streams[0]?.write(change(A, 1));
  await server.until(() => server.heard.length === 1);
  server.streams[0]?.end();
  await skip(t, 2_000);
  await server.until(() => server.streams.length === 2);
  server.streams[1]?.write(change(A, 2));
  await server.until(() => server.heard.length === 2);
  assert.ok(server.asked.every((path) => path.startsWith('/events')));
  stop();
});

test('takes a stream that falls silent for dead, and asks meanwhile', async (t) => {
  const stop = server.watch();
  await server.until(() => server.streams.length === 1);
  await skip(t, 20_000);
  assert.equal(server.streams[0]?.signal.aborted, true);
  await server.until(() => server.heard.length === 2);
  await skip(t, 2_000);
  await server.until(() => server.streams.length === 2);
  stop();
});

test('keeps a stream that has nothing but comments to say', async (t) => {
  const stop = server.watch();
  await server.until(() => server.streams.length === 1);
  for (let minute = 0; minute < 8; minute++) {
    server.streams[0]?.write(':\n\n');
    await skip(t, 15_000);
  }
  assert.equal(server.streams.length, 1);
  assert.equal(server.streams[0]?.signal.aborted, false);
  stop();
});

for (const [what, events] of [
  ['has no stream', () => new Response('', { status: 404 })],
  [
    'sends a page in the place of a stream',
    () => new Response('<h1>Shop</h1>', { headers: { 'Content-Type': 'text/html' } }),
  ],
] as const)
  test(`asks for the status, ever less often, where the server ${what}`, async (t) => {
    server.events = events;
    const stop = server.watch();
    await server.until(() => server.heard.length === 2);
    server.versions[A] = 2;
    await skip(t);
    await server.until(() => server.heard.length === 4);
    assert.deepEqual(server.heard[2], { id: A, status: 'open', version: 2 });
    assert.deepEqual(
      server.asked.map((path) => path.split('?')[0]),
      ['/events', '/requests/status', '/requests/status'],
    );
    stop();
  });

test('asks while the stream fails, and is back on it once it works', async (t) => {
  server.events = () => new TypeError('fetch failed');
  const stop = server.watch();
  await server.until(() => server.heard.length === 2);
  server.events = () => null;
  await skip(t);
  await server.until(() => server.streams.length === 1);
  stop();
});

test('ends everything when it is told to, in a stream and in a pause', async (t) => {
  const stop = server.watch();
  await server.until(() => server.streams.length === 1);
  stop();
  assert.equal(server.streams[0]?.signal.aborted, true);
  await skip(t);

  server.events = () => new Response('', { status: 404 });
  const stopAsking = server.watch();
  await server.until(() => server.heard.length === 2);
  const { length } = server.asked;
  stopAsking();
  await skip(t);
  await skip(t);
  assert.equal(server.asked.length, length);
});

test('tells the present to one that joins for a request that is followed already', async () => {
  const backend = httpBackend({
    url: 'https://shop.example/api',
    fetch: (_input, { signal } = {}) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          signal?.addEventListener('abort', () => controller.error(signal.reason));
          controller.enqueue(new TextEncoder().encode(change(A, 3)));
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
    },
  });
  const first = await new Promise<RequestChange>((resolve) => backend.watch?.([A], resolve));
  const second = await new Promise<RequestChange>((resolve) => backend.watch?.([A], resolve));
  assert.deepEqual(second, first);
});

import { expect } from '@open-wc/testing';
import { httpBackend } from '../../../src/backend/http.js';
import type { RequestChange } from '../../../src/contract/types.js';
import { moneyRequest } from '../../../src/testing/scripted-backend.js';

const A = 'req_aaaaaaaaaaaaaaaaaaaaaa';
const B = 'req_bbbbbbbbbbbbbbbbbbbbbb';
let servers = 0;

interface Stream {
  ids: string[];
  open: boolean;
  tell(change: RequestChange): void;
}

/** A server that many tabs follow, and what each of them hears. Two backends of one page take part as two tabs do. */
class Server {
  readonly url = `https://shop.example/api/${++servers}`;
  readonly streams: Stream[] = [];
  readonly #waiting = new Set<() => void>();

  /** The streams that nobody has given up. */
  get open(): Stream[] {
    return this.streams.filter(({ open }) => open);
  }

  tab(): { heard: RequestChange[]; watch(...ids: string[]): () => void } {
    const { url } = this;
    const heard: RequestChange[] = [];
    const backend = httpBackend({
      url,
      fetch: (input, init = {}) =>
        Promise.resolve(this.#answer(input instanceof Request ? input.url : `${input}`, init)),
    });
    return {
      heard,
      watch: (...ids) =>
        backend.watch?.(ids, (change) => {
          heard.push(change);
          this.#look();
        }) ?? (() => undefined),
    };
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (condition() && this.#waiting.delete(look)) resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  #look(): void {
    queueMicrotask(() => this.#waiting.forEach((look) => look()));
  }

  #answer(url: string, { body, signal }: RequestInit): Response {
    if (typeof body === 'string') {
      const { ids } = JSON.parse(body) as { ids: string[] };
      return Response.json({ data: ids.map((id) => moneyRequest({ id, version: 1 })), nextCursor: null });
    }
    const ids = new URL(url).searchParams.getAll('request');
    const text = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const tell = (change: RequestChange): void =>
          controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(change)}\n\n`));
        const stream: Stream = { ids, open: true, tell };
        signal?.addEventListener('abort', () => {
          stream.open = false;
          this.#look();
          controller.error(signal.reason);
        });
        this.streams.push(stream);
        for (const id of ids) tell({ id, status: 'open', version: 1 });
        this.#look();
      },
    });
    return new Response(text, { headers: { 'Content-Type': 'text/event-stream' } });
  }
}

/** Shows or hides the page. */
function view(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('live status in several tabs', () => {
  afterEach(() => {
    view(false);
    Reflect.deleteProperty(document, 'hidden');
  });

  it('has one stream for all of them, and another tab goes on with it when the one that held it has nobody left', async () => {
    const server = new Server();
    const [first, second, third] = [server.tab(), server.tab(), server.tab()];
    const leave = first.watch(A);
    await server.until(() => first.heard.length > 0);
    const stops = [second.watch(B), third.watch(A, B)];
    await server.until(() => second.heard.length > 0 && third.heard.length > 1);
    expect(server.open.map(({ ids }) => ids)).to.deep.equal([[A, B]]);
    const paid = { id: B, status: 'paid', version: 2 } as const;
    server.open[0]?.tell(paid);
    await server.until(() => [second, third].every(({ heard }) => heard.at(-1)?.version === 2));
    expect(second.heard.at(-1)).to.deep.equal(paid);
    expect(first.heard.every(({ id }) => id === A)).to.equal(true);

    const before = server.streams.length;
    leave();
    await server.until(() => server.streams.slice(before).some(({ open, ids }) => open && ids.length === 2));
    await server.until(() => server.open.length === 1);
    server.open[0]?.tell({ id: A, status: 'paid', version: 3 });
    await server.until(() => third.heard.at(-1)?.version === 3);
    for (const stop of stops) stop();
    await server.until(() => server.open.length === 0);
  });

  it('holds none while it is hidden, and afterwards follows nothing for a tab that has left meanwhile', async () => {
    const server = new Server();
    const [first, second] = [server.tab(), server.tab()];
    const leave = first.watch(A);
    await server.until(() => first.heard.length > 0);
    const other = second.watch(B);
    await server.until(() => second.heard.length > 0 && server.open[0]?.ids.length === 2);
    view(true);
    await server.until(() => server.open.length === 0);
    other();
    view(false);
    await server.until(() => server.open.length > 0);
    expect(server.open.map(({ ids }) => ids)).to.deep.equal([[A]]);
    leave();
    await server.until(() => server.open.length === 0);
  });
});

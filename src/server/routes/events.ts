/** Live status of many requests on one stream of server-sent events. */
import { Hono } from 'hono';
import type { RequestChange } from '../../contract/types.js';
import type { Context } from '../context.js';
import type { Env } from '../http.js';
import { invalid } from '../problems.js';
import { findRows } from '../requests/find.js';

/** Most requests on one stream. */
const MOST_IDS = 100;
/** Keeps proxies from closing a quiet stream, in ms. */
const COMMENT_EVERY_MS = 15_000;
/** The first comment: 2 KiB, for what stands between and passes nothing on before it has so much. */
const OPENING = `:${' '.repeat(2_045)}\n\n`;
/** Chunks that a reader may be behind; one that stopped reading is let go, comes back by itself and gets the present. */
const MOST_BEHIND = 300;
/** Comments after which a reader that took nothing in between is let go: a minute. */
const MOST_STUCK = 4;

/** Routes under `/events`. */
export function eventRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/', (c) => {
    const ids = [...new Set(c.req.queries('request') ?? [])];
    if (ids.length === 0 || ids.length > MOST_IDS)
      throw invalid('request', `Name 1 to ${MOST_IDS} requests: ?request=a&request=b`);
    // Hono answers HEAD with a GET whose body nobody would read or end.
    const stream = c.req.method === 'HEAD' ? null : new Feed(context, ids, c.req.raw.signal, c.env.address).stream;
    return new Response(stream, {
      headers: {
        'Content-Type': 'text/event-stream',
        // Compressed on the way, an event would wait in a buffer for those that follow it.
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      },
    });
  });
  return routes;
}

/** One stream: the present state of each id first, then its changes, never an older one after a newer one. */
class Feed {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #encoder = new TextEncoder();
  /** The newest version that was told, by id. */
  readonly #told = new Map<string, number>();
  /** Changes that came before the present was told; null after it. */
  #early: RequestChange[] | null = [];
  #over = false;
  /** Comments since the reader took something. */
  #stuck = 0;
  #release = (): void => undefined;
  readonly #leave: () => void;

  constructor(context: Context, ids: readonly string[], signal: AbortSignal, address: string | null) {
    this.#leave = context.callers.stream(address);
    const source: UnderlyingDefaultSource<Uint8Array> = {
      // Not awaited, for nothing is pulled before it resolves.
      start: (controller) => void this.#start(controller, context, ids, signal),
      // Asked for when the reader has taken all there was.
      pull: () => {
        this.#stuck = 0;
      },
      cancel: () => void this.#stop(),
    };
    this.stream = new ReadableStream(source);
  }

  async #start(
    controller: ReadableStreamDefaultController<Uint8Array>,
    context: Context,
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const end = (): void => {
      if (this.#stop()) controller.close();
    };
    // With an error, which throws away what is queued and ends the connection at once.
    const drop = (): void => {
      if (this.#stop()) controller.error(new Error('The reader of this stream is too slow.'));
    };
    const comment = (): void => {
      this.#stuck += 1;
      if (this.#stuck > MOST_STUCK) drop();
      else write(':\n\n');
    };
    const write = (text: string): void => {
      if (this.#over) return;
      controller.enqueue(this.#encoder.encode(text));
      if ((controller.desiredSize ?? 0) < -MOST_BEHIND) drop();
    };
    const tell = ({ id, status, version }: RequestChange): void => {
      if (version <= (this.#told.get(id) ?? 0)) return;
      this.#told.set(id, version);
      write(`event: request\ndata: ${JSON.stringify({ id, status, version })}\n\n`);
    };

    if (signal.aborted) {
      end();
      return;
    }
    const timer = setInterval(comment, COMMENT_EVERY_MS);
    // Before the read, so that no change falls between; told after it, so that the present comes first.
    const unlisten = context.live.listen(ids, (change) => (this.#early ? this.#early.push(change) : tell(change)), end);
    this.#release = () => {
      clearInterval(timer);
      unlisten();
      signal.removeEventListener('abort', end);
    };
    if (this.#over) {
      this.#release();
      return;
    }
    signal.addEventListener('abort', end);
    write(OPENING);

    try {
      (await findRows(context, ids)).forEach(tell);
    } catch (thrown) {
      if (this.#stop()) controller.error(thrown);
      return;
    }
    const early = this.#early ?? [];
    this.#early = null;
    early.forEach(tell);
  }

  /** Ends it once; false if it was over already. */
  #stop(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#leave();
    this.#release();
    return true;
  }
}

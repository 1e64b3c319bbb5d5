/** Follows requests over one stream of server-sent events; where there is none to be had, by asking now and then. */
import type { RequestChange } from '../contract/types.js';
import { follower } from '../abort.js';
import { send, type Wire } from './call.js';
import { checkChange } from './check.js';

/** The server takes no more on one stream. */
const MOST_IDS = 100;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** The server sends a comment every 15 s: a stream that is silent for longer is dead, or held back on its way. */
const SILENCE_MS = 20_000;

/** What is followed, and how it is asked for where there is no stream. */
export interface Following {
  wire: Wire;
  ids: readonly string[];
  listener: (change: RequestChange) => void;
  /** The present of all of them, in one call. */
  ask: (ids: readonly string[], signal: AbortSignal) => Promise<Iterable<RequestChange>>;
}

/**
 * Tells the present state of each id, then its changes, until the returned function is called. A stream that
 * breaks is opened anew, with pauses that grow; it begins with the present, so nothing is missed between. Without
 * `streams` they are asked for now and then.
 */
export function follow(following: Following, streams = true): () => void {
  const stop = new AbortController();
  const { ids } = following;
  for (let from = 0; from < ids.length; from += MOST_IDS)
    void run({ ...following, ids: ids.slice(from, from + MOST_IDS) }, stop.signal, streams);
  return () => {
    stop.abort();
  };
}

async function run({ wire, ids, listener, ask }: Following, signal: AbortSignal, offered: boolean): Promise<void> {
  const path = `/events?${ids.map((id) => `request=${encodeURIComponent(id)}`).join('&')}`;
  const tell = (change: RequestChange): void => {
    if (!signal.aborted) listener(change);
  };
  for (let round = 0; !signal.aborted; round++) {
    const news = { heard: false };
    try {
      if (offered)
        offered = await listen(wire, path, signal, (data) => {
          const change = read(data, ids);
          if (!change) return;
          news.heard = true;
          round = 0;
          tell(change);
        });
    } catch {
      // Broken, unreachable, or held back by something between: it is tried again.
    }
    try {
      if (!news.heard) for (const { id, status, version } of await ask(ids, signal)) tell({ id, status, version });
    } catch {
      // The next round finds out whether it can be reached again.
    }
    await pause(round, signal);
  }
}

/** A change of one of `ids`; null for what is none: a later server may say more on its stream than we know. */
function read(data: string, ids: readonly string[]): RequestChange | null {
  try {
    return checkChange(JSON.parse(data), ids);
  } catch {
    return null;
  }
}

/**
 * Reads a stream to its end. False where there is none (a 404, or a page in its place), so that it is not asked for
 * again; rejects when the network fails, or when the stream falls silent.
 */
async function listen(wire: Wire, path: string, signal: AbortSignal, hear: (data: string) => void): Promise<boolean> {
  const close = follower(signal);
  const abort = (): void => close.abort();
  let silence = setTimeout(abort, SILENCE_MS);
  try {
    const { ok, status, headers, body } = await send(wire, path, { signal: close.signal });
    // Busy or broken is not absent.
    if (!ok || !body || !headers.get('Content-Type')?.startsWith('text/event-stream'))
      return status === 429 || status > 499;
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ''; ;) {
      const { done, value } = await reader.read();
      if (done) return true;
      clearTimeout(silence);
      silence = setTimeout(abort, SILENCE_MS);
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      // An event of ours is one line of data, and there is one kind of them.
      for (const line of lines) if (line.startsWith('data:')) hear(line.slice(5));
    }
  } finally {
    clearTimeout(silence);
    abort();
  }
}

/** Grows with each round, with a share of chance so that many pages do not come back together. */
function pause(round: number, signal: AbortSignal): Promise<void> {
  const wait = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** round) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, signal.aborted ? 0 : wait);
    signal.addEventListener('abort', over);
  });
}

/**
 * One stream per backend and browser: of all tabs on a page's origin, a Web Lock chooses the one that holds it, and
 * a channel brings what it hears to the others. Six tabs with a stream each would leave HTTP/1.1 no connection to
 * pay with. Where a browser has neither, and in a tab that is hidden, requests are asked for now and then.
 */
import type { RequestChange } from '../contract/types.js';
import { follow, type Following } from './stream.js';

/** Between tabs: what one wants, what one heard, who is there. */
type Word =
  | { readonly say: 'want'; readonly tab: string; readonly ids: readonly string[] }
  | { readonly say: 'heard'; readonly change: RequestChange }
  | { readonly say: 'who' };

/** How a tab comes by the news: it holds the stream, waits for what another tab's brings, or asks. */
type Part = 'leads' | 'listens' | 'asks';

/** Follows the requests of one backend for this tab. */
export class Live {
  readonly #options: Omit<Following, 'ids' | 'listener'>;
  readonly #name: string;
  readonly #tab = Math.random().toString(36);
  readonly #listeners = new Map<(change: RequestChange) => void, readonly string[]>();
  /** What the other tabs want; known to the one that leads. */
  readonly #others = new Map<string, readonly string[]>();
  /** What the stream said last of each, for a tab that joins later. */
  readonly #heard = new Map<string, RequestChange>();
  #channel: BroadcastChannel | null = null;
  /** Ends this tab's part in the election. */
  #candidacy: AbortController | null = null;
  #part: Part = 'asks';
  #followed = '';
  #stop: (() => void) | null = null;

  constructor(options: Omit<Following, 'ids' | 'listener'>) {
    this.#options = options;
    this.#name = `pay-elements ${options.wire.url}`;
  }

  /** Tells `listener` the present and each change of `ids` until it is stopped. */
  watch(ids: readonly string[], listener: (change: RequestChange) => void): () => void {
    this.#listeners.set(listener, ids);
    if (this.#listeners.size === 1) this.#begin();
    else this.#want();
    // What is followed already does not begin anew for one that joins.
    for (const id of ids) {
      const change = this.#heard.get(id);
      if (change) listener(change);
    }
    return () => {
      if (!this.#listeners.delete(listener)) return;
      if (this.#listeners.size === 0) this.#end();
      else this.#want();
    };
  }

  #begin(): void {
    // Not a page: nothing to share a stream with.
    if (typeof document === 'undefined') {
      this.#take('leads');
      return;
    }
    document.addEventListener('visibilitychange', this.#onView);
    if ('locks' in navigator) {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.onmessage = ({ data }: MessageEvent<Word>) => {
        this.#hear(data);
      };
    }
    this.#onView();
  }

  #end(): void {
    // Another tab's news are for the next one that leads.
    this.#others.clear();
    this.#want();
    if (typeof document === 'undefined') return;
    document.removeEventListener('visibilitychange', this.#onView);
    this.#candidacy?.abort();
    this.#channel?.close();
    this.#channel = null;
  }

  readonly #onView = (): void => {
    this.#candidacy?.abort();
    if (this.#channel && !document.hidden) void this.#stand();
    else this.#take('asks');
  };

  /** Waits to lead, and leads until this tab leaves or is hidden. */
  async #stand(): Promise<void> {
    const { signal } = (this.#candidacy = new AbortController());
    this.#take('listens');
    try {
      await navigator.locks.request(this.#name, { signal }, () => {
        // Who left while another led was not heard to.
        this.#others.clear();
        this.#send({ say: 'who' });
        this.#take('leads');
        return new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => {
            resolve();
          });
        });
      });
    } catch {
      // It stopped waiting before it was its turn; or a frame without an origin of its own, to which locks are refused, and
      // which has no other tabs to share with.
      if (!signal.aborted) this.#take('leads');
    }
  }

  #take(part: Part): void {
    this.#part = part;
    this.#want();
  }

  /** Says what this tab wants, and follows what its part is to follow. */
  #want(): void {
    const ids = [...new Set([...this.#listeners.values()].flat())];
    this.#send({ say: 'want', tab: this.#tab, ids: this.#part === 'listens' ? ids : [] });
    this.#follow(ids);
  }

  #follow(own: readonly string[]): void {
    const leads = this.#part === 'leads';
    const ids = this.#part === 'listens' ? [] : [...new Set([...own, ...(leads ? this.#others.values() : [])].flat())];
    const followed = ids.length > 0 ? `${this.#part} ${ids.sort().join()}` : '';
    if (followed === this.#followed) return;
    this.#followed = followed;
    this.#stop?.();
    for (const id of this.#heard.keys()) if (!ids.includes(id)) this.#heard.delete(id);
    const listener = (change: RequestChange): void => {
      if (leads) {
        this.#heard.set(change.id, change);
        this.#send({ say: 'heard', change });
      }
      this.#tell(change);
    };
    this.#stop = followed === '' ? null : follow({ ...this.#options, ids, listener }, leads);
  }

  #tell(change: RequestChange): void {
    for (const [listener, ids] of this.#listeners) if (ids.includes(change.id)) listener(change);
  }

  #hear(word: Word): void {
    if (word.say === 'heard') this.#tell(word.change);
    else if (word.say === 'who') this.#want();
    else if (this.#part === 'leads') {
      if (word.ids.length > 0) this.#others.set(word.tab, word.ids);
      else this.#others.delete(word.tab);
      this.#want();
      for (const id of word.ids) {
        const change = this.#heard.get(id);
        if (change) this.#send({ say: 'heard', change });
      }
    }
  }

  #send(word: Word): void {
    this.#channel?.postMessage(word);
  }
}

/**
 * One stream per backend and browser: of all tabs on a page's origin, a Web Lock chooses the one that holds it, and
 * a channel brings what it hears to the others. Six tabs with a stream each would leave HTTP/1.1 no connection to
 * pay with. Where a browser has neither, and while nobody is in view, requests are asked for now and then.
 */
import type { RequestChange } from '../contract/types.js';
import { checkChange } from './check.js';
import { follow, poll, type Following } from './stream.js';

/** Between tabs: what one wants, what one heard, who is there. */
type Word =
  | { readonly say: 'want'; readonly tab: string; readonly ids: readonly string[] }
  | { readonly say: 'heard'; readonly change: RequestChange }
  | { readonly say: 'who' };

/** Follows the requests of one backend for this tab. */
export class Live {
  readonly #options: Omit<Following, 'ids' | 'listener'>;
  readonly #name: string;
  readonly #tab = Math.random().toString(36).slice(2);
  readonly #listeners = new Map<(change: RequestChange) => void, readonly string[]>();
  /** What the other tabs want; known to the one that leads. */
  readonly #others = new Map<string, readonly string[]>();
  #channel: BroadcastChannel | null = null;
  /** Ends this tab's part in the election. */
  #candidacy: AbortController | null = null;
  #leads = false;
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
    return () => {
      if (!this.#listeners.delete(listener)) return;
      if (this.#listeners.size === 0) this.#end();
      else this.#want();
    };
  }

  #begin(): void {
    document.addEventListener('visibilitychange', this.#onView);
    if ('locks' in navigator && 'BroadcastChannel' in globalThis) {
      this.#channel = new BroadcastChannel(this.#name);
      this.#channel.addEventListener('message', ({ data }: MessageEvent<Word>) => {
        this.#hear(data);
      });
    }
    this.#onView();
  }

  #end(): void {
    document.removeEventListener('visibilitychange', this.#onView);
    this.#want();
    this.#candidacy?.abort();
    this.#candidacy = null;
    this.#others.clear();
    this.#channel?.close();
    this.#channel = null;
    this.#refollow(null);
  }

  readonly #onView = (): void => {
    this.#candidacy?.abort();
    this.#candidacy = null;
    if (this.#channel && document.visibilityState === 'visible') void this.#stand();
    else this.#refollow(poll);
  };

  /** Waits to lead, and leads until this tab leaves or is hidden. */
  async #stand(): Promise<void> {
    const candidacy = new AbortController();
    const { signal } = candidacy;
    this.#candidacy = candidacy;
    // Until it is known who leads, what changed meanwhile is asked for once.
    this.#refollow(null);
    this.#want();
    try {
      await navigator.locks.request(this.#name, { signal }, () => {
        this.#leads = true;
        this.#send({ say: 'who' });
        this.#refollow(follow);
        return new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => {
            resolve();
          });
        });
      });
    } catch {
      // It stopped waiting before it was its turn.
    }
    this.#leads = false;
  }

  #ids(): string[] {
    const own = [...this.#listeners.values()];
    return [...new Set([...own, ...(this.#leads ? this.#others.values() : [])].flat())].sort();
  }

  /** Says what this tab wants, and follows it where it leads. */
  #want(): void {
    this.#send({ say: 'want', tab: this.#tab, ids: [...new Set([...this.#listeners.values()].flat())] });
    if (this.#leads) this.#refollow(follow);
    else if (this.#stop) this.#refollow(poll);
  }

  #refollow(how: typeof follow | null): void {
    const ids = how ? this.#ids() : [];
    const wanted = how && ids.length > 0 ? `${how.name} ${ids.join()}` : '';
    if (wanted === this.#followed) return;
    this.#followed = wanted;
    this.#stop?.();
    this.#stop = how && wanted !== '' ? how({ ...this.#options, ids, listener: (change) => this.#tell(change) }) : null;
  }

  #tell(change: RequestChange): void {
    if (this.#leads) this.#send({ say: 'heard', change });
    for (const [listener, ids] of this.#listeners) if (ids.includes(change.id)) listener(change);
  }

  #hear(word: Word): void {
    if (word.say === 'who') this.#want();
    else if (word.say === 'want') {
      if (word.ids.length > 0) this.#others.set(word.tab, word.ids);
      else this.#others.delete(word.tab);
      if (this.#leads) this.#refollow(follow);
    } else if (!this.#leads) {
      const { change } = word;
      for (const [listener, ids] of this.#listeners) if (checkChange(change, ids)) listener(change);
    }
  }

  #send(word: Word): void {
    this.#channel?.postMessage(word);
  }
}

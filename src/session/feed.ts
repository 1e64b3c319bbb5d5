/**
 * One per backend: asks for many requests in one call and watches them over one stream, however many
 * elements a page has.
 */
import type { Backend, IntentBackend } from '../backend/backend.js';
import type { MoneyRequest } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';

/** Within one frame: what is asked for in it goes out together. */
const GATHER_MS = 16;
/** A stream is opened anew when ids join; a list that renders in steps joins within this. */
const JOIN_MS = 60;
const MOST_IDS = 100;
const POLL_MS = 5_000;

interface Wanted {
  resolve: (request: MoneyRequest) => void;
  reject: (error: unknown) => void;
}

/** Loads and watches the requests of one backend. */
export class Feed {
  readonly #backend: Backend;
  readonly #wanted = new Map<string, Wanted[]>();
  readonly #watched = new Map<string, (request: MoneyRequest) => void>();
  readonly #versions = new Map<string, number>();
  #joining: ReturnType<typeof setTimeout> | undefined;
  #stops: (() => void)[] = [];
  #polling: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks for one; those asked for at about the same time share a call. Rejects `not-found`, or what the backend says. */
  load(id: string): Promise<MoneyRequest> {
    return new Promise((resolve, reject) => {
      const waiting = this.#wanted.get(id);
      if (waiting) return void waiting.push({ resolve, reject });
      if (this.#wanted.size === 0) setTimeout(() => void this.#ask(), GATHER_MS);
      this.#wanted.set(id, [{ resolve, reject }]);
    });
  }

  /** Tells `listener` each newer state of it until it is told to stop. */
  watch(id: string, version: number, listener: (request: MoneyRequest) => void): () => void {
    this.#watched.set(id, listener);
    this.#versions.set(id, version);
    this.#rejoin();
    return () => {
      if (this.#watched.get(id) !== listener) return;
      this.#watched.delete(id);
      this.#versions.delete(id);
      if (this.#watched.size === 0) this.#stop();
    };
  }

  /** What is known of it already, so that the stream's first word about it is not asked for again. */
  seen(id: string, version: number): void {
    if (this.#versions.has(id)) this.#versions.set(id, version);
  }

  async #ask(): Promise<void> {
    const wanted = new Map(this.#wanted);
    this.#wanted.clear();
    const ids = [...wanted.keys()];
    for (let from = 0; from < ids.length; from += MOST_IDS) {
      const some = ids.slice(from, from + MOST_IDS);
      const answers = await this.#retrieve(some);
      for (const id of some) {
        const answer = answers.get(id) ?? new PaymentError('not-found', `The backend knows no request ${id}.`);
        for (const { resolve, reject } of wanted.get(id) ?? [])
          if ('version' in answer) resolve(answer);
          else reject(answer);
      }
    }
  }

  async #retrieve(ids: string[]): Promise<Map<string, MoneyRequest | Error>> {
    const backend = this.#backend;
    if (backend.flow === 'intent' && backend.retrieveMany && ids.length > 1)
      try {
        return await backend.retrieveMany(ids, {});
      } catch (error) {
        return new Map(ids.map((id) => [id, PaymentError.from(error)]));
      }
    const one = async (id: string): Promise<[string, MoneyRequest | Error]> => {
      try {
        return [id, await backend.retrieve(id, {})];
      } catch (error) {
        return [id, PaymentError.from(error)];
      }
    };
    return new Map(await Promise.all(ids.map(one)));
  }

  #rejoin(): void {
    clearTimeout(this.#joining);
    this.#joining = setTimeout(() => {
      this.#stop();
      if (!this.#stream()) this.#poll();
    }, JOIN_MS);
  }

  /** False where the backend has no stream. */
  #stream(): boolean {
    const backend = this.#backend;
    const ids = [...this.#watched.keys()];
    for (let from = 0; from < ids.length; from += MOST_IDS) {
      const stop = (backend as IntentBackend).watch?.(ids.slice(from, from + MOST_IDS), ({ id, version }) => {
        if (version > (this.#versions.get(id) ?? Infinity)) void this.#renew(id);
      });
      if (!stop) return false;
      this.#stops.push(stop);
    }
    return true;
  }

  #poll(): void {
    const polling = setTimeout(() => {
      void Promise.all([...this.#watched.keys()].map((id) => this.#renew(id))).then(() => {
        // Begun anew meanwhile, it goes on there.
        if (this.#watched.size > 0 && this.#polling === polling) this.#poll();
      });
    }, POLL_MS);
    this.#polling = polling;
  }

  async #renew(id: string): Promise<void> {
    try {
      const request = await this.load(id);
      this.#versions.set(id, request.version);
      this.#watched.get(id)?.(request);
    } catch {
      // Its change would not be told again.
      if (!this.#polling) setTimeout(() => this.#watched.has(id) && void this.#renew(id), POLL_MS);
    }
  }

  #stop(): void {
    clearTimeout(this.#polling);
    this.#polling = undefined;
    clearTimeout(this.#joining);
    for (const stop of this.#stops.splice(0)) stop();
  }
}

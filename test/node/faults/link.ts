/** A network that loses, delays, repeats and breaks what is sent over it, as it is told; and a process that can die. */
import type { VirtualTime } from './virtual-time.js';

/** What can become of one message and its answer. */
export const LINK_FAULTS = [
  'lost-request',
  'lost-answer',
  'late-request',
  'late-answer',
  'hang',
  'error',
  'error-after',
  'twice',
] as const;

/** One of them. `error`: answered for the other side, which never hears of it; `error-after`: although it did. */
export type LinkFault = (typeof LINK_FAULTS)[number];

/** A fault that waits for its message. */
export interface PlannedFault {
  fault: LinkFault;
  /** Which message from now on that fits; 0 is the next. */
  skip: number;
  /** Part of the path; any where it is empty. */
  path: string;
  /** How late. */
  ms: number;
  status: number;
}

/** Where nobody listens any more: what waits for it waits for ever. */
export function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/** The way from one side to the other. */
export class Link {
  readonly #time: VirtualTime;
  readonly #deliver: (request: Request) => Promise<Response>;
  readonly #count: (fault: string) => void;
  #planned: PlannedFault[] = [];

  constructor(time: VirtualTime, deliver: (request: Request) => Promise<Response>, count: (fault: string) => void) {
    this.#time = time;
    this.#deliver = deliver;
    this.#count = count;
  }

  plan(fault: PlannedFault): void {
    this.#planned.push({ ...fault });
  }

  /** From now on nothing goes wrong. What is on its way arrives. */
  heal(): void {
    this.#planned = [];
  }

  /** Sends it; rejects as `fetch` does. `gone` is asked whether the sender is still there to hear the answer. */
  async send(request: Request, gone: () => boolean): Promise<Response> {
    this.#time.stir();
    const fault = this.#strike(new URL(request.url).pathname);
    if (fault) this.#count(fault.fault);
    const answer = this.#travel(request, fault);
    const aborted = new Promise<never>((_, reject) => {
      const { signal } = request;
      const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted'));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    try {
      const response = await Promise.race([answer, aborted]);
      this.#time.stir();
      return gone() ? await never() : response;
    } catch (error) {
      this.#time.stir();
      if (gone()) return never();
      throw error;
    }
  }

  async #travel(request: Request, fault: PlannedFault | null): Promise<Response> {
    // Read now: what was sent goes on without its sender.
    const text = request.method === 'GET' ? '' : await request.text();
    const body = text === '' ? null : text;
    const { url, method, headers } = request;
    const deliver = (): Promise<Response> =>
      this.#deliver(new Request(url, body === null ? { method, headers } : { method, headers, body }));
    switch (fault?.fault) {
      case undefined:
        return deliver();
      case 'lost-request':
        throw new TypeError('fetch failed: the request was lost');
      case 'lost-answer':
        await deliver();
        throw new TypeError('fetch failed: the answer was lost');
      case 'late-request':
        await this.#wait(fault.ms);
        return deliver();
      case 'late-answer': {
        const answer = await deliver();
        await this.#wait(fault.ms);
        return answer;
      }
      case 'hang':
        return never();
      case 'error':
        return this.#error(fault.status);
      case 'error-after':
        await deliver();
        return this.#error(fault.status);
      case 'twice':
        // A proxy that sends again what it got no answer for; the first answer is the one that is lost.
        await deliver();
        return deliver();
    }
  }

  #strike(path: string): PlannedFault | null {
    for (const [index, fault] of this.#planned.entries()) {
      if (!path.includes(fault.path)) continue;
      if (fault.skip-- > 0) continue;
      this.#planned.splice(index, 1);
      return fault;
    }
    return null;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(() => {
        this.#time.stir();
        resolve();
      }, ms);
    });
  }

  #error(status: number): Response {
    const body = JSON.stringify({ error: { type: 'api_error', message: 'Something between has failed.' } });
    return new Response(body, { status, headers: { 'content-type': 'application/json' } });
  }
}

/** A process that dies at a chosen boundary between its steps: nobody hears from it again. */
export class Mortal {
  #left = Infinity;
  #when: 'before' | 'after' = 'before';
  #dead = false;
  readonly #onDeath: () => void;

  constructor(onDeath: () => void) {
    this.#onDeath = onDeath;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** It dies at the boundary after `steps` more. */
  doom(steps: number, when: 'before' | 'after'): void {
    this.#left = steps;
    this.#when = when;
  }

  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#onDeath();
  }

  /** One step to the outside. Never resolves once the process is dead. */
  async step<T>(work: () => Promise<T>): Promise<T> {
    if (this.#dead) return never();
    const last = this.#left-- <= 0;
    if (last && this.#when === 'before') {
      this.die();
      return never();
    }
    try {
      const answer = await work();
      if (last) this.die();
      return this.#dead ? await never() : answer;
    } catch (error) {
      if (last) this.die();
      if (this.#dead) return never();
      throw error;
    }
  }
}

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
  'busy',
  'gateway',
  'gateway-after',
] as const;

/** One of them. `busy`: too many calls, says the other side; `error`: answered for the other side, which never hears of it; `error-after`: although it did; `gateway`, `gateway-after`: JSON that is not the other side's own, with any status. */
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
      case 'busy':
        return busy();
      case 'error-after':
        await deliver();
        return this.#error(fault.status);
      case 'gateway':
        return gateway(fault.status);
      case 'gateway-after':
        await deliver();
        return gateway(fault.status);
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

/** A 429 that either side understands: a problem of ours, and an error of Stripe's. */
function busy(): Response {
  const body = {
    ...{ type: 'urn:pay-elements:rate-limited', title: 'Busy', status: 429, detail: 'Too many calls.' },
    ...{ code: 'rate-limited', kind: 'request', recovery: 'wait', declineCode: null, errors: [] },
    error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many calls.' },
  };
  return Response.json(body, { status: 429, headers: { 'retry-after': '1' } });
}

/** Statuses that a gateway answers with, and what it says then: never in the words of the other side. */
export const GATEWAY_BODIES: Readonly<Record<number, unknown>> = {
  200: {},
  201: { object: 'list' },
  402: { error: { message: 'pay us' } },
  403: { error: 'Forbidden' },
  404: { message: 'no Route matched with those values' },
  429: { message: 'API rate limit exceeded' },
  502: { message: 'Bad gateway' },
};

function gateway(status: number): Response {
  return Response.json(GATEWAY_BODIES[status] ?? { message: 'Bad gateway' }, { status });
}

/** A process that dies at a chosen boundary between its steps: nobody hears from it again. */
export class Mortal {
  #left = Infinity;
  #when: 'before' | 'after' = 'before';
  #dead = false;
  #nap: { left: number; ms: number } | null = null;
  readonly #onDeath: () => void;

  constructor(onDeath: () => void) {
    this.#onDeath = onDeath;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Asked anew after each wait: it may have died meanwhile. */
  #isDead(): boolean {
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

  /** It stands still for `ms` before the `steps`th call that leaves it from now on, and then goes on as if nothing was. */
  nap(steps: number, ms: number): void {
    this.#nap = { left: steps, ms };
  }

  /** A call is about to leave. */
  async awake(): Promise<void> {
    const nap = this.#nap;
    if (!nap || nap.left-- > 0) return;
    this.#nap = null;
    await new Promise<void>((resolve) => setTimeout(resolve, nap.ms));
  }

  /** One step to the outside. Never resolves once the process is dead. */
  async step<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isDead()) return never();
    const last = this.#left-- <= 0;
    if (last && this.#when === 'before') {
      this.die();
      return never();
    }
    try {
      const answer = await work();
      if (last) this.die();
      return this.#isDead() ? await never() : answer;
    } catch (error) {
      if (last) this.die();
      if (this.#isDead()) return never();
      throw error;
    }
  }
}

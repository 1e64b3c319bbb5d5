/** Ties an element to the session of its backend and request, and lets go of it a microtask after it has left. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { resolveBackend } from '../../config.js';
import type { Backend } from '../../backend/backend.js';
import type { MoneyRequest } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import { sessionFor, type PayHost, type PaymentSession } from '../../session/index.js';

/** What the link reads off its element. */
export interface Linked extends PayHost, ReactiveControllerHost {
  readonly backend: string | Backend | null;
  /** The id to show; `''` for none. */
  readonly requestId: string;
  /** The request as the page gave it, shown without a call. */
  readonly givenRequest: MoneyRequest | null;
}

/** Stands where no backend could be had: every call says why, so that the session shows and tells it as any error. */
function refusing(error: PaymentError): Backend {
  const refuse = (): Promise<never> => Promise.reject(error);
  return { flow: 'intent', retrieve: refuse, pay: refuse, sync: refuse, watch: () => () => undefined };
}

/** Finds the session whenever the element's backend or request changes. */
export class SessionLink implements ReactiveController {
  readonly #host: Linked;
  #session: PaymentSession | null = null;
  #detach: (() => void) | null = null;
  #id = '';
  #backend: string | Backend | null = null;
  #given: MoneyRequest | null = null;

  constructor(host: Linked) {
    this.#host = host;
    host.addController(this);
  }

  /** The session; null where the element has no request, or is not in a document. */
  get session(): PaymentSession | null {
    return this.#session;
  }

  hostConnected(): void {
    // Still attached: it was moved, or its list was rendered anew.
    if (this.#session) this.moved();
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#leave();
    });
  }

  hostUpdate(): void {
    this.join();
  }

  /** The element is in another place: the fields follow it. */
  moved(): void {
    this.#session?.moved();
  }

  /** Makes what the element says now count at once, for a method that is called before it has rendered. */
  join(): PaymentSession | null {
    const { requestId, backend, givenRequest, isConnected } = this.#host;
    if (!isConnected) return this.#session;
    if (requestId !== this.#id || backend !== this.#backend || (requestId !== '' && !this.#session)) {
      this.#leave();
      this.#id = requestId;
      this.#backend = backend;
      if (requestId !== '') {
        this.#session = sessionFor(backendOf(backend), requestId);
        this.#detach = this.#session.attach(this.#host);
      }
    }
    if (givenRequest !== this.#given) {
      this.#given = givenRequest;
      if (givenRequest) this.#session?.provide(givenRequest);
    }
    return this.#session;
  }

  #leave(): void {
    if (this.#session?.holder === this.#host) this.#session.close(this.#host);
    this.#detach?.();
    this.#detach = null;
    this.#session = null;
    this.#given = null;
  }
}

function backendOf(given: string | Backend | null): Backend {
  try {
    return resolveBackend(given);
  } catch (thrown) {
    return refusing(PaymentError.from(thrown));
  }
}

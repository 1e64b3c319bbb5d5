import { createFrame, frameName, FRAME_TIMEOUT_MS, setStyle } from './frame.js';
import type { ApiAnswer, ApiCall, FromController, Link, ToController } from './protocol.js';
import { openLink, randomId } from './protocol.js';

type Settle = (answer: ApiAnswer) => void;

const UNREACHABLE: ApiAnswer = {
  type: 'error',
  error: { type: 'api_connection_error', message: 'The frame that speaks to the API could not be loaded.' },
};

const REMOVED: ApiAnswer = {
  type: 'error',
  error: {
    type: 'api_connection_error',
    message: 'The page removed the controller frame of this Stripe object from its body. Call Stripe() again.',
  },
};

interface Controller {
  frame: HTMLIFrameElement;
  link: Link<ToController>;
  ready: boolean;
  waiting: Map<number, { message: ToController; settle: Settle }>;
}

/**
 * Speaks to the API through a hidden frame in the page's body, as Stripe.js does. Once the page removes that frame, with the
 * whole body for example, the object stays dead: no call is answered by the API, and no Element gets ready.
 */
export class ApiClient {
  readonly #origin: string;
  readonly #identity: Pick<ApiCall, 'key' | 'account'>;
  #controller: Controller | null = null;
  #calls = 0;
  #dead = false;

  constructor(origin: string, key: string, account: string | null) {
    this.#origin = origin;
    this.#identity = { key, account };
  }

  /** Loads the frame ahead of the first call, if the page has come as far as its body. */
  prepare(): void {
    if (document.readyState !== 'loading') this.#ensure();
  }

  /** False once the page has removed the frame. */
  get alive(): boolean {
    const removed = this.#controller && !this.#controller.frame.isConnected ? this.#controller : null;
    if (removed) {
      this.#dead = true;
      this.#drop(removed, REMOVED);
    }
    return !this.#dead;
  }

  /** Makes one call. Never rejects: what goes wrong is in the answer. */
  call(
    method: ApiCall['method'],
    path: string,
    params: Record<string, unknown>,
    source: ApiCall['source'] = null,
  ): Promise<ApiAnswer> {
    if (!this.alive) return Promise.resolve(REMOVED);
    const controller = this.#ensure();
    const id = ++this.#calls;
    const message: ToController = {
      type: 'call',
      id,
      call: { ...this.#identity, method, path, params: encodeForm(params), source },
    };
    return new Promise((settle) => {
      controller.waiting.set(id, { message, settle });
      if (controller.ready) controller.link.send(message);
    });
  }

  #ensure(): Controller {
    if (this.#controller) return this.#controller;
    const element = randomId();
    const frame = createFrame({
      origin: this.#origin,
      path: '/frames/controller',
      title: 'Sandbox controller',
      name: frameName('__privateStripeController'),
      element,
    });
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    const hidden = {
      position: 'fixed',
      width: '1px',
      height: '1px',
      top: '-9999px',
      left: '0',
      border: '0',
      visibility: 'hidden',
    };
    setStyle(frame, { ...hidden, 'pointer-events': 'none' });
    const controller: Controller = {
      frame,
      ready: false,
      waiting: new Map(),
      link: openLink<ToController, FromController>(
        element,
        this.#origin,
        () => frame.contentWindow,
        (message) => this.#receive(controller, message),
      ),
    };
    this.#controller = controller;
    setTimeout(() => !controller.ready && this.#drop(controller, UNREACHABLE), FRAME_TIMEOUT_MS);
    document.body.append(frame);
    return controller;
  }

  #receive(controller: Controller, message: FromController): void {
    if (message.type === 'hello') {
      // Loading anew, the frame has lost its calls; sending them twice could confirm twice.
      if (controller.ready) settleAll(controller, UNREACHABLE);
      controller.ready = true;
      for (const { message: call } of controller.waiting.values()) controller.link.send(call);
      return;
    }
    controller.waiting.get(message.id)?.settle(message.answer);
    controller.waiting.delete(message.id);
  }

  /** Gives up on a frame that is blocked or gone, and on the calls it had. After a blocked one, the next call tries a new one. */
  #drop(controller: Controller, answer: ApiAnswer): void {
    controller.link.close();
    controller.frame.remove();
    settleAll(controller, answer);
    if (this.#controller === controller) this.#controller = null;
  }
}

function settleAll({ waiting }: Controller, answer: ApiAnswer): void {
  for (const { settle } of waiting.values()) settle(answer);
  waiting.clear();
}

/** Flattens parameters into the API's form encoding: `billing_details[address][city]`. Null and undefined are left out. */
export function encodeForm(params: object, prefix = ''): [string, string][] {
  return Object.entries(params).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const name = prefix ? `${prefix}[${key}]` : key;
    if (value === undefined || value === null) return [];
    if (typeof value === 'object') return encodeForm(value, name);
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}

/** As much of a browser as the session reads, for payers without one: a device, its storage, and a page on it. */
import type { IntentBackend } from '../../../src/backend/backend.js';
import { httpBackend } from '../../../src/backend/http.js';
import type { CardForm, FormModule, FormOptions, PayHost, PaymentSession } from '../../../src/session/index.js';
import { sessionFor, useFormModule } from '../../../src/session/index.js';
// Reached by `import()` when a payer presses: loaded here, so that no run waits for the disk.
import '../../../src/session/form-controller.js';
import { never } from './link.js';

/** What the payer does when the bank asks. `linger`: nothing yet. */
export type ChallengeHabit = 'authorize' | 'refuse' | 'leave' | 'linger';

/** What a page reaches the world by. */
export interface Outside {
  requestId: string;
  /** `fetch` from this device. */
  send: (device: Device, request: Request, gone: () => boolean) => Promise<Response>;
  /** The bank's page: settles a challenge at Stripe. */
  answer: (clientSecret: string, authorized: boolean) => Promise<void>;
  /** The device that was given a secret last. */
  deviceOf: (clientSecret: string) => Device | undefined;
  /** Told of each state that is shown. */
  shown: (device: Device) => void;
}

const complete = { empty: false, complete: true, focused: false, error: null };
const wholeInput = {
  complete: true,
  empty: false,
  brand: 'visa',
  method: 'card',
  fields: { number: complete, expiry: complete, cvc: complete },
};

/** Whose storage is meant: the session names its request just before it reads or writes there. */
let speaking: Device | null = null;

/** A payer's device: keeps its storage through reloads. */
export class Device {
  readonly name: string;
  readonly storage = new Map<string, string>();
  readonly #outside: Outside;
  card = 'pm_card_visa';
  habit: ChallengeHabit = 'authorize';
  /** The challenge that is on the screen. */
  challenge: { secret: string; close: () => void } | null = null;
  page: Page;

  constructor(name: string, outside: Outside) {
    this.name = name;
    this.#outside = outside;
    this.page = new Page(this, outside);
  }

  /** The old page is gone in the middle of whatever it did; the new one finds the storage. */
  reload(): void {
    this.page.leave();
    this.challenge = null;
    this.page = new Page(this, this.#outside);
  }

  /** The bank's question is answered, now; the payer's page is told, if it still waits. */
  async settleChallenge(authorized: boolean): Promise<void> {
    const { challenge } = this;
    if (!challenge) return;
    this.challenge = null;
    await this.#outside.answer(challenge.secret, authorized);
    challenge.close();
  }
}

/** A page on a device, with one element on one request. */
export class Page {
  readonly device: Device;
  readonly session: PaymentSession;
  readonly #host: Host;
  #alive = true;

  constructor(device: Device, outside: Outside) {
    this.device = device;
    const api = httpBackend({
      url: 'http://localhost:4242/api',
      fetch: (input, init) =>
        this.#alive ? outside.send(device, new Request(input, init), () => !this.#alive) : never(),
    });
    // A page whose stream is held back asks now and then: the slowest way to hear of anything.
    const backend: IntentBackend = { flow: 'intent', retrieve: api.retrieve, pay: api.pay, sync: api.sync };
    this.#host = new Host(device, () => {
      if (this.#alive) outside.shown(device);
    });
    speaking = device;
    this.session = sessionFor(backend, outside.requestId);
    Object.defineProperty(this.session, 'id', {
      get: () => {
        speaking = this.#alive ? device : null;
        return outside.requestId;
      },
    });
    this.session.attach(this.#asHost());
  }

  get alive(): boolean {
    return this.#alive;
  }

  leave(): void {
    this.#alive = false;
  }

  /** Opens the form, types, and presses, however often. */
  async press(times: number): Promise<void> {
    await this.session.show(this.#asHost());
    await new Promise<void>((resolve) => setTimeout(resolve, 5));
    if (!this.#alive) return;
    await Promise.all(Array.from({ length: times }, () => this.session.submit(this.#asHost())));
  }

  close(): void {
    this.session.close(this.#asHost());
  }

  /** The payer presses Continue where a challenge was left. */
  resume(): void {
    void this.session.resume(this.#asHost());
  }

  /** The payer presses Start over there. */
  startOver(): void {
    void this.session.startOver(this.#asHost());
  }

  sync(): void {
    this.session.refresh().catch(() => undefined);
  }

  /** The session uses of an element what `Host` has, and nothing else of it. */
  #asHost(): PayHost {
    return this.#host as unknown as PayHost;
  }
}

class NoShadowRoot {
  readonly host = null;
}

/** An element without a page around it. */
class Host extends EventTarget {
  readonly isConnected = true;
  readonly parentNode = null;
  readonly fieldsKind = 'card';
  readonly walletPlace = null;
  readonly receiptEmail = '';
  readonly postalCodeValue = '';
  readonly checkInputs = (): boolean => true;
  readonly localeTag = 'en';
  readonly messagesForFields = {
    number: { label: '', placeholder: '' },
    expiry: { label: '', placeholder: '' },
    cvc: { label: '', placeholder: '' },
  };
  readonly place: { host: Host; device: Device };
  readonly #shown: () => void;

  constructor(device: Device, shown: () => void) {
    super();
    this.place = { host: this, device };
    this.#shown = shown;
  }

  sessionChanged(): void {
    this.#shown();
  }
}

/** The card form of every device: gives the payment method that its payer holds in hand. */
function deviceForms({ answer, deviceOf }: Pick<Outside, 'answer' | 'deviceOf'>): FormModule {
  const nextAction = async (device: Device, secret: string): Promise<void> => {
    const { page } = device;
    if (device.habit === 'authorize' || device.habit === 'refuse') await answer(secret, device.habit === 'authorize');
    if (device.habit === 'linger')
      await new Promise<void>((resolve) => {
        device.challenge = { secret, close: resolve };
      });
    if (!page.alive) await never();
  };
  return {
    openForm(options: FormOptions): Promise<CardForm> {
      const { device } = options.place as unknown as { device: Device };
      setTimeout(() => {
        options.events.ready();
        options.events.input(wholeInput, true);
      }, 1);
      return Promise.resolve({
        instrument: () => Promise.resolve({ paymentMethod: device.card }),
        nextAction: (secret) => nextAction(device, secret),
        focus: () => undefined,
        setDisabled: () => undefined,
        restyle: () => undefined,
        moved: () => undefined,
        hold: () => undefined,
        clear: () => undefined,
        destroy: () => undefined,
      });
    },
    preload: () => Promise.resolve(),
    resumeAction: async (_, secret) => {
      const device = deviceOf(secret);
      if (device) await nextAction(device, secret);
    },
  };
}

/** Gives the process what the session reads of a browser, and these devices' card forms. The function takes it away. */
export function browserFor(bank: Pick<Outside, 'answer' | 'deviceOf'>): () => void {
  const storage = {
    getItem: (key: string) => speaking?.storage.get(key) ?? null,
    setItem: (key: string, value: string) => void speaking?.storage.set(key, value),
    removeItem: (key: string) => void speaking?.storage.delete(key),
  };
  const shims: Record<string, unknown> = {
    navigator: { onLine: true },
    location: { href: 'http://localhost:4242/chat', search: '', origin: 'http://localhost:4242' },
    origin: 'http://localhost:4242',
    history: { state: null, replaceState: () => undefined },
    document: { visibilityState: 'visible', addEventListener: () => undefined, removeEventListener: () => undefined },
    sessionStorage: storage,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    // No node of these pages is in one.
    ShadowRoot: NoShadowRoot,
  };
  const before = new Map(
    Object.keys(shims).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const),
  );
  for (const [name, value] of Object.entries(shims))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  useFormModule(deviceForms(bank));
  return () => {
    for (const [name, descriptor] of before)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
  };
}

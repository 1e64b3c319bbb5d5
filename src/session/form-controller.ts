/**
 * What a session does once the payer has shown intent: the card form, the host's word, the charge. Reached by
 * `import()`, so that a page that only shows requests does not download it.
 */
import { PaymentError } from '../errors/index.js';
import { PayInputEvent } from '../events.js';
import { askHost } from './ask.js';
import { Charge } from './charge.js';
import type { CardForm, CardInput, FieldName, FormEvents } from './form.js';
import type { PayHost } from './hosts.js';
import { formModule } from './module.js';
import type { SessionPort } from './port.js';
import { isCharging } from './transition.js';

/** 128 random bits; `randomUUID` is not to be had on a page without TLS. */
const newAttempt = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const names = ['number', 'expiry', 'cvc'] as const;
const blank = { empty: true, complete: false, focused: false, error: null };

/** The form of one session, and what is paid with it. */
export class FormController {
  readonly #port: SessionPort;
  readonly #charge: Charge;
  #form: CardForm | null = null;
  #opening: AbortController | null = null;

  constructor(port: SessionPort) {
    this.#port = port;
    this.#charge = new Charge(port);
  }

  /** True while a lost answer is being asked for. */
  get doubting(): boolean {
    return this.#charge.doubting;
  }

  /** Asks now instead of at the end of the pause. */
  hurry(): void {
    this.#charge.hurry();
  }

  /** Asks until it is known what came of this page's attempt. */
  settle(): Promise<void> {
    return this.#charge.settle();
  }

  focus(field: FieldName): void {
    this.#form?.focus(field);
  }

  moved(): void {
    this.#form?.moved();
  }

  restyle(): void {
    this.#form?.restyle();
  }

  /** Mounts the fields in the host's place; one that is open stays. */
  async open(host: PayHost): Promise<void> {
    const { model, backend } = this.#port;
    if (this.#form || !model.request) return;
    const opening = new AbortController();
    this.#opening = opening;
    const left = (): boolean => this.#opening !== opening;
    try {
      const module = await formModule();
      if (left()) return;
      const form = await module.openForm({
        request: model.request,
        place: host.place,
        locale: host.localeTag,
        names: host.messagesForFields,
        events: this.#events(left),
        instrument: backend.flow === 'token' ? 'token' : 'paymentMethod',
        signal: opening.signal,
      });
      if (left()) form.destroy();
      else this.#form = form;
    } catch (thrown) {
      if (!left()) this.#port.act({ type: 'blocked', error: PaymentError.from(thrown) });
    }
  }

  /** Takes the fields away. */
  leave(): void {
    this.#opening?.abort();
    this.#opening = null;
    this.#form?.destroy();
    this.#form = null;
  }

  /** Asks the host, then pays with what was typed. */
  async submit(host: PayHost): Promise<void> {
    const [form, port] = [this.#form, this.#port];
    if (!form || !navigator.onLine) return;
    if (!port.input?.complete) {
      this.#showIncomplete(port.input);
      return;
    }
    const attempt = newAttempt();
    if (!port.act({ type: 'submit', attempt })) return;
    form.hold(true);
    form.setDisabled(true);
    try {
      const answer = await askHost(port.speaker(host), port.id, attempt);
      if (answer === 'refused') port.act({ type: 'refuse' });
      // Settled while the host thought: by another tab, or by the operator.
      else if (port.model.own === attempt)
        await this.#charge.run(form, attempt, host.postalCodeValue === '' ? {} : { postalCode: host.postalCodeValue });
    } catch (thrown) {
      port.act({ type: 'fail', error: PaymentError.from(thrown) });
    } finally {
      form.hold(false);
      form.setDisabled(false);
    }
  }

  #events(left: () => boolean): FormEvents {
    const port = this.#port;
    const withHolder = (run: (holder: PayHost) => void) => () => {
      const { holder } = port;
      if (holder && !left()) run(holder);
    };
    return {
      ready: withHolder(() => port.act({ type: 'shown' })),
      input: (input, edited) => {
        if (left()) return;
        if (!edited) {
          port.setInput(input);
          return;
        }
        this.#tellInput(input);
        port.act({ type: 'input' });
      },
      submit: withHolder((holder) => void port.submit(holder)),
      escape: withHolder((holder) => {
        port.close(holder);
      }),
      lost: (error) => {
        if (left()) return;
        this.#form?.destroy();
        this.#form = null;
        // The frame died in the middle of a charge: what came of it is not known here.
        port.act(isCharging(port.model) ? { type: 'lose', error } : { type: 'blocked', error });
      },
    };
  }

  #tellInput(input: CardInput): void {
    const { holder } = this.#port;
    this.#port.setInput(input);
    if (holder) this.#port.speaker(holder).dispatchEvent(new PayInputEvent(input));
  }

  /** Marks what is missing as the fields themselves would, without an attempt. */
  #showIncomplete(known: CardInput | null): void {
    const input = known ?? {
      complete: false,
      empty: true,
      brand: 'unknown',
      fields: { number: blank, expiry: blank, cvc: blank },
    };
    const fields = { ...input.fields };
    for (const name of names)
      if (!fields[name].complete) fields[name] = { ...fields[name], error: fields[name].error ?? `incomplete_${name}` };
    this.#tellInput({ ...input, fields });
    const first = names.find((name) => fields[name].error !== null);
    if (first) this.focus(first);
  }
}

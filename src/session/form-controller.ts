/**
 * What a session does once the payer has shown intent: the card form, the host's word, the charge. Reached by
 * `import()`, so that a page that only shows requests does not download it.
 */
import type { Backend } from '../backend/backend.js';
import { PaymentError } from '../errors/index.js';
import { PayInputEvent } from '../events.js';
import { randomId } from '../random.js';
import { askHost } from './ask.js';
import { Charge } from './charge.js';
import type {
  CardForm,
  CardInput,
  FieldName,
  FieldsKind,
  FormEvents,
  FormModule,
  InstrumentKind,
  WalletSheet,
} from './form.js';
import type { PayHost } from './hosts.js';
import { formModule } from './module.js';
import type { SessionPort } from './port.js';
import { isCharging } from './transition.js';
import type { Wallets } from './wallets.js';

/** How long fields that can be typed into wait for the wallets above them, which would push them away. */
const WALLETS_MS = 1_000;
const names = ['number', 'expiry', 'cvc'] as const;
const blank = { empty: true, complete: false, focused: false, error: null };

/** The form of one session, and what is paid with it. */
export class FormController {
  readonly #port: SessionPort;
  readonly #charge: Charge;
  #wallets: Wallets | null = null;
  #form: CardForm | null = null;
  #host: PayHost | null = null;
  #opening: AbortController | null = null;

  constructor(port: SessionPort) {
    this.#port = port;
    this.#charge = new Charge(port);
  }

  /** Asks for a lost answer now instead of at the end of the pause. False where none is being asked for. */
  hurry(): boolean {
    return this.#charge.hurry();
  }

  /** Asks until it is known what came of this page's attempt. */
  settle(): Promise<void> {
    return this.#charge.settle();
  }

  /** Goes on with a challenge that was left, for `host`. */
  resume(host: PayHost): Promise<void> {
    const form = this.#form;
    return this.#charge.resume(async (clientSecret) => {
      const { request } = this.#port.model;
      if (form) await form.nextAction(clientSecret);
      else if (request) await (await formModule()).resumeAction(request, clientSecret, host);
    });
  }

  /** Has a challenge that was left ended. */
  abandon(): Promise<void> {
    return this.#charge.abandon();
  }

  focus(field: FieldName): void {
    this.#form?.focus(field);
  }

  moved(): void {
    this.#form?.moved();
    this.#wallets?.moved();
  }

  restyle(): void {
    this.#form?.restyle();
    this.#wallets?.restyle();
  }

  /** Mounts the fields in the host's place; one that is open there stays, one that is elsewhere goes. */
  async open(host: PayHost): Promise<void> {
    const { model, backend } = this.#port;
    if ((this.#form && this.#host === host) || !model.request) return;
    this.leave();
    // What was typed into fields that are gone is not in these.
    this.#port.know({ input: null, wallets: false });
    this.#host = host;
    const opening = new AbortController();
    this.#opening = opening;
    const left = (): boolean => this.#opening !== opening;
    try {
      const module = await formModule();
      if (left()) return;
      const wallets = host.walletPlace ? this.#openWallets(host, module, opening.signal) : null;
      const form = await module.openForm({
        request: model.request,
        fields: host.fieldsKind,
        place: host.place,
        locale: host.localeTag,
        names: host.messagesForFields,
        events: this.#events(left, wallets),
        instrument: instrumentKind(backend.flow, host.fieldsKind),
        signal: opening.signal,
      });
      if (left()) {
        form.destroy();
        return;
      }
      this.#form = form;
    } catch (thrown) {
      // What is none of ours: a part of the package that could not be fetched.
      if (!left()) this.#port.act({ type: 'blocked', error: PaymentError.from(thrown, 'script-blocked') });
    }
  }

  /** Takes the fields away. */
  leave(): void {
    this.#opening?.abort();
    this.#opening = null;
    this.#form?.destroy();
    this.#form = null;
    this.#wallets?.leave();
    this.#wallets = null;
  }

  /** Asks the host, then pays with what was typed, or with what a wallet's sheet holds. */
  async submit(host: PayHost, sheet?: WalletSheet): Promise<void> {
    const form = this.#form;
    if (!form || host.disabled) {
      sheet?.fail();
      return;
    }
    if (!sheet && !((this.#port.input?.complete || (await this.#check(form))) && host.checkInputs())) return;
    await this.#pay(form, host, sheet);
  }

  /** Marks what is missing, and leads the payer there; where only Stripe can tell, it does. True if nothing is. */
  async #check(form: CardForm): Promise<boolean> {
    if (form.check) return (await form.check()) && this.#form === form;
    this.#showIncomplete(this.#port.input);
    return false;
  }

  async #pay(form: CardForm, host: PayHost, sheet: WalletSheet | undefined): Promise<void> {
    const port = this.#port;
    const attempt = randomId();
    if (!port.act({ type: 'submit', attempt })) {
      sheet?.fail();
      return;
    }
    const unlock = (): void => form.setDisabled(false);
    form.hold(true);
    form.setDisabled(true);
    this.#wallets?.hold(true);
    try {
      const answer = await askHost(port.speaker(host), port.id, attempt);
      if (answer === 'refused') port.act({ type: 'refuse' });
      // Settled while the host thought: by another tab, or by the operator.
      else if (port.model.own === attempt)
        await this.#charge.run({
          attempt,
          payable: sheet ?? form,
          unlock,
          billing: sheet || host.postalCodeValue === '' ? {} : { postalCode: host.postalCodeValue },
          receiptEmail: host.receiptEmail,
        });
    } catch (thrown) {
      port.act({ type: 'fail', error: PaymentError.from(thrown) });
    } finally {
      // What may have been charged is not said to have failed.
      if (port.model.request?.status === 'open' && !isCharging(port.model)) sheet?.fail();
      this.#wallets?.hold(false);
      form.hold(false);
      unlock();
    }
  }

  /** Resolves once it is known whether there are any. Where they cannot be had, there are none: the form is there. */
  async #openWallets(host: PayHost, module: FormModule, signal: AbortSignal): Promise<void> {
    try {
      const { Wallets } = await import('./wallets.js');
      if (signal.aborted) return;
      this.#wallets?.leave();
      this.#wallets = new Wallets(this.#port);
      await this.#wallets.open(host, module, signal);
    } catch {
      // Not even an event: what the payer sees is whole without them.
    }
  }

  #events(left: () => boolean, wallets: Promise<void> | null): FormEvents {
    const port = this.#port;
    const withHolder = (run: (holder: PayHost) => void) => () => {
      const { holder } = port;
      if (holder && !left()) run(holder);
    };
    return {
      ready: () => {
        const shown = withHolder(() => port.act({ type: 'shown' }));
        if (!wallets) shown();
        else void Promise.race([wallets, new Promise((resolve) => setTimeout(resolve, WALLETS_MS))]).then(shown);
      },
      input: (input, edited) => {
        if (left()) return;
        if (!edited) {
          port.know({ input: withMarks(input, port.input) });
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
    this.#port.know({ input });
    if (holder) this.#port.speaker(holder).dispatchEvent(new PayInputEvent(input));
  }

  /** Marks what is missing as the fields themselves would, without an attempt. */
  #showIncomplete(known: CardInput | null): void {
    const input = known ?? {
      complete: false,
      empty: true,
      brand: 'unknown',
      method: 'card',
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

/** Only the focus moved: what was marked as missing before stays marked. */
function withMarks(input: CardInput, before: CardInput | null): CardInput {
  const fields = { ...input.fields };
  for (const name of names)
    fields[name] = { ...fields[name], error: fields[name].error ?? before?.fields[name].error ?? null };
  return { ...input, fields };
}

function instrumentKind(flow: Backend['flow'], fields: FieldsKind): InstrumentKind {
  if (flow === 'token') return 'token';
  return fields === 'payment' ? 'confirmationToken' : 'paymentMethod';
}

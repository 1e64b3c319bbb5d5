/**
 * One try of the payer to pay, from the press to an outcome that is certain. Until then it asks, and says
 * that it asks; it never guesses.
 */
import type { AttemptResult, Instrument, MoneyRequest } from '../contract/types.js';
import type { PayInput } from '../backend/backend.js';
import { PaymentError } from '../errors/index.js';
import { randomId } from '../random.js';
import { backOff, isCertain, isLong, mayResend } from './doubt.js';
import type { Payable } from './form.js';
import { formModule } from './module.js';
import { ownAttempt, rememberAttempt, returnAddress } from './own.js';
import type { SessionPort } from './port.js';
import { isCharging, outcomeOf } from './transition.js';

/** Runs a next action; resolves when it is over, whatever came of it. */
export type RunAction = (clientSecret: string) => Promise<void>;

/** One charge. */
export interface ChargeInput {
  readonly attempt: string;
  /** What is paid with. */
  readonly payable: Payable;
  readonly billing: { postalCode?: string };
  /** `''` where none is asked for. */
  readonly receiptEmail: string;
  /** Lets the payer type again. */
  unlock(): void;
}

/** What is needed to send an attempt once more. */
interface Sent {
  attempt: string;
  attemptSecret: string;
  instrument: Instrument;
  receiptEmail: string;
  at: number;
}

/** The charges of one session, one at a time. */
export class Charge {
  readonly #port: SessionPort;
  /** One for all attempts of this payer: the server goes on with the same payment object, and gives it to nobody else. */
  readonly #secret: string;
  /** Null while nothing of this attempt can have reached the server. */
  #sent: Sent | null = null;
  #input: ChargeInput | null = null;
  #pause: { wake: () => void } | null = null;
  /** The bank has asked the payer already: what was left is resumed at a press, never by itself. */
  #asked = false;
  /** Since when the server cannot be asked, in ms; null while it can. */
  #cutSince: number | null = null;

  constructor(port: SessionPort) {
    this.#port = port;
    this.#secret = ownAttempt(port.id)?.secret ?? randomId();
  }

  /** Asks for a lost answer now instead of at the end of the pause. False where none is being asked for. */
  hurry(): boolean {
    this.#pause?.wake();
    return this.#pause !== null && this.#inDoubt();
  }

  /** Makes the instrument and pays with it. Resolves when something can be shown for certain, or is in doubt. */
  async run(input: ChargeInput): Promise<void> {
    let { attempt } = input;
    this.#asked = false;
    this.#input = input;
    try {
      try {
        await this.#start(attempt, input);
      } catch (thrown) {
        const next = randomId();
        if (PaymentError.from(thrown).code !== 'instrument-used' || !this.#port.act({ type: 'renew', attempt: next }))
          throw thrown;
        // No card was asked, and the payer has pressed: a new instrument is made for the same press, once.
        attempt = next;
        await this.#start(attempt, input);
      }
    } catch (thrown) {
      await this.#refused(attempt, PaymentError.from(thrown));
    } finally {
      this.#input = null;
    }
  }

  async #start(attempt: string, { payable, billing, receiptEmail }: ChargeInput): Promise<void> {
    this.#sent = null;
    const instrument = await payable.instrument(billing);
    // Over meanwhile (paid in another tab, canceled): nothing is sent any more.
    if (!this.#isOwn(attempt)) return;
    const attemptSecret = this.#secret;
    rememberAttempt(this.#port.id, { id: attempt, secret: attemptSecret });
    this.#sent = { attempt, attemptSecret, instrument, receiptEmail, at: Date.now() };
    await this.#take(attempt, await this.#send(this.#sent));
  }

  /** Goes on with a challenge that was left. */
  async resume(run: RunAction): Promise<void> {
    await this.#atLeft(async (own, pay) => this.#take(own, await pay(), run));
  }

  /** Has a challenge that was left ended at Stripe, whose word decides: it failed, or the bank was first. */
  async abandon(): Promise<void> {
    const { backend, id } = this.#port;
    if (backend.flow === 'intent' && backend.abandon) {
      const abandon = backend.abandon.bind(backend);
      await this.#atLeft(async (own) =>
        this.#port.provide(await abandon(id, { attempt: own, attemptSecret: this.#secret }, {})),
      );
    } else this.#port.act({ type: 'refuse' });
  }

  async #atLeft(work: (own: string, pay: () => Promise<AttemptResult>) => void | Promise<void>): Promise<void> {
    const { backend, id, model } = this.#port;
    const { own, activity } = model;
    if (own === null || activity.kind !== 'left' || backend.flow !== 'intent') return;
    if (!this.#port.act({ type: 'leave', busy: true })) return;
    try {
      await work(own, () => backend.pay(id, { attempt: own, attemptSecret: this.#secret }, {}));
    } catch (thrown) {
      const error = PaymentError.from(thrown);
      if (error.kind === 'card') this.#fail(own, error);
      else this.#port.stale();
    }
    if (this.#port.model.activity.kind === 'left') this.#port.act({ type: 'leave', busy: false });
  }

  /** Asks until it is known what came of the attempt. Nothing can be paid meanwhile. */
  async settle(): Promise<void> {
    if (this.#pause) return;
    for (let round = 0; this.#inDoubt(); round++) {
      const pause = backOff(round);
      this.#pause = pause;
      await pause.over;
      const { own } = this.#port.model;
      try {
        if (own !== null && this.#inDoubt()) await this.#ask(own);
      } catch (thrown) {
        const error = PaymentError.from(thrown);
        // What a repeat is refused for says nothing of the first: only an answer about the card is one to the attempt.
        if (own !== null && error.kind === 'card') this.#fail(own, error);
      }
      const cut = this.#cutSince !== null && isLong(this.#cutSince);
      this.#port.act({ type: 'stall', on: cut });
    }
    this.#pause = null;
  }

  #inDoubt(): boolean {
    return this.#port.model.activity.kind === 'unknown';
  }

  #isOwn(attempt: string): boolean {
    return this.#port.model.own === attempt;
  }

  /** The attempt's own call was refused. What is certain is a failure; once it was sent, everything else is a doubt. */
  async #refused(attempt: string, error: PaymentError): Promise<void> {
    if (this.#sent && !isCertain(error)) {
      this.#lose(error);
      return;
    }
    // Not a failure to show if it is paid: another tab was first.
    if (error.code === 'already-paid' || error.code === 'request-closed') await this.#sync();
    this.#fail(attempt, error);
    if (error.code === 'attempt-in-progress') this.#port.stale();
  }

  #fail(attempt: string, error: PaymentError): void {
    if (!this.#isOwn(attempt)) return;
    this.#sent = null;
    rememberAttempt(this.#port.id, null);
    // The payer is led to a field, and a locked one takes no focus.
    this.#input?.unlock();
    this.#port.act({ type: 'fail', error });
  }

  #lose(error: PaymentError): void {
    this.#port.act({ type: 'lose', error });
  }

  #send(sent: Sent): Promise<AttemptResult> {
    const { backend, id, model } = this.#port;
    if (backend.flow === 'intent') return backend.pay(id, whole(sent), {});
    const { attempt, instrument } = sent;
    if (!('token' in instrument)) throw new PaymentError('misuse', 'A token backend pays with a token.');
    const { amount, currency } = model.request ?? {};
    const terms = { ...(amount === undefined ? {} : { amount }), ...(currency === undefined ? {} : { currency }) };
    return backend.pay(id, { attempt, token: instrument.token, ...terms }, {});
  }

  /** Acts on an answer to the attempt: only what it says for certain is shown. */
  async #take(attempt: string, result: AttemptResult, run?: RunAction): Promise<void> {
    this.#port.provide(result.request);
    if (result.status === 'requires_action' && result.clientSecret !== null)
      return this.#authenticate(attempt, result.clientSecret, run);
    if (isCharging(this.#port.model)) this.#lose(stillRunning());
  }

  async #authenticate(attempt: string, clientSecret: string, run?: RunAction): Promise<void> {
    if (!this.#port.act({ type: 'authenticate' })) return;
    this.#asked = true;
    const over = new AbortController();
    await Promise.race([this.#nextAction(clientSecret, run), cameBack(over.signal)]);
    over.abort();
    const after = await this.#sync();
    const outcome = after ? outcomeOf(after, attempt) : { kind: 'wait' as const };
    if (outcome.kind === 'failed') this.#fail(attempt, outcome.error);
    // The bank can still say yes: it is not failed before Stripe has ended it.
    else if (outcome.kind === 'act') this.#port.act({ type: 'leave', busy: false });
    else if (outcome.kind !== 'settled') this.#lose(stillRunning());
  }

  async #nextAction(clientSecret: string, run?: RunAction): Promise<void> {
    const { request } = this.#port.model;
    try {
      if (run) await run(clientSecret);
      else if (this.#input) await this.#input.payable.nextAction(clientSecret);
      else if (request) await (await formModule()).resumeAction(request, clientSecret);
    } catch {
      // It could not be begun: the payer left it, as far as the server is concerned.
    }
  }

  async #ask(attempt: string): Promise<void> {
    // The stream may have told it already; a refusal that the server tells of stays one.
    const told = this.#port.model.request;
    const known = told && outcomeOf(told, attempt).kind === 'failed' ? told : null;
    const request = known ?? (await this.#sync());
    if (!request) return;
    const outcome = outcomeOf(request, attempt);
    switch (outcome.kind) {
      case 'settled':
      case 'wait':
        return;
      case 'failed':
        this.#fail(attempt, outcome.error);
        return;
      case 'act':
        // The answer to a press was lost: it goes on. After a redirect or a reload the payer is back, and decides.
        if (this.#sent && !this.#asked) return this.#again({ attempt, attemptSecret: this.#secret });
        this.#port.act({ type: 'leave', busy: false });
        return;
      case 'unseen': {
        const sent = this.#sent;
        // The same attempt is safe to send, and it is the payer's own press; but not a press of long ago.
        if (sent && mayResend(sent.at)) return this.#again(whole(sent));
        // Who cannot tell what became of an attempt does not deny it by saying nothing.
        if (!sent || this.#port.backend.flow === 'intent')
          this.#fail(attempt, new PaymentError('lapsed', 'The attempt never reached the server; nothing was charged.'));
        return;
      }
      default:
        outcome satisfies never;
    }
  }

  async #again(input: PayInput): Promise<void> {
    const { backend, id } = this.#port;
    if (backend.flow === 'intent') await this.#take(input.attempt, await backend.pay(id, input, {}));
  }

  /** What the server says after it looked; null where that could not be had, which is an answer to nothing. */
  async #sync(): Promise<MoneyRequest | null> {
    const { backend, id } = this.#port;
    try {
      const request = await (backend.sync ? backend.sync(id, {}) : backend.retrieve(id, {}));
      this.#cutSince = null;
      this.#port.provide(request);
      return request;
    } catch {
      this.#cutSince ??= Date.now();
      return null;
    }
  }
}

/** An attempt with all that is sent of it. */
function whole({ attempt, attemptSecret, instrument, receiptEmail }: Sent): PayInput {
  return { attempt, attemptSecret, instrument, ...(receiptEmail ? { receiptEmail } : {}), ...returnAddress() };
}

/** Resolves when the payer comes back, by the browser's own button, from a page that the bank's step led to. */
function cameBack(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) resolve();
    };
    addEventListener('pageshow', look, { signal });
  });
}

function stillRunning(): PaymentError {
  return new PaymentError('gateway-timeout', 'The attempt is still running at the server.');
}

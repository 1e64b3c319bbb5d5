/**
 * One try of the payer to pay, from the press to an outcome that is certain. Until then it asks, and says
 * that it asks; it never guesses.
 */
import type { AttemptResult, Instrument, MoneyRequest } from '../contract/types.js';
import { PaymentError } from '../errors/index.js';
import { backOff, isCertain, mayResend } from './doubt.js';
import type { CardForm } from './form.js';
import { formModule } from './module.js';
import { rememberAttempt } from './own.js';
import type { SessionPort } from './port.js';
import { isCharging, outcomeOf } from './transition.js';

/** What is needed to send an attempt once more. */
interface Sent {
  attempt: string;
  instrument: Instrument;
  at: number;
}

/** The charges of one session, one at a time. */
export class Charge {
  readonly #port: SessionPort;
  /** Null while nothing of this attempt can have reached the server. */
  #sent: Sent | null = null;
  #form: CardForm | null = null;
  #pause: { wake: () => void } | null = null;

  constructor(port: SessionPort) {
    this.#port = port;
  }

  /** True while a lost answer is being asked for. */
  get doubting(): boolean {
    return this.#pause !== null;
  }

  /** Asks now instead of at the end of the pause. */
  hurry(): void {
    this.#pause?.wake();
  }

  /** Makes the instrument and pays with it. Resolves when something can be shown for certain, or is in doubt. */
  async run(form: CardForm, attempt: string, billing: { postalCode?: string }): Promise<void> {
    this.#sent = null;
    this.#form = form;
    try {
      const instrument = await form.instrument(billing);
      rememberAttempt(this.#port.id, attempt);
      this.#sent = { attempt, instrument, at: Date.now() };
      await this.#take(attempt, await this.#send(this.#sent));
    } catch (thrown) {
      this.fail(PaymentError.from(thrown));
    } finally {
      this.#form = null;
    }
  }

  /** A refusal that is certain is a failure; after anything was sent, everything else is a doubt. */
  fail(error: PaymentError): void {
    const port = this.#port;
    if (this.#sent && !isCertain(error)) {
      this.#lose(error);
      return;
    }
    this.#sent = null;
    rememberAttempt(port.id, null);
    port.act({ type: 'fail', error });
    if (error.code === 'already-paid' || error.code === 'request-closed' || error.code === 'attempt-in-progress')
      port.stale();
  }

  /** Asks until it is known what came of the attempt. Nothing can be paid meanwhile. */
  async settle(): Promise<void> {
    const attempt = this.#port.model.own;
    if (attempt === null || this.#pause) return;
    for (let round = 0; this.#inDoubt(); round++) {
      const pause = backOff(round);
      this.#pause = pause;
      await pause.over;
      try {
        if (this.#inDoubt()) await this.#ask(attempt);
      } catch (thrown) {
        const error = PaymentError.from(thrown);
        if (isCertain(error)) this.fail(error);
      }
    }
    this.#pause = null;
  }

  #inDoubt(): boolean {
    return this.#port.model.activity.kind === 'unknown';
  }

  #lose(error: PaymentError): void {
    this.#port.act({ type: 'lose', error });
  }

  #send({ attempt, instrument }: Sent): Promise<AttemptResult> {
    const { backend, id, model } = this.#port;
    if (backend.flow === 'intent') return backend.pay(id, { attempt, instrument, returnUrl: location.href });
    if (!('token' in instrument)) throw new PaymentError('misuse', 'A token backend pays with a token.');
    const { amount, currency } = model.request ?? {};
    return backend.pay(id, {
      attempt,
      token: instrument.token,
      ...(amount === undefined ? {} : { amount }),
      ...(currency === undefined ? {} : { currency }),
    });
  }

  /** Acts on an answer to the attempt: only what it says for certain is shown. */
  async #take(attempt: string, result: AttemptResult): Promise<void> {
    this.#port.provide(result.request);
    if (result.status === 'requires_action' && result.clientSecret !== null)
      return this.#authenticate(attempt, result.clientSecret);
    if (isCharging(this.#port.model)) this.#lose(stillRunning());
  }

  async #authenticate(attempt: string, clientSecret: string): Promise<void> {
    const port = this.#port;
    const { request } = port.model;
    port.act({ type: 'authenticate' });
    if (this.#form) await this.#form.nextAction(clientSecret);
    else if (request) await (await formModule()).resumeAction(request, clientSecret);
    const after = await this.#sync();
    port.provide(after);
    const outcome = outcomeOf(after, attempt);
    if (outcome.kind === 'failed') this.fail(outcome.error);
    else if (outcome.kind === 'act')
      this.fail(new PaymentError('authentication-failed', 'The payer left the confirmation; nothing was charged.'));
    else if (outcome.kind !== 'settled') this.#lose(stillRunning());
  }

  async #ask(attempt: string): Promise<void> {
    const request = await this.#sync();
    this.#port.provide(request);
    const outcome = outcomeOf(request, attempt);
    switch (outcome.kind) {
      case 'settled':
      case 'wait':
        return;
      case 'failed':
        this.fail(outcome.error);
        return;
      case 'act':
        // After a redirect or a reload the payer is back, and the step is not done: another attempt takes its place.
        if (this.#sent) return this.#again({ attempt });
        this.fail(
          new PaymentError('authentication-failed', 'The payer came back without confirming; nothing was charged.'),
        );
        return;
      case 'unseen': {
        const sent = this.#sent;
        // The same attempt is safe to send, and it is the payer's own press; but not a press of long ago.
        if (sent && mayResend(sent.at))
          return this.#again({ attempt, instrument: sent.instrument, returnUrl: location.href });
        this.fail(new PaymentError('lapsed', 'The attempt never reached the server; nothing was charged.'));
        return;
      }
      default:
        outcome satisfies never;
    }
  }

  async #again(input: { attempt: string; instrument?: Instrument; returnUrl?: string }): Promise<void> {
    const { backend, id } = this.#port;
    if (backend.flow === 'intent') await this.#take(input.attempt, await backend.pay(id, input));
  }

  #sync(): Promise<MoneyRequest> {
    const { backend, id } = this.#port;
    return backend.sync ? backend.sync(id) : backend.retrieve(id);
  }
}

function stillRunning(): PaymentError {
  return new PaymentError('gateway-timeout', 'The attempt is still running at the server.');
}

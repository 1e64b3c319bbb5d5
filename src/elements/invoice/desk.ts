/** What the agent's view does at the server: one thing at a time, and none of them twice. */
import type { Channel, OperatorRequest, RequestInput } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import { randomId } from '../../random.js';
import type { InvoiceCallOptions, InvoiceClient } from './client.js';

/** What went wrong, and at what. */
export interface DeskProblem {
  at: 'create' | 'send' | 'look';
  error: PaymentError;
}

/** The agent's side of one invoice. It draws nothing: `changed` is called when there is something new to draw. */
export class InvoiceDesk {
  /** What is under way. */
  busy: 'create' | 'send' | null = null;
  problem: DeskProblem | null = null;
  /** The request as the operator last saw it: how it can be sent, and where Stripe shows it. */
  seen: OperatorRequest | null = null;
  /** To whom and when (ms) it was sent last. */
  sent: { to: string; at: number } | null = null;

  readonly #changed: () => void;
  /** The names of actions whose answer was lost: asked again under them, they are not done again. */
  readonly #lost = new Map<string, string>();
  /** What was looked for last: a status that was looked at is not looked at again. */
  #looked = '';
  /** Counts actions and invoices: what was begun in an earlier turn is no longer heard. */
  #turn = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Forgets everything: the element shows another invoice. What is under way ends unheard. */
  reset(): void {
    this.busy = this.problem = this.seen = this.sent = null;
    this.#looked = '';
    this.#turn++;
  }

  /** Makes the request of a draft. Null where it did not work, or something is under way: then `problem` says why. */
  async create(client: InvoiceClient, draft: RequestInput): Promise<OperatorRequest | null> {
    const reference = draft.reference ?? draft.invoice?.id;
    const input = reference === undefined ? draft : { ...draft, reference, exclusive: true };
    return this.#act('create', JSON.stringify(input), async (options) => {
      const made = await client.createRequest(input, options);
      return () => (this.seen = made);
    });
  }

  /** Has the server send the link. True once it is on its way. */
  async send(client: InvoiceClient, id: string, to: string): Promise<boolean> {
    const channel: Channel = to.includes('@') ? 'email' : 'sms';
    const sent = await this.#act('send', JSON.stringify([id, channel, to]), async (options) => {
      await client.send(id, { channel, to }, options);
      return () => (this.sent = { to, at: Date.now() });
    });
    // The server has just said that it does not send this way.
    if (this.seen?.id === id && this.problem?.at === 'send' && this.problem.error.code === 'unavailable') {
      this.seen = { ...this.seen, channels: this.seen.channels.filter((one) => one !== channel) };
      this.#changed();
    }
    return sent !== null;
  }

  /** Reads what only an operator sees of a request, once for each of its statuses. */
  async look(client: InvoiceClient, id: string, status: string): Promise<void> {
    if (this.#looked === `${id} ${status}` || (this.seen?.id === id && this.seen.status === status)) return;
    this.#looked = `${id} ${status}`;
    try {
      const seen = await client.retrieve(id);
      if (this.#looked !== `${id} ${status}`) return;
      this.seen = seen;
      if (this.problem?.at === 'look') this.problem = null;
    } catch (thrown) {
      if (this.#looked !== `${id} ${status}`) return;
      this.problem = { at: 'look', error: PaymentError.from(thrown) };
    }
    this.#changed();
  }

  /** Looks again, where it could not be seen. */
  lookAgain(client: InvoiceClient, id: string, status: string): Promise<void> {
    this.#looked = '';
    return this.look(client, id, status);
  }

  /** Runs one action. What it answers is kept only if the invoice is still the same. */
  async #act<T>(
    at: 'create' | 'send',
    body: string,
    run: (options: InvoiceCallOptions) => Promise<() => T>,
  ): Promise<T | null> {
    if (this.busy !== null) return null;
    const turn = ++this.#turn;
    const isHeard = (): boolean => turn === this.#turn;
    const name = `${at} ${body}`;
    const idempotencyKey = this.#lost.get(name) ?? randomId();
    this.#lost.set(name, idempotencyKey);
    this.busy = at;
    this.problem = null;
    this.#changed();
    try {
      const keep = await run({ idempotencyKey });
      this.#lost.delete(name);
      return isHeard() ? keep() : null;
    } catch (thrown) {
      const error = PaymentError.from(thrown);
      // Under its name a refusal would be answered again.
      if (!isLost(error)) this.#lost.delete(name);
      if (isHeard()) this.problem = { at, error };
      return null;
    } finally {
      if (isHeard()) this.busy = null;
      this.#changed();
    }
  }
}

/** Whether the server may have done it all the same. */
function isLost({ kind, code }: PaymentError): boolean {
  return kind === 'network' || kind === 'gateway' || code === 'internal';
}

import { abortable } from './abortable.js';
import { signature, type WebhookEndpoint } from './webhook-endpoint.js';
import type { Faults } from './faults.js';
import { type Delivery, type Ledger, platformsOf, type SandboxState } from './state.js';

/** An endpoint that has not answered by then has not taken the webhook. */
const ANSWER_WITHIN_MS = 20_000;

/** An endpoint with its key resolved. */
export interface ResolvedEndpoint extends Omit<WebhookEndpoint, 'key'> {
  account: string;
  livemode: boolean;
}

/** Waits between the tries of a webhook that was not taken, in milliseconds; after the last it is given up. */
const RETRY_AFTER_MS = [1000, 5000, 30_000, 120_000, 600_000];

/** Delivers webhooks: each until it is taken with a 2xx, given up, or nobody listens any more. */
export class Courier {
  readonly #endpoints: ResolvedEndpoint[] = [];
  readonly #state: () => SandboxState;
  readonly #faults: Faults;
  readonly #fetch: typeof fetch;
  readonly #nowMs: () => number;
  readonly #changed: () => void;
  readonly #running = new Set<Promise<void>>();
  readonly #waiting = new Map<Delivery, { timer: ReturnType<typeof setTimeout>; go: () => void }>();
  readonly #known = new Set<Delivery>();
  #closed = false;

  constructor(options: {
    state: () => SandboxState;
    faults: Faults;
    fetch: typeof fetch;
    nowMs: () => number;
    /** Called when the state's list of deliveries changed. */
    changed: () => void;
  }) {
    this.#state = options.state;
    this.#faults = options.faults;
    this.#fetch = options.fetch;
    this.#nowMs = options.nowMs;
    this.#changed = options.changed;
  }

  /** Adds an endpoint for what happens from now on. One that is added again takes its own place, with the new secret. */
  add(endpoint: ResolvedEndpoint): void {
    const { account, livemode, url, connect = false } = endpoint;
    const known = this.#endpoints.findIndex(
      (other) =>
        other.account === account &&
        other.livemode === livemode &&
        other.url === url &&
        (other.connect ?? false) === connect,
    );
    if (known >= 0) this.#endpoints[known] = endpoint;
    else this.#endpoints.push(endpoint);
  }

  /** The endpoints an event of a ledger goes to. */
  endpointsFor(ledger: Ledger): ResolvedEndpoint[] {
    const platforms = platformsOf(this.#state(), ledger.account);
    return this.#endpoints.filter(
      ({ account, livemode, connect }) =>
        livemode === ledger.livemode && (connect === true ? platforms.includes(account) : account === ledger.account),
    );
  }

  /** Starts on every delivery in the state that is not under way. */
  pump(): void {
    if (this.#closed) return;
    for (const ledger of Object.values(this.#state().ledgers)) {
      for (const delivery of ledger.deliveries) {
        if (this.#known.has(delivery)) continue;
        this.#known.add(delivery);
        this.#begin(ledger, delivery);
      }
    }
  }

  /** Resolves when nothing is left to deliver; waits between tries are cut short, the number of tries is not. */
  async settled(): Promise<void> {
    this.pump();
    while (this.#running.size > 0 || this.#waiting.size > 0) {
      for (const { go } of [...this.#waiting.values()]) go();
      await Promise.all(this.#running);
    }
  }

  /** Stops. What was not delivered stays in the state. */
  close(): void {
    this.#closed = true;
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #begin(ledger: Ledger, delivery: Delivery): void {
    const type = ledger.events[delivery.event]?.type ?? '';
    const fault = this.#faults.takeForWebhook(type);
    if (fault?.fault === 'drop-webhook') this.#done(ledger, delivery);
    else if (fault?.fault === 'delay-webhook') this.#later(ledger, delivery, fault.ms);
    else this.#send(ledger, delivery, fault?.fault === 'repeat-webhook' ? 2 : 1);
  }

  #later(ledger: Ledger, delivery: Delivery, ms: number): void {
    const go = (): void => {
      clearTimeout(timer);
      this.#waiting.delete(delivery);
      this.#send(ledger, delivery, 1);
    };
    const timer = setTimeout(go, ms);
    // A webhook that waits keeps no process alive; only Node's timers know of that.
    if (typeof timer === 'object' && 'unref' in timer) timer.unref();
    this.#waiting.set(delivery, { timer, go });
  }

  #send(ledger: Ledger, delivery: Delivery, copies: number): void {
    if (this.#closed) return;
    const run = this.#deliver(ledger, delivery, copies).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  async #deliver(ledger: Ledger, delivery: Delivery, copies: number): Promise<void> {
    const event = ledger.events[delivery.event];
    const endpoint = this.endpointsFor(ledger).find(({ url }) => url === delivery.url);
    if (event === undefined || endpoint === undefined) {
      this.#done(ledger, delivery);
      return;
    }
    let taken = true;
    for (let copy = 0; copy < copies; copy += 1) taken = (await this.#post(JSON.stringify(event), endpoint)) && taken;
    if (taken) {
      event.pending_webhooks = Math.max(0, event.pending_webhooks - 1);
      this.#done(ledger, delivery);
      return;
    }
    const wait = RETRY_AFTER_MS[delivery.attempts];
    delivery.attempts += 1;
    if (wait === undefined) {
      this.#done(ledger, delivery);
      return;
    }
    if (!this.#closed) this.#later(ledger, delivery, wait);
    this.#changed();
  }

  async #post(body: string, endpoint: ResolvedEndpoint): Promise<boolean> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('The endpoint did not answer in time.')), ANSWER_WITHIN_MS);
    if (typeof timer === 'object' && 'unref' in timer) timer.unref();
    const post = async (): Promise<boolean> => {
      const response = await this.#fetch(endpoint.url, {
        method: 'POST',
        signal: late.signal,
        redirect: 'manual',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': await signature(body, endpoint.secret, Math.floor(this.#nowMs() / 1000)),
        },
        body,
      });
      await response.body?.cancel();
      return response.ok;
    };
    try {
      return await abortable(post(), late.signal);
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  #done(ledger: Ledger, delivery: Delivery): void {
    this.#known.delete(delivery);
    ledger.deliveries = ledger.deliveries.filter((other) => other !== delivery);
    this.#changed();
  }
}

/** Two server processes on one store behind a balancer, which a test kills, puts to sleep and starts again. */
import { createPaymentServer, type PaymentServer, type PaymentStore } from '../../../src/server/index.js';
// Loaded by the server at its first call: here, so that no run waits for the disk.
import 'stripe';
import { answering } from '../../support/answering.js';
import { Mortal, type Link } from './link.js';
import { authorizeOperator } from './operators.js';
import type { Protocol } from './protocol.js';
import type { Tally } from './tally.js';
import type { VirtualTime } from './virtual-time.js';

/** What the sandbox signs its webhooks with. */
export const WEBHOOK_SECRET = 'whsec_faults';

/** Which of the two. */
export type Place = 0 | 1;

/** A server process. */
interface Process {
  server: PaymentServer;
  mortal: Mortal;
  death: Promise<void>;
}

/** What the servers run on. */
export interface Ground {
  time: VirtualTime;
  tally: Tally;
  store: PaymentStore;
  protocol: Protocol;
  /** The way to Stripe, and its address. */
  stripe: Link;
  stripeUrl: string;
}

/** Both of them. */
export class Servers {
  readonly #ground: Ground;
  readonly #processes: (Process | null)[] = [null, null];

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Starts a process in a place where none runs. */
  start(place: Place): void {
    if (this.#processes[place] && !this.#processes[place].mortal.dead) return;
    const { tally, store, protocol, stripe, stripeUrl } = this.#ground;
    let tell = (): void => undefined;
    const death = new Promise<void>((resolve) => (tell = resolve));
    const mortal = new Mortal(() => {
      tally.add('server killed');
      tell();
    });
    const server = createPaymentServer({
      store: mortalStore(store, mortal),
      accounts: [
        {
          id: 'demo',
          name: 'Shoplifter',
          mode: 'test',
          capabilities: { cancel: true },
          keys: {
            test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: [WEBHOOK_SECRET] },
          },
        },
      ],
      authorize: authorizeOperator,
      baseUrl: 'http://localhost:4242',
      stripe: {
        apiBase: stripeUrl,
        fetch: answering((request) =>
          mortal.step(async () => {
            await protocol.check(request);
            await mortal.awake();
            return stripe.send(request, () => mortal.dead);
          }),
        ),
      },
    });
    this.#processes[place] = { server, mortal, death };
  }

  /** Kills a process after so many more steps, and starts another in its place. */
  kill(place: Place, steps: number, when: 'before' | 'after', downFor: number): void {
    const process = this.#processes[place];
    if (!process || process.mortal.dead) return;
    if (steps === 0) process.mortal.die();
    else process.mortal.doom(steps, when);
    void process.death.then(() => setTimeout(() => this.start(place), downFor));
  }

  /** A process sleeps before its call to Stripe after so many more; its lease may be another's when it wakes. */
  nap(place: Place, steps: number, ms: number): void {
    this.#processes[place]?.mortal.nap(steps, ms);
  }

  /** One that runs, for the operator, whose calls do not fail. */
  operator(): PaymentServer {
    const [process] = this.#alive();
    if (!process) throw new Error('No server runs.');
    return process.server;
  }

  /** Whether any runs. */
  get served(): boolean {
    return this.#alive().length > 0;
  }

  /** A call comes to the balancer. */
  async arrive(request: Request): Promise<Response> {
    const alive = this.#alive();
    const process = alive[this.#ground.time.now % 2] ?? alive[0];
    if (!process) throw new TypeError('fetch failed: connection refused');
    return Promise.race([
      process.server.fetch(request),
      process.death.then(() => {
        throw new TypeError('fetch failed: the connection was reset');
      }),
    ]);
  }

  /** Ends both for good. */
  end(): void {
    for (const process of this.#processes) process?.mortal.die();
  }

  #alive(): Process[] {
    return this.#processes.flatMap((process) => (process && !process.mortal.dead ? [process] : []));
  }
}

/** A store whose every call is a step at which its process may die. */
function mortalStore(store: PaymentStore, mortal: Mortal): PaymentStore {
  return {
    ...store,
    read: (ids) => mortal.step(() => store.read(ids)),
    acquire: (id, ttl) => mortal.step(() => store.acquire(id, ttl)),
    commit: (id, token, change) => mortal.step(() => store.commit(id, token, change)),
    wake: (id) => mortal.step(() => store.wake(id)),
    due: (limit) => mortal.step(() => store.due(limit)),
    receiveWebhook: (webhook) => mortal.step(() => store.receiveWebhook(webhook)),
    openWebhooks: (limit) => mortal.step(() => store.openWebhooks(limit)),
    webhookDone: (account, event) => mortal.step(() => store.webhookDone(account, event)),
  };
}

/** A bench for the engine: a store in memory, the sandbox in the same process, one clock for both. */
import { createSandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { fixedAccounts, type AccountConfig } from '../../../src/server/accounts.js';
import { createEngine, type Engine } from '../../../src/server/pay/engine.js';
import type { Pace } from '../../../src/server/pay/pace.js';
import type { HistoryEntry } from '../../../src/contract/types.js';
import { createdEntry } from '../../../src/server/requests/history.js';
import { newDocument, type RequestDoc, type RequestTerms } from '../../../src/server/requests/document.js';
import type { Store } from '../../../src/server/store.js';
import type { StripeOptions } from '../../../src/server/stripe/options.js';
import { memoryStore } from '../../../src/server/stores/memory.js';
import { answering } from '../../support/answering.js';

export const account: AccountConfig = {
  id: 'demo',
  name: 'Shoplifter',
  mode: 'test',
  keys: {
    test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: ['whsec_test'] },
    live: { publishable: 'pk_live_sandbox', secret: 'sk_live_sandbox', webhookSecrets: [] },
  },
};

export const terms: RequestTerms = {
  label: 'Get more kittens - 25$',
  shortLabel: null,
  labels: null,
  amount: 2500,
  currency: 'usd',
  reference: 'ORD-1042',
  description: null,
  lineItems: [],
  invoice: null,
  metadata: {},
  receiptEmail: null,
  account: 'demo',
  mode: 'test',
  stripeAccount: null,
  methods: ['card'],
  capture: 'automatic',
  postalCode: 'auto',
  owner: null,
  replaces: null,
  expiresAt: '2027-01-01T00:00:00.000Z',
};

/** A card as it is typed on Checkout's page. */
export function card(number: string): Record<string, string> {
  return { paymentMethod: 'card', cardNumber: number, cardExpiry: '12 / 34', cardCvc: '123' };
}

/** The secret of every attempt of `Bench.pay`: one payer, who may go on with a payment object that was used. */
export const SECRET = 'payer-0123456789abcdefghij';

export interface EngineParts {
  store?: Store<RequestDoc>;
  fetch?: (request: Request) => Promise<Response>;
  pace?: Partial<Pace>;
  accounts?: AccountConfig[];
  /** Instead of `fetch`: Stripe over a network. */
  stripe?: StripeOptions;
}

export class Bench {
  #now: number;
  readonly store: Store<RequestDoc>;
  readonly sandbox: Sandbox;
  readonly engine: Engine;
  #ids = 0;

  constructor(start = Date.parse('2026-11-20T12:00:00.000Z')) {
    this.#now = start;
    this.store = memoryStore<RequestDoc>({ clock: () => new Date(this.#now) });
    this.sandbox = createSandbox({ clock: () => this.#now });
    this.engine = this.newEngine();
  }

  /** Another engine, as another process would have one, on the same data unless told otherwise. */
  newEngine({
    store = this.store,
    fetch = (request) => this.sandbox.fetch(request),
    pace = {},
    accounts = [account],
    stripe = { apiBase: 'http://127.0.0.1:12111', fetch: answering(fetch) },
  }: EngineParts = {}): Engine {
    return createEngine({
      store,
      accounts: fixedAccounts(accounts),
      stripe,
      returnUrl: (id) => `http://localhost:4242/api/return/${id}`,
      pageUrl: (id) => `http://localhost:4242/pay/${id}`,
      pace: { syncEvery: 0, leaseWait: 2_000, ...pace },
    });
  }

  async request(some: Partial<RequestTerms> = {}): Promise<string> {
    const id = `req_${String(++this.#ids).padStart(22, '0')}`;
    const doc = newDocument({ ...terms, ...some });
    await this.store.create({
      id,
      status: 'open',
      account: doc.terms.account,
      reference: doc.terms.reference,
      nextCheckAt: new Date(doc.terms.expiresAt),
      doc,
      exclusiveKey: null,
      history: [createdEntry(doc, 'open', 'operator:test', new Date(this.#now))],
    });
    return id;
  }

  /** A call of the sandbox's API that is not the engine's. */
  async call(
    method: 'GET' | 'POST',
    path: string,
    params: Record<string, string> = {},
    key = 'sk_test_sandbox',
  ): Promise<Record<string, unknown>> {
    const body = new URLSearchParams(params).toString();
    const init = {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
    };
    const url = `http://127.0.0.1:12111${path}${method === 'GET' && body ? `?${body}` : ''}`;
    const response = await this.sandbox.fetch(new Request(url, method === 'GET' ? init : { ...init, body }));
    const answer: unknown = await response.json();
    if (typeof answer !== 'object' || answer === null) throw new Error('The sandbox answered no object.');
    return { ...answer };
  }

  /** A payment method typed into the sandbox's field. */
  async typed(number: string): Promise<string> {
    const made = await this.call('POST', '/v1/payment_methods', {
      type: 'card', 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '2034', 'card[cvc]': /^3[47]/.test(number) ? '1234' : '123',
    }, 'pk_test_sandbox'); // prettier-ignore
    if (typeof made['id'] !== 'string') throw new Error(`No payment method of ${number}: ${JSON.stringify(made)}`);
    return made['id'];
  }

  pay(id: string, attempt: string, paymentMethod?: string, engine = this.engine): ReturnType<Engine['pay']> {
    return engine.pay(
      id,
      {
        attempt,
        attemptSecret: SECRET,
        ...(paymentMethod === undefined ? {} : { instrument: { paymentMethod } }),
      },
      { by: 'payer' },
    );
  }

  /** Sends the form of Checkout's page, as a payer without JavaScript; answers the status and where it leads. */
  async fillCheckout(
    url: string,
    fields: Record<string, string> = card('4242424242424242'),
  ): Promise<{ status: number; location: string | null; text: string }> {
    const response = await this.sandbox.fetch(
      new Request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', host: '127.0.0.1:12111' },
        body: new URLSearchParams({ email: 'payer@example.com', billingName: 'A Payer', ...fields }).toString(),
      }),
    );
    return { status: response.status, location: response.headers.get('location'), text: await response.text() };
  }

  /** The newest session's page; of a request that is sent there. */
  async checkout(id: string, engine = this.engine): Promise<string> {
    return (await engine.checkout(id, { by: 'payer' })).url;
  }

  /** The same, with what is under way ended first. */
  async checkoutAgain(id: string, engine = this.engine): Promise<string> {
    return (await engine.checkoutAgain(id, { by: 'payer' })).url;
  }

  /** Sessions at the sandbox that can still take money. */
  async openSessions(): Promise<number> {
    const { data } = await this.call('GET', '/v1/checkout/sessions', { status: 'open' });
    return Array.isArray(data) ? data.length : -1;
  }

  /** The session that is the newest rail of a request, as the sandbox has it. */
  async session(id: string): Promise<Record<string, unknown>> {
    const { doc } = await this.row(id);
    return this.call('GET', `/v1/checkout/sessions/${doc.rails.at(-1)?.id ?? ''}`, { 'expand[]': 'line_items' });
  }

  /** Paths that were posted to, oldest first, without ids. */
  posts(): string[] {
    return this.sandbox
      .log()
      .filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/'))
      .map(({ path }) => path.replace(/(pi|cs)_\w+/, ':id'));
  }

  /** Answers the bank's question on the request's PaymentIntent. */
  async challenge(id: string, authorized: boolean): Promise<void> {
    const { doc } = await this.row(id);
    const intent = doc.rails.at(-1)?.id ?? '';
    const { client_secret } = await this.call('GET', `/v1/payment_intents/${intent}`);
    const response = await this.sandbox.fetch(
      new Request(`http://127.0.0.1:12111/_sandbox/challenge/${intent}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', host: '127.0.0.1:12111' },
        body: new URLSearchParams({
          client_secret: String(client_secret),
          outcome: authorized ? 'authorize' : 'fail',
        }).toString(),
      }),
    );
    if (!response.ok) throw new Error(`The challenge was refused: ${await response.text()}`);
  }

  /** Id of the newest event of a type at the sandbox. */
  async newestEvent(type: string): Promise<string> {
    const { data } = await this.call('GET', '/v1/events', { type });
    const newest: unknown = Array.isArray(data) ? data[0] : null;
    if (typeof newest !== 'object' || newest === null || !('id' in newest)) throw new Error(`No event ${type}.`);
    return String(newest.id);
  }

  /** Moves the store's and the sandbox's time. */
  async pass(ms: number): Promise<void> {
    this.#now += ms;
    await this.sandbox.advance(0);
  }

  async row(id: string): ReturnType<Engine['sync']> {
    const [row] = await this.store.read([id]);
    if (!row) throw new Error(`No request ${id}.`);
    return row;
  }

  async history(id: string): Promise<HistoryEntry[]> {
    return (await this.store.history(id, { limit: 100 })).entries;
  }

  /** Charges that took or hold money. */
  paid(): number {
    return this.sandbox.charges().filter((charge) => charge.paid).length;
  }
}

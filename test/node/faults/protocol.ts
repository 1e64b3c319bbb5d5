/** What the server keeps to at each call to Stripe, whatever happens around it. */
import type { RequestDoc } from '../../../src/server/requests/document.js';
import { REFUND_MARK } from '../../../src/server/requests/refund-words.js';
import type { PaymentStore } from '../../../src/server/index.js';
import { currentOrder } from './operators.js';

/** No call is sent again later than this after it was first sent, in ms. */
const RESEND_MS = 60_000;
/** But for an order of an operator, who may repeat it as long as Stripe keeps its key. */
const RESEND_ORDER_MS = 23 * 3_600_000;

/** Looks at every call that changes something at Stripe, and at every secret that leaves. */
export class Protocol {
  readonly #store: PaymentStore;
  readonly #now: () => number;
  readonly #keys = new Map<string, { at: number; body: string }>();
  readonly breaches: string[] = [];
  /** The request that is looked at. */
  requestId = '';

  constructor(store: PaymentStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Before a call leaves the server. */
  async check(request: Request): Promise<void> {
    if (request.method !== 'POST') return;
    const { pathname } = new URL(request.url);
    const body = await request.clone().text();
    const key = request.headers.get('idempotency-key');
    if (key === null || !key.startsWith('req_')) {
      this.#breach(`${pathname} was sent without a key of ours`);
      return;
    }
    const known = this.#keys.get(key);
    if (!known) this.#keys.set(key, { at: this.#now(), body });
    else if (known.body !== body) this.#breach(`${key} was sent again with other parameters`);
    else if (this.#now() - known.at >= (currentOrder() ? RESEND_ORDER_MS : RESEND_MS))
      this.#breach(`${key} was sent again ${this.#now() - known.at} ms after it was first sent`);
    this.#checkOrder(pathname, new URLSearchParams(body));
    const doc = await this.#doc();
    if (!key.startsWith(this.requestId)) return;
    if (!doc.operations.some((operation) => operation.key === key)) this.#breach(`${key} was sent before it was kept`);
    const intent = /\/payment_intents\/(pi_\w+)/.exec(pathname)?.[1];
    if (intent && !doc.rails.some(({ id, intent: paidBy }) => id === intent || paidBy === intent))
      this.#breach(`${intent} was used at Stripe before its id was kept`);
    const method = new URLSearchParams(body).get('payment_method');
    if (pathname.endsWith('/confirm') && !doc.attempts.some(({ paymentMethod }) => paymentMethod === method))
      this.#breach(`${key} confirms with a payment method that was not kept`);
  }

  /** Before an answer with a client secret leaves the server. */
  async secretLeaves(secret: string): Promise<void> {
    const intent = secret.split('_secret_')[0];
    const doc = await this.#doc();
    if (!doc.rails.some(({ id }) => id === intent)) this.#breach(`The secret of ${intent} left before its id was kept`);
  }

  /** Money that an operator moves is moved by a call for that very order, never by somebody else's. */
  #checkOrder(pathname: string, params: URLSearchParams): void {
    const refund = params.get(`metadata[${REFUND_MARK}]`) === null ? null : params.get('amount');
    const amount = pathname.endsWith('/capture') ? params.get('amount_to_capture') : refund;
    if (amount === null) return;
    const order = currentOrder();
    if (order?.amount !== Number(amount))
      this.#breach(
        `${pathname} moves ${amount} in a call for ${order ? `${order.amount} by ${order.who}` : 'no order'}`,
      );
  }

  async #doc(): Promise<RequestDoc> {
    const [row] = await this.#store.read([this.requestId]);
    if (!row) throw new Error('The request is gone.');
    return row.doc;
  }

  #breach(what: string): void {
    this.breaches.push(what);
  }
}

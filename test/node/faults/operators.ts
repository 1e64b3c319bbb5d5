/**
 * The merchant's staff in a world: they order refunds and captures over HTTP, repeat them and correct them, and
 * everything that they were told is kept, so that it can be held against Stripe at the end.
 */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { REFUND_MARK } from '../../../src/server/requests/refund-words.js';
import { HOST, type Principal } from '../../../src/server/principal.js';

/** Who works there. */
export type Operator = 'ann' | 'bob';

/** One order of an operator. Its amount is its own: no other order of the same run asks for as much. */
export interface Order {
  what: 'refund' | 'capture';
  who: Operator;
  amount: number;
  /** Its Idempotency-Key; null where it is sent without one. */
  key: string | null;
  /** The answer to its newest call; null while there is none. */
  answer: { status: number; code: string | null } | null;
  /** Calls that have not been answered. */
  calls: number;
  /** Calls altogether. */
  sent: number;
}

/** The order whose call is being worked on: it goes along with everything that the server does for it. */
const current = new AsyncLocalStorage<Order>();

/** The order that the running call is about; undefined where it is about none. */
export function currentOrder(): Order | undefined {
  return current.getStore();
}

/** Tells an operator by the bearer key; null for payers. */
export function authorizeOperator(request: Request): Principal | null {
  const name = /^Bearer (ann|bob)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  return name === undefined ? null : { ...HOST, id: name };
}

/** Codes that ask for the same call once more: they say nothing about what became of the order. */
const passing: ReadonlySet<string> = new Set(['order-in-progress', 'attempt-in-progress', 'rate-limited']);

/** What Stripe has of refunds and captures. */
interface Moved {
  refunds: readonly { amount: number; status: string; metadata: Record<string, string> }[];
  charges: readonly { captured: boolean; amount_captured: number }[];
}

/** Holds each order against Stripe: made once or not at all, and as its operator was told. */
export function checkOrders(orders: readonly Order[], { refunds, charges }: Moved): void {
  for (const { what, who, amount, key, answer, calls, sent } of orders) {
    const made =
      what === 'refund'
        ? refunds.filter((refund) => refund.amount === amount && refund.metadata[REFUND_MARK] !== undefined).length
        : charges.filter((charge) => charge.captured && charge.amount_captured === amount).length;
    const name = `${what} ${amount} by ${who}${key === null ? ' without a key' : ''}`;
    // Without a key, the same order again after it is done is another one.
    assert.ok(
      made <= (key === null && what === 'refund' ? sent : 1),
      `${name} was made ${made} times in ${sent} calls`,
    );
    if (!answer || calls > 0) continue;
    if (answer.status === 200) assert.ok(made > 0, `${name} was answered 200, and Stripe has none`);
    const refused = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    if (key !== null && refused && !passing.has(answer.code ?? ''))
      assert.equal(made, 0, `${name} was refused as ${answer.code ?? '?'}, and Stripe made it`);
  }
}

/** Orders of one run. */
export class Orders {
  readonly all: Order[] = [];
  readonly #send: (request: Request) => Promise<Response>;
  readonly #url: () => string;

  /** `url` is the address of the request in the API. */
  constructor(url: () => string, send: (request: Request) => Promise<Response>) {
    this.#url = url;
    this.#send = send;
  }

  /** A new order, for an amount that no other order has. */
  async place(what: Order['what'], who: Operator, keyed: boolean): Promise<void> {
    const number = this.all.length + 1;
    const amount = what === 'refund' ? 300 + number : 2500 - number;
    const order: Order = { what, who, amount, key: keyed ? `order-${number}` : null, answer: null, calls: 0, sent: 0 };
    this.all.push(order);
    await this.again(order);
  }

  /** Sends an order, for the first time or again, as it was. */
  async again(order: Order): Promise<void> {
    const request = new Request(`${this.#url()}/${order.what === 'refund' ? 'refunds' : 'capture'}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${order.who}`,
        'content-type': 'application/json',
        ...(order.key === null ? {} : { 'idempotency-key': order.key }),
      },
      body: JSON.stringify({ amount: order.amount }),
    });
    order.calls += 1;
    order.sent += 1;
    const answer = await current.run(order, () => this.#send(request)).catch(() => null);
    order.calls -= 1;
    order.answer = answer && { status: answer.status, code: await codeOf(answer) };
  }
}

async function codeOf(answer: Response): Promise<string | null> {
  if (answer.status < 400) return null;
  const { code } = (await answer.json()) as { code?: string };
  return code ?? null;
}

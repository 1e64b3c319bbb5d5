/**
 * An example of an API of the host's own, for `tokenBackend`: plain Node and Stripe's library.
 *
 *     POST /orders/{id}/payments {"token", "amount"?, "currency"?} → {"paid": true}, or 402 and others with code and message
 *     GET  /orders/{id}                                            → {"id", "label", "amount", "currency", "state"}
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type Stripe from 'stripe';
import { charge, PAID, refused, type Answer } from './charge.js';
import type { Order, Orders } from './orders.js';

/** What it is made of. */
export interface TokenApiOptions {
  stripe: Stripe;
  orders: Orders;
  /** The origin of the page that pays, where that is another one. */
  pageOrigin?: string;
}

/** The most that a body may be, in characters; a token needs a hundred. */
const MOST = 10_000;

/** Makes the server; it does not listen yet. */
export function createTokenApi({ stripe, orders, pageOrigin }: TokenApiOptions): Server {
  /** The charges under way, by order: who asks meanwhile waits for the same answer. */
  const running = new Map<string, Promise<Answer>>();

  const start = (order: Order, token: string): Promise<Answer> => {
    const run = charge(stripe, order, token).finally(() => running.delete(order.id));
    running.set(order.id, run);
    return run;
  };

  const pay = async (order: Order, body: unknown): Promise<Answer> => {
    const { token, amount, currency } = (body ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof token !== 'string' || !/^tok_\w{1,250}$/.test(token))
      return refused(422, 'invalid-request', 'token: a token of Stripe.js is missing.');
    // The price is the order's. What the page says is compared, never charged.
    if ((amount ?? order.amount) !== order.amount || (currency ?? order.currency) !== order.currency)
      return refused(422, 'amount-mismatch', `This order costs ${order.amount} ${order.currency} in minor units.`);
    const isPaid = order.state === 'paid';
    // Not asked again of Stripe, who forgets a key: what is paid stays so.
    if (order.token === token) return running.get(order.id) ?? (isPaid ? PAID : start(order, token));
    if (isPaid) return refused(409, 'already-paid', 'This order is paid already.');
    if (order.state === 'charging')
      return refused(409, 'attempt-in-progress', 'A payment of this order is being worked on.');
    return start(order, token);
  };

  const show = async (order: Order): Promise<object> => {
    // A charge whose answer was lost is asked for with the same keys.
    if (order.state === 'charging' && order.token !== null) await (running.get(order.id) ?? start(order, order.token));
    const { id, label, amount, currency, state } = order;
    return { id, label, amount, currency, state };
  };

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: object }> => {
    const [, id = '', payments] = /^\/orders\/([\w-]+)(\/payments)?$/.exec(request.url ?? '') ?? [];
    const order = orders.find(id);
    if (!order) return refused(404, 'not-found', 'There is no such order.');
    if (request.method === 'GET' && payments === undefined) return { status: 200, body: await show(order) };
    if (request.method !== 'POST' || payments === undefined)
      return refused(405, 'invalid-request', 'Not this method here.');
    const text = await read(request);
    if (text === null) return refused(413, 'body-too-large', 'A body has at most 10000 characters.');
    try {
      return await pay(order, JSON.parse(text));
    } catch (thrown) {
      if (thrown instanceof SyntaxError) return refused(400, 'malformed-body', 'The body is not JSON.');
      throw thrown;
    }
  };

  return createServer((request, response) => {
    if (pageOrigin !== undefined) {
      response.setHeader('Access-Control-Allow-Origin', pageOrigin);
      response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    }
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    answer(request)
      .catch(() => ({ status: 500, body: { paid: false, message: 'Something went wrong here.' } }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
        response.end(JSON.stringify(body));
      }, console.error);
  });
}

/** The body; null where it is too long. */
async function read(request: IncomingMessage): Promise<string | null> {
  let text = '';
  request.setEncoding('utf8');
  for await (const part of request) {
    text += String(part);
    if (text.length > MOST) return null;
  }
  return text;
}

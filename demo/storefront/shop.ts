/** The shop's server: it prices the cart and asks for the money. An order is the money request of its reference. */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import type { PaymentServer } from '../../src/server/index.js';
import { storeAccount } from '../accounts.js';
import { articles, currency, orderLines, total } from './catalog.js';

const Cart = z.strictObject({
  /** Made by the page, once per cart: the same cart placed twice is one order. */
  cart: z.uuid(),
  lines: z
    .array(z.strictObject({ sku: z.enum(articles.map(({ sku }) => sku)), quantity: z.int().min(0).max(20) }))
    .max(articles.length),
});

/** `POST /orders` → 201 `{ request }`, the id to pay. */
export function shopRoutes(payments: PaymentServer): Hono {
  const routes = new Hono();
  routes.post('/orders', async (context) => {
    const body = Cart.safeParse(await context.req.json().catch(() => null));
    const lineItems = body.success ? orderLines(body.data.lines) : [];
    if (!body.success || lineItems.length === 0) return context.json({ error: 'There is nothing in this cart.' }, 422);
    const code = createHash('sha256').update(JSON.stringify(body.data)).digest('hex').slice(0, 8).toUpperCase();
    const reference = `ORD-${code}`;
    const { id } = await payments.createRequest({
      label: `Order ${reference}`,
      shortLabel: 'Kitten supplies',
      amount: total(lineItems),
      currency,
      reference,
      lineItems,
      exclusive: true,
      account: storeAccount,
    });
    return context.json({ request: id }, 201);
  });
  return routes;
}

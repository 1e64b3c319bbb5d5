import type Stripe from 'stripe';
import type { Bench } from './stripe.js';

/** Where a paid session leads, with what Stripe puts in it. */
export const SUCCESS = 'https://shop.example/ok?session={CHECKOUT_SESSION_ID}';

/** A session of two lines, $25.00. */
export const create = (
  b: Bench,
  params: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Promise<Stripe.Checkout.Session> =>
  b.stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: SUCCESS,
    cancel_url: 'https://shop.example/back',
    allowed_payment_method_types: ['card'],
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: 2000, product_data: { name: 'Kitten' } } },
      { quantity: 5, price_data: { currency: 'usd', unit_amount: 100, product_data: { name: 'Milk' } } },
    ],
    payment_intent_data: { metadata: { order: 'ORD-1' }, description: 'Kittens' },
    ...params,
  });

/** What makes it one of 25.00 eur, with some kinds of methods. */
export const euros = (types: string[]): Partial<Stripe.Checkout.SessionCreateParams> => ({
  allowed_payment_method_types: types,
  line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 2500, product_data: { name: 'Kitten' } } }],
});

/** A page as a browser without JavaScript sees it. */
export interface Page {
  status: number;
  location: string | null;
  markup: string;
  alert: string | null;
}

async function pageOf(response: Response): Promise<Page> {
  const markup = await response.text();
  const alert = /role="alert">([^<]*)</.exec(markup)?.[1] ?? null;
  return { status: response.status, location: response.headers.get('location'), markup, alert };
}

/** Opens a page. */
export const open = (b: Bench, url: string): Promise<Page> => b.sandbox.fetch(new Request(url)).then(pageOf);

/** Sends the page's form. */
export function send(b: Bench, id: string, fields: Record<string, string>): Promise<Page> {
  const body = new URLSearchParams({ email: 'jenny@example.com', billingName: 'Jenny Rosen', ...fields });
  return b.sandbox.fetch(new Request(`${b.sandbox.baseUrl}/c/pay/${id}`, { method: 'POST', body })).then(pageOf);
}

/** The fields of a card. */
export const card = (number: string): Record<string, string> => ({
  cardNumber: number,
  cardExpiry: '12 / 34',
  cardCvc: '123',
});

/** A session as it stands. */
export const session = (b: Bench, id: string): Promise<Stripe.Checkout.Session> =>
  b.stripe.checkout.sessions.retrieve(id);

/** The types of what happened, oldest first. */
export const types = (b: Bench): Promise<string[]> =>
  b.stripe.events.list({ limit: 100 }).then(({ data }) => data.map(({ type }) => type).reverse());

/** The intent that a session has by now. */
export const intentOf = ({ payment_intent: intent }: Stripe.Checkout.Session): string => {
  if (typeof intent !== 'string') throw new Error('the session has no intent');
  return intent;
};

/** Presses a button of the page that a bank shows. */
export function press(b: Bench, url: string | null, outcome: 'authorize' | 'fail'): Promise<Page> {
  const { origin, pathname, searchParams } = new URL(url ?? '');
  const body = new URLSearchParams({ client_secret: searchParams.get('client_secret') ?? '', outcome });
  return b.sandbox.fetch(new Request(`${origin}${pathname}`, { method: 'POST', body })).then(pageOf);
}

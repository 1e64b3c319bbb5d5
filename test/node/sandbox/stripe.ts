import Stripe from 'stripe';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/index.js';

/** A sandbox with a clock that only the test moves, and the official library speaking to it. */
export interface Bench {
  sandbox: Sandbox;
  stripe: Stripe;
  clock: { now: number };
  /** The library with another key. */
  as(key: string): Stripe;
  /** A plain request, as a browser with the publishable key sends it. */
  browser(method: string, path: string, params?: Record<string, string>, key?: string): Promise<Answered>;
}

/** Status and body of a plain request. */
export interface Answered {
  status: number;
  body: Record<string, unknown> & { error?: Record<string, unknown> };
  headers: Headers;
}

/** 2026-11-21T12:00:00Z */
export const NOON = Date.UTC(2026, 10, 21, 12);

export function bench(options: SandboxOptions = {}): Bench {
  const clock = { now: NOON };
  const sandbox = createSandbox({ clock: () => clock.now, assets: () => Promise.resolve(null), ...options });
  const as = (key: string): Stripe =>
    new Stripe(key, {
      httpClient: Stripe.createFetchHttpClient((input: RequestInfo | URL, init?: RequestInit) =>
        sandbox.fetch(new Request(input, init)),
      ),
      host: '127.0.0.1',
      port: 12111,
      protocol: 'http',
      telemetry: false,
      maxNetworkRetries: 0,
    });
  return {
    sandbox,
    clock,
    stripe: as('sk_test_sandbox'),
    as,
    async browser(method, path, params = {}, key = 'pk_test_sandbox') {
      const form = new URLSearchParams(params);
      const url = `${sandbox.baseUrl}${path}${method === 'GET' ? `?${form}` : ''}`;
      const init: RequestInit = { method, headers: { authorization: `Bearer ${key}` } };
      if (method === 'POST') init.body = form;
      const response = await sandbox.fetch(new Request(url, init));
      // Stripe's answers are objects, and their errors too; the tests look at single members.
      const body = (await response.json()) as Answered['body'];
      return { status: response.status, body, headers: response.headers };
    },
  };
}

/** Makes a payment method of a typed number, as the fields' frames do. */
export async function typed(b: Bench, number: string, key = 'pk_test_sandbox'): Promise<string> {
  const params = {
    type: 'card',
    'card[number]': number,
    'card[exp_month]': '12',
    'card[exp_year]': '34',
    'card[cvc]': '123',
  };
  const answer = await b.browser('POST', '/v1/payment_methods', params, key);
  return String(answer.body.id);
}

/** The intent a request asks for, confirmed with a payment method; a decline is answered as its error. */
export async function pay(
  b: Bench,
  method: string,
  params: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<{ intent: Stripe.PaymentIntent; error: Stripe.errors.StripeError | null }> {
  const created = await b.stripe.paymentIntents.create({
    amount: 2500,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
    ...params,
  });
  try {
    await b.stripe.paymentIntents.confirm(created.id, { payment_method: method, use_stripe_sdk: true });
  } catch (error) {
    if (!(error instanceof Error) || !('rawType' in error)) throw error;
    // Only the library's own errors have a rawType.
    return { intent: await read(b, created.id), error: error as Stripe.errors.StripeError };
  }
  return { intent: await read(b, created.id), error: null };
}

/** An intent as it stands, with its charge. */
export function read(b: Bench, id: string): Promise<Stripe.PaymentIntent> {
  return b.stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
}

/** The charge of an intent that was read with it. */
export function chargeOf(intent: Stripe.PaymentIntent): Stripe.Charge {
  const { latest_charge: charge } = intent;
  if (charge === null || typeof charge === 'string') throw new Error('no charge was expanded');
  return charge;
}

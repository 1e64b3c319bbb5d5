/**
 * Checkout's page in a world: a payer pays there by card, or takes a voucher to a counter, which the sandbox does not
 * play. While a voucher is out, Stripe says that the session is complete and that its payment waits, and ends neither.
 */
import type { Sandbox } from '../../../src/sandbox/index.js';

/** What becomes of a voucher: the payer takes one, pays it at a counter, or lets it expire. */
export type VoucherStep = 'take' | 'pay' | 'expire';

/** A session that is complete has no page any more, and a payment that waits at a counter cannot be called back. */
const REFUSED = { error: { type: 'invalid_request_error', message: 'Only open ones can be ended.' } };

/** The sessions of one world. */
export class CheckoutPages {
  readonly #sandbox: Sandbox;
  /** Addresses of pages by session. */
  readonly #pages = new Map<string, string>();
  readonly #vouchers = new Map<string, 'waiting' | 'expired' | 'canceled'>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Notes a page that a payer was sent to. */
  opened(address: string): void {
    const session = /\/(cs_\w+)/.exec(address)?.[1];
    if (session !== undefined) this.#pages.set(session, address);
  }

  /** A call of the server, answered as Stripe answers where a voucher is out. */
  async answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const ended = /\/checkout\/sessions\/(cs_\w+)\/expire$/.exec(pathname)?.[1];
    if (ended !== undefined && this.#vouchers.has(ended)) return Response.json(REFUSED, { status: 400 });
    const canceled = /\/payment_intents\/pi_voucher_(cs_\w+)\/cancel$/.exec(pathname)?.[1];
    if (canceled !== undefined) {
      if (this.#vouchers.get(canceled) !== 'expired') return Response.json(REFUSED, { status: 400 });
      this.#vouchers.set(canceled, 'canceled');
      return Response.json(intentOf(canceled, 'canceled', 2500, 'usd'));
    }
    const answer = await this.#sandbox.fetch(request);
    const read = request.method === 'GET' ? /\/checkout\/sessions\/(cs_\w+)$/.exec(pathname)?.[1] : undefined;
    const voucher = read === undefined ? undefined : this.#vouchers.get(read);
    if (read === undefined || voucher === undefined || !answer.ok) return answer;
    const session = (await answer.json()) as { amount_total: number; currency: string };
    const status = { waiting: 'requires_action', expired: 'requires_payment_method', canceled: 'canceled' }[voucher];
    return Response.json({
      ...session,
      ...{ status: 'complete', payment_status: 'unpaid' },
      payment_intent: intentOf(read, status, session.amount_total, session.currency),
    });
  }

  /** The payer pays by card on the newest page that is open. */
  async pay(card: string): Promise<void> {
    const [session, address] = [...this.#pages].filter(([id]) => !this.#vouchers.has(id)).at(-1) ?? [];
    if (session !== undefined && address !== undefined) await this.#fill(address, card);
  }

  /** Something becomes of a voucher; answers whether there was one, or a page to take one on. */
  async voucher(step: VoucherStep): Promise<boolean> {
    if (step === 'take') {
      for (const session of [...this.#pages.keys()].reverse()) {
        if (this.#vouchers.has(session) || !(await this.#isOpen(session))) continue;
        this.#vouchers.set(session, 'waiting');
        return true;
      }
      return false;
    }
    const session = [...this.#vouchers].find(([, state]) => state === 'waiting')?.[0];
    if (session === undefined) return false;
    if (step === 'expire') {
      this.#vouchers.set(session, 'expired');
      return true;
    }
    // Paid at the counter: from here on the sandbox's own objects tell.
    this.#vouchers.delete(session);
    await this.#fill(this.#pages.get(session) ?? '', '4242424242424242');
    return true;
  }

  /** Every voucher that is still out expires. */
  async expireAll(): Promise<void> {
    while (await this.voucher('expire'));
  }

  async #isOpen(session: string): Promise<boolean> {
    const answer = await this.#sandbox.fetch(
      new Request(`${this.#sandbox.baseUrl}/v1/checkout/sessions/${session}`, {
        headers: { authorization: 'Bearer sk_test_sandbox' },
      }),
    );
    const { status } = (await answer.json()) as { status?: string };
    return status === 'open';
  }

  async #fill(address: string, card: string): Promise<void> {
    const fields = {
      email: 'payer@example.com',
      billingName: 'A Payer',
      cardNumber: card,
      paymentMethod: 'card',
      cardExpiry: '12 / 34',
      cardCvc: '123',
    };
    await this.#sandbox.fetch(
      new Request(address, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', host: '127.0.0.1:12111' },
        body: new URLSearchParams(fields).toString(),
      }),
    );
  }
}

function intentOf(session: string, status: string, amount: number, currency: string): Record<string, unknown> {
  return {
    ...{ id: `pi_voucher_${session}`, object: 'payment_intent', status, livemode: false, amount, currency },
    ...{ amount_received: 0, amount_capturable: 0, latest_charge: null, payment_method: 'pm_voucher' },
    ...{ last_payment_error: null, cancellation_reason: status === 'canceled' ? 'requested_by_customer' : null },
    next_action: status === 'requires_action' ? { type: 'boleto_display_details' } : null,
  };
}

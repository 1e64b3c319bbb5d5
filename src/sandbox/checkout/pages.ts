import type Stripe from 'stripe';
import type { Engine } from '../engine.js';
import { StripeFailure } from '../failure.js';
import { decodeForm, FormSyntaxError, type FormTree } from '../form.js';
import { newId } from '../ids.js';
import { buildAccount } from '../objects/account.js';
import { type CheckoutInput, FIELDS, paySession } from '../operations/checkout.js';
import { authorizeUrl } from '../operations/next-action.js';
import type { Scope } from '../scope.js';
import type { Ledger } from '../state.js';
import { pageResponse, seeOther } from './document.js';
import { checkoutForm, notice } from './form.js';

/** What a merchant is called on the pages that payers see. */
export const merchantName = (account: string): string => buildAccount(account).business_profile?.name ?? 'Merchant';

/** The ledger that has what `holds` looks for, of any account and mode; null where none has. */
export function ledgerWith(engine: Engine, holds: (ledger: Ledger) => boolean): Ledger | null {
  return Object.values(engine.state.ledgers).find(holds) ?? null;
}

/** What a payer's own step works in: they have no key but what a publishable one may do. */
export function payerScope(engine: Engine, ledger: Ledger): Scope {
  const platform = ledger.account;
  return engine.scope(ledger, { kind: 'publishable', platform, requestId: newId('req'), idempotencyKey: null });
}

/** A posted form as texts; a form that contradicts itself is empty. */
export async function postedForm(request: Request): Promise<FormTree> {
  try {
    return decodeForm(await request.text());
  } catch (error) {
    if (error instanceof FormSyntaxError) return new Map();
    throw error;
  }
}

function typedInto(form: FormTree): CheckoutInput {
  const read = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim().slice(0, 500) : '';
  };
  // The border from a form to named texts: each member is one of the fields just listed.
  return Object.fromEntries(FIELDS.map((name) => [name, read(name)])) as CheckoutInput;
}

const TOO_OFTEN = 'You have tried too often. Please try again with another payment method.';

const successUrl = ({ id, success_url: url }: Stripe.Checkout.Session): string | null =>
  url?.replaceAll(/\{CHECKOUT_SESSION_ID\}|%7BCHECKOUT_SESSION_ID%7D/gi, id) ?? null;

function finished(ledger: Ledger, session: Stripe.Checkout.Session): Promise<Response> {
  const merchant = merchantName(ledger.account);
  if (session.status === 'expired') {
    const { cancel_url: href } = session;
    const text = 'This checkout session has timed out. Nothing was charged.';
    const link = href === null ? null : { href, label: `Back to ${merchant}` };
    return pageResponse(410, 'Session expired', notice('Something went wrong', text, link));
  }
  const href = successUrl(session);
  const link = href === null ? null : { href, label: `Back to ${merchant}` };
  return pageResponse(200, merchant, notice("You're all done here", 'This payment was made.', link));
}

function open(
  ledger: Ledger,
  session: Stripe.Checkout.Session,
  typed: CheckoutInput,
  status: number,
  error: string | null,
): Promise<Response> {
  const merchant = merchantName(ledger.account);
  const lines = ledger.lineItems[session.id] ?? [];
  return pageResponse(status, `${merchant} | Checkout`, checkoutForm({ merchant, session, lines, typed, error }));
}

/** What the last try came to, where the payer returns from a bank that did not let it through. */
function lastError(ledger: Ledger, session: Stripe.Checkout.Session): string | null {
  const intent = typeof session.payment_intent === 'string' ? ledger.paymentIntents[session.payment_intent] : undefined;
  return intent?.status === 'requires_payment_method' ? (intent.last_payment_error?.message ?? null) : null;
}

/** `GET` and `POST /c/pay/{id}`: the page of a hosted session, in plain HTML, and what is sent from it. */
export async function checkoutPage(engine: Engine, request: Request, id: string): Promise<Response> {
  const posted = request.method === 'POST' ? typedInto(await postedForm(request)) : null;
  await engine.ready();
  const ledger = ledgerWith(engine, ({ sessions }) => Object.hasOwn(sessions, id));
  const session = ledger?.sessions[id];
  if (ledger === null || session?.ui_mode !== 'hosted_page') {
    const text = 'The page you were looking for could not be found. Check the URL, or ask the merchant.';
    return pageResponse(404, 'Not found', notice('Something went wrong', text, null));
  }
  const returned = new URL(request.url).searchParams.has('redirect_status');
  const success = successUrl(session);
  // A second press of Pay, and the way back from a bank, end where the first press ended.
  if (session.status === 'complete' && (posted !== null || returned) && success !== null) return seeOther(success);
  if (session.status !== 'open') return finished(ledger, session);
  const error = returned ? lastError(ledger, session) : null;
  if (posted === null) return open(ledger, session, typedInto(new Map()), 200, error);
  try {
    const intent = paySession(payerScope(engine, ledger), session, posted);
    await engine.commit();
    if (intent.status === 'requires_action') return seeOther(authorizeUrl(engine.baseUrl, intent));
    if (intent.status === 'canceled') return await open(ledger, session, posted, 402, TOO_OFTEN);
    return success === null ? await finished(ledger, session) : seeOther(success);
  } catch (failure) {
    if (!(failure instanceof StripeFailure)) throw failure;
    await engine.commit();
    return open(ledger, session, posted, failure.status, failure.body.message);
  }
}

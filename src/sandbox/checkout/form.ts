import { html } from 'hono/html';
import type Stripe from 'stripe';
import { shown } from '../currencies.js';
import type { CheckoutInput } from '../operations/checkout.js';
import type { SandboxLineItem } from '../state.js';
import type { Markup } from './document.js';

const NAMES: Readonly<Record<string, string>> = {
  card: 'Card',
  amazon_pay: 'Amazon Pay',
  ideal: 'iDEAL',
  bancontact: 'Bancontact',
  sepa_debit: 'SEPA Direct Debit',
  us_bank_account: 'US bank account',
};

const input = (name: string, label: string, more: { value?: string; type?: string; autocomplete?: string }): Markup =>
  html`<label
    >${label}<input
      name="${name}"
      type="${more.type ?? 'text'}"
      autocomplete="${more.autocomplete ?? 'off'}"
      value="${more.value ?? ''}"
  /></label>`;

const card = (): Markup =>
  html`<div class="card">
    ${input('cardNumber', 'Card number', { autocomplete: 'cc-number' })}
    ${input('cardExpiry', 'Expiration (MM / YY)', { autocomplete: 'cc-exp' })}
    ${input('cardCvc', 'CVC', { autocomplete: 'cc-csc' })}
  </div>`;

const sepa = (): Markup => html`<div class="sepa_debit">${input('iban', 'IBAN', {})}</div>`;

const usBank = (): Markup =>
  html`<div class="us_bank_account">
    ${input('routingNumber', 'Routing number', {})} ${input('accountNumber', 'Account number', {})}
  </div>`;

const DETAILS: Readonly<Record<string, () => Markup>> = { card, sepa_debit: sepa, us_bank_account: usBank };

function methods(types: readonly string[], chosen: string): Markup {
  const choices = types.map(
    (type) =>
      html`<label class="choice"
        ><input
          type="radio"
          name="paymentMethod"
          id="pm-${type}"
          value="${type}"
          ${type === chosen ? html`checked` : html``}
        />${NAMES[type] ?? type}</label
      >`,
  );
  return html`<fieldset>
    <legend>Payment method</legend>
    ${choices} ${types.map((type) => DETAILS[type]?.() ?? html``)}
  </fieldset>`;
}

const items = (lines: readonly SandboxLineItem[]): Markup =>
  html`<ul>
    ${lines.map(
      ({ amount_total, currency, description, quantity }) =>
        html`<li>
          <span>${description ?? ''}${quantity === 1 || quantity === null ? '' : ` × ${String(quantity)}`}</span
          ><span>${shown(amount_total, currency)}</span>
        </li>`,
    )}
  </ul>`;

/** The page of an open session. Of what was typed only the name and the address come back, never a number. */
export function checkoutForm(page: {
  merchant: string;
  session: Stripe.Checkout.Session;
  lines: readonly SandboxLineItem[];
  /** What the payer sent before, where something was wrong with it. */
  typed: Pick<CheckoutInput, 'email' | 'billingName' | 'paymentMethod'>;
  error: string | null;
}): Markup {
  const { error, lines, merchant, session, typed } = page;
  const types = session.payment_method_types;
  const chosen = types.includes(typed.paymentMethod) ? typed.paymentMethod : (types[0] ?? 'card');
  const { cancel_url: back, customer_email: email } = session;
  return html`<h1>${merchant}</h1>
    <h2>${shown(session.amount_total ?? 0, session.currency ?? 'usd')}</h2>
    ${items(lines)} ${error === null ? html`` : html`<p role="alert">${error}</p>`}
    <form method="post" action="/c/pay/${session.id}">
      ${
        email === null
          ? input('email', 'Email', { type: 'email', autocomplete: 'email', value: typed.email })
          : html`<p>${email}</p>`
      }
      ${methods(types, chosen)}
      ${input('billingName', types.length === 1 && chosen === 'card' ? 'Cardholder name' : 'Full name', { autocomplete: 'cc-name', value: typed.billingName })}
      <button type="submit">Pay</button>
    </form>
    ${back === null ? html`` : html`<a href="${back}">Back to ${merchant}</a>`}`;
}

/** A page that says something, with a way on. */
export function notice(heading: string, text: string, link: { href: string; label: string } | null): Markup {
  return html`<h1>${heading}</h1>
    <p>${text}</p>
    ${link === null ? html`` : html`<a href="${link.href}">${link.label}</a>`}`;
}

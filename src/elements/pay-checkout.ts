import type { PropertyDeclarations } from 'lit';
import type { FieldsKind } from '../session/index.js';
import type { CheckoutView } from './checkout/view.js';
import { FormElement } from './internal/form-element.js';
import { part } from './internal/part.js';
import { register } from './internal/register.js';
import { PayCard } from './pay-card.js';
import { PayReceipt } from './pay-receipt.js';

/** What the checkout does and draws. */
export const checkoutView = part(async () => (await import('./checkout/view.js')).CheckoutView);

/**
 * A storefront's checkout: what is bought, express wallets, the card form or Stripe's Payment Element, and the receipt in
 * its place. Two columns where there is room, one where there is not; for a request without line items one quiet column.
 * With `loading="visible"` or `eager` the form opens by itself, else at the press of its one button.
 *
 * @slot - The fallback: shown before the request is known, and as a link where the card form cannot be loaded.
 *
 * @fires {PayOpenEvent} pay-open - The payer asks for the form; cancelable.
 * @fires {PayCloseEvent} pay-close - The payer left the form; the request is still payable.
 * @fires {PaySubmitEvent} pay-submit - Before anything is charged; cancelable, and it can be kept waiting.
 * @fires {PayInputEvent} pay-input - Completeness, brand or validity of the fields changed.
 * @fires {PayChangeEvent} pay-change - The state moved.
 * @fires {PaySucceededEvent} pay-succeeded - Paid, or authorized for manual capture.
 * @fires {PayFailedEvent} pay-failed - An attempt failed, and it is certain.
 * @fires {PayCanceledEvent} pay-canceled - The request is dead: canceled or expired.
 * @fires {PayErrorEvent} pay-error - Anything else that stops it.
 *
 * @csspart summary - What is bought.
 * @csspart merchant - Who is paid, over the lines.
 * @csspart pane - Where it is paid, beside or under the summary.
 * @csspart button - Cancel, Check again, Print, the link to the hosted page.
 * @csspart amount - The amount.
 * @csspart label - The author's label, and the names of the fields.
 * @csspart field - The control around the card fields, and the one around the e-mail input.
 * @csspart submit - Pay, with the amount.
 * @csspart error - What went wrong.
 * @csspart status - Where it stands, in words.
 *
 * @cssstate busy - Loading, opening, or a charge is under way.
 * @cssstate expanded - The form is open in it.
 * @cssstate paid - It was paid; refunded in part still counts.
 * @cssstate failed - The last attempt was refused.
 *
 * The tokens are `<pay-request>`'s.
 */
export class PayCheckout extends FormElement<CheckoutView> {
  static override properties: PropertyDeclarations = {
    presentation: {},
    fields: {},
    email: { type: Boolean },
  };

  /** Where the form opens: in the element's place, or in a dialog. */
  presentation: 'inline' | 'dialog' = 'inline';

  /** What is typed into: Stripe's three card fields, or its Payment Element with the methods that the account has fixed. */
  fields: FieldsKind = 'card';

  /** Asks for an e-mail address for Stripe's receipt; the payer may leave it empty. */
  email = false;

  override connectedCallback(): void {
    super.connectedCallback();
    register('pay-card', PayCard);
    register('pay-receipt', PayReceipt);
  }

  protected override fetchView(): Promise<unknown> {
    return checkoutView.load();
  }

  protected override createView(): CheckoutView | null {
    return checkoutView.now && new checkoutView.now(this);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-checkout': PayCheckout;
  }
}

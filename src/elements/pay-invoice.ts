import type { PropertyDeclarations } from 'lit';
import type { RequestInput } from '../contract/types.js';
import type { InvoiceClient } from './invoice/client.js';
import type { InvoiceView } from './invoice/view.js';
import { part } from './internal/part.js';
import { PayerElement } from './internal/payer-element.js';
import { register } from './internal/register.js';
import { PayCard } from './pay-card.js';
import { PayReceipt } from './pay-receipt.js';

/** What the invoice does and draws. */
export const invoiceView = part(async () => (await import('./invoice/view.js')).InvoiceView);

/**
 * An invoice as a banner in a portal: number, customer, due date, amount, where it stands, and one action.
 *
 * For who pays (`view="payer"`, the default) the form opens under the line, and the line does not move. For who is paid
 * (`view="agent"`) there is never a card form, whatever else is set: `show()` and `submit()` reject with `misuse`. With a
 * `client` it makes the payment link of its `draft`, copies and sends it, shows it as a QR code, and turns to paid live
 * by the stream of its `backend`.
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
 * @csspart banner - The whole.
 * @csspart button - The action of the line, and every other button but the form's Pay Now.
 * @csspart amount - The amount.
 * @csspart badge - Where it stands, in a word or two.
 * @csspart label - The number; in the form the names of the fields.
 * @csspart field - The control around the card fields, and the agent's inputs.
 * @csspart submit - Pay Now in the form.
 * @csspart error - What went wrong.
 * @csspart status - Where it stands, in words.
 * @csspart qr - The QR code.
 *
 * @cssstate busy - Loading, opening, or a charge is under way.
 * @cssstate expanded - The form or the receipt is open in it.
 * @cssstate paid - It was paid; refunded in part still counts.
 * @cssstate failed - The last attempt was refused.
 *
 * The tokens are `<pay-request>`'s.
 */
export class PayInvoice extends PayerElement<InvoiceView> {
  static override properties: PropertyDeclarations = {
    view: {},
    presentation: {},
    fields: {},
    client: { attribute: false },
    draft: { attribute: false },
  };

  /** Whose it is: who pays, or who is paid. The second never types a card. */
  view: 'payer' | 'agent' = 'payer';

  /** Where the payer's form opens: under the line, or in a dialog. */
  presentation: 'inline' | 'dialog' = 'inline';

  /** What is typed into: Stripe's three card fields, or its Payment Element with the methods that the account has fixed. */
  fields: 'card' | 'payment' = 'card';

  /** What the agent acts by: `operatorClient()` of `pay-elements/operator`. Without one, the agent's view only shows. */
  client: InvoiceClient | null = null;

  /**
   * The invoice to ask for, shown by the agent's view while there is no request. The request is made `exclusive` by its
   * reference (the invoice's id where it has none), so that it is made once whoever asks, however often.
   */
  draft: RequestInput | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    register('pay-card', PayCard);
    register('pay-receipt', PayReceipt);
  }

  protected override fetchView(): Promise<unknown> {
    return invoiceView.load();
  }

  protected override createView(): InvoiceView | null {
    return invoiceView.now && new invoiceView.now(this);
  }

  /** True where a card must not be typed. @internal */
  get isAgent(): boolean {
    // As HTML reads an enumerated attribute: `AGENT` is not a way to a form.
    return /^\s*agent\s*$/i.test(this.view);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-invoice': PayInvoice;
  }
}

import type { PropertyDeclarations } from 'lit';
import type { CardView } from './card/view.js';
import { part } from './internal/part.js';
import { PayerElement } from './internal/payer-element.js';

/** What the card element does and draws. */
export const cardView = part(async () => (await import('./card/view.js')).CardView);

/**
 * Captures a card: the amount, Stripe's own fields, one line that says who is paid, Pay Now and Cancel.
 *
 * @slot - The fallback: becomes a link where the card form cannot be loaded. Without one, the hosted page is linked.
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
 * @csspart button - Cancel, Check again, the link to the hosted page.
 * @csspart amount - The amount.
 * @csspart label - The author's label, and the names of the fields.
 * @csspart field - The control around the card fields.
 * @csspart submit - Pay Now.
 * @csspart error - What went wrong.
 * @csspart status - Where it stands, in words.
 *
 * @cssstate busy - Loading, opening, or a charge is under way.
 * @cssstate expanded - The fields are open in it.
 * @cssstate paid - It was paid; refunded in part still counts.
 * @cssstate failed - The last attempt was refused.
 *
 * The tokens are `<pay-request>`'s.
 */
export class PayCard extends PayerElement<CardView> {
  static override properties: PropertyDeclarations = { presentation: {} };

  /** Where the form opens: in the element's place, or in a dialog. */
  presentation: 'inline' | 'dialog' = 'inline';

  protected override fetchView(): Promise<unknown> {
    return cardView.load();
  }

  protected override createView(): CardView | null {
    return cardView.now && new cardView.now(this);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-card': PayCard;
  }
}

import type { PropertyDeclarations } from 'lit';
import { part } from './internal/part.js';
import { PayerElement } from './internal/payer-element.js';
import { register } from './internal/register.js';
import { PayCard } from './pay-card.js';
import { PayReceipt } from './pay-receipt.js';
import type { RequestView } from './request/view.js';

/** What the request element does and draws. */
export const requestView = part(async () => (await import('./request/view.js')).RequestView);

/**
 * Asks for money in a chat bubble: a button that becomes the card form, and then the receipt, in place.
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
 * @csspart button - The pill, and every other button but Pay Now.
 * @csspart amount - The amount.
 * @csspart label - The author's label, and the names of the fields.
 * @csspart field - The control around the card fields.
 * @csspart submit - Pay Now.
 * @csspart error - What went wrong.
 * @csspart status - Where it stands, in words.
 *
 * @cssstate busy - Loading, opening, or a charge is under way.
 * @cssstate expanded - The form or the receipt is open in it.
 * @cssstate paid - It was paid; refunded in part still counts.
 * @cssstate failed - The last attempt was refused.
 *
 * @cssproperty [--pay-color-accent=#2f4bd6] - What is filled, and focus.
 * @cssproperty [--pay-color-text=#16181d] - Text.
 * @cssproperty [--pay-color-surface=#fff] - What the element stands on.
 * @cssproperty [--pay-color-muted=#5b6270] - Secondary text.
 * @cssproperty [--pay-color-danger=#b3261e] - Errors.
 * @cssproperty [--pay-color-success=#17734a] - What is paid.
 * @cssproperty [--pay-font=system-ui] - Font families.
 * @cssproperty [--pay-radius=12px] - Roundness; the control's is five sixths of it.
 * @cssproperty [--pay-space=4px] - The grid.
 * @cssproperty --pay-focus-ring - A `box-shadow` around what has the focus.
 */
export class PayRequest extends PayerElement<RequestView> {
  static override properties: PropertyDeclarations = {
    presentation: {},
    showAmount: { type: Boolean, attribute: 'show-amount' },
  };

  /** Where the form opens: in the element's place, or in a dialog. */
  presentation: 'inline' | 'dialog' = 'inline';

  /** Adds the amount to the label on the button. */
  showAmount = false;

  override connectedCallback(): void {
    super.connectedCallback();
    register('pay-card', PayCard);
    register('pay-receipt', PayReceipt);
  }

  protected override fetchView(): Promise<unknown> {
    return requestView.load();
  }

  protected override createView(): RequestView | null {
    return requestView.now && new requestView.now(this);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-request': PayRequest;
  }
}

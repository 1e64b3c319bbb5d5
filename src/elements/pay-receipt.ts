import { nothing, type PropertyDeclarations } from 'lit';
import { part } from './internal/part.js';
import { PayerElement } from './internal/payer-element.js';
import type { Shown } from './internal/pieces.js';
import type { ReceiptView } from './receipt/view.js';

/** What the receipt does and draws. */
export const receiptView = part(async () => (await import('./receipt/view.js')).ReceiptView);

/**
 * Shows that it was paid, reserved or refunded: amount, who, card, date, reference. Shows nothing but its
 * fallback before that.
 *
 * @slot - The fallback, shown until there is something to be receipted.
 *
 * @fires {PayChangeEvent} pay-change - The state moved.
 * @fires {PaySucceededEvent} pay-succeeded - Paid, or authorized for manual capture.
 * @fires {PayErrorEvent} pay-error - The request could not be shown.
 *
 * @csspart amount - The amount.
 * @csspart status - Who was paid.
 * @csspart button - Print.
 *
 * @cssstate busy - Loading.
 * @cssstate paid - It was paid; refunded in part still counts.
 *
 * The tokens are `<pay-request>`'s.
 */
export class PayReceipt extends PayerElement<ReceiptView> {
  static override properties: PropertyDeclarations = { bought: { attribute: false } };

  /** Rows of what was bought, drawn by the element around it: on paper they come along. @internal */
  bought: Shown = nothing;

  protected override fetchView(): Promise<unknown> {
    return receiptView.load();
  }

  protected override createView(): ReceiptView | null {
    return receiptView.now && new receiptView.now(this);
  }

  /** Prints the receipt, and nothing of the page around it. Does nothing before there is one. */
  print(): void {
    this.ui?.print();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-receipt': PayReceipt;
  }
}

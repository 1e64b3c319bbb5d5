import { part } from './internal/part.js';
import { PayerElement } from './internal/payer-element.js';
import type { LinkView } from './link/view.js';

/** What the link does and draws. */
export const linkView = part(async () => (await import('./link/view.js')).LinkView);

/**
 * A real link to the hosted page of a request, with two ways to take it to another device: a button that copies it, and a
 * QR code, whose library is fetched when it is shown. Once the request is paid, or can no longer be, it says so instead.
 * It has no form: `show()` and `submit()` reject with `misuse`. With `readonly` it is the link alone, with `disabled`
 * it cannot be followed.
 *
 * @slot - The fallback: a link of the page's own, shown until the request is known and where it cannot be.
 *
 * @fires {PayChangeEvent} pay-change - The state moved.
 * @fires {PaySucceededEvent} pay-succeeded - Paid, or authorized for manual capture.
 * @fires {PayCanceledEvent} pay-canceled - The request is dead: canceled or expired.
 * @fires {PayErrorEvent} pay-error - The request could not be shown.
 *
 * @csspart link - The link, with the author's label.
 * @csspart amount - The amount.
 * @csspart button - Copy link, and QR code.
 * @csspart qr - The QR code.
 * @csspart error - What went wrong.
 * @csspart status - What became of the request.
 *
 * @cssstate busy - Loading.
 * @cssstate expanded - The QR code is shown.
 * @cssstate paid - It was paid; refunded in part still counts.
 *
 * The tokens are `<pay-request>`'s.
 */
export class PayLink extends PayerElement<LinkView> {
  protected override fetchView(): Promise<unknown> {
    return linkView.load();
  }

  protected override createView(): LinkView | null {
    return linkView.now && new linkView.now(this);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'pay-link': PayLink;
  }
}

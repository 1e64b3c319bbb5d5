import type { PropertyDeclarations } from 'lit';
import type { FieldsKind } from '../session/index.js';
import type { CardOuter } from './card/outer.js';
import type { CardView } from './card/view.js';
import { FormElement } from './internal/form-element.js';
import { part } from './internal/part.js';

/** What the card element does and draws. */
export const cardView = part(async () => (await import('./card/view.js')).CardView);

/**
 * Captures a card: the amount, Stripe's own fields, one line that says who is paid, Pay Now and Cancel.
 * In a form it is a required control: the form is submitted once it is paid, with the request's id under its `name`.
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
export class PayCard extends FormElement<CardView> {
  static override properties: PropertyDeclarations = {
    presentation: {},
    fields: {},
    summary: { attribute: false },
    outer: { attribute: false },
  };

  /** Where the form opens: in the element's place, or in a dialog. */
  presentation: 'inline' | 'dialog' = 'inline';

  /** What is typed into: Stripe's three card fields, or its Payment Element with the methods that the account has fixed. */
  fields: FieldsKind = 'card';

  /** Set by an element that shows label and amount itself: there is no head and no Cancel. @internal */
  summary = false;

  /** Set by an element that adds to the form. @internal */
  outer: CardOuter | null = null;

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

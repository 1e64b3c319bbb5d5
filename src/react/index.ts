/**
 * For React 19 and later, which sets the properties of a custom element and listens to its events by itself: registers the
 * payer's elements, and tells TypeScript their tags. Needs no wrapper, and brings none.
 *
 *     import 'pay-elements/react';
 *     <pay-request request={id} backend="/api" onpay-succeeded={({ moneyRequest }) => show(moneyRequest)} />
 */
import '../define/define.js';
import type { ClassAttributes, HTMLAttributes } from 'react';
import type { PayCard } from '../elements/pay-card.js';
import type { PayCheckout } from '../elements/pay-checkout.js';
import type { PayInvoice } from '../elements/pay-invoice.js';
import type { PayLink } from '../elements/pay-link.js';
import type { PayMessage } from '../elements/pay-message.js';
import type { PayReceipt } from '../elements/pay-receipt.js';
import type { PayRequest } from '../elements/pay-request.js';
import type { PayEventMap } from '../events.js';

/** A handler for each public event: `onpay-succeeded={(event) => …}`. */
export type PayEventHandlers = { [Name in keyof PayEventMap as `on${Name}`]?: (event: PayEventMap[Name]) => void };

/** What a page may set of any of the elements. */
interface Settings {
  request: unknown;
  backend: unknown;
  loading: unknown;
  disabled: unknown;
  readonly: unknown;
  moneyRequest: unknown;
  presentation: unknown;
  showAmount: unknown;
  fields: unknown;
  email: unknown;
  name: unknown;
  view: unknown;
  client: unknown;
  draft: unknown;
  segments: unknown;
}

/** The props of an element: its own settings, a `ref` to it, events, and what any HTML element takes. */
export type PayElementProps<Element extends HTMLElement> = Partial<Pick<Element, keyof Settings & keyof Element>> &
  // Read, `form` is a form; set, it is the form's id.
  (Element extends { readonly form: unknown } ? { form?: string } : unknown) &
  PayEventHandlers &
  ClassAttributes<Element> &
  Omit<HTMLAttributes<Element>, keyof Settings>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'pay-request': PayElementProps<PayRequest>;
      'pay-card': PayElementProps<PayCard>;
      'pay-receipt': PayElementProps<PayReceipt>;
      'pay-checkout': PayElementProps<PayCheckout>;
      'pay-invoice': PayElementProps<PayInvoice>;
      'pay-link': PayElementProps<PayLink>;
      'pay-message': PayElementProps<PayMessage>;
    }
  }
}

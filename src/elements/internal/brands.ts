/**
 * Own plain drawings of card brands, in the text's colour: enough to tell them apart, none of them a logo.
 * Each is named for screen readers.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { circle } from './icons.js';

/** Stripe's brand word → its name, and what is drawn on the card. */
const brands: Readonly<Record<string, readonly [name: string, path: string]>> = {
  visa: ['Visa', 'm10.8 6.6 4.2 7 4.2-7'],
  mastercard: ['Mastercard', circle(12.3, 10, 4.2) + circle(17.7, 10, 4.2)],
  amex: ['American Express', 'm10.8 13.6 4.2-7.2 4.2 7.2m-6.9-2.4h5.4'],
  discover: ['Discover', `M7 7.2v5.6h1.6a2.8 2.8 0 0 0 0-5.6zM16 10h7${circle(16, 10, 2.8)}`],
  diners: ['Diners Club', `${circle(15, 10, 4.6)}M13.4 7.6v4.8m3.2-4.8v4.8`],
  jcb: ['JCB', 'M10.6 6.6v4.6a2.2 2.2 0 0 1-3 2M15 6.4v7.2M19.4 6.4v7.2'],
  unionpay: ['UnionPay', 'm10.6 6.4-2 7.2m7-7.2-2 7.2m7-7.2-2 7.2'],
};

/** The name of Stripe's brand word; the word itself where it has none here. */
export function brandName(brand: string): string {
  return brands[brand]?.[0] ?? brand;
}

/** The mark of Stripe's brand word; a plain card where it has none here. `named` as in `aria-label`. */
export function brandMark(brand: string, named = true): TemplateResult {
  const [name, path] = brands[brand] ?? ['', 'M1 7h28M5 14h5'];
  const said = named && name !== '';
  return html`<svg
    class="brand"
    viewBox="0 0 30 20"
    role=${said ? 'img' : nothing}
    aria-label=${said ? name : nothing}
    aria-hidden=${!said}
  >
    <rect x=".75" y=".75" width="28.5" height="18.5" rx="3.25" />
    <path d=${path} />
  </svg>`;
}

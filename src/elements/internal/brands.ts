/**
 * Own plain drawings of card brands, in the text's colour: enough to tell them apart, none of them a logo.
 * Each is named for screen readers.
 */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

interface Brand {
  name: string;
  drawing: SVGTemplateResult;
}

const brands: Readonly<Record<string, Brand>> = {
  visa: { name: 'Visa', drawing: svg`<path d="m10.8 6.6 4.2 7 4.2-7" />` },
  mastercard: {
    name: 'Mastercard',
    drawing: svg`<circle cx="12.3" cy="10" r="4.2" /><circle cx="17.7" cy="10" r="4.2" />`,
  },
  amex: { name: 'American Express', drawing: svg`<path d="m10.8 13.6 4.2-7.2 4.2 7.2m-6.9-2.4h5.4" />` },
  discover: {
    name: 'Discover',
    drawing: svg`<path d="M7 7.2v5.6h1.6a2.8 2.8 0 0 0 0-5.6zM16 10h7" /><circle cx="16" cy="10" r="2.8" />`,
  },
  diners: {
    name: 'Diners Club',
    drawing: svg`<circle cx="15" cy="10" r="4.6" /><path d="M13.4 7.6v4.8m3.2-4.8v4.8" />`,
  },
  jcb: { name: 'JCB', drawing: svg`<path d="M10.6 6.6v4.6a2.2 2.2 0 0 1-3 2M15 6.4v7.2M19.4 6.4v7.2" />` },
  unionpay: { name: 'UnionPay', drawing: svg`<path d="m10.6 6.4-2 7.2m7-7.2-2 7.2m7-7.2-2 7.2" />` },
};

const unknown: Brand = { name: '', drawing: svg`<path d="M1 7h28M5 14h5" />` };

/** The mark of Stripe's brand word; a plain card where it has none here. `named` as in `aria-label`. */
export function brandMark(brand: string, named = true): TemplateResult {
  const { name, drawing } = brands[brand] ?? unknown;
  return html`<svg
    class="brand"
    viewBox="0 0 30 20"
    role=${named && name ? 'img' : nothing}
    aria-label=${named && name ? name : nothing}
    aria-hidden=${named && name ? nothing : 'true'}
  >
    <rect x=".75" y=".75" width="28.5" height="18.5" rx="3.25" />
    ${drawing}
  </svg>`;
}

/** Three of them in a row, where nothing has been typed: cards in general. */
export const someBrands: TemplateResult = html`<span class="marks"
  >${brandMark('visa', false)}${brandMark('mastercard', false)}${brandMark('amex', false)}</span
>`;

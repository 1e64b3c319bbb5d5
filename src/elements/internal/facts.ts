/** Rows of facts: a name and a value. */
import { html, type TemplateResult } from 'lit';
import type { CardSummary } from '../../contract/types.js';
import { brandMark } from './brands.js';

/** One row. */
export function renderFact(name: TemplateResult | string, value: TemplateResult | string, kind = ''): TemplateResult {
  return html`<div class=${kind}>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** The card, as much of it as a payer may see. Its digits run left to right everywhere. */
export function renderCardFact(name: string, { brand, last4 }: CardSummary): TemplateResult {
  return renderFact(name, html`${brandMark(brand)}<bdi dir="ltr" translate="no">•••• ${last4}</bdi>`);
}

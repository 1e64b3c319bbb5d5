/** Icons, drawn on a grid of 20 px with lines of 1.5, in the colour of the text beside them. */
import { html, type TemplateResult } from 'lit';

const check = html`<svg class="good" viewBox="0 0 20 20" aria-hidden="true">
  <path d="m4.2 10.4 3.9 3.8 7.7-8.4" />
</svg>`;
const clock = html`<svg viewBox="0 0 20 20" aria-hidden="true">
  <circle cx="10" cy="10" r="7.25" />
  <path d="M10 6v4.2l2.7 1.7" />
</svg>`;
const back = html`<svg viewBox="0 0 20 20" aria-hidden="true">
  <path d="M7.4 4.6 4 8l3.4 3.4M4.2 8h7.3a4.1 4.1 0 0 1 0 8.2H8.2" />
</svg>`;
const card = html`<svg viewBox="0 0 20 20" aria-hidden="true">
  <rect x="2.75" y="4.75" width="14.5" height="10.5" rx="2" />
  <path d="M3 8.5h14M6 12.2h2.6" />
</svg>`;

/** Those of the pill. The form and the receipt bring their own. */
export const icons: Readonly<Record<'check' | 'clock' | 'back' | 'card', TemplateResult>> = {
  check,
  clock,
  back,
  card,
};

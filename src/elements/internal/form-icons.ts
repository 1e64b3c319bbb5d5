/** Icons of the form and the notices: see `icons.ts`. */
import { html, type TemplateResult } from 'lit';

const alert = html`<svg class="alert" viewBox="0 0 20 20" aria-hidden="true">
  <circle cx="10" cy="10" r="7.25" />
  <path d="M10 6.4v4.3M10 13.5v.01" />
</svg>`;
const withdrawn = html`<svg viewBox="0 0 20 20" aria-hidden="true">
  <circle cx="10" cy="10" r="7.25" />
  <path d="m7.5 7.5 5 5m0-5-5 5" />
</svg>`;
const offline = html`<svg viewBox="0 0 20 20" aria-hidden="true">
  <path
    d="M2.9 8.4A10.5 10.5 0 0 1 6.8 6m10.3 2.4a10.5 10.5 0 0 0-5.6-2.7m-5.8 5.8a6.4 6.4 0 0 1 2.5-1.5m6.1 1.5-.7-.6m-5 3.3a2.2 2.2 0 0 1 2.8 0M4 3.6l12 12.9"
  />
</svg>`;
const code = html`<svg viewBox="0 0 20 20" aria-hidden="true">
  <rect x="2.75" y="4.75" width="14.5" height="10.5" rx="2" />
  <path d="M3 8h14m-7.1 4v.01M12.2 12v.01M14.5 12v.01" />
</svg>`;
const done = html`<svg class="good" viewBox="0 0 20 20" aria-hidden="true">
  <circle cx="10" cy="10" r="7.25" />
  <path d="m6.8 10.1 2.3 2.3 4.1-4.6" />
</svg>`;
const onward = html`<svg class="onward" viewBox="0 0 20 20" aria-hidden="true">
  <path d="m6 14 8-8M7.4 6H14v6.6" />
</svg>`;
const print = html`<svg viewBox="0 0 20 20" aria-hidden="true">
  <path
    d="M6 7.5v-4h8v4M6 14H4.8A1.8 1.8 0 0 1 3 12.2V9.3a1.8 1.8 0 0 1 1.8-1.8h10.4A1.8 1.8 0 0 1 17 9.3v2.9a1.8 1.8 0 0 1-1.8 1.8H14"
  />
  <rect x="6" y="11.5" width="8" height="5" />
</svg>`;

export const formIcons: Readonly<
  Record<'alert' | 'withdrawn' | 'offline' | 'code' | 'done' | 'onward' | 'print', TemplateResult>
> = { alert, withdrawn, offline, code, done, onward, print };

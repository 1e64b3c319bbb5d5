/** What several elements draw alike: buttons, the mark of test mode, what leads, what is said. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import type { Locale, Notice } from '../../i18n/index.js';
import { keeping } from './words.js';

/** Something, or nothing where it is not to be shown. */
export type Shown = TemplateResult | typeof nothing;

/** A button. One that is `off` keeps the focus, and says that it cannot be pressed. */
export function renderButton(
  kind: string,
  words: TemplateResult | string,
  press: (() => void) | undefined,
  { part = 'button', off = false, busy = false }: { part?: string; off?: boolean; busy?: boolean } = {},
): TemplateResult {
  return html`<button
    class="button ${kind}"
    part=${part}
    type="button"
    aria-disabled=${off ? 'true' : nothing}
    aria-busy=${busy ? 'true' : nothing}
    @click=${off ? nothing : press}
  >
    ${busy ? html`<span class="spinner"></span>` : nothing}${words}
  </button>`;
}

/** Says that no money moves. */
export function renderMark({ mode }: MoneyRequest, { messages }: Locale, kind = ''): Shown {
  return mode === 'test' ? html`<span class="mark ${kind}">${messages.testMode}</span>` : nothing;
}

/** An icon, one sentence, and a second where there is more to say. `amount`: what no translation of the page may change. */
export function renderNotice(icon: TemplateResult, { title, text }: Notice, amount = ''): TemplateResult {
  return html`${icon}
    <div>
      <p class="title">${keeping(title, amount)}</p>
      ${text && html`<p class="text"><bdi>${text}</bdi></p>`}
    </div>`;
}

/** What stands where a pill will be. */
export const ghost: TemplateResult = html`<span class="bar ghost"></span>`;

/** The status region: polite, there from the start, its text replaced. */
export function renderSpoken(words: string): TemplateResult {
  return html`<p class="unseen" role="status">${words}</p>`;
}

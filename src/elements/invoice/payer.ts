/** The payer's side of an invoice: its one action, and what opens under the line. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { isLeft } from '../../session/index.js';
import { icons } from '../internal/icons.js';
import { renderLost } from '../internal/lost.js';
import { renderButton, type Shown } from '../internal/pieces.js';
import { amountOf, keeping, refundedLine, reservedOf } from '../internal/words.js';
import { cardView } from '../pay-card.js';
import { renderBanner, renderLines, type Banner } from './banner.js';
import { isSettled } from './settled.js';
import type { InvoiceView } from './view.js';

/** What the card element says in words, in the place of its form. */
const stated: ReadonlySet<string> = new Set(['processing', 'unknown', 'canceled', 'expired', 'unavailable']);

/** The banner as who pays sees it. */
export function renderPayer(view: InvoiceView, request: MoneyRequest): TemplateResult {
  const banner = view.banner(request);
  if (view.element.readonly) return renderBanner(banner, nothing, nothing);
  const { status } = view.state;
  if (isSettled(status)) return renderBanner(banner, renderSettled(view, request), renderReceipt(view, banner));
  if (stated.has(status) || isLeft(view.state)) return renderBanner(banner, nothing, renderForm(view, banner, false));
  const { isOpen, asked } = view;
  return renderBanner(banner, renderAction(view, isOpen), isOpen || asked ? renderForm(view, banner, true) : nothing);
}

/** The card element alone: there is no request to make a banner of. */
export function renderCard(view: InvoiceView): TemplateResult {
  const { element, session } = view;
  const { disabled, fields, presentation, readonly, requestId } = element;
  return html`<pay-card
    exportparts="button, amount, label, field, submit, error, status"
    .embedded=${true}
    .summary=${presentation === 'inline'}
    .presentation=${presentation}
    .fields=${fields}
    .request=${requestId}
    .backend=${session?.backend ?? null}
    .disabled=${disabled}
    .readonly=${readonly}
    ><slot>${renderLost(view)}</slot></pay-card
  >`;
}

/** One button in one place: it opens the form, and then it is the way out; the focus stays on it. */
function renderAction(view: InvoiceView, open: boolean): TemplateResult {
  const { messages: m } = view.locale;
  const { status } = view.state;
  const charging = status === 'submitting' || status === 'authenticating';
  return html`<span class="action turns" @pointerenter=${prefetch}
    ><span class="twin" aria-hidden="true">${m.payNow}</span><span class="twin" aria-hidden="true">${m.cancel}</span>${
      open
        ? renderButton('quiet ask', m.cancel, view.onClose, { off: charging })
        : renderButton('ask', m.payNow, view.onOpen, { off: view.element.disabled || charging })
    }</span
  >`;
}

/** Not intent enough to load Stripe, but enough for a file of ours; what cannot be had is said at the press. */
function prefetch(): void {
  void cardView.load().catch(() => undefined);
}

/** What it comes to beside the form; in doubt and at the end only words, across. */
function renderForm(view: InvoiceView, banner: Banner, split: boolean): TemplateResult {
  // In a dialog it is all said there, and nothing opens under the line.
  const inline = view.element.presentation === 'inline';
  return html`<div class="more ${split ? (inline ? 'split' : 'away') : ''}">
    ${split && inline ? renderLines(banner) : nothing}
    <div class="pane">${renderCard(view)}</div>
  </div>`;
}

function renderSettled(view: InvoiceView, request: MoneyRequest): TemplateResult {
  const { messages: m } = view.locale;
  const [icon, words] =
    request.status === 'authorized'
      ? [icons.clock, reservedOf(request, view.locale).title]
      : request.status === 'refunded'
        ? [icons.back, m.refunded]
        : [icons.check, m.completed];
  return html`<button
    class="button second pill done"
    part="button"
    type="button"
    aria-expanded=${view.expanded}
    @click=${view.onReceipt}
  >
    ${icon}${keeping(words, amountOf(request, view.locale))}
  </button>`;
}

function renderReceipt(view: InvoiceView, banner: Banner): Shown {
  const { request, locale } = banner;
  if (!request) return nothing;
  if (!view.expanded) {
    const line =
      request.status === 'authorized'
        ? reservedOf(request, locale).text
        : (request.payment?.refunded ?? 0) > 0
          ? refundedLine(request, locale)
          : null;
    return line === null ? nothing : html`<p class="note" part="status"><bdi>${line}</bdi></p>`;
  }
  return html`<div class="more split">
    ${renderLines(banner)}
    <div class="pane">
      <pay-receipt
        exportparts="button, amount, status"
        .embedded=${true}
        .request=${request.id}
        .backend=${view.session?.backend ?? null}
      ></pay-receipt>
    </div>
  </div>`;
}

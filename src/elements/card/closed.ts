/** The card element without its fields: before they are asked for, where they cannot be had, and what came of it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { noticeOf } from '../../i18n/index.js';
import { icons } from '../internal/icons.js';
import { renderButton, renderMark, renderNotice, type Shown } from '../internal/pieces.js';
import { ownView, statusView } from '../internal/status.js';
import { amountOf, labelOf, renderSentence } from '../internal/words.js';
import { shownAddress, webAddress } from '../internal/address.js';
import type { CardView } from './view.js';

/**
 * Label, mark and amount, and what follows them, as one group. The alert between `before` and `after` stays the same
 * element in every state: a screen reader may miss an alert that is inserted together with its words.
 */
export function renderCard(
  view: CardView,
  request: MoneyRequest,
  before: Shown,
  after: TemplateResult,
): TemplateResult {
  const { locale, localeTag } = view;
  const name = locale.messages.nameWithAmount(labelOf(request, localeTag), amountOf(request, locale));
  return html`<div
    class="card ${view.element.summary ? 'bare' : ''}"
    role="group"
    aria-label=${name}
    @keydown=${view.onKey}
  >
    ${renderHead(view, request)}${before}${renderAlert(view)}${after}
  </div>`;
}

/** Before the fields are asked for: nothing is loaded from Stripe yet. */
export function renderClosed(view: CardView, request: MoneyRequest): TemplateResult {
  const { state, element } = view;
  const off = element.disabled || state.status === 'submitting' || state.status === 'authenticating';
  return renderCard(
    view,
    request,
    nothing,
    html`<p class="line">
        <span>${renderSentence(view.askWords(request))}</span>
      </p>
      <div class="actions">${renderButton('', view.payWords(request), view.onOpen, { part: 'submit', off })}</div>`,
  );
}

/** The way out is the page's own fallback as an outlined link, else the hosted page. */
export function renderBlocked(view: CardView, request: MoneyRequest): TemplateResult {
  // What the page gave itself, or another backend answered, was checked by nobody yet.
  const href = webAddress(request.payUrl);
  return renderCard(
    view,
    request,
    nothing,
    html`<div class="actions">
      ${
        view.hasFallback
          ? html`<slot></slot>`
          : href === null
            ? nothing
            : html`<a class="button second way-out" part="button" href=${href}
                >${view.locale.messages.paySecurely}${icons.onward}</a
              >`
      }
    </div>`,
  );
}

/** Why a payment failed, or why the form cannot be had; empty in every other state. */
function renderAlert({ state, locale }: CardView): TemplateResult {
  const { status } = state;
  const [kind, content] =
    status === 'failed'
      ? ['status notice bad', renderNotice(icons.alert, noticeOf(locale.messages.errors[state.error.code]))]
      : status === 'unavailable'
        ? ['status', renderNotice(...statusView(state, locale))]
        : ['', nothing];
  return html`<div class=${kind} part="error" role="alert">${content}</div>`;
}

/** One icon and its words; for the business's own bubble, one line. */
export function renderSummary(view: CardView): TemplateResult {
  const { state, element } = view;
  const { moneyRequest } = state;
  if (element.readonly && moneyRequest) return renderOwn(view, moneyRequest);
  const retry = state.status === 'unavailable' && state.error.recovery === 'retry';
  return html`${moneyRequest ? renderHead(view, moneyRequest, false) : nothing}${renderStatus(view, '-1')}
  ${retry ? html`<div class="actions">${renderAgain(view)}</div>` : nothing}
  ${!moneyRequest && view.hasFallback ? html`<div class="actions"><slot></slot></div>` : nothing}`;
}

/** Where it stands, in words. */
export function renderStatus(view: CardView, tabindex?: string): TemplateResult {
  const { locale, state } = view;
  const { moneyRequest } = state;
  return html`<div class="status" part="status" tabindex=${tabindex ?? nothing}>
    ${renderNotice(...statusView(state, locale), moneyRequest ? amountOf(moneyRequest, locale) : '')}
  </div>`;
}

/** The hosted page, where this page cannot find out. */
export function renderPageLink(view: CardView, { payUrl }: MoneyRequest): Shown {
  const href = webAddress(payUrl);
  const { messages: m } = view.locale;
  return href === null
    ? nothing
    : html`<a class="button second" part="button" href=${href}>${m.paymentPage}${icons.onward}</a>`;
}

/** Whom to ask. */
export function renderContact({ merchant }: MoneyRequest): Shown {
  const { supportEmail, supportPhone, supportUrl } = merchant;
  const web = webAddress(supportUrl ?? '');
  const ways: (readonly [href: string, words: string])[] = [
    ...(supportEmail === null ? [] : [[`mailto:${supportEmail}`, supportEmail] as const]),
    ...(supportPhone === null ? [] : [[`tel:${supportPhone.replaceAll(/[^+\d]/g, '')}`, supportPhone] as const]),
    ...(web === null ? [] : [[web, shownAddress(web)] as const]),
  ];
  return ways.length === 0
    ? nothing
    : html`<p class="contact">
        ${ways.map(([href, words], at) => html`${at > 0 ? ' · ' : nothing}<a class="link" href=${href}><bdi>${words}</bdi></a>`)}
      </p>`;
}

/** Asks the server once more. */
export function renderAgain(view: CardView): TemplateResult {
  return renderButton('second again', view.locale.messages.checkAgain, view.onAgain);
}

function renderHead({ element, locale, localeTag }: CardView, request: MoneyRequest, withAmount = true): Shown {
  if (element.summary) return nothing;
  return html`<div class="head">
      <p class="label" part="label"><bdi>${labelOf(request, localeTag)}</bdi></p>
      ${renderMark(request, locale)}
    </div>
    ${withAmount ? html`<p class="amount" part="amount"><bdi translate="no">${amountOf(request, locale)}</bdi></p>` : nothing}`;
}

function renderOwn(view: CardView, request: MoneyRequest): TemplateResult {
  const [icon, title, link] = ownView(view.state, view.locale);
  const way = html`${' · '}<a class="link" href=${link ?? ''} target="_blank" rel="noreferrer"
      >${view.locale.messages.viewAtStripe}</a
    >`;
  return html`<div class="small">
    ${renderHead(view, request)}
    <p class="under" part="status">
      ${icon}<span><bdi>${title}</bdi>${link === null ? nothing : way}</span>
    </p>
  </div>`;
}

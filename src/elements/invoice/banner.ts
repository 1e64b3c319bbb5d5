/** The line of an invoice: number, badge, who and when, amount, and one action. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { formatDate, moreFor, type Locale } from '../../i18n/index.js';
import { brandName } from '../internal/brands.js';
import { renderFact } from '../internal/facts.js';
import { renderMark, type Shown } from '../internal/pieces.js';
import { keeping, takenOf } from '../internal/words.js';
import { daysOverdue, write, type InvoiceFacts } from './facts.js';
import { renderBadge, type Standing } from './standing.js';

/** What the banner is drawn from. */
export interface Banner {
  readonly facts: InvoiceFacts;
  /** Null before there is one. */
  readonly request: MoneyRequest | null;
  readonly standing: Standing;
  readonly agent: boolean;
  readonly locale: Locale;
  readonly localeTag: string;
}

/** The line with its action, and what is open under it. */
export function renderBanner(banner: Banner, action: Shown, more: Shown): TemplateResult {
  const { facts, request, standing, locale } = banner;
  const name = nameOf(banner);
  const amount = request?.payment ? takenOf(request, locale) : write(facts.amount, facts, locale.tag);
  return html`<div class="room">
    <section class="banner" part="banner" aria-label=${name}>
      <div class="what" tabindex="-1">
        <p class="number">
          <bdi part="label">${keeping(name, facts.number ?? '')}</bdi> ${renderBadge(standing)}
          ${request ? renderMark(request, locale) : nothing}
        </p>
        <p class="due">${joined(request?.payment ? settledFacts(banner, request) : openFacts(banner))}</p>
      </div>
      <p class="sum" part="amount"><bdi translate="no">${amount}</bdi></p>
      ${action}${more}
    </section>
  </div>`;
}

/** What the invoice is called: its number, else its label. */
function nameOf({ facts, localeTag }: Pick<Banner, 'facts' | 'localeTag'>): string {
  return facts.number === null ? facts.label : moreFor(localeTag).invoice.number(facts.number);
}

/** The lines and their total; without lines the label, which is the one line. */
export function renderLines({ facts, locale, localeTag }: Banner): TemplateResult {
  const { lineItems, amount, label } = facts;
  const row = (name: string, value: number, kind = ''): TemplateResult =>
    renderFact(html`<bdi>${name}</bdi>`, html`<bdi translate="no">${write(value, facts, locale.tag)}</bdi>`, kind);
  return html`<dl class="totals">
    ${lineItems.length === 0 ? row(label, amount) : lineItems.map((item) => row(item.label, item.amount))}
    ${row(moreFor(localeTag).invoice.total, amount, 'total')}
  </dl>`;
}

function openFacts({ facts, agent, standing, locale, localeTag }: Banner): Shown[] {
  const { due, overdue } = moreFor(localeTag).invoice;
  const { dueAt, customer, merchant } = facts;
  const days = daysOverdue(dueAt);
  // The agent's badge says that it is waited for; that it is late stands here.
  const late = agent && standing.tone === 'accent' && days > 0;
  return [
    dueAt === null ? nothing : text(due(formatDate(dueAt, locale.tag))),
    late ? html`<span class="late">${text(overdue(days))}</span>` : nothing,
    customer === null ? nothing : text(customer),
    merchant === null ? nothing : text(merchant),
  ];
}

/** When, with which card; for the agent to the minute, and the reference where it is not the number. */
function settledFacts({ facts, agent, locale, localeTag }: Banner, { payment, updatedAt }: MoneyRequest): Shown[] {
  const { tag } = locale;
  const { card = null, paidAt = null } = payment ?? {};
  const date = formatDate(paidAt ?? updatedAt, tag, { time: agent });
  const { reference, number } = facts;
  return [
    text(agent || paidAt === null ? date : moreFor(localeTag).invoice.paidOn(date)),
    card
      ? html`<bdi>${brandName(card.brand)} <bdi dir="ltr" class="digits" translate="no">•••• ${card.last4}</bdi></bdi>`
      : nothing,
    agent && reference !== null && reference !== number ? html`<bdi translate="no">${reference}</bdi>` : nothing,
  ];
}

function text(words: string): TemplateResult {
  return html`<bdi>${words}</bdi>`;
}

function joined(facts: readonly Shown[]): TemplateResult[] {
  return facts.filter((fact) => fact !== nothing).map((fact, index) => html`${index === 0 ? nothing : ' · '}${fact}`);
}

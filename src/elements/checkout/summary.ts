/** What is bought: the label and the amount, and the lines with their totals where there are lines. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LineItem, MoneyRequest } from '../../contract/types.js';
import { initialOf, moreFor, type CheckoutMessages, type Locale } from '../../i18n/index.js';
import { writeMoney } from '../../money/index.js';
import { renderFact } from '../internal/facts.js';
import { renderMark, type Shown } from '../internal/pieces.js';
import { amountOf, keeping, labelOf, shortLabelOf } from '../internal/words.js';
import { splitLines } from './lines.js';

/** A language, its words, and the tag that labels are found by. */
export interface Wording {
  readonly locale: Locale;
  readonly localeTag: string;
}

/** Merchant, label, amount, lines and totals; for a request without lines label, mark and amount, and nothing else. */
export function renderSummary(request: MoneyRequest, wording: Wording): TemplateResult {
  const { locale, localeTag } = wording;
  const { lineItems, merchant, description } = request;
  const lined = lineItems.length > 0;
  return html`${
      lined
        ? html`<p class="merchant" part="merchant">
            <span class="initial" aria-hidden="true">${initialOf(merchant.name)}</span><bdi>${merchant.name}</bdi>
          </p>`
        : nothing
    }
    <div class="head">
      <p class="label" part="label"><bdi>${labelOf(request, localeTag)}</bdi></p>
      ${lined ? nothing : renderMark(request, locale)}
    </div>
    ${lined ? renderReference(request, wording) : nothing}
    <p class="amount" part="amount"><bdi translate="no">${amountOf(request, locale)}</bdi></p>
    ${description === null ? nothing : html`<p class="text"><bdi>${description}</bdi></p>`}
    ${lined ? renderLines(request, wording) : nothing}`;
}

/** What was bought, as rows of a receipt: the short label of the order, then the lines and their totals. */
export function renderBought(request: MoneyRequest, { locale, localeTag }: Wording): Shown {
  const { checkout: m } = moreFor(localeTag);
  const { amount, lineItems } = request;
  const short = shortLabelOf(request, localeTag);
  const { goods, extras, subtotal } = splitLines(lineItems, m.extras);
  const money = (value: number): TemplateResult => html`<bdi translate="no">${write(value, request, locale)}</bdi>`;
  return html`${short === null ? nothing : renderFact(m.details, html`<bdi>${short}</bdi>`)}
  ${goods.map((item) => renderFact(html`<bdi>${named(item, request, locale, m)}</bdi>`, money(item.amount), 'bought'))}
  ${subtotal === null ? nothing : renderFact(m.subtotal, money(subtotal), 'bought')}
  ${extras.map((item) => renderFact(html`<bdi>${item.label}</bdi>`, money(item.amount), 'bought'))}
  ${lineItems.length > 0 ? renderFact(m.total, money(amount), 'bought total') : nothing}`;
}

/** Only where the label does not say it. */
function renderReference({ label, reference }: MoneyRequest, { localeTag }: Wording): Shown {
  if (reference === null || label.includes(reference)) return nothing;
  return html`<p class="label reference">${keeping(moreFor(localeTag).checkout.order(reference), reference)}</p>`;
}

function renderLines(request: MoneyRequest, { locale, localeTag }: Wording): TemplateResult {
  const { checkout: m } = moreFor(localeTag);
  const { goods, extras, subtotal } = splitLines(request.lineItems, m.extras);
  const row = (name: string, value: number, kind = ''): TemplateResult =>
    renderFact(html`<bdi>${name}</bdi>`, html`<bdi translate="no">${write(value, request, locale)}</bdi>`, kind);
  return html`<ul class="items">
      ${goods.map(
        (item) =>
          html`<li>
            <div>
              <p class="good"><bdi>${item.label}</bdi></p>
              ${item.quantity === 1 ? nothing : html`<p class="more"><bdi>${times(item, request, locale, m)}</bdi></p>`}
            </div>
            <p class="figure"><bdi translate="no">${write(item.amount, request, locale)}</bdi></p>
          </li>`,
      )}
    </ul>
    <dl class="totals">
      ${subtotal === null ? nothing : row(m.subtotal, subtotal)}
      ${extras.map(({ label, amount }) => row(label, amount))} ${row(m.total, request.amount, 'total')}
    </dl>`;
}

function named(item: LineItem, request: MoneyRequest, locale: Locale, m: CheckoutMessages): string {
  return item.quantity === 1 ? item.label : `${item.label}, ${times(item, request, locale, m)}`;
}

/** How many, and what one costs: `2 × $22.00`; without a price for one, `× 1.5`. */
function times({ quantity, unitAmount }: LineItem, request: MoneyRequest, locale: Locale, m: CheckoutMessages): string {
  const format = new Intl.NumberFormat(locale.tag, { maximumFractionDigits: 6 });
  // For display only: a decimal of at most thirteen digits is written as it is.
  const count = format.format(Number(quantity));
  return unitAmount === null ? `× ${count}` : m.times(count, write(unitAmount, request, locale));
}

function write(value: number, { currency }: MoneyRequest, { tag }: Locale): string {
  return writeMoney(value, currency, tag);
}

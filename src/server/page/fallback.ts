/** What a host's own server puts into an element: useful with no JavaScript, before it, and where Stripe is blocked. */
import type { MoneyRequest } from '../../contract/types.js';
import { formatDate, localeFor, nearestIn, type Locale } from '../../i18n/index.js';
import { writeMoney } from '../../money/index.js';
import { html, type Html } from './html.js';

/** How a fallback is written. */
export interface FallbackOptions {
  /** BCP 47: chooses the author's label, and how the amount is written (`en`). */
  lang?: string;
}

/**
 * The light DOM content of an element that shows `request`, as escaped HTML: one link to the hosted page with label and
 * amount, and how it stands where it cannot be paid any more. Text without a link where `payUrl` is no web address.
 *
 *     `<pay-request request="${request.id}" backend="/api">${fallbackHtml(request)}</pay-request>`
 *
 * Throws `unknown-currency` for a currency that has no decimals in our table.
 */
export function fallbackHtml(request: MoneyRequest, { lang = 'en' }: FallbackOptions = {}): string {
  const { amount, currency, label, labels, payUrl } = request;
  const locale = localeFor(lang);
  const own = nearestIn(labels, lang)?.label ?? label;
  const parts = [own, writeMoney(amount, currency, locale.tag), standing(request, locale)];
  const words = parts
    .filter((part) => part !== '')
    .map((part, index): Html => html`${index === 0 ? '' : ' · '}<bdi>${part}</bdi>`);
  return (/^https?:\/\//i.test(payUrl) ? html`<a href="${payUrl}">${words}</a>` : html`<span>${words}</span>`).source;
}

/** How it stands, where there is nothing to pay; else nothing. */
function standing(request: MoneyRequest, { messages: m, tag }: Locale): string {
  const { amount, attempt, currency, merchant, status } = request;
  const money = writeMoney(amount, currency, tag);
  switch (status) {
    case 'open':
      return request.available ? '' : m.unavailable(merchant.name).title;
    case 'processing':
      return m.processing(money, merchant.name, attempt?.status === 'requires_action').title;
    case 'review':
      return m.review;
    case 'authorized':
      return m.reserved(money).title;
    case 'paid':
    case 'partially_refunded':
      return m.completed;
    case 'refunded':
      return m.refunded;
    case 'canceled':
      return m.canceled.title;
    case 'expired':
      return m.expired(formatDate(request.expiresAt, tag), merchant.name).title;
    default:
      return status satisfies never;
  }
}

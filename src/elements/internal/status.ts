/** What is said where there is nothing to press: an icon, a sentence, and what follows from it. */
import type { TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { formatDate, noticeOf, type Locale, type Notice } from '../../i18n/index.js';
import type { PaymentState } from '../../session/index.js';
import { icons } from './icons.js';
import { amountOf, refundedLine, reservedOf } from './words.js';

/** An icon and its words; `text` may be empty. */
export type StatusView = readonly [icon: TemplateResult, notice: Notice];

/** The words for a state that has no form. */
export function statusView(state: PaymentState, locale: Locale): StatusView {
  const { moneyRequest: request } = state;
  const { messages: m, tag } = locale;
  const { alert, back, clock, done, withdrawn } = icons;
  if (!request) return [alert, noticeOf(state.status === 'unavailable' ? m.errors[state.error.code] : '')];
  const { name } = request.merchant;
  switch (state.status) {
    case 'processing':
      // At Stripe, in review, or an attempt of somebody else's that is not decided yet.
      if (request.status === 'processing')
        return [clock, m.processing(amountOf(request, locale), name, request.attempt?.status === 'requires_action')];
      return [clock, request.status === 'review' ? noticeOf(m.review) : said(m.unknown)];
    case 'paid':
      return [done, said(m.completed, m.receipt.paidTo(name))];
    case 'authorized':
      return [clock, reservedOf(request, locale)];
    case 'refunded':
      return request.status === 'refunded'
        ? [back, said(m.refunded, refundedLine(request, locale))]
        : [done, said(m.completed, refundedLine(request, locale))];
    case 'canceled':
      return [withdrawn, m.canceled];
    case 'expired':
      return [clock, m.expired(formatDate(request.expiresAt, tag), name)];
    case 'unavailable': {
      const { code } = state.error;
      if (code === 'unavailable') return [alert, m.unavailable(name)];
      return [alert, code === 'script-blocked' ? m.blocked : noticeOf(m.errors[code])];
    }
    case 'unknown':
      // Its second sentence is as important as its first.
      return [clock, state.stalled ? m.stalled(name) : said(m.unknown)];
    case 'authenticating':
      return [clock, said(state.left ? m.bankWaiting : m.waiting)];
    case 'idle':
    case 'loading':
    case 'open':
    case 'opening':
    case 'ready':
    case 'submitting':
    case 'failed':
      return [clock, said(m.waiting)];
    default:
      return state satisfies never;
  }
}

function said(title: string, text = ''): Notice {
  return { title, text };
}

/** One line for the business's own bubble: less is said there, and nothing that is meant for the payer. */
export function ownView(
  state: PaymentState,
  locale: Locale,
): [icon: TemplateResult, title: string, link: string | null] {
  const { messages: m } = locale;
  const { status, moneyRequest: request } = state;
  const [icon, { title }] = statusView(state, locale);
  const link = dashboardOf(request);
  if (status === 'paid' || (status === 'refunded' && request.status !== 'refunded')) return [icon, m.paid, link];
  if (status === 'refunded') return [icon, m.refunded, link];
  if (status === 'authorized') return [icon, title, link];
  // What stops a payer's browser does not stop the payment.
  const waits =
    status === 'unknown' ||
    status === 'authenticating' ||
    (status === 'unavailable' && state.error.code !== 'unavailable');
  return waits ? [icons.clock, m.waiting, null] : [icon, title, null];
}

/** An operator's request says where Stripe shows the payment; a payer's does not. */
function dashboardOf(request: MoneyRequest | null): string | null {
  const { payment = null } = request ?? {};
  const url = payment && 'dashboardUrl' in payment ? payment.dashboardUrl : null;
  return typeof url === 'string' && /^https?:/.test(url) ? url : null;
}

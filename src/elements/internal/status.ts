/** What is said where there is nothing to press: an icon, a sentence, and what follows from it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import { formatDate, noticeOf, type Locale, type Notice } from '../../i18n/index.js';
import type { PaymentState } from '../../session/index.js';
import { formIcons } from './form-icons.js';
import { icons } from './icons.js';
import { amountOf, refundedLine } from './words.js';

/** An icon and its words; `text` may be empty. */
export interface StatusView extends Notice {
  readonly icon: TemplateResult;
}

/** An icon, one sentence, and a second where there is more to say. */
export function renderStatus({ icon, title, text }: StatusView): TemplateResult {
  return html`${icon}
    <div>
      <p class="title"><bdi>${title}</bdi></p>
      ${text === '' ? nothing : html`<p class="text"><bdi>${text}</bdi></p>`}
    </div>`;
}

/** The words for a state that has no form. */
export function statusView(state: PaymentState, locale: Locale): StatusView {
  const { moneyRequest: request } = state;
  const { messages: m, tag } = locale;
  if (request === null) {
    const message = state.status === 'unavailable' ? m.errors[state.error.code] : '';
    return { icon: formIcons.alert, ...noticeOf(message) };
  }
  const { name } = request.merchant;
  switch (state.status) {
    case 'processing':
      return { icon: icons.clock, ...processing(request, locale) };
    case 'paid':
      return { icon: formIcons.done, title: m.completed, text: m.receipt.paidTo(name) };
    case 'authorized':
      return { icon: icons.clock, ...m.reserved(amountOf(request, locale)) };
    case 'refunded':
      return request.status === 'refunded'
        ? { icon: icons.back, title: m.refunded, text: refundedLine(request, locale) }
        : { icon: formIcons.done, title: m.completed, text: refundedLine(request, locale) };
    case 'canceled':
      return { icon: formIcons.withdrawn, ...m.canceled };
    case 'expired':
      return { icon: icons.clock, ...m.expired(formatDate(request.expiresAt, tag), name) };
    case 'unavailable':
      return { icon: formIcons.alert, ...unavailable(state.error.code, name, locale) };
    case 'unknown':
      // Its second sentence is as important as its first.
      return { icon: icons.clock, title: m.unknown, text: '' };
    case 'idle':
    case 'loading':
    case 'open':
    case 'opening':
    case 'ready':
    case 'submitting':
    case 'authenticating':
    case 'failed':
      return { icon: icons.clock, title: m.waiting, text: '' };
    default:
      return state satisfies never;
  }
}

/** `processing` at Stripe, in review, or an attempt of somebody else's that is not decided yet. */
function processing(request: MoneyRequest, locale: Locale): Notice {
  const { messages: m } = locale;
  if (request.status === 'review') return noticeOf(m.review);
  if (request.status === 'open') return { title: m.unknown, text: '' };
  return m.processing(amountOf(request, locale), request.merchant.name);
}

function unavailable(code: keyof Locale['messages']['errors'], merchant: string, { messages: m }: Locale): Notice {
  if (code === 'unavailable') return m.unavailable(merchant);
  return code === 'script-blocked' ? m.blocked : noticeOf(m.errors[code]);
}

/** One line for the business's own bubble: less is said there, and nothing that is meant for the payer. */
export function ownView(state: PaymentState, locale: Locale): StatusView & { link: string | null } {
  const { messages: m } = locale;
  const view = statusView(state, locale);
  switch (state.status) {
    case 'paid':
      return { ...view, title: m.paid, link: dashboardOf(state.moneyRequest) };
    case 'refunded':
      return {
        ...view,
        title: state.moneyRequest.status === 'refunded' ? m.refunded : m.paid,
        link: dashboardOf(state.moneyRequest),
      };
    case 'authorized':
      return { ...view, link: dashboardOf(state.moneyRequest) };
    case 'unknown':
      return { ...view, title: m.waiting, link: null };
    default:
      return { ...view, link: null };
  }
}

/** An operator's request says where Stripe shows the payment; a payer's does not. */
function dashboardOf({ payment }: MoneyRequest): string | null {
  const url = payment && 'dashboardUrl' in payment ? payment.dashboardUrl : null;
  return typeof url === 'string' && /^https?:/.test(url) ? url : null;
}

/** Where an invoice stands, in a badge: an icon, and a word or two. */
import { html, type TemplateResult } from 'lit';
import { moreFor, type Locale } from '../../i18n/index.js';
import type { PaymentState } from '../../session/index.js';
import { icons } from '../internal/icons.js';
import { daysOverdue, isToday } from './facts.js';

/** What a badge says; the tone only confirms it. */
export interface Standing {
  tone: 'plain' | 'accent' | 'good' | 'bad';
  icon: TemplateResult | null;
  words: string;
}

interface Viewer {
  readonly locale: Locale;
  readonly localeTag: string;
  readonly agent: boolean;
}

/** The badge of a request; `dueAt` is its due date. Overdue is the same for all, today is the viewer's. */
export function standingOf(state: PaymentState, dueAt: string | null, viewer: Viewer): Standing {
  const { messages: m } = viewer.locale;
  const { badges } = moreFor(viewer.localeTag).invoice;
  const { check, clock, back, alert, withdrawn } = icons;
  switch (state.status) {
    case 'paid':
      return { tone: 'good', icon: check, words: m.paid };
    case 'authorized':
      return { tone: 'accent', icon: clock, words: badges.reserved };
    case 'refunded':
      return state.moneyRequest.status === 'refunded'
        ? { tone: 'plain', icon: back, words: badges.refunded }
        : { tone: 'plain', icon: back, words: badges.refundedInPart };
    case 'processing':
      // At Stripe; otherwise in review, or an attempt of somebody else's that is not decided yet.
      return state.moneyRequest.status === 'processing'
        ? { tone: 'accent', icon: clock, words: badges.underWay }
        : { tone: 'accent', icon: clock, words: badges.checking };
    case 'unknown':
      return { tone: 'accent', icon: clock, words: badges.checking };
    case 'canceled':
      return { tone: 'plain', icon: withdrawn, words: badges.canceled };
    case 'expired':
      return { tone: 'plain', icon: clock, words: badges.expired };
    case 'unavailable':
      // A form that could not be loaded here says nothing of the invoice.
      if (state.error.code === 'unavailable' || !state.moneyRequest)
        return { tone: 'plain', icon: alert, words: badges.off };
      return openStanding(dueAt, viewer);
    case 'idle':
    case 'loading':
    case 'open':
    case 'opening':
    case 'ready':
    case 'submitting':
    case 'authenticating':
    case 'failed':
      return openStanding(dueAt, viewer);
    default:
      return state satisfies never;
  }
}

function openStanding(dueAt: string | null, { agent, locale, localeTag }: Viewer): Standing {
  const { badges, overdue } = moreFor(localeTag).invoice;
  if (agent) return { tone: 'accent', icon: icons.clock, words: locale.messages.waiting };
  const days = daysOverdue(dueAt);
  if (days > 0) return { tone: 'bad', icon: icons.clock, words: overdue(days) };
  return { tone: 'plain', icon: null, words: isToday(dueAt) ? badges.dueToday : badges.open };
}

/** The badge. */
export function renderBadge({ tone, icon, words }: Standing): TemplateResult {
  return html`<span class="badge ${tone}" part="badge">${icon}<bdi>${words}</bdi></span>`;
}

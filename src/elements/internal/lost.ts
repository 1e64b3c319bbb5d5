/** What stands in the card element's place where its code could not be fetched. */
import { html, nothing } from 'lit';
import type { Locale } from '../../i18n/index.js';
import type { PaymentState } from '../../session/index.js';
import { webAddress } from './address.js';
import { cardView } from '../pay-card.js';
import { icons } from './icons.js';
import type { Shown } from './pieces.js';

/**
 * The link to the hosted page, as the fallback of the page's own fallback; nothing where the card element says it
 * itself. The status region says it aloud: see `OuterView`.
 */
export function renderLost({ state, locale }: { readonly state: PaymentState; readonly locale: Locale }): Shown {
  const { moneyRequest: request, status } = state;
  const href = webAddress(request?.payUrl ?? '');
  if (cardView.now || status !== 'unavailable' || href === null) return nothing;
  const { messages: m } = locale;
  return html`<p class="under" part="error">${icons.alert}<bdi>${m.blocked.title}</bdi></p>
    <a class="button second way-out" part="button" href=${href}>${m.paySecurely}${icons.onward}</a>`;
}

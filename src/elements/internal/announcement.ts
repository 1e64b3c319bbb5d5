/** What the status region says at a change of state, once: polite, and only where something happened. */
import { formatDate, textOf, type Locale, type Notice } from '../../i18n/index.js';
import { isLeft, stageOf, type FieldsKind, type PaymentState } from '../../session/index.js';
import { amountOf, reservedOf, shortOf, takenOf } from './words.js';

interface Speaker {
  /** `fields` where it has a form. */
  readonly element: Element & { readonly fields?: FieldsKind };
  readonly locale: Locale;
  readonly state: PaymentState;
}

/** States in which nothing is on its way: that nothing was charged is certain, and the payer can go on. */
const unsent: ReadonlySet<string> = new Set(['opening', 'ready', 'failed']);
/** States in which the payer has the form, or waits for what came of it. */
const engaged: ReadonlySet<string> = new Set(['opening', 'ready', 'failed', 'submitting', 'authenticating', 'unknown']);

/**
 * The sentence to be said; null to leave the region as it is, `''` to empty it. `online` is null where the network did
 * not change. What is so when it is first seen is not said: a list of thirty old requests stays quiet.
 */
export function announcement(
  { element, locale, state }: Speaker,
  previous: PaymentState,
  online: boolean | null,
): string | null {
  const { status, moneyRequest: request } = state;
  const { messages: m, tag } = locale;
  if (!request) return null;
  const { name } = request.merchant;
  if (online !== null && unsent.has(status)) {
    const ask = element.fields === 'payment' ? m.payWith : m.enterCard;
    return online ? textOf(ask(shortOf(request, locale), name)) : m.offline;
  }
  if (!previous.moneyRequest || stageOf(state) === stageOf(previous)) return null;
  const wasEngaged = engaged.has(previous.status);
  switch (status) {
    case 'submitting':
      return textOf(m.sending(shortOf(request, locale), name));
    case 'authenticating':
      return isLeft(state) ? m.bankWaiting : textOf(m.bankChecking);
    case 'unknown':
      return state.stalled ? joined(m.stalled(name)) : m.unknown;
    case 'processing':
      if (request.status === 'open') return m.unknown;
      return request.status === 'review'
        ? m.review
        : joined(m.processing(amountOf(request, locale), name, request.attempt?.status === 'requires_action'));
    case 'paid':
      return m.completedTo(takenOf(request, locale), name);
    case 'authorized':
      return joined(reservedOf(request, locale));
    case 'refunded':
      return onScreen(element) ? m.refunded : null;
    case 'canceled':
      return wasEngaged ? joined(m.canceled) : null;
    case 'expired':
      return wasEngaged ? joined(m.expired(formatDate(request.expiresAt, tag), name)) : null;
    case 'unavailable':
      // A blocked form is an alert of its own.
      return state.error.code === 'unavailable' ? joined(m.unavailable(name)) : '';
    default:
      return '';
  }
}

/** Both sentences of a notice, as one text. */
export function joined({ title, text }: Notice): string {
  return `${title.replace(/\.$/, '')}. ${text}`;
}

function onScreen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** Which public events a change of state is, and on which elements. */
import { PayCanceledEvent, PayChangeEvent, PayErrorEvent, PayFailedEvent, PaySucceededEvent } from '../events.js';
import type { Hosts, PayHost } from './hosts.js';
import { stageOf, type PaymentState } from './state.js';

/** States from which a payment does not come back to the payer. */
export const settled: ReadonlySet<string> = new Set(['paid', 'authorized', 'refunded', 'canceled', 'expired']);

/** Tells of one change after the other: the events of one come before those of the next, though a listener made it. */
export class News {
  readonly #waiting: (() => void)[] = [];

  tell(news: () => void): void {
    if (this.#waiting.push(news) > 1) return;
    for (const one of this.#waiting) one();
    this.#waiting.length = 0;
  }
}

/**
 * Dispatches what `state` is after `previous`. `used` is the element that the payer used, if any. What is so when it
 * is first seen did not happen here, unless it is the outcome of this page's own attempt, before a reload or a redirect.
 */
export function announce(
  hosts: Hosts,
  used: PayHost | null,
  state: PaymentState,
  previous: PaymentState,
  own: boolean,
): void {
  if (stageOf(state) === stageOf(previous)) return;
  const speakers = hosts.speakers();
  for (const host of speakers) host.dispatchEvent(new PayChangeEvent(state, previous));
  const speaker = used && hosts.has(used) ? hosts.speaker(used) : hosts.first();
  const news = own || previous.moneyRequest !== null;
  switch (state.status) {
    case 'paid':
    case 'authorized':
      if (news && !settled.has(previous.status)) speaker?.dispatchEvent(new PaySucceededEvent(state.moneyRequest));
      break;
    case 'canceled':
    case 'expired':
      if (news) speaker?.dispatchEvent(new PayCanceledEvent(state.status));
      break;
    case 'failed':
      speaker?.dispatchEvent(new PayFailedEvent(state.error));
      break;
    case 'unavailable':
      for (const host of speakers) host.dispatchEvent(new PayErrorEvent(state.error));
      break;
    case 'idle':
    case 'loading':
    case 'open':
    case 'opening':
    case 'ready':
    case 'submitting':
    case 'authenticating':
    case 'processing':
    case 'unknown':
    case 'refunded':
      break;
    default:
      state satisfies never;
  }
}

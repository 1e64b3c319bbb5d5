/** What a signed body is: an event that the server acts on, or one that it leaves alone, and why. */
import type { Mode } from '../../contract/types.js';
import type { VerifiedEvent } from './options.js';

type Members = Readonly<Record<string, unknown>>;

/** Reads a body whose signature is right; `modes` are those of the secrets that it is signed with. Never throws. */
export function eventOf(body: string, modes: readonly Mode[]): VerifiedEvent {
  const { id, object, type, livemode, account, data } = membersOf(parsed(body));
  const subject = membersOf(data)['object'];
  const event = {
    id: textOf(id) ?? '',
    type: textOf(type) ?? '',
    livemode: livemode === true,
    connected: textOf(account),
  };
  const leftAlone = ((): string | null => {
    if (object === 'v2.core.event') return 'a thin event of API v2: choose snapshot events for this endpoint';
    if (object !== 'event' || event.id === '' || event.type === '') return 'no event of Stripe';
    // Endpoints of Connect get those of both modes; a secret of one mode never vouches for an event of the other.
    if (!modes.includes(event.livemode ? 'live' : 'test'))
      return event.livemode ? 'a live event at a test endpoint' : 'a test event at a live endpoint';
    return typeof subject === 'object' && subject !== null ? null : 'an event without data';
  })();
  const members = membersOf(subject);
  const ids = [members['id'], members['payment_intent'], members['charge']].filter((each) => typeof each === 'string');
  return { ...event, leftAlone, object: { ...members }, objectIds: ids };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Which session belongs to which backend and request: one on a page, shared by every copy of the bundle. */
import type { Backend } from '../backend/backend.js';
import { pageRegistry } from '../config.js';
import type { MoneyRequest } from '../contract/types.js';
import { settled } from './announce.js';
import { Feed } from './feed.js';
import { PaymentSession } from './session.js';

interface Known {
  feed: Feed;
  sessions: Map<string, PaymentSession>;
  /**
   * What became of requests whose elements have left: one that is shown again, perhaps by what its page knew at first, is not
   * told of as if it had only just happened. Absent where an earlier copy of the bundle made this.
   */
  ended?: Map<string, MoneyRequest>;
}

/** The session for a request at a backend; made at the first ask, forgotten when its last element has left. */
export function sessionFor(backend: Backend, request: string): PaymentSession {
  const registry = pageRegistry();
  let known = registry.sessions.get(backend) as Known | undefined;
  if (!known) registry.sessions.set(backend, (known = { feed: new Feed(backend), sessions: new Map() }));
  const { feed, sessions } = known;
  const ended = (known.ended ??= new Map<string, MoneyRequest>());
  const shared = sessions.get(request);
  if (shared) return shared;
  const session = new PaymentSession(backend, request, feed, () => {
    // Its end may come after the next one's beginning.
    if (sessions.get(request) === session) sessions.delete(request);
    const { status, moneyRequest } = session.state;
    if (moneyRequest && settled.has(status)) ended.set(request, moneyRequest);
  });
  const last = ended.get(request);
  if (last) session.provide(last);
  sessions.set(request, session);
  return session;
}

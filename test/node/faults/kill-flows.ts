/** What a process is killed in the middle of, and how the request must stand once another has started. */
import { fixedAccounts } from '../../../src/server/accounts.js';
import { createEngine, type Engine } from '../../../src/server/pay/engine.js';
import type { RequestDoc } from '../../../src/server/requests/document.js';
import type { Store } from '../../../src/server/store.js';

/** So short that a restart finds it over. */
const LEASE_MS = 900;

/** An engine on a store, with Stripe at an address. */
export function engineOn(
  store: Store<RequestDoc>,
  apiBase: string,
  send: (input: string, init: RequestInit) => Promise<Response> = fetch,
): Engine {
  return createEngine({
    store,
    accounts: fixedAccounts([
      {
        id: 'demo',
        name: 'Shoplifter',
        mode: 'test',
        keys: { test: { publishable: 'pk_test_sandbox', secret: 'sk_test_sandbox', webhookSecrets: [] } },
      },
    ]),
    stripe: { apiBase, fetch: send },
    returnUrl: (id) => `http://localhost:4242/api/return/${id}`,
    pageUrl: (id) => `http://localhost:4242/pay/${id}`,
    pace: { lease: LEASE_MS, syncEvery: 0, leaseWait: 5_000 },
  });
}

const pay =
  (attempt: string, paymentMethod: string) =>
  (engine: Engine, id: string): Promise<unknown> =>
    engine.pay(id, { attempt, instrument: { paymentMethod } }, { by: 'payer' });

/** One flow. */
export interface Flow {
  /** What happened before the process that dies. */
  before?: (engine: Engine, id: string) => Promise<unknown>;
  work: (engine: Engine, id: string) => Promise<unknown>;
  /** The payer or operator tries again, after the restart. */
  again: (engine: Engine, id: string) => Promise<unknown>;
  /** How it ends then. */
  ends: { status: string; charges: number };
}

/** By name. */
export const FLOWS: Readonly<Record<string, Flow>> = {
  'a card that pays': {
    work: pay('a1', 'pm_card_visa'),
    again: pay('a1', 'pm_card_visa'),
    ends: { status: 'paid', charges: 1 },
  },
  'a card that is declined, then one that pays': {
    work: pay('a1', 'pm_card_visa_chargeDeclined'),
    again: pay('a2', 'pm_card_visa'),
    ends: { status: 'paid', charges: 1 },
  },
  'a card after a challenge that was left': {
    before: pay('a0', 'pm_card_threeDSecure2Required'),
    work: pay('a1', 'pm_card_visa'),
    again: pay('a1', 'pm_card_visa'),
    ends: { status: 'paid', charges: 1 },
  },
  'a cancel': {
    before: pay('a0', 'pm_card_threeDSecure2Required'),
    work: (engine, id) => engine.cancel(id, 'operator:test', null),
    again: (engine, id) => engine.cancel(id, 'operator:test', null),
    ends: { status: 'canceled', charges: 0 },
  },
};

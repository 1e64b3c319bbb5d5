/** A Checkout Session as a rail: made and expired. */
import type { LineItem } from '../../contract/types.js';
import type { Json, Rail, RequestTerms } from '../requests/document.js';
import { perform } from './operation.js';
import type { Run } from './run.js';
import type { Tools } from './tools.js';
import { describe, metadataOf } from './wording.js';

/** Stripe takes 30 minutes to 24 hours from when it makes the session; the rest is for clocks that differ. */
const SHORTEST_MS = 32 * 60_000;
const LONGEST_MS = (24 * 60 - 2) * 60_000;
/** Most lines that a session of mode payment takes. */
const MOST_LINES = 100;

/**
 * Makes a session and commits it as the rail; answers the address of its page, which nobody has before that. One
 * that was made and whose answer was lost is found again by its key, or never known to anybody.
 */
export async function createSession(tools: Tools, run: Run, by: string): Promise<string | null> {
  const now = await tools.now();
  const session = await perform(
    tools,
    run,
    { type: 'session', params: sessionParams(tools, run, now), target: null, attempt: null, by },
    (api, params, options) => api.checkout.sessions.create({ ...params, mode: 'payment' }, options),
  );
  const rail: Rail = {
    id: session.id,
    kind: 'session',
    intent: null,
    createdAt: now.toISOString(),
    ending: false,
    endedAt: null,
    duplicate: null,
  };
  run.doc = { ...run.doc, rails: [...run.doc.rails, rail], snapshot: null };
  await run.commit();
  return session.url;
}

/** Asks Stripe to close the page of a session. Rejects with `CallFailed`, also where it is not open any more. */
export function expireSession(tools: Tools, run: Run, rail: Rail): Promise<unknown> {
  return perform(
    tools,
    run,
    { type: 'expire', params: {}, target: rail.id, attempt: null, by: run.doc.ending?.by ?? 'system' },
    (api, _params, options) => api.checkout.sessions.expire(rail.id, {}, options),
  );
}

function sessionParams(tools: Tools, run: Run, now: Date): { [key: string]: Json } {
  const { terms } = run.doc;
  const metadata = metadataOf(run.id, terms);
  return {
    mode: 'payment',
    line_items: linesOf(terms),
    allowed_payment_method_types: terms.methods,
    client_reference_id: run.id,
    metadata,
    payment_intent_data: {
      capture_method: terms.capture,
      description: describe(terms),
      metadata,
    },
    // Nothing on that page changes the price.
    adaptive_pricing: { enabled: false },
    allow_promotion_codes: false,
    success_url: `${tools.pageUrl(run.id)}/return`,
    cancel_url: tools.pageUrl(run.id),
    expires_at: expiryOf(terms, now),
  };
}

/** The request's own lines where Stripe can show them (it takes no negative ones), else one of the whole amount. */
function linesOf({ lineItems, amount, currency, label }: RequestTerms): Json {
  const shown = lineItems.length > 0 && lineItems.length <= MOST_LINES && lineItems.every(isWhole);
  const lines = shown ? lineItems : [{ label, quantity: 1, unitAmount: amount }];
  return lines.map((line) => ({
    quantity: line.quantity,
    price_data: { currency, unit_amount: line.unitAmount, product_data: { name: line.label } },
  }));
}

/** Whether Stripe's page can show a line: a whole number of something that costs money. */
function isWhole({ quantity, unitAmount }: LineItem): boolean {
  return typeof quantity === 'number' && quantity > 0 && unitAmount !== null && unitAmount > 0;
}

/** As near to the request's own expiry as Stripe allows, in its seconds; at that, the server ends the session. */
function expiryOf({ expiresAt }: RequestTerms, now: Date): number {
  const left = Date.parse(expiresAt) - now.getTime();
  return Math.floor((now.getTime() + Math.min(LONGEST_MS, Math.max(SHORTEST_MS, left))) / 1000);
}

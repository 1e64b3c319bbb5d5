/** Which request an object in a webhook is about. */
import type Stripe from 'stripe';
import type { Mode } from '../../contract/types.js';
import type { AccountSource } from '../accounts.js';
import { reading } from './operation.js';
import type { Tools } from './tools.js';

/**
 * By the object's own metadata, else by that of the PaymentIntent that it names (refunds, disputes, early fraud
 * warnings). Null if it is none of ours, or one of another account or mode. Rejects if Stripe cannot be read.
 * `connected` is the connected account that the event names; null where it names none.
 */
export async function findRequest(
  tools: Tools,
  account: string,
  livemode: boolean,
  object: Record<string, unknown>,
  connected: string | null = null,
): Promise<string | null> {
  const mode: Mode = livemode ? 'live' : 'test';
  const intent = object['payment_intent'];
  const id = requestIn(object['metadata']) ?? (await viaIntent(tools, account, mode, intent, connected));
  if (id === null) return null;
  const [row] = await tools.store.read([id]);
  return row && row.account === account && row.doc.terms.mode === mode ? id : null;
}

/** The same for an event of which only the id was kept. Null if Stripe does not know it in either mode. */
export async function findRequestOfEvent(tools: Tools, account: string, event: string): Promise<string | null> {
  const config = await tools.accounts.find(account);
  for (const mode of ['test', 'live'] as const) {
    if (!config?.keys[mode]) continue;
    for (const owner of await ownersOf(tools.accounts, account)) {
      const { api } = await tools.clients.client(account, mode, owner);
      const found = await api.events.retrieve(event).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      if (found) return findRequest(tools, account, found.livemode, { ...found.data.object }, found.account ?? owner);
    }
  }
  return null;
}

async function viaIntent(
  tools: Tools,
  account: string,
  mode: Mode,
  intent: unknown,
  connected: string | null,
): Promise<string | null> {
  if (typeof intent !== 'string') return null;
  for (const owner of connected === null ? await ownersOf(tools.accounts, account) : [connected]) {
    const { api } = await tools.clients.client(account, mode, owner);
    const found: Stripe.PaymentIntent | null = await reading(
      api.paymentIntents.retrieve(intent).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      }),
    );
    if (found) return requestIn(found.metadata);
  }
  return null;
}

/** Whose an object can be that does not say it: the keys' own account's, of before another was connected, or that one's. */
async function ownersOf(accounts: AccountSource, account: string): Promise<(string | null)[]> {
  const connected = (await accounts.find(account))?.stripeAccount;
  return connected === undefined ? [null] : [null, connected];
}

function requestIn(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null) return null;
  const id: unknown = Reflect.get(metadata, 'pay_elements_request');
  return typeof id === 'string' ? id : null;
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, 'statusCode') === 404;
}

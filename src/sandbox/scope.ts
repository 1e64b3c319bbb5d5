import type Stripe from 'stripe';
import type { KeyKind } from './keys.js';
import type { Ledger, SandboxState } from './state.js';

/** What an operation works in: one request of one account, at one time. */
export interface Scope {
  /** Seconds of the sandbox's clock, as Stripe's objects have them. */
  readonly now: number;
  readonly ledger: Ledger;
  readonly state: SandboxState;
  readonly kind: KeyKind;
  /** The account of the key, where `Stripe-Account` names another. */
  readonly platform: string;
  readonly baseUrl: string;
  readonly confirmLimit: number;
  /** Whether live keys take test cards. */
  readonly livePayments: boolean;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  /** Records an event and the webhooks it makes. `previous` is what the members that changed were before. */
  emit(
    type: Stripe.Event.Type,
    object: Stripe.Event.Data.Object,
    previous?: Stripe.Event.Data.PreviousAttributes,
  ): void;
}

/** The member of a record, or the failure that says it is not there. */
export function found<T>(record: Record<string, T>, id: string, missing: () => Error): T {
  const value = Object.hasOwn(record, id) ? record[id] : undefined;
  if (value === undefined) throw missing();
  return value;
}

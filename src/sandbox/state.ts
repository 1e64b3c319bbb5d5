import type Stripe from 'stripe';

/** What the sandbox knows of a payment method beyond Stripe's object: what is behind it, never its number. */
export interface Instrument {
  /** The test card, by name; absent for what is no card. */
  card?: string;
  /** The test account of a bank debit, by name; absent for what is none. Neither: the payer decides at their bank. */
  account?: string;
  /** Whether a security code came with it, and whether an address did: without them there is nothing to check. */
  cvc: boolean;
  /** It paid once without a customer: Stripe does not let it pay again. */
  spent: boolean;
}

/** What the sandbox knows of an intent beyond Stripe's object. */
export interface Progress {
  confirms: number;
  /** Whether it runs with the payer present, and what confirms it after a challenge. */
  offSession: boolean;
  challenge: { instrument: string; returnUrl: string | null } | null;
  /** The checkout session it belongs to. */
  session: string | null;
  /** Where the last challenge sends the payer back to. */
  returnUrl: string | null;
}

/** What a checkout session's intent will be made of, when it is paid. */
export interface SessionIntent {
  captureMethod: string;
  description: string | null;
  metadata: Record<string, string>;
  receiptEmail: string | null;
  /** Absent in what earlier releases kept. */
  setupFutureUsage?: string | null;
  statementDescriptorSuffix?: string | null;
  transferGroup?: string | null;
}

/** Something that happens by itself at a time of the sandbox's clock, in milliseconds. */
export interface Task {
  at: number;
  kind: 'refund-succeeds' | 'refund-fails' | 'session-expires' | 'authorization-expires' | 'debit-settles';
  id: string;
}

/** An answer kept under an idempotency key. */
export interface KeptAnswer {
  /** Milliseconds of the sandbox's clock. */
  at: number;
  request: string;
  endpoint: string;
  params: string;
  status: number;
  body: string;
}

/** A webhook that has yet to be taken. `attempts` counts the tries that failed. */
export interface Delivery {
  id: string;
  event: string;
  url: string;
  attempts: number;
}

/** Everything of one account in one mode. */
export interface Ledger {
  account: string;
  livemode: boolean;
  paymentIntents: Record<string, Stripe.PaymentIntent>;
  progress: Record<string, Progress>;
  paymentMethods: Record<string, Stripe.PaymentMethod>;
  instruments: Record<string, Instrument>;
  tokens: Record<string, Stripe.Token>;
  tokenInstruments: Record<string, Instrument>;
  confirmationTokens: Record<string, Stripe.ConfirmationToken>;
  /** The payment method each confirmation token will make. */
  confirmationMethods: Record<string, string>;
  charges: Record<string, Stripe.Charge>;
  refunds: Record<string, Stripe.Refund>;
  disputes: Record<string, Stripe.Dispute>;
  customers: Record<string, Stripe.Customer>;
  sessions: Record<string, Stripe.Checkout.Session>;
  lineItems: Record<string, SandboxLineItem[]>;
  sessionIntents: Record<string, SessionIntent>;
  events: Record<string, Stripe.EventBase>;
  answers: Record<string, KeptAnswer>;
  tasks: Task[];
  deliveries: Delivery[];
}

/** A price as it goes over the wire: its decimal is text there, and the library's own class only after reading. */
export type SandboxPrice = Omit<Stripe.Price, 'unit_amount_decimal'> & { unit_amount_decimal: string | null };

/** A line item as it goes over the wire. */
export type SandboxLineItem = Omit<Stripe.LineItem, 'price'> & { price: SandboxPrice | null };

/** The whole state: plain JSON, without a card number anywhere. */
export interface SandboxState {
  version: 1;
  /** Milliseconds that the clock was moved by. */
  clockOffset: number;
  ledgers: Record<string, Ledger>;
  /** Codes of OAuth that were not yet exchanged, and the platforms that each account is linked to. */
  oauthCodes: Record<string, { platform: string; livemode: boolean }>;
  links: Record<string, string[]>;
}

/** A state in which nothing has happened. */
export function emptyState(): SandboxState {
  return { version: 1, clockOffset: 0, ledgers: {}, oauthCodes: {}, links: {} };
}

/** The platforms that an account is linked to. The account is what a caller says: it may be no account at all. */
export function platformsOf(state: SandboxState, account: string): string[] {
  return Object.hasOwn(state.links, account) ? (state.links[account] ?? []) : [];
}

/** The ledger of an account and mode, made where it is missing. */
export function ledgerOf(state: SandboxState, account: string, livemode: boolean): Ledger {
  const name = `${account}:${livemode ? 'live' : 'test'}`;
  return (state.ledgers[name] ??= {
    account,
    livemode,
    paymentIntents: {},
    progress: {},
    paymentMethods: {},
    instruments: {},
    tokens: {},
    tokenInstruments: {},
    confirmationTokens: {},
    confirmationMethods: {},
    charges: {},
    refunds: {},
    disputes: {},
    customers: {},
    sessions: {},
    lineItems: {},
    sessionIntents: {},
    events: {},
    answers: {},
    tasks: [],
    deliveries: [],
  });
}

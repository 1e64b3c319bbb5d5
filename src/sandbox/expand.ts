import { invalidRequest } from './failure.js';
import type { Ledger } from './state.js';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Lookup = (ledger: Ledger, value: unknown, owner: Json) => unknown;

const byId =
  (record: (ledger: Ledger) => Record<string, unknown>): Lookup =>
  (ledger, value) =>
    typeof value === 'string' ? (record(ledger)[value] ?? value) : (value ?? null);

const asIs: Lookup = (_ledger, value) => value ?? null;
const charge = byId((ledger) => ledger.charges);
const intent = byId((ledger) => ledger.paymentIntents);
const method = byId((ledger) => ledger.paymentMethods);
const customer = byId((ledger) => ledger.customers);

const refundsOf: Lookup = (ledger, _value, owner) => ({
  object: 'list',
  data: Object.values(ledger.refunds)
    .filter((refund) => refund.charge === owner.id)
    .reverse(),
  has_more: false,
  url: `/v1/charges/${String(owner.id)}/refunds`,
});

const lineItemsOf: Lookup = (ledger, _value, owner) => ({
  object: 'list',
  data: ledger.lineItems[String(owner.id)] ?? [],
  has_more: false,
  url: `/v1/checkout/sessions/${String(owner.id)}/line_items`,
});

/** What may be expanded, by the object's kind and the member's name. */
const EXPANDABLE: Record<string, Record<string, Lookup>> = {
  payment_intent: {
    application: asIs,
    customer,
    latest_charge: charge,
    on_behalf_of: asIs,
    payment_method: method,
    review: asIs,
  },
  charge: {
    balance_transaction: asIs,
    customer,
    failure_balance_transaction: asIs,
    payment_intent: intent,
    refunds: refundsOf,
    review: asIs,
  },
  refund: { balance_transaction: asIs, charge, customer, payment_intent: intent, payment_method: method },
  dispute: { charge, payment_intent: intent },
  payment_method: { customer },
  'checkout.session': { customer, line_items: lineItemsOf, payment_intent: intent },
};

/** How a member of a kind is expanded. A name is a caller's: only the table's own names count, not `constructor`. */
function lookupFor(kind: string, step: string): Lookup | undefined {
  const members = Object.hasOwn(EXPANDABLE, kind) ? EXPANDABLE[kind] : undefined;
  return members !== undefined && Object.hasOwn(members, step) ? members[step] : undefined;
}

/** The kind of object that a member leads to. */
const LEADS_TO: Record<string, string> = {
  charge: 'charge',
  customer: 'customer',
  latest_charge: 'charge',
  line_items: 'item',
  payment_intent: 'payment_intent',
  payment_method: 'payment_method',
  refunds: 'refund',
};

const cannotExpand = (path: string): Error =>
  invalidRequest(`This property cannot be expanded (${path.slice(0, 80)}).`, { param: 'expand' });

/** Refuses paths that an answer of a kind can never have; before anything is done, since a refusal must do nothing. */
export function checkExpand(kind: string, paths: string[]): void {
  for (const path of paths) {
    let at: string | undefined = kind;
    for (const step of path.split('.')) {
      if (step === 'data') continue;
      if (at === undefined || lookupFor(at, step) === undefined) throw cannotExpand(path);
      at = LEADS_TO[step];
    }
  }
}

function expandOne(ledger: Ledger, target: unknown, steps: string[], path: string): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (Array.isArray(target)) {
    for (const item of target) expandOne(ledger, item, steps, path);
    return;
  }
  if (!isObject(target)) return;
  if (target.object === 'list' && step === 'data') {
    expandOne(ledger, target.data, rest, path);
    return;
  }
  const lookup = lookupFor(String(target.object), step);
  if (lookup !== undefined) {
    // An object that is already there was expanded by an earlier path.
    if (!isObject(target[step])) target[step] = structuredClone(lookup(ledger, target[step], target));
  } else if (!Object.hasOwn(target, step) || !isObject(target[step])) {
    throw cannotExpand(path);
  }
  expandOne(ledger, target[step], rest, path);
}

/** A copy of an answer in which the given members are objects instead of ids, four levels deep at most. */
export function expanded(ledger: Ledger, answer: unknown, paths: string[]): unknown {
  const copy: unknown = structuredClone(answer);
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.filter((step) => step !== 'data').length > 4) {
      throw invalidRequest('You cannot expand more than 4 levels of a property.', { param: 'expand' });
    }
    expandOne(ledger, copy, steps, path);
  }
  return copy;
}

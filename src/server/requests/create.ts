/** Makes requests: what is asked for is fixed here and never changes. */
import { calendarDate, endOfDay } from '../../contract/calendar.js';
import { languageTag } from '../../contract/language.js';
import { requestInput } from '../../contract/schemas.js';
import type { CreatedRequest, LocalizedLabel, Warning } from '../../contract/types.js';
import { PaymentError } from '../../errors/index.js';
import { checkLabel } from '../../markup/index.js';
import { checkAmount } from '../../money/index.js';
import type { Context } from '../context.js';
import { about, readInput } from '../input.js';
import { allows, limitOf, need, needOn, type Principal } from '../principal.js';
import { invalid } from '../problems.js';
import type { StoredRequest } from '../store.js';
import { newToken } from '../stores/token.js';
import { chooseAccount, currencyOf, type OpenAccount } from './choose.js';
import { newDocument, type RequestDoc, type RequestTerms } from './document.js';
import { findOwnRow } from './find.js';
import { createdEntry } from './history.js';
import { lineItemsOf } from './line-items.js';

const DAY_MS = 86_400_000;
/** How long a request can be paid if nothing else is said. */
const DEFAULT_LIFE_MS = 30 * DAY_MS;
/** An invoice can be paid until the 14th day after its due date: 13 whole days lie between. */
const GRACE_MS = 13 * DAY_MS;
/** The last time that ISO 8601 writes with four digits for the year. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

type Row = StoredRequest<RequestDoc>;

/** A request that was made, or with `exclusive` the one that was there. */
export interface Created {
  row: Row;
  created: boolean;
}

/** Makes a request. Throws what the route `POST /requests` answers. */
export async function createRequest(context: Context, given: unknown, principal: Principal): Promise<Created> {
  need(principal, 'create');
  const input = readInput(requestInput, given, 'operator');
  if (input.exclusive && input.reference === undefined)
    throw invalid('reference', 'An exclusive request needs a reference.');
  const account = await chooseAccount(context, input, principal);
  const now = await context.now();
  const terms = termsOf(input, account, principal, now);
  holdToLimit(terms, principal);
  const exclusiveKey = input.exclusive ? exclusiveKeyOf(terms) : null;
  const mayRead = principal.capabilities.includes('read') && allows(principal, 'read', account);
  const row = { terms, exclusiveKey, by: `operator:${principal.id}`, now, mayRead };
  if (terms.replaces === null) return insert(context, { ...row, id: await context.newId() });
  // Before anything is ended: a refusal leaves all as it was.
  const holder = exclusiveKey === null ? null : await context.store.holder(exclusiveKey);
  if (holder && holder.id !== terms.replaces) refuseOtherPrice(holder, terms, mayRead);
  return insertSuccessor(context, { ...row, ...(await endReplaced(context, terms.replaces, principal)) });
}

function termsOf(input: Input, account: OpenAccount, principal: Principal, now: Date): RequestTerms {
  const code = currencyOf(input, account);
  const { invoice } = input;
  return {
    label: about('label', () => checkLabel(input.label)),
    shortLabel: shortLabelOf(input.shortLabel, 'shortLabel'),
    labels: labelsOf(input.labels),
    amount: about('amount', () => checkAmount(input.amount, code)),
    currency: code,
    reference: input.reference ?? null,
    description: input.description ?? null,
    lineItems: lineItemsOf(input.lineItems ?? [], input.amount),
    invoice:
      invoice === undefined
        ? null
        : {
            id: invoice.id,
            customer: invoice.customer ?? null,
            dueAt: invoice.dueAt ?? null,
          },
    metadata: input.metadata ?? {},
    receiptEmail: input.receiptEmail ?? null,
    account: account.id,
    mode: account.mode,
    stripeAccount: account.stripeAccount ?? null,
    methods: account.methods ?? ['card'],
    capture: input.capture ?? account.capture ?? 'automatic',
    postalCode: account.postalCode ?? 'auto',
    owner: account.owner ?? principal.id,
    ...(input.country === undefined ? {} : { country: input.country }),
    replaces: input.replaces ?? null,
    expiresAt: expiry(input.expiresAt, invoice?.dueAt ?? null, now),
  };
}

type Input = ReturnType<typeof requestInput.parse>;

/** Throws `forbidden` for more than the operator may ask for. */
export function holdToLimit({ amount, currency }: { amount: number; currency: string }, principal: Principal): void {
  const most = limitOf(principal, 'create', currency);
  if (most === null || amount <= most) return;
  const message = `This operator may ask for at most ${most} ${currency}.`;
  throw new PaymentError('forbidden', message, { errors: [{ path: 'amount', code: 'forbidden', message }] });
}

function shortLabelOf(given: string | undefined, path: string): string | null {
  return given === undefined ? null : about(path, () => checkLabel(given));
}

/** By canonical tag, however the keys were written: `pt_BR` is `pt-BR`. */
function labelsOf(given: Input['labels']): RequestTerms['labels'] {
  if (given === undefined) return null;
  const labels = new Map<string, LocalizedLabel>();
  for (const [written, { label, shortLabel }] of Object.entries(given)) {
    const tag = languageTag(written) ?? written;
    if (labels.has(tag)) throw invalid(`labels.${written}`, `The language ${tag} is there twice.`);
    labels.set(tag, {
      label: about(`labels.${written}.label`, () => checkLabel(label)),
      shortLabel: shortLabelOf(shortLabel, `labels.${written}.shortLabel`),
    });
  }
  return Object.fromEntries(labels);
}

function expiry(given: string | undefined, dueAt: string | null, now: Date): string {
  const at = given === undefined ? defaultExpiry(dueAt, now) : Date.parse(given);
  if (at <= now.getTime()) throw invalid('expiresAt', 'It must be in the future.');
  return new Date(at).toISOString();
}

/** An invoice can be paid past its due date, however far off that is. */
function defaultExpiry(dueAt: string | null, now: Date): number {
  const usual = now.getTime() + DEFAULT_LIFE_MS;
  return dueAt === null ? usual : Math.min(Math.max(usual, endOfDay(dueAt) + GRACE_MS), LATEST);
}

/** The answer to who made a request: as operators see it, with what was probably not meant. */
export async function showCreated(context: Context, { row }: Created): Promise<CreatedRequest> {
  return { ...(await context.views.operator(row)), warnings: warningsOf(row.doc.terms) };
}

function warningsOf({ expiresAt, invoice }: RequestTerms): Warning[] {
  const dueAt = calendarDate(invoice?.dueAt ?? '');
  const over = dueAt === null ? 0 : Math.min(endOfDay(dueAt), LATEST);
  if (dueAt === null || Date.parse(expiresAt) >= over) return [];
  const message = `The request ends at ${expiresAt}, before its due date ${dueAt} is over everywhere (${new Date(over).toISOString()}). A later expiresAt, or none, lets it be paid until then.`;
  return [{ path: 'expiresAt', code: 'expires-before-due', message }];
}

/**
 * Ends the request that this one takes the place of, so that a payer never has two to pay. What is still to be ended
 * needs the capability `cancel`, the account's too. Throws what `Engine.replace` does. Answers the id that is reserved
 * for the new request, and the call that may insert it.
 */
async function endReplaced(
  context: Context,
  old: string,
  principal: Principal,
): Promise<Pick<NewRow, 'id'> & { call: string }> {
  need(principal, 'cancel');
  const row = await findOwnRow(context, old, principal);
  if (row.status !== 'canceled' && row.status !== 'expired')
    needOn(principal, 'cancel', await context.settings.accounts.find(row.account));
  const call = context.call ?? newToken();
  const order = { by: `operator:${principal.id}`, call, repeatable: context.call !== null };
  return { id: await context.engine.replace(old, { ...order, id: await context.newId() }), call };
}

/** By mode as well: an order tried out in test mode can still be paid in live mode. */
function exclusiveKeyOf({ account, mode, reference }: RequestTerms): string {
  return JSON.stringify([account, mode, reference]);
}

/** A request that is to be inserted. */
interface NewRow {
  id: string;
  terms: RequestTerms;
  exclusiveKey: string | null;
  /** `operator:{id}`. */
  by: string;
  now: Date;
  /** Whether whoever asks may read requests of this account. */
  mayRead: boolean;
  /** Only of one that takes the place of another. */
  call?: string;
}

async function insert(
  { store }: Context,
  { id, terms, exclusiveKey, by, now, call, mayRead }: NewRow,
): Promise<Created> {
  const doc = { ...newDocument(terms), ...(call === undefined ? {} : { call }) };
  const made = await store.create({
    id,
    status: 'open',
    account: terms.account,
    reference: terms.reference,
    nextCheckAt: new Date(terms.expiresAt),
    doc,
    exclusiveKey,
    history: [createdEntry(doc, 'open', by, now)],
  });
  if (!made.created) refuseOtherPrice(made.row, terms, mayRead);
  return made;
}

/** The reserved id is taken where an earlier run of this call was only slow, or where another call had it before. */
async function insertSuccessor(context: Context, row: NewRow & { call: string }): Promise<Created> {
  try {
    return await insert(context, row);
  } catch (thrown) {
    const [known] = await context.store.read([row.id]);
    if (!known) throw thrown;
    if (known.doc.call === row.call) return { row: known, created: true };
    throw new PaymentError('already-replaced', `Another call has replaced this request by ${row.id}.`);
  }
}

/** A reference that stands for another price is a conflict, not a repeat. Which price, only who may read requests is told. */
function refuseOtherPrice(row: Row, terms: RequestTerms, mayRead: boolean): void {
  const { amount, currency } = row.doc.terms;
  if (amount === terms.amount && currency === terms.currency) return;
  const price = mayRead ? `${amount} ${currency}` : 'another amount';
  const message = `The reference has a request for ${price} already. Replace that one, or use another reference.`;
  throw new PaymentError(row.status === 'open' ? 'idempotency-key-reused' : 'already-paid', message, {
    errors: [{ path: 'amount', code: 'amount-mismatch', message }],
  });
}

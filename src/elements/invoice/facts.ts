/** What an invoice says of itself, from its request or, before there is one, from its draft. */
import type { LineItem, MoneyRequest, RequestInput } from '../../contract/types.js';
import { writeMoney } from '../../money/index.js';
import { labelOf } from '../internal/words.js';

/** The facts in the banner. */
export interface InvoiceFacts {
  /** The invoice's id, else the reference; null where there is neither, and the label stands for it. */
  number: string | null;
  label: string;
  customer: string | null;
  merchant: string | null;
  dueAt: string | null;
  reference: string | null;
  /** Lines and amount in minor units. */
  lineItems: readonly LineItem[];
  amount: number;
  /** Null where a draft leaves it to the account. */
  currency: string | null;
}

/** The facts of a request; `tag` is the language its label is wanted in. */
export function factsOf(request: MoneyRequest, tag: string): InvoiceFacts {
  const { invoice, reference, merchant, lineItems, amount, currency } = request;
  return {
    number: invoice?.id ?? reference,
    label: labelOf(request, tag),
    customer: invoice?.customer ?? null,
    merchant: merchant.name || null,
    dueAt: invoice?.dueAt ?? null,
    ...{ reference, lineItems, amount, currency },
  };
}

/** The facts of a draft. */
export function factsOfDraft({ label, amount, currency, reference, lineItems, invoice }: RequestInput): InvoiceFacts {
  return {
    number: invoice?.id ?? reference ?? null,
    label,
    customer: invoice?.customer ?? null,
    merchant: null,
    dueAt: invoice?.dueAt ?? null,
    reference: reference ?? null,
    lineItems: lineItems ?? [],
    amount,
    currency: currency ?? null,
  };
}

/** An amount of the invoice's; `''` where its currency is not known, as nothing may be guessed. */
export function write(amount: number, { currency }: Pick<InvoiceFacts, 'currency'>, tag: string): string {
  if (currency === null) return '';
  try {
    return writeMoney(amount, currency, tag);
  } catch {
    // A draft of the host's with a currency that is none: the server says so when it is asked for.
    return '';
  }
}

/** Whole calendar days since `dueAt`, where the viewer is; negative before it, null without it. */
export function daysPast(dueAt: string | null, now: number = Date.now()): number | null {
  const days = dueAt === null ? NaN : (calendarDay(now) - calendarDay(Date.parse(dueAt))) / 86_400_000;
  return Number.isNaN(days) ? null : days;
}

/** Midnight UTC of the day it is here: days counted on it have 24 hours, whatever the clocks do. */
function calendarDay(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

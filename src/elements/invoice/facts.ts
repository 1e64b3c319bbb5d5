/** What an invoice says of itself, from its request or, before there is one, from its draft. */
import { calendarDate, daysSince } from '../../contract/calendar.js';
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
  /** A calendar date. */
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
    dueAt: calendarDate(invoice?.dueAt ?? ''),
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
    dueAt: calendarDate(invoice?.dueAt ?? ''),
    reference: reference ?? null,
    lineItems: (lineItems ?? []).map((item) => ({ ...item, unitAmount: item.unitAmount ?? null })),
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

/** Days that an invoice is overdue, the same for every viewer; 0 until its day is over everywhere, and without a date. */
export function daysOverdue(dueAt: string | null, now: number = Date.now()): number {
  return dueAt === null ? 0 : Math.max(0, daysSince(dueAt, now));
}

/** Whether the date is today where the viewer is. */
export function isToday(date: string | null, now: number = Date.now()): boolean {
  const here = new Date(now);
  return date !== null && Date.parse(date) === Date.UTC(here.getFullYear(), here.getMonth(), here.getDate());
}

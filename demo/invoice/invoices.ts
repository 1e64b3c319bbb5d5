/** What the portal's business has written, in the words of `POST /requests`. Cents. */
import type { RequestInput } from '../../src/contract/types.js';

const DAY_MS = 86_400_000;

/** An invoice as it is asked for; `reference` is its number. */
export type InvoiceDraft = RequestInput & { reference: string; invoice: { id: string } };

/** The invoices, due around `now` (ms). Counted where a day ends last, as overdue days are. */
export function invoices(now: number): InvoiceDraft[] {
  return [
    invoice('INV-2043', now - 7 * DAY_MS, [
      ['Studio rent, November', 1, 100_000],
      ['Storage, 4 m²', 1, 24_000],
    ]),
    invoice('INV-2051', now + 14 * DAY_MS, [['Piano tuning', 2, 9_500]]),
    invoice('INV-2052', now + 30 * DAY_MS, [
      ['Studio rent, December', 1, 100_000],
      ['Loyalty discount', 1, -10_000],
    ]),
  ];
}

function invoice(
  number: string,
  dueAt: number,
  lines: [label: string, quantity: number, unit: number][],
): InvoiceDraft {
  const lineItems = lines.map(([label, quantity, unitAmount]) => ({
    label,
    quantity,
    unitAmount,
    amount: quantity * unitAmount,
  }));
  return {
    label: `Invoice ${number}`,
    amount: lineItems.reduce((sum, { amount }) => sum + amount, 0),
    currency: 'eur',
    reference: number,
    lineItems,
    invoice: { id: number, customer: 'Maria Keller', dueAt: new Date(dueAt - DAY_MS / 2).toISOString().slice(0, 10) },
    // Asked for twice, it is one request.
    exclusive: true,
  };
}

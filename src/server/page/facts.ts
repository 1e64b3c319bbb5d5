/** What the hosted page tells in plain HTML about a request and its payment, as rows. */
import type { MoneyRequest, Payment, PaymentRefund } from '../../contract/types.js';
import type { Fact } from './parts.js';
import { day, minute, money, words } from './words.js';

/** What is asked for: lines, description, reference, invoice. */
export function orderFacts({ lineItems, currency, description, reference, invoice }: MoneyRequest): Fact[] {
  return [
    ...lineItems.map(({ label, quantity, amount }): Fact => {
      return [quantity === 1 ? label : `${label} × ${quantity}`, money(amount, currency)];
    }),
    ...(description === null ? [] : [[words.description, description] as const]),
    ...(reference === null ? [] : [[words.reference, reference] as const]),
    ...(invoice === null ? [] : [[words.invoice, invoice.id] as const]),
    ...(invoice?.dueAt ? [[words.due, day(invoice.dueAt)] as const] : []),
  ];
}

/** What came of it: how much was taken, given back, is still held; card and date. */
export function paymentFacts(request: MoneyRequest, payment: Payment): Fact[] {
  const { currency, reference, status } = request;
  const { amount, captured, refunded, refundPending, refunds, withdrawn = 0, card, paidAt, captureBefore } = payment;
  const held = status === 'authorized';
  const released = held ? 0 : amount - captured;
  const minus = (value: number): string => money(-value, currency);
  return [
    ...(released > 0
      ? [[words.reserved, money(amount, currency)] as const, [words.released, minus(released)] as const]
      : []),
    ...refundFacts(refunded, refunds ?? [], minus),
    ...(withdrawn > 0 ? [[words.withdrawn, minus(withdrawn)] as const] : []),
    ...(released > 0 || refunded > 0 || withdrawn > 0
      ? [[words.youPaid, money(captured - refunded - withdrawn, currency), 'total'] as const]
      : []),
    ...(refundPending > 0 ? [[words.refundPending, minus(refundPending)] as const] : []),
    ...(held ? [[words.willBeTaken, words.whenShipped] as const] : []),
    ...(held && captureBefore !== null ? [[words.heldUntil, day(captureBefore)] as const] : []),
    ...(card === null ? [] : [[words.card, `${brandName(card.brand)} •••• ${card.last4}`] as const]),
    ...(paidAt === null ? [] : [[words.date, minute(paidAt)] as const]),
    ...(reference === null ? [] : [[words.reference, reference] as const]),
  ];
}

/** A row for each refund that was made, with its date; one for all where they are not told apart. */
function refundFacts(total: number, refunds: readonly PaymentRefund[], minus: (value: number) => string): Fact[] {
  const made = refunds.filter(({ status }) => status === 'succeeded');
  if (made.length === 0) return total > 0 ? [[words.refunded, minus(total)]] : [];
  return made.map(({ amount, at }): Fact => [
    at === null ? words.refunded : `${words.refunded} ${day(at)}`,
    minus(amount),
  ]);
}

/** `visa` → `Visa`, `american_express` → `American Express`. */
function brandName(brand: string): string {
  return brand.replaceAll(
    /(^|_)([a-z])/g,
    (_all, gap: string, letter: string) => `${gap === '' ? '' : ' '}${letter.toUpperCase()}`,
  );
}

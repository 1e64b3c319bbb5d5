/** What the hosted page says, in English. What the elements say as well is taken from their messages. */
import type { MoneyRequest } from '../../contract/types.js';
import { en, enPage, formatDate } from '../../i18n/index.js';
import { writeMoney } from '../../money/index.js';

/** A sentence as a heading, and what follows. */
export interface Said {
  title: string;
  text: string;
}

/** The language of the words. */
export const TAG = 'en';

const SAFE = 'You were not charged.';
const ASK = 'Ask the business that sent it.';

/** An amount with its currency's sign: `$25.00`. */
export function money(amount: number, currency: string): string {
  return writeMoney(amount, currency, TAG);
}

/** A day: `20 Nov 2026`. The payer's time zone is not known here. */
export function day(iso: string): string {
  return formatDate(iso, TAG, { timeZone: 'UTC' });
}

/** A time: `20 Nov 2026, 12:00 UTC`. */
export function minute(iso: string): string {
  return `${formatDate(iso, TAG, { time: true, timeZone: 'UTC' })} UTC`;
}

/** Names of facts and buttons. */
export const words = {
  payNow: en.payNow,
  testMode: en.testMode,
  cardToStripeOnly: enPage.cardToStripeOnly,
  goesToStripe: (cardOnly: boolean): string =>
    cardOnly ? enPage.goesToStripe : 'You will pay on a secure page of Stripe, and come back here.',
  description: 'For',
  reference: en.receipt.reference,
  invoice: 'Invoice',
  due: 'Due',
  card: en.receipt.card,
  date: en.receipt.date,
  captured: 'Taken',
  reserved: en.receipt.reserved,
  released: en.receipt.released,
  refunded: en.receipt.refunded,
  withdrawn: en.receipt.withdrawn,
  refundPending: 'Refund on its way',
  youPaid: en.receipt.youPaid,
  heldUntil: en.receipt.heldUntil,
  willBeTaken: en.receipt.willBeTaken,
  whenShipped: en.receipt.whenShipped,
  questions: 'Questions?',
  website: 'Website',
  back: 'Back to the payment',
  toStartOver: 'To pay in another way, start over: the payment in progress is ended first.',
  startOver: 'Start over',
  paidTo: (merchant: string): string => (merchant === '' ? 'Paid' : en.receipt.paidTo(merchant)),
  reservedFor: (merchant: string): string => (merchant === '' ? 'Reserved' : en.receipt.reservedFor(merchant)),
} as const;

/** A payment somewhere that is not known to have ended. */
export const checking: Said = { title: 'We are checking this payment', text: 'You need not pay again.' };

/** A payment that is not known to have ended; `asks`: its bank is being asked. */
export const underWay = (asks: boolean): Said => ({
  title: 'Another payment for this is already in progress',
  text: asks
    ? `Your bank hasn’t confirmed it yet. You were not charged so far.`
    : `We’re checking with your bank whether it went through. You will not be charged twice.`,
});

/** Declines enough, for an hour or for good. */
export const tooMany: Said = {
  title: 'Too many cards were declined',
  text: `${SAFE} Wait an hour, or ask for a new request.`,
};

/** No request has this id. */
export const notFound: Said = enPage.notFound;

/** Stripe, or this server, does not answer. */
export const trouble: Said = {
  title: 'This does not work right now',
  text: 'Nothing was charged just now. Try again in a moment.',
};

/** The caller's network has asked too often. */
export const tooOften: Said = { title: 'That was too often', text: 'Wait a minute, then try again.' };

/** What ended a request, or keeps it from being paid. */
export function ended(request: MoneyRequest): Said {
  const { expiresAt, merchant, status } = request;
  const who = merchant.name === '' ? 'the business' : merchant.name;
  if (status === 'expired') return enPage.expired(day(expiresAt), who);
  if (status === 'canceled') return enPage.canceled(who.charAt(0).toUpperCase() + who.slice(1));
  return merchant.name === ''
    ? { title: 'This cannot be paid right now', text: `${SAFE} ${ASK}` }
    : en.unavailable(merchant.name);
}

/** A delayed payment that Stripe works on. */
export function processing({ amount, currency, merchant, attempt }: MoneyRequest): Said {
  const who = merchant.name === '' ? 'the business' : merchant.name;
  return en.processing(money(amount, currency), who, attempt?.status === 'requires_action');
}

/** What is said to payers, as an interface that a language fills. No HTML: what is bold says so. */
import type { PaymentErrorCode } from '../errors/index.js';

/** A sentence with stretches to be set off (amount, merchant). Joined, it is plain text: `textOf`. */
export type Sentence = readonly (string | { readonly strong: string })[];

/** Two lines: what is the case, and what it means for the payer. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** Names of the card fields. */
export interface FieldNames {
  readonly number: string;
  readonly expiry: string;
  readonly cvc: string;
  readonly postalCode: string;
}

/** What is wrong with a field, by Stripe's code. An unknown code reads `other`. */
export type FieldProblem =
  | 'incomplete_number' | 'invalid_number' | 'incomplete_expiry' | 'invalid_expiry_month' | 'invalid_expiry_year'
  | 'invalid_expiry_month_past' | 'invalid_expiry_year_past' | 'incomplete_cvc' | 'incomplete_zip' | 'other'; // prettier-ignore

/**
 * Every text of the payer's elements in one language. Arguments are already formatted for the locale, and are text.
 * `amount` has all its decimals (`$25.00`), `short` is the sentence's form (`$25 USD`).
 */
export interface Messages {
  /** The BCP 47 tag of the language; dates and amounts follow the page where it is more exact (`en-GB` for `en`). */
  readonly locale: string;

  readonly payNow: string;
  readonly payAmount: (amount: string) => string;
  readonly cancel: string;
  readonly checkAgain: string;
  /** Goes on with a challenge at the bank that was left, and gives it up. */
  readonly continue: string;
  readonly startOver: string;
  /** The link to the hosted page where the form cannot be shown. */
  readonly paySecurely: string;
  readonly testMode: string;

  /** The accessible name of a form or receipt: `Get more kittens - 25$, $25.00`. */
  readonly nameWithAmount: (name: string, amount: string) => string;
  readonly fields: FieldNames;
  readonly placeholders: FieldNames;
  /** One line under the fields. */
  readonly fieldProblems: Readonly<Record<FieldProblem, string>>;
  readonly enterCard: (short: string, merchant: string) => Sentence;
  /** Where it may be another method than a card. */
  readonly payWith: (short: string, merchant: string) => Sentence;
  readonly sending: (short: string, merchant: string) => Sentence;
  readonly bankChecking: Sentence;
  /** The bank's window is gone, and it has not confirmed. */
  readonly bankWaiting: string;
  readonly offline: string;

  readonly unknown: string;
  /** The server could not be asked for a while; under it are a link to the hosted page and the merchant's contact. */
  readonly stalled: (merchant: string) => Notice;
  readonly paymentPage: string;
  /** `toPay`: the payer has a voucher or transfer still to pay; left out, the bank has it. */
  readonly processing: (amount: string, merchant: string, toPay?: boolean) => Notice;
  readonly review: string;
  /** The pill. */
  readonly completed: string;
  /** Announced. */
  readonly completedTo: (amount: string, merchant: string) => string;
  /** `card`: whether a card was used; where it is left out, one was. */
  readonly reserved: (amount: string, card?: boolean) => Notice;
  /** The pill. */
  readonly refunded: string;
  /** One refund. `card` as in `reserved`. */
  readonly refundedOn: (amount: string, date: string, card?: boolean) => string;
  readonly canceled: Notice;
  readonly expired: (date: string, merchant: string) => Notice;
  readonly unavailable: (merchant: string) => Notice;
  readonly blocked: Notice;

  /** The business's own bubble. */
  readonly waiting: string;
  readonly paid: string;
  readonly viewAtStripe: string;

  readonly receipt: {
    readonly paidTo: (merchant: string) => string;
    readonly reservedFor: (merchant: string) => string;
    readonly card: string;
    readonly date: string;
    readonly reference: string;
    readonly print: string;
    readonly refunded: string;
    /** What the payer's bank took back from the merchant, by a dispute. */
    readonly withdrawn: string;
    readonly youPaid: string;
    readonly willBeTaken: string;
    readonly whenShipped: string;
    readonly heldUntil: string;
    /** What was held of which less was taken, and the rest. */
    readonly reserved: string;
    readonly released: string;
  };

  /** What a payer reads for each error. Says whether money was taken where that is certain; never blames the payer. */
  readonly errors: Readonly<Record<PaymentErrorCode, string>>;
}

/** What only the hosted page says; in no browser bundle. */
export interface PageMessages {
  readonly cardToStripeOnly: string;
  /** Without JavaScript. */
  readonly goesToStripe: string;
  readonly expired: (date: string, merchant: string) => Notice;
  readonly canceled: (merchant: string) => Notice;
  readonly notFound: Notice;
}

/** A sentence as plain text, for announcements. */
export function textOf(sentence: Sentence): string {
  return sentence.map((part) => (typeof part === 'string' ? part : part.strong)).join('');
}

/**
 * A string of one or more sentences as title and text: the first sentence, and the rest (empty where there is none). For
 * errors and the other messages that are one string.
 */
export function noticeOf(message: string): Notice {
  const [, title = message, text = ''] = /^(.*?(?:[.!?…؟۔।](?=\s|$)|[。！？]))\s*(.*)$/su.exec(message) ?? [];
  return { title, text };
}

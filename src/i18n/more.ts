/**
 * What only the larger elements say (checkout, invoice, link): a group of its own, so that a page of chat requests does
 * not download it. `Messages` has what they share with the others.
 */
import { languageKey } from '../contract/language.js';
import { enMore } from './en-more.js';
import { nearest } from './locale.js';

/** Words of `<pay-checkout>`. Arguments are already formatted for the locale, and are text. */
export interface CheckoutMessages {
  /** Above the form, and its name as a region. */
  readonly heading: string;
  /** Between the express wallets and the form. */
  readonly or: string;
  /** The line above the amount: `Order ORD-1042`. */
  readonly order: (reference: string) => string;
  /** How many of a line, and what one costs: `2 × $22.00`. */
  readonly times: (quantity: string, unit: string) => string;
  readonly subtotal: string;
  readonly total: string;
  /**
   * Words, in lower case, by which a line is known as no good of its own (shipping, tax, a discount): at the end of the
   * lines such a line stands between subtotal and total. Where none matches, it stands with the goods.
   */
  readonly extras: readonly string[];
  /** The name of the e-mail input, and what is said of it. */
  readonly email: string;
  readonly optional: string;
  readonly emailProblem: string;
  /** Name of the row with the short label, on the receipt. */
  readonly details: string;
}

/** Words of `<pay-invoice>`. What is for the operator only says nothing of charges: no money of theirs is moved here. */
export interface InvoiceMessages {
  /** The name of it: `Invoice INV-2043`. */
  readonly number: (number: string) => string;
  readonly due: (date: string) => string;
  /** Whole calendar days, one at least. */
  readonly overdue: (days: number) => string;
  readonly paidOn: (date: string) => string;
  readonly total: string;
  /** One or two words each, in the badge beside the number. */
  readonly badges: {
    readonly open: string;
    readonly dueToday: string;
    readonly underWay: string;
    readonly checking: string;
    readonly reserved: string;
    readonly refundedInPart: string;
    readonly refunded: string;
    readonly canceled: string;
    readonly expired: string;
    readonly off: string;
    readonly draft: string;
  };
  /** The operator's button, and what is announced when it is done. */
  readonly create: string;
  readonly created: string;
  /** The account takes no payments by link. */
  readonly linksOff: string;
  readonly sendTo: string;
  /** What can be typed there, by what the server can send. */
  readonly recipients: { readonly email: string; readonly sms: string; readonly both: string };
  readonly recipientProblem: string;
  readonly send: string;
  readonly sent: string;
  /** Announced. */
  readonly sentTo: (recipient: string) => string;
  /** The line under the link, before and after it was sent. */
  readonly live: string;
  readonly sentAt: (time: string) => string;
  /** What an operator reads for an error. */
  readonly problems: {
    readonly signIn: string;
    readonly forbidden: string;
    /** The reference was asked for already, with another amount. */
    readonly otherAmount: string;
    readonly alreadyPaid: string;
    readonly invalid: string;
    readonly unavailable: string;
    readonly notSent: string;
    readonly wait: string;
    readonly unreachable: string;
    readonly other: string;
  };
}

/** Words of `<pay-link>`, and of the link in `<pay-invoice>`. */
export interface LinkMessages {
  /** The name of an address that is shown. */
  readonly name: string;
  readonly copy: string;
  readonly copied: string;
  /** Announced. */
  readonly wasCopied: string;
  readonly copyProblem: string;
  /** The button, and the name of the picture. */
  readonly qr: string;
  readonly qrName: string;
  readonly qrProblem: string;
}

/** Every text of the larger elements in one language. */
export interface MoreMessages {
  readonly checkout: CheckoutMessages;
  readonly invoice: InvoiceMessages;
  readonly link: LinkMessages;
}

const known = /* @__PURE__ */ new Map<string, MoreMessages>();

/** Makes a language known to the larger elements: `registerMoreMessages('de', deMore)`, beside `registerMessages('de', de)`. */
export function registerMoreMessages(tag: string, more: MoreMessages): void {
  known.set(languageKey(tag), more);
}

/** The words for a BCP 47 tag, by truncation; English where that language has no messages. */
export function moreFor(tag: string): MoreMessages {
  return nearest(known, tag) ?? enMore;
}

/** English. LOOK: money is said plainly, every stop says whether anything was charged, and nobody is blamed. */
import { paymentErrorCodes, type PaymentErrorCode } from '../errors/index.js';
import type { Messages, PageMessages } from './messages.js';

const safe = 'You were not charged.';
const twice = 'You will not be charged twice.';
const again = 'Please try again';
const bank = 'ask your bank.';
const offline = `You are offline. ${safe} You can pay when the connection is back.`;
const unavailable = 'This cannot be paid right now';
const here = `This amount cannot be paid here. ${safe}`;
const noForm = 'The card form could not be loaded here';
const blocking = 'A browser extension or this site may be blocking it.';
const unsure = `We could not reach the payment service. ${twice} ${again} in a moment.`;
const busy = `There is a lot going on right now. Please wait a moment, then try again. ${safe}`;
const typed = `Something in the card details is missing or not valid. ${safe}`;
const moved = 'This cannot be done now. Nothing was moved.';
const invalid = 'This expiry date is not valid.';
const past = 'This expiry date is in the past.';

/** What a payer reads for an error; what is not here is no matter of the payer's. */
const errors: Partial<Record<PaymentErrorCode, string>> = {
  'card-declined': `Your card was declined. ${safe} Try another card, or ${bank}`,
  'insufficient-funds': `There is not enough money on this card for the payment. ${safe} Try another card, or ${bank}`,
  'expired-card': `This card has expired. ${safe} Try another card.`,
  'incorrect-cvc': `The security code does not match this card. ${safe} Check it and try again.`,
  'incorrect-number': `This card number is not valid. ${safe} Check it and try again.`,
  'incorrect-postal-code': `The postal code does not match this card. ${safe} Check it and try again.`,
  'processing-error': `The card could not be processed. ${safe} ${again} in a moment.`,
  'authentication-required': `Your bank needs you to confirm this payment. ${safe} Try again and complete its check.`,
  'authentication-failed': `The payment was not confirmed with your bank. ${safe} Try again, or try another card.`,
  'fields-incomplete': typed,
  'fields-invalid': typed,
  'fields-lost': `The card form had to be loaded again. ${safe} Please enter your card once more.`,
  lapsed: `The payment was not completed. ${safe} ${again}.`,

  'already-paid': 'This is already paid. You were not charged again.',
  'already-replaced': `Another request has taken the place of this one. ${safe}`,
  'request-closed': `This request can no longer be paid. ${safe}`,
  'attempt-in-progress': `Another payment for this is under way. ${twice}`,
  'too-many-attempts': busy,
  'rate-limited': busy,
  unavailable: `${unavailable}. ${safe}`,
  'amount-too-small': here,
  'amount-too-large': here,
  'instrument-used': `These card details have to be sent anew. ${safe} ${again}.`,
  'not-found': `This request could not be found. ${safe}`,
  'amount-mismatch': `The amount shown is not the one asked for. ${safe} Please load this page again.`,

  offline,
  'network-error': unsure,
  timeout: unsure,
  'bad-response': unsure,
  internal: unsure,
  'gateway-error': unsure,
  'gateway-unavailable': unsure,
  'gateway-timeout': unsure,

  'script-blocked': `${noForm}. ${blocking} ${safe}`,
  'script-timeout': `${noForm}. It took too long. ${safe} ${again}.`,
  'script-outdated': `${noForm}. ${safe}`,
  'host-refused': `This page stopped the payment. ${safe} ${again}.`,

  'exceeds-remaining': moved,
  'not-capturable': moved,
  'order-in-progress': 'An earlier order is not decided yet. Nothing was moved by this one. Try again in two minutes.',
  'charge-disputed': 'This payment is disputed, so it cannot be refunded. Nothing was moved.',
  'balance-too-low': 'The balance at Stripe is too low for this refund. Nothing was moved.',
};

/** All English texts of the payer's elements. */
export const en: Messages = {
  locale: 'en',

  payNow: 'Pay Now',
  payAmount: (amount) => `Pay ${amount}`,
  cancel: 'Cancel',
  checkAgain: 'Check again',
  continue: 'Continue',
  startOver: 'Start over',
  paySecurely: 'Pay on a secure page',
  testMode: 'Test mode',

  nameWithAmount: (name, amount) => `${name}, ${amount}`,
  fields: { number: 'Card number', expiry: 'Expiry', cvc: 'Security code', postalCode: 'Postal code' },
  placeholders: { number: '1234 1234 1234 1234', expiry: 'MM / YY', cvc: 'CVC', postalCode: '' },
  fieldProblems: {
    incomplete_number: 'This card number is not complete.',
    invalid_number: 'This card number is not valid.',
    incomplete_expiry: 'This expiry date is not complete.',
    invalid_expiry_month: invalid,
    invalid_expiry_year: invalid,
    invalid_expiry_month_past: past,
    invalid_expiry_year_past: past,
    incomplete_cvc: 'This security code is not complete.',
    incomplete_zip: 'This postal code is not complete.',
    other: 'Something is not right here.',
  },
  enterCard: (short, merchant) => [
    'Enter your card to send ',
    { strong: short },
    ' securely to ',
    { strong: merchant },
  ],
  payWith: (short, merchant) => ['Send ', { strong: short }, ' securely to ', { strong: merchant }],
  sending: (short, merchant) => [
    'Sending ',
    { strong: short },
    ' securely to ',
    { strong: merchant },
    '. Please keep this page open.',
  ],
  bankChecking: [{ strong: 'Your bank is checking…' }, ' Confirm this payment in the window of your bank.'],
  bankWaiting: "Your bank hasn't confirmed yet. You were not charged so far.",
  offline,

  unknown: `We are checking with the bank whether this went through. ${twice}`,
  stalled: (merchant) => ({
    title: `We can't reach ${merchant} from here.`,
    text: `We don't know yet whether this went through. ${twice} Open the payment page, or ask ${merchant}.`,
  }),
  paymentPage: 'Open the payment page',
  processing: (amount, merchant, toPay = false) => ({
    title: toPay ? `${amount} still to pay` : `${amount} on its way`,
    text: toPay
      ? `Pay with the voucher or details you were given. We tell you here once ${merchant} has it.`
      : `Your bank is sending it to ${merchant}. This can take up to 5 days.`,
  }),
  review: 'We are checking this payment. You need not pay again.',
  completed: 'Payment completed',
  completedTo: (amount, merchant) => `Payment completed, ${amount} to ${merchant}`,
  reserved: (amount, card = true) => ({
    title: `${amount} reserved`,
    text: `${card ? 'Reserved on your card' : 'Reserved'}. It will be taken when your order is shipped.`,
  }),
  refunded: 'Payment refunded',
  refundedOn: (amount, date, card = true) =>
    card ? `${amount} went back to your card on ${date}.` : `${amount} was refunded on ${date}.`,
  canceled: { title: 'Canceled', text: `This request was withdrawn. ${safe}` },
  expired: (date, merchant) => ({
    title: `Expired on ${date}`,
    text: `${safe} Ask ${merchant} for a new request.`,
  }),
  unavailable: (merchant) => ({
    title: unavailable,
    text: `${merchant} is not taking payments at the moment. ${safe}`,
  }),
  blocked: { title: noForm, text: blocking },

  waiting: 'Waiting for payment',
  paid: 'Paid',
  viewAtStripe: 'View at Stripe',

  receipt: {
    paidTo: (merchant) => `Paid to ${merchant}`,
    reservedFor: (merchant) => `Reserved for ${merchant}`,
    card: 'Card',
    date: 'Date',
    reference: 'Reference',
    print: 'Print',
    refunded: 'Refunded',
    withdrawn: 'Returned by your bank',
    youPaid: 'You paid',
    willBeTaken: 'Will be taken',
    whenShipped: 'when shipped',
    heldUntil: 'Held until',
    reserved: 'Reserved',
    released: 'Released',
  },

  // Complete: every code is gone through.
  errors: Object.fromEntries(
    paymentErrorCodes.map((code) => [code, errors[code] ?? `This did not work. ${safe}`]),
  ) as Messages['errors'],
};

/** All English texts of the hosted page. */
export const enPage: PageMessages = {
  cardToStripeOnly: 'Card details go to Stripe only',
  goesToStripe: 'You will enter your card on a secure page of Stripe, and come back here.',
  expired: (date, merchant) => ({
    title: 'This request has expired',
    text: `It was open until ${date}. ${safe} Ask ${merchant} for a new one.`,
  }),
  canceled: (merchant) => ({ title: 'This request was canceled', text: `${merchant} withdrew it. ${safe}` }),
  notFound: {
    title: 'There is nothing here',
    text: 'The link may be incomplete. Open it again from the message it came in.',
  },
};

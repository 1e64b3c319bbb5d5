/** What is known for certain, how long to wait before asking again, and when to stop sending. */
import type { PaymentError } from '../errors/index.js';

const FIRST_MS = 500;
const MOST_MS = 15_000;
/** A press of the payer is not acted on any more after this. */
const RESEND_MS = 120_000;

/** Answers after which nothing can have been charged by this attempt. */
const refusals: ReadonlySet<string> = new Set([
  'already-paid',
  'request-closed',
  'attempt-in-progress',
  'unauthorized',
  'forbidden',
  'cross-site',
  'not-found',
  'malformed-body',
  'body-too-large',
  'unsupported-media-type',
  'rate-limited',
  'too-many-attempts',
  'invalid-request',
  'instrument-used',
  'amount-too-small',
  'amount-too-large',
  'amount-mismatch',
  'card-data-refused',
  'unavailable',
  'host-refused',
  'no-backend',
  'misuse',
  'lapsed',
]);

/** True where the error itself says that this attempt charged nothing. Everything else is a doubt, never a failure. */
export function isCertain(error: PaymentError): boolean {
  return error.kind === 'card' || refusals.has(error.code);
}

/** True while an attempt whose answer is missing may be sent once more. */
export function mayResend(sentAt: number): boolean {
  return Date.now() - sentAt < RESEND_MS;
}

/** How long the server cannot be asked until the payer is told so, with other ways to find out. */
const CUT_MS = 15_000;

/** True once it has been so since `since` for longer than a payer should be left without a word. */
export function isLong(since: number): boolean {
  return Date.now() - since >= CUT_MS;
}

/** A pause that grows with each round, with a share of chance so that many pages do not ask together; `wake` ends it. */
export function backOff(round: number): { over: Promise<void>; wake: () => void } {
  const wait = Math.min(MOST_MS, FIRST_MS * 2 ** round) * (0.75 + Math.random() / 2);
  let wake: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, wait);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { over, wake };
}

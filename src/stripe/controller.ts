/**
 * Notices that a page removed the hidden frame through which Stripe.js makes its calls. It is a child of `<body>`, so a library
 * that replaces or morphs the body takes it away, and the `Stripe` object is dead from then on: fields do not get ready, and
 * calls may never settle (https://github.com/turbolinks/turbolinks/issues/321).
 */
import type { Stripe } from '@stripe/stripe-js';
import type { PaymentError } from '../errors/index.js';
import { fieldsLost } from './errors.js';

interface Known {
  /** The frames of other `Stripe` objects that were there before. */
  readonly others: ReadonlySet<HTMLIFrameElement>;
  /** Its own ones, each with its window: a frame that is put back has another. */
  readonly windows: Map<HTMLIFrameElement, Window | null>;
}

const known = new WeakMap<object, Known>();

const frames = (): NodeListOf<HTMLIFrameElement> =>
  document.querySelectorAll<HTMLIFrameElement>('iframe[name^="__privateStripeController"]');

/** Makes a `Stripe` object, and takes note of the frame that it puts into the page. */
export function withController(make: () => unknown): unknown {
  const others = new Set(frames());
  const made = make();
  if (typeof made === 'object' && made !== null) {
    known.set(made, { others, windows: new Map() });
    isDead(made);
  }
  return made;
}

/** True once the page has removed the frame of this `Stripe` object. False where it is not known to have one. */
export function isDead(stripe: object): boolean {
  const { others, windows } = known.get(stripe) ?? {};
  if (!others || !windows) return false;
  // Before the page has a body, Stripe.js puts the frame there later.
  if (windows.size === 0) for (const frame of frames()) if (!others.has(frame)) windows.set(frame, frame.contentWindow);
  return [...windows].some(([frame, window]) => !window || frame.contentWindow !== window);
}

/** What a call of this `Stripe` object comes to. Rejects `fields-lost` where its frame is gone, or goes meanwhile. */
export async function whileAlive<T>(stripe: Stripe, call: () => Promise<T>): Promise<T> {
  if (isDead(stripe)) throw frameLost();
  let look: () => void = () => undefined;
  const gone = new Promise<never>((_, reject) => {
    look = () => isDead(stripe) && reject(frameLost());
  });
  const observer = new MutationObserver(() => look());
  observer.observe(document, { childList: true, subtree: true });
  try {
    return await Promise.race([gone, call()]);
  } finally {
    observer.disconnect();
  }
}

/** The error for a `Stripe` object whose frame is gone. */
export function frameLost(): PaymentError {
  return fieldsLost("Stripe's own frame was taken out of the page.");
}

/** What the page's half of the stand-in and its frames say to each other. No message ever carries what was typed. */
import type { MethodType } from './frames/methods.js';

/** The card Elements of Stripe.js that the sandbox offers. */
export type CardType = 'card' | 'cardNumber' | 'cardExpiry' | 'cardCvc';

/** All of Stripe.js's Elements that the sandbox offers. */
export type ElementType = CardType | 'payment' | 'expressCheckout';

/** CSS properties in camelCase; pseudo-classes and pseudo-elements nest one more of these. */
export interface StyleVariant {
  [property: string]: string | number | StyleVariant | undefined;
}

/** Stripe's `style` option: one variant for each state of a field. */
export type FieldStyle = Partial<Record<'base' | 'complete' | 'empty' | 'invalid', StyleVariant>>;

/** What a field's frame is told about its looks and manners. */
export interface FieldOptions {
  style?: FieldStyle;
  placeholder?: string;
  disabled?: boolean;
  /** Combined field only: leave the postal code out. */
  hidePostalCode?: boolean;
  /** Combined field only: the postal code to start with. */
  value?: { postalCode?: string };
  /** BCP 47, or `auto` for the browser's. */
  locale?: string;
  /** Text direction of the page around the field. */
  dir?: 'ltr' | 'rtl';
  fonts?: { family?: string; src?: string; [descriptor: string]: string | undefined }[];
}

/** A failed check of a field, in Stripe's shape. */
export interface ValidationError {
  type: 'validation_error';
  code: string;
  message: string;
}

/** A field's state as its `change` event shows it. */
export interface FieldState {
  empty: boolean;
  complete: boolean;
  error: ValidationError | undefined;
  brand?: string;
  value?: { postalCode: string };
}

/** Stripe's `appearance` option, as far as the sandbox follows it. */
export interface Appearance {
  theme?: 'stripe' | 'night' | 'flat';
  variables?: Record<string, string | undefined>;
  rules?: Record<string, Record<string, string | undefined>>;
}

/** What of the billing details the Payment Element leaves to the page: paths in the API's spelling. */
export type BillingPath = 'name' | 'email' | 'phone' | 'address.country' | 'address.postal_code';

/** What the Payment Element's frame is told. */
export interface PaymentOptions extends Pick<FieldOptions, 'locale' | 'dir' | 'fonts'> {
  /** In the order they are shown. */
  methods: MethodType[];
  layout: 'tabs' | 'accordion';
  /** Accordion only: nothing is unfolded at first. */
  collapsed: boolean;
  appearance: Appearance;
  hidden: BillingPath[];
  /** Whether an address is asked only of methods that cannot do without one. */
  addressIfRequired: boolean;
  defaults: Partial<Record<BillingPath, string>>;
  /** The merchant's name in what the payer agrees to. */
  business: string;
  /** Methods whose terms the page shows itself. */
  withoutTerms: MethodType[];
  readOnly: boolean;
}

/** The state of a Payment Element as its `change` event shows it. */
export interface PaymentState {
  empty: boolean;
  complete: boolean;
  collapsed: boolean;
  value: { type: MethodType };
}

/** What the frame of the Express Checkout Element is told. */
export interface ExpressOptions extends Pick<FieldOptions, 'locale' | 'dir'> {
  /** Whether the wallet's button is there. */
  shown: boolean;
  /** Height of a button in CSS px. */
  buttonHeight: number;
  /** CSS length of a button's rounded corners. */
  radius: string;
}

/** What any Element's frame can be asked. */
export type Gesture = { type: 'clear' | 'focus' | 'blur' };

/** Page to field. */
export type ToField = { type: 'init' | 'update'; options: FieldOptions } | Gesture;

/** Page to Payment Element. */
export type ToPayment =
  | { type: 'init'; options: PaymentOptions }
  | { type: 'update'; options: Partial<PaymentOptions> }
  | { type: 'submit'; id: number }
  | { type: 'collapse' }
  | Gesture;

/** Page to Express Checkout Element. */
export type ToExpress = { type: 'init' | 'update'; options: ExpressOptions } | Gesture;

/** An Element's frame to the page. */
export type FromElement =
  | { type: 'hello' | 'focus' | 'blur' | 'escape' | 'enter' }
  | { type: 'ready' | 'height'; height: number }
  | { type: 'change'; state: FieldState }
  | { type: 'payment'; state: PaymentState }
  | { type: 'submitted'; id: number; error: ValidationError | null }
  | { type: 'cardDetails'; brand: string }
  | { type: 'press' };

/** Page to the wallet's sheet. */
export type ToWallet = { type: 'init'; amount: string; business: string } | { type: 'failed'; message: string };

/** The wallet's sheet to the page: loaded, paid with, left. */
export type FromWallet = { type: 'hello' | 'pay' | 'cancel' };

/** An error as the API words it. */
export interface ApiError {
  type: string;
  code?: string;
  message?: string;
  [member: string]: unknown;
}

/** Where the controller finds what was typed: a card in the fields of a group, or a payment method in one frame. */
export type Source = { of: 'card'; element: string; group: string } | { of: 'method'; element: string };

/** One call to the API. With a source, the controller adds what its frames hold. */
export interface ApiCall {
  method: 'GET' | 'POST';
  path: string;
  params: [name: string, value: string][];
  key: string;
  account: string | null;
  source: Source | null;
}

/** How a call ended: answered, refused (by the API, a field or the network), or the Element's frame is not there. */
export type ApiAnswer = { type: 'ok'; body: unknown } | { type: 'error'; error: ApiError } | { type: 'lost' };

/** Page to controller. */
export type ToController = { type: 'call'; id: number; call: ApiCall };

/** Controller to page. */
export type FromController = { type: 'hello' } | { type: 'answer'; id: number; answer: ApiAnswer };

/** Challenge to page: loaded, decided (read the intent to learn how), left undecided. */
export type FromChallenge = { type: 'hello' | 'done' | 'close' };

/** One end of a conversation. */
export interface Link<Out> {
  send(message: Out): void;
  close(): void;
}

/**
 * Opens one end of a conversation between a page and one of its frames. A message counts only if it comes from that
 * window, from that origin, and bears the frame's random id.
 */
export function openLink<Out, In>(
  id: string,
  origin: string,
  peer: () => Window | null,
  receive: (message: In) => void,
): Link<Out> {
  const listener = (event: MessageEvent<unknown>): void => {
    if (event.source === null || event.source !== peer() || event.origin !== origin) return;
    const { data } = event;
    if (typeof data !== 'object' || data === null || !('sandboxFrame' in data) || data.sandboxFrame !== id) return;
    // The other end is this same build at a checked origin, so its messages have the declared type.
    receive((data as { sandboxFrame: string; message: In }).message);
  };
  window.addEventListener('message', listener);
  return {
    // A page without an origin (a sandboxed frame) cannot be named as a target.
    send: (message) => peer()?.postMessage({ sandboxFrame: id, message }, origin === 'null' ? '*' : origin),
    close: () => window.removeEventListener('message', listener),
  };
}

/** A name nobody can guess, for a group, a frame or an element: 128 random bits in hexadecimal. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

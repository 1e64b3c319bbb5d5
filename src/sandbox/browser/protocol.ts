/** What the page's half of the stand-in and its frames say to each other. No message ever carries what was typed. */

/** The card Elements of Stripe.js that the sandbox offers. */
export type ElementType = 'card' | 'cardNumber' | 'cardExpiry' | 'cardCvc';

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

/** Page to field. */
export type ToField =
  | { type: 'init'; options: FieldOptions }
  | { type: 'update'; options: FieldOptions }
  | { type: 'clear' | 'focus' | 'blur' };

/** Field to page. */
export type FromField =
  | { type: 'hello' | 'focus' | 'blur' | 'escape' | 'enter' }
  | { type: 'ready' | 'height'; height: number }
  | { type: 'change'; state: FieldState };

/** An error as the API words it. */
export interface ApiError {
  type: string;
  code?: string;
  message?: string;
  [member: string]: unknown;
}

/** One call to the API. With `card`, the controller adds what that Element and its siblings hold. */
export interface ApiCall {
  method: 'GET' | 'POST';
  path: string;
  params: [name: string, value: string][];
  key: string;
  account: string | null;
  card: { element: string; group: string } | null;
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

/**
 * What the session knows of the card form: the seam between it and `stripe/`, which it reaches by
 * `import()` only. No type of Stripe's crosses it, so a test can hand in a form of its own.
 */
import type { Instrument, MoneyRequest } from '../contract/types.js';
import type { PaymentError } from '../errors/index.js';

/** The three fields of a card, in reading order. */
export type FieldName = 'number' | 'expiry' | 'cvc';

/** What is known of one field: never its value. */
export interface FieldState {
  empty: boolean;
  complete: boolean;
  focused: boolean;
  /** Code of what is wrong, as Stripe names it (`invalid_number`, …); null where nothing is. */
  error: string | null;
}

/** What is typed into: Stripe's three card fields, or its Payment Element with every method that the request has. */
export type FieldsKind = 'card' | 'payment';

/**
 * What is known of all of them. With `fields: 'payment'` the inputs are Stripe's own and the three states are blank:
 * `complete` and `empty` say it.
 */
export interface CardInput {
  complete: boolean;
  empty: boolean;
  /** Stripe's brand word, `unknown` before it can be told. */
  brand: string;
  /** `card`, or Stripe's type of the method that is chosen in the Payment Element (`ideal`, `sepa_debit`, …). */
  method: string;
  fields: Readonly<Record<FieldName, FieldState>>;
}

/** Where the fields are to appear and how they are to look. */
export interface FormPlace {
  /** The element whose shadow root has `<slot name={slotName}>`; the fields' light DOM home is found from it. */
  readonly host: HTMLElement;
  /** Names the slot that the fields are assigned to; called before anything is mounted, again on each mount. */
  useSlot(name: string): void;
  /** What the fields' frames must be told, read from the styles in force. */
  appearance(): FieldAppearance;
}

/** Values for Stripe's fields, which see no custom property of the page. All are computed CSS values. */
export interface FieldAppearance {
  color: string;
  placeholderColor: string;
  invalidColor: string;
  disabledColor: string;
  /** What the Payment Element and the wallets wear beside it: they draw controls of their own. */
  accent: string;
  surface: string;
  danger: string;
  /** A length, of the corners of a control. */
  radius: string;
  fontFamily: string;
  /** At least 16px on touch screens, else iOS zooms. */
  fontSize: string;
  lineHeight: string;
  colorScheme: 'light' | 'dark';
  direction: 'ltr' | 'rtl';
  /** Geometry of the overlay over the element's own cells, in CSS px. */
  cell: {
    rowHeight: number;
    paddingInline: number;
    paddingBlockStart: number;
    fieldHeight: number;
    endInset: number;
    gap: number;
  };
}

/** What the form tells the session. */
export interface FormEvents {
  /** The fields can be typed into. Once a mount. */
  ready(): void;
  /** Something about the fields changed: what was typed (`edited`), or only where the focus is. */
  input(input: CardInput, edited: boolean): void;
  /** Enter in a field. */
  submit(): void;
  /** Escape in a field. */
  escape(): void;
  /** The frames died or could not be kept (removed, moved while nothing could be repaired). */
  lost(error: PaymentError): void;
}

/** Options of `openForm`. */
export interface FormOptions {
  request: MoneyRequest;
  /** What is typed into. For `payment` the home has one container, as wide as its place and as high as its content. */
  fields: FieldsKind;
  place: FormPlace;
  /** BCP 47, for the fields' own words. */
  locale: string;
  /** Accessible names and placeholders of the fields. */
  names: Readonly<Record<FieldName, { label: string; placeholder: string }>>;
  events: FormEvents;
  /** `token` for a backend with `flow: 'token'`, else `confirmationToken` for `fields: 'payment'`. */
  instrument: InstrumentKind;
  signal: AbortSignal;
}

/** What is made of what was typed. */
export type InstrumentKind = 'paymentMethod' | 'token' | 'confirmationToken';

/** What can be charged: what was typed into a form, or what a wallet's sheet holds. */
export interface Payable {
  /**
   * Makes the instrument. Rejects with kind `card` (`fields-incomplete`, `fields-invalid`, or Stripe's word on the
   * card) where nothing was charged, or `fields-lost`.
   */
  instrument(billing: { postalCode?: string }): Promise<Instrument>;
  /** Runs the next action (3-D Secure, a bank's page). Resolves when it is over, whatever came of it: the server is asked next. */
  nextAction(clientSecret: string): Promise<void>;
}

/** An open card form. */
export interface CardForm extends Payable {
  /**
   * Has what was typed checked, where only Stripe can tell what is missing: what is wrong is shown there, and the payer is
   * led to it. Absent where `CardInput` says it.
   */
  check?(): Promise<boolean>;
  /** With `fields: 'payment'` any of the names leads to the Payment Element. */
  focus(field: FieldName): void;
  /** Locks or unlocks the fields. What was typed stays. */
  setDisabled(disabled: boolean): void;
  /** Reads `place.appearance()` again. */
  restyle(): void;
  /** The element was moved, or its hosts' children changed: repairs the path, or mounts anew. Never while `hold` is on. */
  moved(): void;
  /** While a charge runs nothing is remounted: if the frame died, `lost` is called. */
  hold(on: boolean): void;
  /** Empties the fields. */
  clear(): void;
  /** Removes everything from the page. Safe twice. */
  destroy(): void;
}

/** A payment that the payer has confirmed in a wallet's sheet. */
export interface WalletSheet extends Payable {
  /** Says in the sheet that nothing was paid. Safe twice, and once the sheet is gone. */
  fail(): void;
}

/** What the row of wallets tells the session. */
export interface WalletEvents {
  /** Whether there is any wallet that this payer can use; told once it is known, and when it changes. */
  shown(any: boolean): void;
  /** A wallet was pressed. Whether its sheet may open is to be said at once: Stripe waits for one second. */
  click(): boolean;
  /** The payer confirmed in the sheet. */
  confirm(sheet: WalletSheet): void;
}

/** Options of `openWallets`. */
export interface WalletOptions {
  request: MoneyRequest;
  /** Beside the form's: the row has a slot of its own. */
  place: FormPlace;
  /** BCP 47, for the buttons' words. */
  locale: string;
  events: WalletEvents;
  signal: AbortSignal;
}

/** The wallets of an open form. */
export type WalletRow = Pick<CardForm, 'restyle' | 'moved' | 'hold' | 'destroy'>;

/** The module that `session/` imports when the payer shows intent. */
export interface FormModule {
  /** Loads Stripe.js for this request's key and account, mounts the fields. Rejects `script-blocked`, `script-timeout`, `script-outdated`, `misuse`. */
  openForm(options: FormOptions): Promise<CardForm>;
  /** Mounts the express wallets. Rejects what `openForm` does; absent where the module has none. */
  openWallets?(options: WalletOptions): Promise<WalletRow>;
  /** Loads Stripe.js and nothing more (`loading="eager"`). */
  preload(request: MoneyRequest): Promise<void>;
  /** Runs a next action without a form: after a reload. `near` is the element that it is for, where there is one. */
  resumeAction(request: MoneyRequest, clientSecret: string, near?: Element): Promise<void>;
}

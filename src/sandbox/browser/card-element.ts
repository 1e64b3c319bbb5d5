import type { ElementHome } from './frame-element.js';
import { FrameElement } from './frame-element.js';
import type { CardType, FieldOptions, FieldState, FieldStyle, FromElement, Source, ToField } from './protocol.js';

/** The path and the accessible name of each field's frame; the names are Stripe's. */
const FRAMES: Record<CardType, { path: string; title: string }> = {
  card: { path: '/frames/card', title: 'Secure card payment input frame' },
  cardNumber: { path: '/frames/card-number', title: 'Secure card number input frame' },
  cardExpiry: { path: '/frames/card-expiry', title: 'Secure expiration date input frame' },
  cardCvc: { path: '/frames/card-cvc', title: 'Secure CVC input frame' },
};

/** Class names of the container in each state. */
const CLASSES = {
  base: 'StripeElement',
  complete: 'StripeElement--complete',
  empty: 'StripeElement--empty',
  focus: 'StripeElement--focus',
  invalid: 'StripeElement--invalid',
};
type ClassName = keyof typeof CLASSES;

/** The options of a card Element that the sandbox follows. */
export interface CardElementOptions extends FieldOptions {
  classes?: Partial<Record<ClassName, string>>;
}

const EMPTY: FieldState = { empty: true, complete: false, error: undefined };

/** A card Element: one frame in a container of the page, which learns how the field stands and never what is in it. */
export class CardElement extends FrameElement<ToField> {
  #options: CardElementOptions;

  constructor(type: CardType, options: CardElementOptions, home: ElementHome) {
    super(type, home, FRAMES[type]);
    this.#options = { ...options };
  }

  /** Where the controller finds what was typed, or null while there is no such place. */
  get source(): Source | null {
    const element = this.frameId;
    return element === null ? null : { of: 'card', element, group: this.home.group };
  }

  update(options: CardElementOptions): void {
    this.assertUsable();
    if (this.container) for (const name of Object.keys(CLASSES) as ClassName[]) this.#moveClass(name, options.classes);
    const style = options.style && mergeStyles(this.#options.style, options.style);
    this.#options = { ...this.#options, ...options, ...(style && { style }) };
    this.send({ type: 'update', options: { ...options, ...(style && { style }) } });
  }

  override refresh(): void {
    this.send({ type: 'update', options: this.home.shared() });
  }

  protected override begin(dir: 'ltr' | 'rtl'): ToField {
    const options: CardElementOptions = { ...this.#options };
    delete options.classes;
    return { type: 'init', options: { ...this.home.shared(), dir, ...options } };
  }

  protected override heard(message: FromElement): void {
    if (message.type === 'change') this.#showState(message.state);
    if (message.type === 'focus' || message.type === 'blur') this.#setClass('focus', message.type === 'focus');
  }

  protected override entered(): void {
    this.#setClass('base', true);
    this.#showState(EMPTY);
  }

  protected override left(): void {
    for (const name of Object.keys(CLASSES) as ClassName[]) this.#setClass(name, false);
  }

  #showState(state: FieldState): void {
    this.#setClass('empty', state.empty);
    this.#setClass('complete', state.complete);
    this.#setClass('invalid', state.error !== undefined);
  }

  #setClass(name: ClassName, on: boolean): void {
    const classes = (this.#options.classes?.[name] ?? CLASSES[name]).split(/\s+/).filter(Boolean);
    for (const token of classes) this.container?.classList.toggle(token, on);
  }

  #moveClass(name: ClassName, classes: CardElementOptions['classes']): void {
    const [from, to] = [this.#options.classes?.[name] ?? CLASSES[name], classes?.[name]];
    if (to === undefined || to === from) return;
    const list = this.container?.classList;
    const present = from.split(/\s+/).some((token) => token && list?.contains(token));
    for (const token of from.split(/\s+/).filter(Boolean)) list?.remove(token);
    if (present) list?.add(...to.split(/\s+/).filter(Boolean));
  }
}

function mergeStyles(old: FieldStyle = {}, changes: FieldStyle): FieldStyle {
  const merged: FieldStyle = { ...old };
  for (const variant of Object.keys(changes) as (keyof FieldStyle)[]) {
    merged[variant] = { ...old[variant], ...changes[variant] };
  }
  return merged;
}

/** Stripe's three card fields as one `CardInput`: completeness, brand and validity, never a value. */
import type {
  StripeCardCvcElement,
  StripeCardExpiryElement,
  StripeCardNumberElement,
  StripeElements,
  StripeElementStyle,
} from '@stripe/stripe-js';
import type { CardInput, FieldName, FieldState, FormEvents, FormOptions } from '../session/form.js';
import type { PieceEvents } from './keeper.js';

/** The fields in reading order. */
export const fieldNames: readonly FieldName[] = ['number', 'expiry', 'cvc'];

/** Stripe's Elements, by our names. */
export type Fields = Readonly<{
  number: StripeCardNumberElement;
  expiry: StripeCardExpiryElement;
  cvc: StripeCardCvcElement;
}>;

/** What the fields tell. */
export type FieldEvents = PieceEvents & Pick<FormEvents, 'input' | 'escape'>;

/** Makes the fields; they are mounted by the caller. Those of an earlier mount have to be destroyed before. */
export function createFields(
  elements: StripeElements,
  { names, style, disabled }: { names: FormOptions['names']; style: StripeElementStyle; disabled: boolean },
  events: FieldEvents,
): Fields {
  const blank: FieldState = { empty: true, complete: false, focused: false, error: null };
  const states: Record<FieldName, FieldState> = { number: blank, expiry: blank, cvc: blank };
  const waiting = new Set(fieldNames);
  let brand = 'unknown';

  const options = (name: FieldName): { style: StripeElementStyle; placeholder: string; disabled: boolean } => ({
    style,
    placeholder: names[name].placeholder,
    disabled,
  });
  const tell = (edited: boolean): void => {
    const all = fieldNames.map((name) => states[name]);
    const input: CardInput = {
      complete: all.every(({ complete }) => complete),
      empty: all.every(({ empty }) => empty),
      brand,
      method: 'card',
      fields: { ...states },
    };
    events.input(input, edited);
  };
  const change = (name: FieldName, known: Partial<FieldState>): void => {
    states[name] = { ...states[name], ...known };
    tell(known.focused === undefined);
  };

  const fields: Fields = {
    // The brand is drawn by us, and the Link button would cover it.
    number: elements.create('cardNumber', { ...options('number'), disableLink: true }),
    expiry: elements.create('cardExpiry', options('expiry')),
    cvc: elements.create('cardCvc', options('cvc')),
  };
  fields.number.on('loaderror', () => events.failed());
  for (const name of fieldNames) {
    // The same events, but each field's type has them under an overload of its own.
    const field = fields[name] as StripeCardExpiryElement;
    field.on('ready', () => {
      if (waiting.delete(name) && waiting.size === 0) events.ready();
    });
    field.on('change', (event) => {
      if ('brand' in event) brand = String(event.brand);
      change(name, { empty: event.empty, complete: event.complete, error: event.error?.code ?? null });
    });
    field.on('focus', () => change(name, { focused: true }));
    field.on('blur', () => change(name, { focused: false }));
    field.on('escape', () => events.escape());
  }
  return fields;
}

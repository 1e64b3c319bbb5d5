/** The script of a field's frame: `/frames/card-number`, `card-expiry`, `card-cvc` or `card`. */
import type { FieldOptions, FieldState, FromElement, ToField, ValidationError } from './protocol.js';
import { openLink } from './protocol.js';
import type { Brand } from './frames/card-rules.js';
import { brandOf, parseExpiry } from './frames/card-rules.js';
import { FrameInput } from './frames/frame-input.js';
import type { FieldName } from './frames/kinds.js';
import { validationError } from './frames/messages.js';
import type { CardValues } from './frames/siblings.js';
import { fieldsOf } from './frames/siblings.js';
import { adoptStyles, applyStyle } from './frames/style.js';

const INPUTS: Record<string, FieldName[]> = {
  'card-number': ['cardnumber'],
  'card-expiry': ['exp-date'],
  'card-cvc': ['cvc'],
  card: ['cardnumber', 'exp-date', 'cvc', 'postal'],
};

const kind = location.pathname.split('/').pop() ?? '';
const address = new URLSearchParams(location.hash.slice(1));
const element = address.get('element') ?? '';
const group = address.get('group') ?? '';
const combined = kind === 'card';
const main = document.createElement('main');
const all = (INPUTS[kind] ?? []).map((name) => new FrameInput(name, () => edited(name)));
/** Those that count: the page can do without the postal code. */
let inputs = all;
let locale = 'auto';
let shown = '';

const link = openLink<FromElement, ToField>(element, address.get('page') ?? '', () => window.parent, receive);

function inputOf(name: FieldName): FrameInput<FieldName> | undefined {
  return inputs.find((input) => input.name === name);
}

function firstError(): ValidationError | undefined {
  const code = inputs.map((input) => input.error).find((error) => error !== null);
  return code && validationError(code, locale);
}

function currentState(): FieldState {
  const number = inputOf('cardnumber');
  const postal = inputOf('postal');
  return {
    empty: inputs.every((input) => input.empty),
    complete: inputs.every((input) => input.complete),
    error: firstError(),
    ...(number && { brand: brandOf(number.text) }),
    ...(combined && { value: { postalCode: postal?.text ?? '' } }),
  };
}

/** Shows the state, and tells the page: always after an edit, else only if it differs from what the page knows. */
function report(always: boolean): void {
  for (const input of inputs) input.show();
  const state = currentState();
  const next = JSON.stringify(state);
  if (always || next !== shown) link.send({ type: 'change', state });
  shown = next;
}

function edited(name: FieldName): void {
  const number = inputOf('cardnumber');
  if (name === 'cardnumber' && number) {
    const brand = brandOf(number.text);
    for (const input of inputs) input.brand = brand;
    for (const field of fieldsOf(group)) if (field.element !== element) field.setBrand(brand);
  }
  report(true);
  if (combined && inputOf(name)?.complete) advanceFrom(name);
}

/** The combined field leads on by itself, as Stripe's does; separate ones leave that to the payer. */
function advanceFrom(name: FieldName): void {
  const current = inputOf(name);
  const next = inputs[inputs.findIndex((input) => input === current) + 1];
  if (name !== 'postal' && document.activeElement === current?.element) next?.element.focus();
}

function build(): void {
  main.className = kind;
  main.append(...all.map((input) => input.element));
  if (inputOf('cardnumber')) {
    const mark = document.createElement('span');
    mark.className = 'mark';
    mark.textContent = 'SANDBOX';
    mark.setAttribute('aria-hidden', 'true');
    main.append(mark);
  }
  document.body.append(main);
  for (const input of all) listen(input);
}

function listen(input: FrameInput<FieldName>): void {
  input.element.addEventListener('focus', (event) => {
    if (!inputs.some((other) => other.element === event.relatedTarget)) link.send({ type: 'focus' });
  });
  input.element.addEventListener('blur', (event) => {
    input.judge(false);
    report(false);
    if (!inputs.some((other) => other.element === event.relatedTarget)) link.send({ type: 'blur' });
  });
  input.element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') link.send({ type: 'escape' });
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      if (!event.repeat) link.send({ type: 'enter' });
    }
  });
}

function configure(options: FieldOptions): void {
  if (options.hidePostalCode !== undefined)
    inputs = all.filter(({ name }) => name !== 'postal' || !options.hidePostalCode);
  for (const input of all) input.element.hidden = !inputs.includes(input);
  const postal = inputOf('postal');
  if (postal && options.value?.postalCode !== undefined) postal.text = options.value.postalCode;
  if (options.style) applyStyle(options.style);
  if (options.locale) locale = options.locale;
  if (options.dir) document.documentElement.dir = options.dir;
  document.documentElement.lang = locale === 'auto' ? navigator.language : locale;
  for (const input of all) {
    if (options.disabled !== undefined) input.element.disabled = options.disabled;
    if (options.placeholder !== undefined && !combined) input.element.placeholder = options.placeholder;
    input.show();
  }
  for (const { family, src, ...descriptors } of options.fonts ?? []) {
    if (family && src) document.fonts.add(new FontFace(family, src, descriptors));
  }
}

const height = (): number => main.getBoundingClientRect().height;

function init(options: FieldOptions): void {
  build();
  configure(options);
  for (const field of fieldsOf(group)) {
    const { number } = field.values();
    if (number) for (const input of inputs) input.brand = brandOf(number);
  }
  shown = JSON.stringify(currentState());
  const rank = Object.keys(INPUTS).indexOf(kind);
  window.__sandboxField = { element, group, rank, values, validate, setBrand };
  link.send({ type: 'ready', height: height() });
  new ResizeObserver(() => link.send({ type: 'height', height: height() })).observe(main);
}

function values(): CardValues {
  const read: CardValues = {};
  const digits = (name: FieldName): string | undefined => inputOf(name)?.text.replace(/\D/g, '');
  const expiry = inputOf('exp-date');
  if (expiry) {
    const { month, year } = parseExpiry(expiry.text);
    Object.assign(read, { exp_month: String(Number(month)), exp_year: `20${year}` });
  }
  const [number, cvc, postal] = [digits('cardnumber'), digits('cvc'), inputOf('postal')?.text.trim()];
  if (number) read.number = number;
  if (cvc) read.cvc = cvc;
  if (postal) read.postal = postal;
  return read;
}

function validate(): ValidationError | undefined {
  for (const input of inputs) input.judge(true);
  report(false);
  return firstError();
}

function setBrand(brand: Brand): void {
  for (const input of inputs) input.brand = brand;
  report(false);
}

function receive(message: ToField): void {
  const [first] = inputs;
  switch (message.type) {
    case 'init':
      return init(message.options);
    case 'update':
      return configure(message.options);
    case 'clear':
      for (const input of inputs) input.text = '';
      return edited('cardnumber');
    case 'focus':
      return first?.element.focus();
    case 'blur':
      return inputs.forEach((input) => input.element.blur());
  }
}

adoptStyles();
document.title = 'Sandbox';
link.send({ type: 'hello' });

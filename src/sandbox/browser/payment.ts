/** The script of `/frames/payment`, the Payment Element's frame. */
import { applyAppearance } from './frames/appearance.js';
import type { Brand } from './frames/card-rules.js';
import { Chooser } from './frames/chooser.js';
import { labelOf, termsIn } from './frames/labels.js';
import { MethodForm } from './frames/method-form.js';
import type { MethodType } from './frames/methods.js';
import type { FromElement, PaymentOptions, PaymentState, ToPayment } from './protocol.js';
import { openLink } from './protocol.js';

const address = new URLSearchParams(location.hash.slice(1));
const element = address.get('element') ?? '';
const main = document.createElement('main');
const mark = document.createElement('p');
mark.className = 'mark';

const link = openLink<FromElement, ToPayment>(element, address.get('page') ?? '', () => window.parent, receive);

let options: PaymentOptions;
let forms: MethodForm[] = [];
let chooser: Chooser;
let chosen: MethodType = 'card';
let collapsed = false;
let told = '';
let brand: Brand = 'unknown';

const form = (): MethodForm | undefined => forms.find(({ type }) => type === chosen);

function currentState(): PaymentState {
  const current = form();
  return { empty: current?.empty ?? true, complete: current?.complete ?? false, collapsed, value: { type: chosen } };
}

/** Tells the page how it stands, when that has changed; Stripe does so once at first, too. */
function report(): void {
  const state = currentState();
  const next = JSON.stringify(state);
  if (next !== told) link.send({ type: 'payment', state });
  told = next;
}

function choose(type: MethodType): void {
  chosen = type;
  collapsed = false;
  chooser.show(type);
  report();
}

/** The page learns the brand of a card before the rest of it is typed. */
function edited(): void {
  const next = form()?.brand ?? 'unknown';
  if (next !== brand) link.send({ type: 'cardDetails', brand: next });
  brand = next;
  report();
}

/** Makes the forms anew; what was typed is kept. */
function build(): void {
  const before = forms;
  forms = options.methods.map((type) => new MethodForm(type, options, edited));
  for (const one of forms) {
    const old = before.find(({ type }) => type === one.type);
    if (old) one.adopt(old);
  }
  if (before.length === 0 || !form()) chosen = options.methods[0] ?? 'card';
  const locale = options.locale ?? 'auto';
  const choices = forms.map(({ type, element: panel }) => ({ type, label: labelOf(type, locale), panel }));
  chooser = new Chooser(choices, options.layout, choose);
  chooser.show(collapsed && forms.length > 1 ? null : chosen);
  mark.textContent = termsIn(locale).mark;
  main.replaceChildren(mark, chooser.element);
}

/** What the forms are made of; a change of anything else leaves them alone. */
const madeOf = ({ methods, layout, hidden, defaults, business, withoutTerms, locale }: PaymentOptions): string =>
  JSON.stringify({ methods, layout, hidden, defaults, business, withoutTerms, locale });

function dress(): void {
  applyAppearance(options.appearance);
  const locale = options.locale ?? 'auto';
  document.documentElement.lang = locale === 'auto' ? navigator.language : locale;
  if (options.dir) document.documentElement.dir = options.dir;
  for (const one of forms) one.setReadOnly(options.readOnly);
  chooser.setDisabled(options.readOnly);
}

const height = (): number => main.getBoundingClientRect().height;

function init(given: PaymentOptions): void {
  options = given;
  collapsed = options.collapsed && options.methods.length > 1;
  build();
  dress();
  for (const { family, src, ...descriptors } of options.fonts ?? []) {
    if (family && src) document.fonts.add(new FontFace(family, src, descriptors));
  }
  document.body.append(main);
  window.__sandboxMethod = { element, validate: () => form()?.judge(), data: () => form()?.data() ?? [] };
  link.send({ type: 'ready', height: height() });
  report();
  new ResizeObserver(() => link.send({ type: 'height', height: height() })).observe(main);
}

function update(given: Partial<PaymentOptions>): void {
  const before = madeOf(options);
  options = { ...options, ...given };
  if (madeOf(options) !== before) build();
  dress();
  report();
}

function collapse(): void {
  if (options.layout !== 'accordion' || forms.length < 2) return;
  collapsed = true;
  chooser.show(null);
  report();
}

function focus(): void {
  const first = collapsed ? null : form()?.first;
  if (first) first.focus();
  else chooser.focus(chosen);
}

function receive(message: ToPayment): void {
  switch (message.type) {
    case 'init':
      return init(message.options);
    case 'update':
      return update(message.options);
    case 'submit': {
      const error = form()?.judge() ?? null;
      // What is missing is shown, folded up or not.
      if (error) choose(chosen);
      return link.send({ type: 'submitted', id: message.id, error });
    }
    case 'collapse':
      return collapse();
    case 'clear':
      for (const one of forms) one.clear();
      return report();
    case 'focus':
      return focus();
    case 'blur':
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }
}

document.addEventListener('focusin', (event) => {
  if (event.relatedTarget === null) link.send({ type: 'focus' });
});
document.addEventListener('focusout', (event) => {
  if (event.relatedTarget === null) link.send({ type: 'blur' });
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') link.send({ type: 'escape' });
  if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  if (!event.repeat) link.send({ type: 'enter' });
});

document.title = 'Sandbox';
link.send({ type: 'hello' });

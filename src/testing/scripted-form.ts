/**
 * A card form without Stripe, for `useFormModule`: plain inputs in the same place and with the same geometry,
 * driven by the test. What is typed never leaves the page, and is only ever a test number.
 */
import type { Instrument, MoneyRequest } from '../contract/types.js';
import type { CardForm, CardInput, FieldName, FormModule, FormOptions } from '../session/index.js';
import { TEST_CARDS } from '../sandbox/cards.js';
import { scriptedWallets, type ScriptedWallets } from './scripted-wallets.js';

const names = ['number', 'expiry', 'cvc'] as const;

/** What the form makes of an input: no more than a demonstration needs. */
const complete: Readonly<Record<FieldName, RegExp>> = { number: /^\d{16}$/, expiry: /^\d{4}$/, cvc: /^\d{3}$/ };

/** A form that was opened, and the handles on it. */
export interface ScriptedForm extends CardForm {
  readonly options: FormOptions;
  /** Fills the fields as a payer would. */
  fill(values: Partial<Record<FieldName, string>>): void;
  /** Says that they can be typed into. */
  ready(): void;
  readonly root: HTMLElement;
}

/** Settings of a scripted form. */
export interface ScriptedFormOptions {
  /** Says `ready` by itself (true). */
  autoReady?: boolean;
  /** What loading Stripe.js comes to; resolves by default. */
  load?: (request: MoneyRequest) => Promise<void>;
  /** What fetching the wallets comes to; resolves by default. */
  wallets?: () => Promise<void>;
  /** Runs the next action; ends at once by default. */
  nextAction?: (request: MoneyRequest) => Promise<void>;
}

/** A form module, and the forms and rows of wallets that were opened with it, newest last. */
export function scriptedFormModule(
  options: ScriptedFormOptions = {},
): FormModule & { readonly forms: readonly ScriptedForm[]; readonly wallets: readonly ScriptedWallets[] } {
  const forms: ScriptedForm[] = [];
  const wallets = scriptedWallets();
  return {
    forms,
    wallets: wallets.rows,
    openWallets: async (given) => {
      await options.wallets?.();
      return wallets.open(given);
    },
    async openForm(given) {
      await options.load?.(given.request);
      const form = new Form(given, options);
      forms.push(form);
      // As frames do: in a task of its own.
      if (options.autoReady ?? true) setTimeout(() => form.ready());
      return form;
    },
    preload: async (request) => options.load?.(request),
    resumeAction: async (request) => options.nextAction?.(request),
  };
}

class Form implements ScriptedForm {
  readonly options: FormOptions;
  readonly root: HTMLElement;
  readonly #script: ScriptedFormOptions;
  readonly #inputs: Record<FieldName, HTMLInputElement>;
  readonly #brand = { '4': 'visa', '5': 'mastercard', '3': 'amex' } as Readonly<Record<string, string>>;

  constructor(options: FormOptions, script: ScriptedFormOptions) {
    this.options = options;
    this.#script = script;
    this.root = document.createElement('pay-mount');
    this.#inputs = { number: this.#field('number'), expiry: this.#field('expiry'), cvc: this.#field('cvc') };
    const look = options.place.appearance();
    const { cell } = look;
    const slot = `fields-${crypto.randomUUID()}`;
    options.place.useSlot(slot);
    this.root.slot = slot;
    Object.assign(this.root.style, {
      display: 'grid',
      gridTemplateColumns: '1fr 1fr',
      gridAutoRows: `${cell.rowHeight}px`,
      direction: look.direction,
    });
    for (const name of names) {
      const input = this.#inputs[name];
      Object.assign(input.style, {
        gridColumn: name === 'number' ? '1 / 3' : 'auto',
        marginBlockStart: `${cell.paddingBlockStart}px`,
        // The input runs left to right in any cell: its own start is not the cell's.
        marginLeft: `${look.direction === 'rtl' ? cell.endInset : cell.paddingInline}px`,
        marginRight: `${look.direction === 'rtl' ? cell.paddingInline : cell.endInset}px`,
        minInlineSize: '0',
        blockSize: `${cell.fieldHeight}px`,
        padding: '0',
        border: '0',
        outline: '0',
        background: 'transparent',
        direction: 'ltr',
        textAlign: look.direction === 'rtl' ? 'right' : 'left',
        color: look.color,
        font: `${look.fontSize}/${look.lineHeight} ${look.fontFamily}`,
      });
      this.root.append(input);
    }
    options.place.host.prepend(this.root);
    this.#placeholders(look.placeholderColor);
  }

  ready(): void {
    this.options.events.ready();
    this.#tell();
  }

  fill(values: Partial<Record<FieldName, string>>): void {
    for (const name of names) if (values[name] !== undefined) this.#inputs[name].value = values[name];
    this.#tell();
  }

  instrument(): Promise<Instrument> {
    const payment = this.options.instrument === 'confirmationToken';
    return Promise.resolve(payment ? { confirmationToken: 'ctoken_payment' } : { paymentMethod: this.#testId() });
  }

  /** Stripe's id of the test card that was typed, so that a server declines what Stripe would; of a Visa for any other number. */
  #testId(): string {
    const digits = this.#inputs.number.value.replace(/\D/g, '');
    const card = TEST_CARDS.find(({ named, numbers }) => named && numbers.includes(digits));
    return `pm_card_${card?.id ?? 'visa'}`;
  }

  async nextAction(): Promise<void> {
    await this.#script.nextAction?.(this.options.request);
  }

  focus(field: FieldName): void {
    this.#inputs[field].focus({ preventScroll: true });
  }

  setDisabled(disabled: boolean): void {
    for (const name of names) {
      this.#inputs[name].disabled = disabled;
      const { color, disabledColor } = this.options.place.appearance();
      this.#inputs[name].style.color = disabled ? disabledColor : color;
    }
  }

  restyle(): void {
    for (const name of names) this.#inputs[name].style.color = this.options.place.appearance().color;
  }

  moved(): void {
    if (this.root.parentNode !== this.options.place.host) this.options.place.host.prepend(this.root);
  }

  hold(): void {}

  clear(): void {
    this.fill({ number: '', expiry: '', cvc: '' });
  }

  destroy(): void {
    this.root.remove();
  }

  #field(name: FieldName): HTMLInputElement {
    const input = document.createElement('input');
    const { label, placeholder } = this.options.names[name];
    input.setAttribute('aria-label', label);
    input.placeholder = placeholder;
    input.inputMode = 'numeric';
    input.addEventListener('input', () => {
      this.#tell();
    });
    input.addEventListener('focus', () => {
      this.#tell(false);
    });
    input.addEventListener('blur', () => {
      this.#tell(false);
    });
    input.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') this.options.events.submit();
      if (key === 'Escape') this.options.events.escape();
    });
    return input;
  }

  /** As Stripe's fields wear it; no inline style reaches a placeholder. */
  #placeholders(color: string): void {
    const tree = this.root.getRootNode();
    // A test runner's document has no such sheets.
    if (!('adoptedStyleSheets' in tree) || !(tree instanceof Document || tree instanceof ShadowRoot)) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`pay-mount ::placeholder { color: ${color}; opacity: 1; }`);
    tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
  }

  #state(name: FieldName): CardInput['fields'][FieldName] {
    const { value } = this.#inputs[name];
    const digits = value.replace(/\D/g, '');
    const whole = complete[name].test(digits);
    const wrong = name === 'number' && whole && !luhn(digits);
    return {
      empty: value === '',
      complete: whole && !wrong,
      focused: this.#inputs[name].matches(':focus'),
      error: wrong ? 'invalid_number' : null,
    };
  }

  #tell(edited = true): void {
    const fields = { number: this.#state('number'), expiry: this.#state('expiry'), cvc: this.#state('cvc') };
    this.options.events.input(
      {
        complete: names.every((name) => fields[name].complete),
        empty: names.every((name) => fields[name].empty),
        brand: this.#brand[this.#inputs.number.value.charAt(0)] ?? 'unknown',
        method: 'card',
        fields,
      },
      edited,
    );
  }
}

function luhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, at) => {
      const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

import type { BillingPath, PaymentOptions, ValidationError } from '../protocol.js';
import type { Brand } from './card-rules.js';
import { brandOf, parseExpiry } from './card-rules.js';
import { asksPostalCode, countrySelect } from './countries.js';
import { FrameInput } from './frame-input.js';
import type { InputName } from './kinds.js';
import { labelOf, termsIn } from './labels.js';
import { validationError } from './messages.js';
import type { MethodType } from './methods.js';
import { METHODS } from './methods.js';

/** The inputs that ask what the page may keep to itself. */
const BILLING: Partial<Record<InputName, BillingPath>> = {
  name: 'name',
  email: 'email',
  postalCode: 'address.postal_code',
};

/** The API's name of what an input holds; expiry dates are two. */
const PARAMS: Partial<Record<InputName, string>> = {
  number: 'card[number]',
  cvc: 'card[cvc]',
  iban: 'sepa_debit[iban]',
  routingNumber: 'us_bank_account[routing_number]',
  accountNumber: 'us_bank_account[account_number]',
  name: 'billing_details[name]',
  email: 'billing_details[email]',
  postalCode: 'billing_details[address][postal_code]',
};

interface Field {
  input: FrameInput<InputName>;
  /** Label, input and what is wrong with it. */
  box: HTMLElement;
  problem: HTMLElement;
}

/** What is asked for one method, and what has been answered. */
export class MethodForm {
  readonly type: MethodType;
  readonly element = document.createElement('div');
  readonly #options: PaymentOptions;
  readonly #locale: string;
  readonly #fields: Field[] = [];
  readonly #country: HTMLSelectElement | null = null;

  /** `edited` runs after each change. */
  constructor(type: MethodType, options: PaymentOptions, edited: () => void) {
    this.type = type;
    this.#options = options;
    this.#locale = options.locale ?? 'auto';
    const { rows, address } = METHODS[type];
    for (const names of rows) this.#addRow(names, edited);
    if (address && !options.addressIfRequired) this.#country = this.#addAddress(edited);
    this.#addTerms();
    this.show();
  }

  /** The inputs that count now: the page keeps some to itself, and a postal code is not asked everywhere. */
  get inputs(): FrameInput<InputName>[] {
    return this.#fields.filter(({ box }) => !box.hidden).map(({ input }) => input);
  }

  get empty(): boolean {
    return this.inputs.length > 0 && this.inputs.every((input) => input.empty);
  }

  get complete(): boolean {
    return this.inputs.every((input) => input.complete);
  }

  /** The brand of the card, `unknown` where there is none, or it cannot be told yet. */
  get brand(): Brand {
    return brandOf(this.#fields.find(({ input }) => input.name === 'number')?.input.text ?? '');
  }

  /** Where the focus goes, or null where nothing is asked. */
  get first(): HTMLElement | null {
    return this.inputs[0]?.element ?? null;
  }

  /** Counts what is missing from now on, and answers the first of it. */
  judge(): ValidationError | undefined {
    for (const input of this.inputs) input.judge(true);
    this.show();
    const code = this.inputs.map((input) => input.error).find((error) => error !== null);
    return code && validationError(code, this.#locale);
  }

  clear(): void {
    for (const { input } of this.#fields) input.text = '';
    this.show();
  }

  /** Takes over what was typed into a form that was made before. */
  adopt(old: MethodForm): void {
    if (this.#country && old.#country) this.#country.value = old.#country.value;
    for (const { input } of this.#fields) {
      const text = old.#fields.find((field) => field.input.name === input.name)?.input.text;
      if (text !== undefined) input.text = text;
    }
    this.show();
  }

  /** The payment method in the API's form encoding. */
  data(): [string, string][] {
    const data: [string, string][] = [['type', this.type]];
    for (const { name, text } of this.inputs) {
      const param = PARAMS[name];
      if (param) data.push([param, /\[(number|iban)\]$/.test(param) ? text.replace(/\s/g, '') : text.trim()]);
      if (name !== 'expiry') continue;
      const { month, year } = parseExpiry(text);
      data.push(['card[exp_month]', String(Number(month))], ['card[exp_year]', `20${year}`]);
    }
    if (this.type === 'us_bank_account') data.push(['us_bank_account[account_holder_type]', 'individual']);
    if (this.#country) data.push(['billing_details[address][country]', this.#country.value]);
    return data;
  }

  /** Writes every field's state where the payer sees it. */
  show(): void {
    for (const { input, box, problem } of this.#fields) {
      input.brand = this.brand;
      if (input.name === 'postalCode') box.hidden = this.#country !== null && !asksPostalCode(this.#country.value);
      input.show();
      const { error } = input;
      problem.textContent = error === null ? '' : validationError(error, this.#locale).message;
      box.classList.toggle('invalid', error !== null);
    }
  }

  setReadOnly(on: boolean): void {
    for (const { input } of this.#fields) input.element.readOnly = on;
    if (this.#country) this.#country.disabled = on;
  }

  #addRow(names: readonly InputName[], edited: () => void): void {
    const row = document.createElement('div');
    row.className = 'row';
    for (const name of names) {
      const path = BILLING[name];
      if (path === undefined || !this.#options.hidden.includes(path)) row.append(this.#addField(name, edited));
    }
    if (row.childElementCount > 0) this.element.append(row);
  }

  #addField(name: InputName, edited: () => void): HTMLElement {
    const input = new FrameInput(name, () => {
      this.show();
      edited();
    });
    const { element } = input;
    element.className = 'Input';
    element.addEventListener('blur', () => {
      input.judge(false);
      this.show();
    });
    const path = BILLING[name];
    const given = path && this.#options.defaults[path];
    if (given !== undefined) input.text = given;
    const box = this.#labelled(name, element);
    const problem = document.createElement('p');
    problem.className = 'Error';
    problem.id = `${element.id}-error`;
    problem.setAttribute('role', 'alert');
    element.setAttribute('aria-describedby', problem.id);
    box.append(problem);
    this.#fields.push({ input, box, problem });
    return box;
  }

  #addAddress(edited: () => void): HTMLSelectElement | null {
    const { hidden, defaults } = this.#options;
    const row = document.createElement('div');
    row.className = 'row';
    let select: HTMLSelectElement | null = null;
    if (!hidden.includes('address.country')) {
      select = countrySelect(defaults['address.country'], this.#locale);
      select.className = 'Input';
      select.addEventListener('change', () => {
        this.show();
        edited();
      });
      row.append(this.#labelled('country', select));
    }
    if (!hidden.includes('address.postal_code')) row.append(this.#addField('postalCode', edited));
    this.element.append(row);
    return select;
  }

  #labelled(name: InputName | 'country', control: HTMLInputElement | HTMLSelectElement): HTMLElement {
    const field = document.createElement('div');
    const label = document.createElement('label');
    control.id = `${this.type}-${name}`;
    control.removeAttribute('aria-label');
    label.className = 'Label';
    label.htmlFor = control.id;
    label.textContent = labelOf(name, this.#locale);
    field.className = 'field';
    field.append(label, control);
    return field;
  }

  #addTerms(): void {
    const { redirect, debit } = METHODS[this.type];
    const words = termsIn(this.#locale);
    const text = redirect
      ? words.redirect(labelOf(this.type, this.#locale))
      : debit && !this.#options.withoutTerms.includes(this.type) && words.debit(this.#options.business);
    if (!text) return;
    const terms = document.createElement('p');
    terms.className = redirect ? 'RedirectText' : 'TermsText';
    terms.textContent = text;
    this.element.append(terms);
  }
}

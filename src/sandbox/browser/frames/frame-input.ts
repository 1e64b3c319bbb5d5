import type { Brand } from './card-rules.js';
import type { FieldCode } from './codes.js';
import type { FieldName, InputName } from './kinds.js';
import { KINDS } from './kinds.js';

/** One input of a frame: keeps what is typed in its format, and knows whether it is complete or wrong. */
export class FrameInput<Name extends FieldName | InputName = FieldName | InputName> {
  readonly element = document.createElement('input');
  readonly name: Name;
  /** The card's brand, which sets the length of the security code. */
  brand: Brand = 'unknown';
  readonly #kind: (typeof KINDS)[Name];
  #previous = '';
  /** Whether a missing rest is to be told: after the payer has left the field, or the page has asked for its data. */
  #judged = false;

  /** `edited` runs after each change of the text. */
  constructor(name: Name, edited: () => void) {
    this.name = name;
    this.#kind = KINDS[name];
    Object.assign(this.element, {
      name,
      type: this.#kind.words ?? 'tel',
      inputMode: this.#kind.words ?? 'numeric',
      autocomplete: this.#kind.autocomplete,
      placeholder: this.#kind.placeholder,
      spellcheck: false,
      dir: 'ltr',
    });
    this.element.setAttribute('aria-label', this.#kind.label);
    this.element.setAttribute('autocorrect', 'off');
    this.element.addEventListener('input', (event) => {
      this.#reformat(event instanceof InputEvent && event.inputType.startsWith('delete'));
      this.#judged = false;
      edited();
    });
  }

  /** The text as shown. */
  get text(): string {
    return this.element.value;
  }

  set text(text: string) {
    this.element.value = this.#kind.format(text, this.brand);
    this.#previous = this.element.value;
    this.#judged = false;
  }

  get empty(): boolean {
    return this.text === '';
  }

  get complete(): boolean {
    return this.#kind.check(this.text, this.brand).complete;
  }

  /** What is wrong, as far as it may be told yet. */
  get error(): FieldCode | null {
    const { complete, error } = this.#kind.check(this.text, this.brand);
    return error ?? (this.#judged && !complete ? this.#kind.incomplete : null);
  }

  /** The payer is done with this field: a missing rest counts from now on. An empty one counts only if `required`. */
  judge(required: boolean): void {
    this.#judged = required || !this.empty;
  }

  /** Writes the state where style and assistive technology see it. */
  show(): void {
    const { classList } = this.element;
    classList.toggle('empty', this.empty);
    classList.toggle('complete', this.complete);
    classList.toggle('invalid', this.error !== null);
    this.element.setAttribute('aria-invalid', String(this.error !== null));
  }

  /** Formats in place and keeps the caret behind the character it was behind. */
  #reformat(deleting: boolean): void {
    const { element } = this;
    const typed = element.value;
    const caret = element.selectionStart ?? typed.length;
    // Deleting the separator of "12 / " means the digit before it.
    const cut = deleting && this.#previous.endsWith(' / ') && this.#previous.startsWith(typed);
    const text = cut ? typed.slice(0, 1) : this.#kind.format(typed, this.brand);
    this.#previous = text;
    if (text === typed) return;
    element.value = text;
    if (caret >= typed.length) return;
    const ignored = this.#kind.words ? /[^A-Z0-9]/gi : /\D/g;
    const before = typed.slice(0, caret).replace(ignored, '').length;
    let position = 0;
    while (position < text.length && text.slice(0, position).replace(ignored, '').length < before) position++;
    element.setSelectionRange(position, position);
  }
}

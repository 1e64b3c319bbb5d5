/** An element that is a control of the `<form>` around it. */
import type { PropertyDeclarations } from 'lit';
import type { PaymentState } from '../../session/index.js';
import type { ElementView } from './element-view.js';
import type { FormOwner } from './form-owner.js';
import { part } from './part.js';
import { PayerElement } from './payer-element.js';

/** What an element does for its form; fetched where there is one. */
export const formOwner = part(async () => (await import('./form-owner.js')).FormOwner);

/**
 * A payer's element that belongs to a form as a required `<input>` does, by being inside it or by its `form` attribute.
 * The form cannot be submitted before the fields are complete, and is not before it is paid: `form-owner.ts`.
 */
export abstract class FormElement<V extends ElementView = ElementView> extends PayerElement<V> {
  static readonly formAssociated = true;

  static override properties: PropertyDeclarations = { name: { attribute: false } };

  #owner: FormOwner | null = null;
  #asked = false;

  /** True while `submit()` runs, which the form is not asked about. @internal */
  direct = false;

  /** Takes no press, and is no part of what the form checks and sends: by its attribute, or by the `<fieldset>` it is in. */
  override get disabled(): boolean {
    // The documents of test runners ask here again.
    if (this.#asked) return this.hasAttribute('disabled');
    this.#asked = true;
    try {
      return this.matches(':disabled');
    } finally {
      this.#asked = false;
    }
  }
  override set disabled(off: boolean) {
    this.toggleAttribute('disabled', off);
  }

  /** The name that the request's id is submitted by, once it is paid. Without one the form waits all the same, and sends nothing of it. */
  get name(): string {
    return this.getAttribute('name') ?? '';
  }
  set name(name: string) {
    this.setAttribute('name', name);
  }

  /** The form it belongs to; null where there is none. To set it, by a form's id too, is to set the attribute: React sets properties. */
  get form(): HTMLFormElement | null {
    return this.internals.form ?? null;
  }
  set form(form: HTMLFormElement | string | null | undefined) {
    // React sets undefined for a prop that is gone.
    if (form === null || form === undefined) this.removeAttribute('form');
    else this.setAttribute('form', typeof form === 'string' ? form : form.id);
  }

  /** The request's id once it is paid, authorized, or on its way by a delayed method; else, and without a form, `''`. */
  get value(): string {
    return this.#owner?.value ?? '';
  }

  /** As of an `<input>`: `valueMissing` until the fields are complete, `customError` where it cannot be paid as it is. */
  get validity(): ValidityState {
    return this.internals.validity ?? document.createElement('input').validity;
  }

  /** What is wrong, in the payer's words; `''` where nothing is. */
  get validationMessage(): string {
    return this.internals.validationMessage ?? '';
  }

  /** False where it is disabled or readonly. */
  get willValidate(): boolean {
    return this.internals.willValidate ?? false;
  }

  /** Whether the form may be submitted as far as it is concerned. Fires `invalid` where not. */
  checkValidity(): boolean {
    return this.internals.checkValidity?.() ?? true;
  }

  /** As `checkValidity()`, and shows the payer what is missing: opens the fields, or leads to the first wrong one. */
  reportValidity(): boolean {
    return this.internals.reportValidity?.() ?? true;
  }

  /** Pays with what was typed, without asking the form: it is not submitted by it. */
  override async submit(): Promise<PaymentState> {
    this.direct = true;
    try {
      return await super.submit();
    } finally {
      this.direct = false;
    }
  }

  /** @internal */
  override checkInputs(): boolean {
    return super.checkInputs() && this.mayCharge();
  }

  /** False where the payer's press is for the form to answer, which is submitted then and comes back with it. @internal */
  mayCharge(): boolean {
    return this.direct || !this.#owner?.asks();
  }

  formAssociatedCallback(form: HTMLFormElement | null): void {
    if (this.#owner) this.#owner.form = form;
    else if (form) {
      // No words are there yet, nor anything that could be led to.
      this.internals.setValidity?.({ valueMissing: true }, '…');
      // Without that part it stays missing: a form that cannot be guarded is not submitted.
      this.#own().catch(() => undefined);
    }
  }

  formDisabledCallback(): void {
    this.requestUpdate();
  }

  formResetCallback(): void {
    this.#owner?.reset();
  }

  async #own(): Promise<void> {
    const Owner = await formOwner.load();
    this.#owner ??= new Owner(this);
    this.#owner.form = this.form;
  }
}

/**
 * What an element does for the form around it: says what is missing, pays before the form is submitted, and then lets it
 * through. Reached by `import()`, where there is a form.
 */
import type { ReactiveController } from 'lit';
import type { Locale } from '../../i18n/index.js';
import type { PaymentState } from '../../session/index.js';
import type { FormElement } from './form-element.js';

/** The payer's press of a button of the form, while it is being paid. */
interface Press {
  readonly form: HTMLFormElement;
  readonly submitter: HTMLElement | null;
  /** Our own call has not come back yet. */
  running: boolean;
}

type Problem = readonly [flag: 'valueMissing' | 'customError', words: string];

/** What the payer could do was done: a delayed method is on its way, and the server knows of it. */
const done: ReadonlySet<string> = new Set(['paid', 'authorized', 'partially_refunded', 'processing']);
const charging: ReadonlySet<string> = new Set(['submitting', 'authenticating']);

/** One element and the form it is in. */
export class FormOwner implements ReactiveController {
  readonly #element: FormElement;
  /** What the browser leads the payer to; it takes no other focus. */
  readonly #anchor = document.createElement('span');
  #form: HTMLFormElement | null = null;
  #press: Press | null = null;
  #asking = false;
  #told = '';

  constructor(element: FormElement) {
    this.#element = element;
    this.#anchor.className = 'unseen';
    this.#anchor.tabIndex = -1;
    this.#anchor.addEventListener('focus', () => {
      // Once the browser has said what it has to say there.
      queueMicrotask(() => this.#lead());
    });
    element.addEventListener('pay-submit', (event) => {
      const form = this.#form;
      // Not by the form, and not by a call: an express wallet, whose sheet asks nobody.
      if (event.target !== element || !form || element.direct) return;
      const submitter = defaultButton(form);
      if (this.#guards(submitter)) this.#press = { form, submitter, running: false };
    });
    element.addController(this);
  }

  set form(form: HTMLFormElement | null) {
    this.#form?.removeEventListener('submit', this.#onSubmit, true);
    form?.addEventListener('submit', this.#onSubmit, true);
    this.#form = form;
    this.#element.requestUpdate();
  }

  /** The request's id, where it is paid; else `''`. */
  get value(): string {
    const { requestId, state } = this.#element;
    return done.has(state.moneyRequest?.status ?? '') ? requestId : '';
  }

  hostUpdated(): void {
    if (!this.#anchor.isConnected) this.#element.renderRoot.append(this.#anchor);
    this.#judge();
    this.#settle();
  }

  /** A press in the element itself, Enter included: true where it is the form's, which is then submitted as by its default button. */
  asks(): boolean {
    const form = this.#form;
    if (!form || !this.#guards(defaultButton(form))) return false;
    if (!this.#asking) {
      this.#asking = true;
      // The call that asks has to be over.
      setTimeout(() => {
        this.#asking = false;
        this.#submitForm(form);
      });
    }
    return true;
  }

  /** What was typed goes with the fields; a charge that runs does, but it submits nothing any more. */
  reset(): void {
    this.#press = null;
    this.#element.close();
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    const form = this.#form;
    const { submitter } = event;
    // The form that Stripe's fields are in passes here as well: it may be inside of this one.
    if (!form || event.target !== form) return;
    if (!this.#guards(submitter)) {
      // Paid, and submitted by the payer's own press: not once more by us.
      if (this.value !== '') this.#press = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!this.#press) void this.#pay({ form, submitter, running: true });
  };

  /** Whether a submission has to wait for the payment. */
  #guards(submitter: HTMLElement | null): boolean {
    const { willValidate, readonly } = this.#element;
    const unchecked = this.#form?.noValidate || (isSubmitButton(submitter) && submitter.formNoValidate);
    // A host that disables its fields while it is paid does not mean to go on without the payment.
    return (willValidate || this.#press !== null) && !readonly && !unchecked && this.value === '';
  }

  async #pay(press: Press): Promise<void> {
    this.#press = press;
    try {
      await this.#element.submit();
    } catch {
      // It could not be begun (no request, code that was not loaded): the element says so, and nothing was paid.
    }
    press.running = false;
    this.#settle();
  }

  /** Lets the form through once it is certain that it is paid. In doubt it waits; what was not paid is forgotten. */
  #settle(): void {
    const press = this.#press;
    const { form, state } = this.#element;
    if (!press || press.running || charging.has(state.status) || state.status === 'unknown') return;
    const isPaid = this.value !== '' && form === press.form;
    // A browser sends nothing of what is disabled: it waits until it is not.
    if (isPaid && this.#element.disabled) return;
    this.#press = null;
    if (!isPaid) return;
    this.#judge();
    const { submitter } = press;
    press.form.requestSubmit(isSubmitButton(submitter) && submitter.form === form ? submitter : null);
  }

  #submitForm(form: HTMLFormElement): void {
    // Pressed again is tried again, whatever came of the last time.
    this.#tell(null);
    const button = defaultButton(form);
    if (button) button.click();
    else form.requestSubmit();
    this.#element.requestUpdate();
  }

  #judge(): void {
    const { internals, ui, readonly } = this.#element;
    if (!ui) return;
    internals.setFormValue?.(this.value || null);
    this.#tell(readonly ? null : this.#problem(ui.locale));
  }

  #tell(problem: Problem | null): void {
    const told = problem?.join() ?? '';
    // Said anew, the browser would take back what it shows.
    if (told === this.#told && this.#element.validity.valid === !problem) return;
    this.#told = told;
    if (problem) this.#element.internals.setValidity?.({ [problem[0]]: true }, problem[1], this.#anchor);
    else this.#element.internals.setValidity?.({});
  }

  #problem(locale: Locale): Problem | null {
    const { state, ui } = this.#element;
    if (this.value || charging.has(state.status)) return null;
    const words = refusal(state, locale);
    if (words) return ['customError', words];
    return ui?.holds && ui.session?.input?.complete
      ? null
      : ['valueMissing', locale.messages.errors['fields-incomplete']];
  }

  /** To what is missing or wrong; opens the fields where they are not. */
  #lead(): void {
    const { ui, state, renderRoot } = this.#element;
    if (state.status === 'open' || !ui?.holds) {
      renderRoot.querySelector<HTMLElement>('.status[tabindex], .again, .way-out')?.focus();
      // What stops it is shown already.
      void this.#element.show().catch(() => undefined);
    } else if (ui.session?.input?.complete) ui.session.focus('number');
    else void ui.submit();
  }
}

/** Why it cannot be paid as it is; null where it may be, by what is typed. */
function refusal(state: PaymentState, { messages: m }: Locale): string | null {
  const { moneyRequest: request } = state;
  switch (state.status) {
    case 'failed': {
      const { kind, recovery, code } = state.error;
      // What was not about the card may be tried again as it is.
      return kind === 'card' || recovery !== 'retry' ? m.errors[code] : null;
    }
    case 'unavailable':
      return m.errors[state.error.code];
    case 'unknown':
      return m.unknown;
    case 'processing':
      return request?.status === 'review' ? m.review : m.unknown;
    case 'canceled':
      return `${m.canceled.title} ${m.canceled.text}`;
    case 'expired':
      return m.errors['request-closed'];
    case 'refunded':
      return m.refunded;
    default:
      return null;
  }
}

type SubmitButton = HTMLButtonElement | HTMLInputElement;

function isSubmitButton(element: Element | null): element is SubmitButton {
  return (
    (element instanceof HTMLButtonElement && element.type === 'submit') ||
    (element instanceof HTMLInputElement && (element.type === 'submit' || element.type === 'image'))
  );
}

/** The one that Enter in an input would press: the first in the page's order. */
function defaultButton(form: HTMLFormElement): SubmitButton | null {
  return [...form.elements].find(isSubmitButton) ?? null;
}

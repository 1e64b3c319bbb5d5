import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { MoneyRequest } from '../../contract/types.js';
import type { Sentence } from '../../i18n/index.js';
import { isLeft, stageOf, type FieldsKind, type FormPlace, type PaymentState } from '../../session/index.js';
import { readAppearance } from '../internal/appearance.js';
import { ElementView } from '../internal/element-view.js';
import { mayFocus } from '../internal/focus.js';
import { ghost, renderSpoken } from '../internal/pieces.js';
import { amountOf, keeping, labelOf, shortOf } from '../internal/words.js';
import type { PayCard } from '../pay-card.js';
import { button } from '../styles/button.js';
import { card } from '../styles/card.js';
import { dialog } from '../styles/dialog.js';
import { head } from '../styles/head.js';
import { pill } from '../styles/pill.js';
import { status as statusStyles } from '../styles/status.js';
import { renderBlocked, renderClosed, renderSummary } from './closed.js';
import { renderForm } from './form.js';

/** `<pay-card>`: what it does; what it draws is in `form.ts` and `closed.ts`. */
export class CardView extends ElementView<PayCard> {
  protected override readonly styles: readonly CSSResult[] = [
    ...[button, pill, head, statusStyles, card, dialog],
    ...(this.element.outer?.formStyles ?? []),
  ];

  /** Names the slot that Stripe's fields are in; null while there are none. */
  slotName: string | null = null;
  /** Stripe said that the postal code is wrong, so it is asked for: it stays until the request is another. */
  zipAsked = false;
  /** The form was to be sent without it. */
  zipMissing = false;

  #held = false;
  #direction = '';
  /** What became of the form stays in the dialog until the payer closes it. */
  #inDialog = false;
  /** Nothing is modal in this document. */
  #flat = false;
  #foreseen = false;

  override get postalCode(): string {
    return this.#find<HTMLInputElement>('.postal input')?.value.trim() ?? '';
  }

  override get place(): FormPlace {
    const { element } = this;
    if (element.readonly) return super.place;
    return {
      host: element,
      useSlot: (name) => {
        this.slotName = name;
        element.requestUpdate();
      },
      appearance: () => readAppearance(this.#find('.probe') ?? element),
    };
  }

  override get fieldsKind(): FieldsKind {
    return this.element.fields;
  }

  override get walletPlace(): FormPlace | null {
    return this.element.outer?.walletPlace ?? null;
  }

  override get receiptEmail(): string {
    return this.element.outer?.receiptEmail ?? '';
  }

  override checkInputs(): boolean {
    const { element } = this;
    // Enter in a field is a press as well.
    if (element.disabled || element.readonly || !(element.outer?.checkInputs() ?? true)) return false;
    this.zipMissing = this.#find('.postal') !== null && this.postalCode === '';
    element.requestUpdate();
    if (this.zipMissing) this.#find<HTMLElement>('.postal input')?.focus();
    return !this.zipMissing;
  }

  /** What the button that pays says: with the amount in the checkout, whose only button it is. */
  payWords(request: MoneyRequest): TemplateResult | string {
    const { messages: m } = this.locale;
    const amount = amountOf(request, this.locale);
    return this.element.outer ? keeping(m.payAmount(amount), amount) : m.payNow;
  }

  /** What the payer is asked to do, and for whom. */
  askWords(request: MoneyRequest): Sentence {
    const { messages: m } = this.locale;
    const words = this.element.fields === 'payment' ? m.payWith : m.enterCard;
    return words(shortOf(request, this.locale), request.merchant.name);
  }

  get online(): boolean {
    return this.session?.online ?? true;
  }

  override async show(): Promise<void> {
    const { element } = this;
    const session = this.used();
    if (!element.disabled && !element.readonly) await session.show(element);
  }

  override hostUpdate(): void {
    super.hostUpdate();
    const { status } = this.state;
    const stays = this.#inDialog && (status === 'unknown' || status === 'unavailable' || isLeft(this.state));
    this.#inDialog = this.element.presentation === 'dialog' && (this.holds || stays);
    this.toggle('expanded', this.holds);
  }

  override hostUpdated(): void {
    super.hostUpdated();
    this.#held = this.holds;
    this.#turn();
    // After the update: what gets the focus now tells of it, and asks for another.
    queueMicrotask(() => {
      this.#placeDialog();
      this.#foresee();
    });
  }

  override render(): TemplateResult {
    // In a modal dialog, what is outside of it is not heard.
    const content = html`${this.#renderBody()} ${renderSpoken(this.spoken)}`;
    const { moneyRequest } = this.state;
    if (!this.#inDialog || !moneyRequest) return content;
    // A browser closes it at a second Escape whatever is said: then it is put back as the next render wants it.
    const again = (): void => this.element.requestUpdate();
    return html`<dialog aria-label=${labelOf(moneyRequest, this.localeTag)} @cancel=${this.#onCancel} @close=${again}>
      ${content}
    </dialog>`;
  }

  /** Whether there is a fallback in it, or in the element that it is in. */
  get hasFallback(): boolean {
    return [...this.element.children].some((child) =>
      child instanceof HTMLSlotElement
        ? !child.name && child.assignedElements({ flatten: true }).length > 0
        : !child.slot,
    );
  }

  readonly onOpen = (): void => void this.show();
  readonly onPostal = (): void => {
    this.zipMissing = false;
    this.element.requestUpdate();
  };
  readonly onSubmit = (): void => void this.submit();
  readonly onClose = (): void => {
    this.close();
  };
  /** What cannot be known yet stays shown as it is. */
  readonly onAgain = (): void => void this.session?.refresh().catch(() => undefined);

  /** What a challenge that was left can be answered with. */
  readonly onContinue = (): void => void this.session?.resume(this.element);
  readonly onStartOver = (): void => void this.session?.startOver(this.element);

  readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.holds) return;
    event.preventDefault();
    this.close();
  };

  protected override get speaks(): boolean {
    return super.speaks || this.#inDialog;
  }

  protected override anticipate(): void {
    this.#foreseen = true;
    this.#foresee();
  }

  protected override changed(previous: PaymentState): void {
    const { state } = this;
    if (state.status === 'failed' && state.error.code === 'incorrect-postal-code') this.zipAsked = true;
    if (previous.moneyRequest?.id !== state.moneyRequest?.id) this.zipAsked = this.zipMissing = false;
    if (stageOf(state) === stageOf(previous)) return;
    if (this.#held || this.holds) void this.element.updateComplete.then(() => this.#focusFor(state, previous));
  }

  #renderBody(): TemplateResult | typeof nothing {
    const { state } = this;
    const { embedded, readonly } = this.element;
    const { status, moneyRequest: request } = state;
    if (status === 'idle') return html`<slot></slot>`;
    if (status === 'loading') return ghost;
    if (!request || readonly) return renderSummary(this);
    switch (status) {
      case 'opening':
      case 'ready':
      case 'failed':
      case 'submitting':
      case 'authenticating':
      case 'unknown':
        // The form is open in another element of this request: here is how to have it.
        return this.holds || status === 'failed' || status === 'unknown' || isLeft(state)
          ? renderForm(this, request)
          : renderClosed(this, request);
      case 'open':
        return embedded ? nothing : renderClosed(this, request);
      case 'unavailable':
        return state.error.code === 'unavailable' ? renderSummary(this) : renderBlocked(this, request);
      case 'processing':
      case 'paid':
      case 'authorized':
      case 'refunded':
      case 'canceled':
      case 'expired':
        return renderSummary(this);
      default:
        return status satisfies never;
    }
  }

  #foresee(): void {
    if (!this.#foreseen || this.element.embedded || this.state.status !== 'open') return;
    this.#foreseen = false;
    this.onOpen();
  }

  /** The fields lie over the cells, which turn with the page's direction. */
  #turn(): void {
    if (!this.holds) return void (this.#direction = '');
    const { direction } = getComputedStyle(this.element);
    if (this.#direction && this.#direction !== direction) this.session?.restyle();
    this.#direction = direction;
  }

  /** Modal, but not while the bank asks: the top layer would hide the bank's window. */
  #placeDialog(): void {
    const dialog = this.#find<HTMLDialogElement>('dialog');
    const modal = this.state.status !== 'authenticating' || isLeft(this.state);
    // It may have left the document since: what is not in one cannot be shown.
    if (!dialog?.isConnected) return;
    // In a test runner's document a dialog is open or not, and no more.
    this.#flat ||= !(dialog as Partial<HTMLDialogElement>).showModal;
    if (this.#flat) return void dialog.toggleAttribute('open', true);
    if (dialog.open && dialog.matches(':modal') === modal) return;
    // Closed and opened in one task: it is not drawn in between, and the fields in it stay alive.
    dialog.close();
    if (modal) dialog.showModal();
    else dialog.show();
    this.#flat = dialog.matches(':modal') !== modal;
  }

  /** Moves the focus only where the payer's own would be lost, or to what is wrong. */
  #focusFor({ status }: PaymentState, previous: PaymentState): void {
    const unasked = previous.status === 'opening' && this.element.outer?.takesFocus === false;
    if (unasked || !mayFocus(this.element)) return;
    const focus = (selector: string): void => this.#find<HTMLElement>(selector)?.focus({ preventScroll: true });
    if (status === 'opening') focus('.cancel');
    else if (status === 'failed' || (status === 'ready' && previous.status === 'opening'))
      this.session?.focus('number');
    else if (isLeft(this.state)) focus('.go');
    else if (status === 'unknown' || status === 'processing' || status === 'unavailable')
      focus('.status[tabindex], .again, .way-out');
  }

  #find<T extends Element>(selector: string): T | null {
    return this.element.renderRoot.querySelector<T>(selector);
  }

  readonly #onCancel = (event: Event): void => {
    event.preventDefault();
    if (this.holds) this.close();
    // In doubt it stays held: only what the payer sees of it goes.
    if (this.holds) return;
    this.#inDialog = false;
    this.element.requestUpdate();
  };
}
